/*
 * What is read about areas while a request is answered: from the database, or
 * from a copy while it is away.
 *
 *	const struct snapshot *s =
 *		area_scope(call, public_begin(call), &of[JOBS_AREA]);
 *	if (!s || !jobs_select(call, s, &jobs))
 *		return;
 */
#ifndef API_AREA_READ_H
#define API_AREA_READ_H

#include "catalog/view.h"
#include "web/call.h"

enum { AREA_MAX = 16 }; /* characters of the parameter */

#define AREA_HELP                                                          \
	"Area: a code of BLS, such as 0047900, or the postal "             \
	"abbreviation of a state, such as VA; national, or left out: the " \
	"nation."

/*
 * `s` itself for the nation; the area's view, valid until the next call; NULL
 * when `s` is NULL, or when there is no such area (400) or no database (503):
 * the problem stands in the response.
 */
const struct snapshot *area_scope(struct call *call, const struct snapshot *s,
				  const struct param_value *area);

typedef enum err (*area_read_fn)(struct db *db, void *context, struct error *e);

/* Read from the database, or from a copy while it is away. */
MUST_CHECK enum err area_read(struct call *call, area_read_fn read,
			      void *context, struct error *e);

/* The code that the parameter means: seven digits.  False: none. */
MUST_CHECK bool area_code_of(const struct param_value *area,
			     char out[AREA_BYTES]);

#endif
