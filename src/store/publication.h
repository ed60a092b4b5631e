/*
 * What readers see, derived from the observations: the table job.
 *
 * All of it is part of one transaction of the caller (sync/publish.c), together
 * with the scores and the data version, so that readers see a round whole.
 */
#ifndef STORE_PUBLICATION_H
#define STORE_PUBLICATION_H

#include "model/plausibility.h"
#include "model/release.h"
#include "store/db.h"

/* Jobs of all occupations that are done in the round; those that are skipped
 * leave the list (*withdrawn counts them; their history stays). */
MUST_CHECK enum err publication_of_round(struct db *db,
					 const struct release *release,
					 int64_t *withdrawn, struct error *e);

/* The round beside what is published now, for the guard. */
MUST_CHECK enum err publication_compare(struct db *db,
					const struct release *release,
					struct round_facts_compared *facts,
					struct error *e);

/* The job of one occupation that is done in the round. */
MUST_CHECK enum err publication_of_code(struct db *db,
					const struct release *release,
					const char *code, struct error *e);

/* Before the first round: the newest year that came with the project. */
MUST_CHECK enum err publication_of_reference(struct db *db, struct error *e);

MUST_CHECK enum err publication_job_count(struct db *db, int64_t *jobs,
					  struct error *e);

/* Readers take notice of this; `release_code` NULL leaves it as it is. */
MUST_CHECK enum err publication_bump_version(struct db *db,
					     const char *release_code,
					     struct error *e);

#endif
