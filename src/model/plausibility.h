/*
 * Is a round believable?  It is judged before readers see any of it, also when
 * it is a forced restart of the year that they have: what it brings is held
 * against what is published now, whatever its year, and row by row against
 * itself.  A file that was cut, a glitch at release time or a bug of ours shows
 * there.  What is held back is decided by a person.
 *
 * Only occupations are looked at whose figures the round would change.  The
 * rules, their limits and how far BLS keeps away from them: guard_rule.h.
 */
#ifndef MODEL_PLAUSIBILITY_H
#define MODEL_PLAUSIBILITY_H

#include "model/guard_rule.h"

/* An occupation of the round; no figure is { .reason = noSuchSeries }. */
struct judged {
	char code[SOC_BYTES];
	int parent; /* its place in the list; -1 = none */
	bool shown; /* a job that readers see */
	bool settled;
	bool gone;   /* settled: the round has nothing of it */
	bool leaves; /* a job that would not be one any more */
	struct occupation_figures published;
	struct occupation_figures staged; /* as they would be */
};

void round_judge(const struct judged *list, size_t count, struct judgment *out);

#endif
