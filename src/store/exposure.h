/*
 * The score's two ends in the database: what it is computed from, and where its
 * results go.
 */
#ifndef STORE_EXPOSURE_H
#define STORE_EXPOSURE_H

#include "db/db.h"
#include "model/exposure.h"

/* Owned rows behind a struct exposure_input. */
struct exposure_rows {
	struct exposure_input input;
	struct exposure_occupation *occupations;
	struct exposure_rating *ratings;
	struct exposure_task *tasks;
	struct exposure_zone *zones;
	struct exposure_aggregate *aggregates;
};

/* The catalog is the table job.  Release with exposure_rows_release(). */
MUST_CHECK enum err exposure_load(struct db *db, struct exposure_rows *rows,
				  struct error *e);
void exposure_rows_release(struct exposure_rows *rows);

/* Replace all scores by these; part of the caller's transaction. */
MUST_CHECK enum err score_replace(struct db *db,
				  const struct impact_score *scores,
				  size_t count, struct error *e);

#endif
