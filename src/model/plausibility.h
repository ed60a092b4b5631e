/*
 * Is a round that replaces another year believable?  BLS's figures move by a
 * few percent a year; a file that was cut, a glitch at release time or a bug of
 * ours moves them otherwise.  What is held back can be accepted by a person.
 */
#ifndef MODEL_PLAUSIBILITY_H
#define MODEL_PLAUSIBILITY_H

#include "base/base.h"

/* The round beside what is published, over jobs that it settles. */
struct round_facts_compared {
	int64_t jobs;      /* published now, with an older year */
	int64_t withdrawn; /* of them, without any series in the round */
	int64_t values;    /* published values of these jobs */
	int64_t vanished;  /* of them, without a value in the round */
	int64_t employment_before; /* workers, where both have a value */
	int64_t employment_after;
	int64_t medians;        /* annual medians that both have */
	int64_t medians_jumped; /* of them, by more than half or a third */
};

enum {
	PLAUSIBLE_MIN_JOBS = 20, /* fewer say nothing */
	PLAUSIBLE_WITHDRAWN_PERCENT = 5,
	PLAUSIBLE_VANISHED_PERCENT = 10,
	PLAUSIBLE_EMPLOYMENT_PERCENT = 10,
	PLAUSIBLE_JUMPED_PERCENT = 10,
	PLAUSIBLE_REASON_BYTES = 200,
};

/* False, with the reason in words and numbers, when it should be held. */
MUST_CHECK bool round_is_plausible(const struct round_facts_compared *facts,
				   char reason[PLAUSIBLE_REASON_BYTES]);

#endif
