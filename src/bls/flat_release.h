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

/* ERR_REMOTE when it is anything else (an HTML page with status 200, say). */
MUST_CHECK enum err flat_release_parse(const char *body, struct release *out,
				       struct error *e);

#endif
