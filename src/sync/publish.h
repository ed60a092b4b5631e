/*
 * Making a round visible: jobs, scores and data version change in one
 * transaction, so that every job shown has its score at any moment.
 */
#ifndef SYNC_PUBLISH_H
#define SYNC_PUBLISH_H

#include "db/db.h"
#include "model/release.h"
#include "store/lease.h"

struct publication {
	const struct release *release; /* NULL = scores only */
	bool whole_round;              /* else only `codes` */
	const char *const *codes;
	size_t code_count;
	const char *accepted_by; /* although it is implausible; else NULL */
	int64_t withdrawn;       /* out: jobs that left the list */
	int64_t renamed;         /* out: occupations that have other titles */
};

/* Fenced by the lease.  Runs the whole transaction again after a conflict. */
MUST_CHECK enum err publish(struct db *db, struct lease *lease,
			    struct publication *what, struct error *e);

/*
 * After a migration: when no round was ever completed, show the newest year
 * that came with the project; score what is shown.  Takes the lease for the
 * moment; when a run holds it, that run publishes anyway and nothing is done.
 */
MUST_CHECK enum err publish_after_migration(struct db *db,
					    const struct config *config,
					    struct error *e);

/* Compute all scores again.  ERR_BUSY when a run is under way. */
MUST_CHECK enum err publish_scores(struct db *db, const struct config *config,
				   struct error *e);

#endif
