/*
 * Which occupations of a round a run works on.
 */
#ifndef SYNC_SELECTION_H
#define SYNC_SELECTION_H

#include "store/round.h"

struct work_selection {
	const char *const *only; /* codes, or NULL for the whole round */
	size_t only_count;
	bool failed; /* what failed for good as well */
	bool again;  /* also what is settled already */
};

bool selection_wants(const struct work_selection *s,
		     const struct round_item *item);

/* ERR_ARG: a code of `only` is not among the items. */
MUST_CHECK enum err selection_check(const struct work_selection *s,
				    const struct round_item *items,
				    size_t count, struct error *e);

#endif
