/*
 * A published number that may be missing, and the rounding that keeps ranks and
 * thresholds honest.
 */
#ifndef IMPACT_NUMBER_H
#define IMPACT_NUMBER_H

#include "base/base.h"

struct maybe {
	bool present;
	double value;
};

/*
 * Round an average to 12 decimals.  Two equal averages may differ in their last
 * bits when their terms were added in another order or divided by another
 * number ((0.1 + 0.2) / 2 is not 0.15), which would break a tie or miss a
 * threshold by nothing.  Ranks and published digits are far coarser than that.
 *
 * Only what we average is rounded: a rating that stands alone is taken digit
 * for digit as its source publishes it, even 0.49999999999999994.
 */
double settle(double value);

#endif
