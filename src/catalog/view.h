/*
 * Answers about one area: the snapshot seen through it.  The jobs keep their
 * numbers, scores and titles; employment, wages and year are those of the area,
 * read from the database for this request; what the area does not have is left
 * out by jobs_select().
 *
 *	const struct snapshot *s =
 *		area_scope(call, public_begin(call), &of[JOBS_AREA]);
 *	if (!s || !jobs_select(call, s, &jobs))
 *		return;
 *	... area_row(s, jobs.list[i]) ...
 */
#ifndef CATALOG_VIEW_H
#define CATALOG_VIEW_H

#include "catalog/snapshot.h"
#include "store/area.h"
#include "web/call.h"

enum { AREA_MAX = 16 }; /* characters of the parameter */

#define AREA_HELP                                                          \
	"Area: a code of BLS, such as 0047900, or the postal "             \
	"abbreviation of a state, such as VA; national, or left out: the " \
	"nation."

struct area_scope;

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

/* The jobs of the area that a view shows. */
const struct area_jobs *area_jobs_of(const struct snapshot *view);
/* What the view was made from. */
const struct snapshot *area_nation(const struct snapshot *s);

/* The area that a view shows; NULL: `s` is the nation. */
const char *area_code(const struct snapshot *s);

/* Of a view: the area does not have the job. */
bool area_lacks(const struct snapshot *s, size_t job);
/* Of a view: all jobs in order of a field, `down` the greatest first; valid
 * until the next call. */
const uint16_t *area_order(const struct snapshot *s, enum sort_field field,
			   bool down);

/* A row of any snapshot; that of a view is valid until the next call. */
struct fragment area_row(const struct snapshot *s, size_t job);

#endif
