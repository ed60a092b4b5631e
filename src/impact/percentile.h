/*
 * Percentile ranks (step 2 of the score).
 */
#ifndef IMPACT_PERCENTILE_H
#define IMPACT_PERCENTILE_H

#include "impact/number.h"

/*
 * For each value that is present, its rank among them from the lowest, divided
 * by their number: in (0, 1].  Equal values share the mean of their ranks;
 * averages come settled, see number.h.
 * `in` and `out` have `count` elements and may be the same array.
 */
void percentile_rank(const struct maybe *in, size_t count, struct maybe *out);

#endif
