/*
 * A place's view of the snapshot: the jobs keep their numbers, scores and
 * titles; employment, wages and year are those of the area, read from the
 * database for this request; what the area does not have is left out by
 * jobs_select().
 *
 *	if (!view_read(db, "5100000", &e))
 *		view = view_of(snapshot);
 *	... area_row(view, i) ...
 */
#ifndef CATALOG_VIEW_H
#define CATALOG_VIEW_H

#include "catalog/snapshot.h"
#include "store/area.h"

struct area_scope;

/* Read the jobs of an area, in the place of those of the last one. */
MUST_CHECK enum err view_read(struct db *db, const char *area, struct error *e);

/* `s`, the snapshot of the nation, through the area that was read; valid until
 * the next one is. */
const struct snapshot *view_of(const struct snapshot *s);

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
