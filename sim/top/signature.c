/* SPDX-License-Identifier: Apache-2.0
 *
 * Signature dump: see signature.h.
 */
#include "out_file.h"
#include "signature.h"

int signature_write(const char *path, const uint8_t *data, size_t size, unsigned int granularity)
{
	struct out_file o;

	if (out_file_open(&o, "signature", path))
		return -1;
	for (size_t at = 0; at < size; at += granularity) {
		for (unsigned int i = granularity; i-- > 0;)
			fprintf(o.f, "%02x", at + i < size ? data[at + i] : 0);
		fputc('\n', o.f);
	}
	return out_file_commit(&o);
}
