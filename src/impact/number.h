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
 * Round to 12 decimals.  Two equal averages may differ in their last bits when
 * their terms were added in another order or divided by another number
 * ((0.1 + 0.2) / 2 is not 0.15), which would break a tie or miss a threshold
 * by nothing.  Published digits and ranks are far coarser than that.
 */
double settle(double value);

#endif
