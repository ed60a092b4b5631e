/*
 * A round beside what is published, for the guard (model/plausibility.h).
 *
 * Published of a job is the year that readers see of it; of groups, which have
 * no year of their own, the newest year of the jobs.
 */
#ifndef STORE_ROUND_FACTS_H
#define STORE_ROUND_FACTS_H

#include "db/db.h"
#include "model/plausibility.h"
#include "model/release.h"

struct round_part {
	const struct release *release;
	/* NULL: the whole round; else only these count as settled */
	const char *const *codes;
	size_t code_count;
};

/* All of the occupation list, by code.  The caller frees *list. */
MUST_CHECK enum err round_facts_load(struct db *db,
				     const struct round_part *part,
				     struct judged **list, size_t *count,
				     struct error *e);

#endif
