/*
 * The small file oe.release of the LABSTAT directory: which release is current.
 *
 *	release_date<TAB>description
 *	2025A01<TAB>May 2025
 */
#ifndef BLS_FLAT_RELEASE_H
#define BLS_FLAT_RELEASE_H

#include "base/err.h"
#include "model/release.h"

enum { FLAT_RELEASE_MAX_BYTES = 4096 };

/* The newest that it names.  `whole`: see labstat_end().  ERR_FORMAT when the
 * body is anything else (an HTML page, say), ERR_REMOTE when it is cut. */
MUST_CHECK enum err flat_release_parse(const char *body, size_t length,
				       bool whole, struct release *out,
				       struct error *e);

#endif
