/*
 * Reading whole files, bounded.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

/* Append the file's bytes to `out`; ERR_TOO_BIG beyond its ceiling. */
MUST_CHECK enum err file_read(const char *path, struct str *out,
			      struct error *e);

/* The same for text whose lines are at most `longest` bytes, else ERR_TOO_BIG
 * with "path:line". */
MUST_CHECK enum err file_read_lines(const char *path, size_t longest,
				    struct str *out, struct error *e);

#endif
