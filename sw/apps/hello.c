/* SPDX-License-Identifier: Apache-2.0
 * Says hello and what machine it is on.
 */
#include <stdio.h>
#include <doorbell/platform.h>
#include <doorbell/timer.h>

int main(void)
{
	printf("hello from rv64: RAM %lu MiB, RAM above 4 GiB %lu MiB, lines of %u bytes, DMA %s\n",
	       platform.ram_size >> 20, platform.ram_hi_size >> 20, (unsigned)platform.line_bytes,
	       platform.coherent == 1 ? "coherent" : "not coherent");
	printf("cycle %lu, instruction %lu\n", cycles(), instructions());
	return 0;
}
