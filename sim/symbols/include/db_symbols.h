/* SPDX-License-Identifier: Apache-2.0
 *
 * Symbols of an RV64 ELF by libdw: pc to file, line, function and inlined frames; objects for the checker.
 *
 * db_symbols_open() returns NULL with a one-line reason in *why (static or valid until the next call). An ELF without
 * DWARF opens: then only functions and objects are known. Pointers returned stay valid until db_symbols_close().
 */
#ifndef DB_SYMBOLS_H
#define DB_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct db_symbols;

struct db_frame {
	const char *file;     /* NULL: unknown; as the compiler wrote it, the compile directory in front if relative */
	const char *function; /* NULL: unknown */
	int line;	      /* 0: unknown */
	int column;
	int inlined; /* 1: this frame was inlined into the next one */
};

struct db_symbols *db_symbols_open(const char *path, const char **why);
void db_symbols_close(struct db_symbols *s);

/* Frames of one pc, innermost (inlined) first; returns how many (at least 1, with unknown fields where need be). */
int db_symbols_frames(struct db_symbols *s, uint64_t pc, struct db_frame *frame, int max);

/* Data objects of the symbol table, by address. */
size_t db_symbols_objects(const struct db_symbols *s);
const char *db_symbols_object(const struct db_symbols *s, size_t i, uint64_t *base, uint64_t *size);

/* Value of a symbol (tohost, begin_signature, ...): 1 found, 0 not. */
int db_symbols_value(const struct db_symbols *s, const char *name, uint64_t *value);

#ifdef __cplusplus
}
#endif
#endif
