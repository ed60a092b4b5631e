/*
 * Before sql/014_gaps_of_copies.sql a figure that a copy of BLS's data lacks
 * was stored as one that BLS does not have (noSuchSeries).
 */
#ifndef STORE_GAP_H
#define STORE_GAP_H

#include "db/db.h"

/*
 * Take such rows back: those that this source, "api" or "flat", brought before
 * the migration.  To be called where the source is a copy, by the migrating
 * user; the second time nothing is left to be done.  *count of figures.
 */
MUST_CHECK enum err gap_forget(struct db *db, const char *source,
			       int64_t *count, struct error *e);

#endif
