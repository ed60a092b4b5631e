/* Percent-encoding: of query strings (application/x-www-form-urlencoded), and
 * of paths. */
#ifndef WEB_PERCENT_H
#define WEB_PERCENT_H

#include "base/str.h"

enum percent {
	PERCENT_OK,
	PERCENT_BROKEN, /* a "%" without two hexadecimal digits */
	PERCENT_NUL,
	PERCENT_LONG, /* more than the room */
};

/* Undo it; "+" is a blank.  `to` ends with NUL when it is PERCENT_OK. */
MUST_CHECK enum percent percent_decode(const char *text, size_t length,
				       char *to, size_t size);

/* The same of a path, where "+" is a plus. */
MUST_CHECK enum percent percent_decode_path(const char *text, size_t length,
					    char *to, size_t size);

/* Append what may stand in an address as it came (a "%" too); other bytes are
 * encoded. */
void percent_add(struct str *out, const char *text, size_t length);

/* Why a text cannot be decoded: "it holds a NUL"; of PERCENT_OK: that it is
 * empty. */
const char *percent_fault(enum percent code);

#endif
