/*
 * What readers see: the observations, and the table job derived from them.
 *
 * All of it is part of one transaction of the caller (sync/publish.c), together
 * with the scores and the data version, so that readers see a round whole.
 */
#ifndef STORE_PUBLICATION_H
#define STORE_PUBLICATION_H

#include "db/db.h"
#include "model/release.h"

/* What is staged becomes published, and the jobs are those of all detailed
 * occupations that are done in the round.  Jobs that it has nothing of, or that
 * are no detailed occupation any more, leave the list (*withdrawn counts them;
 * their history stays); those that failed keep the year they have. */
MUST_CHECK enum err publication_of_round(struct db *db,
					 const struct release *release,
					 int64_t *withdrawn, struct error *e);

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
