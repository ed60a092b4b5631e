/* What the tests of src/impact share: comparing numbers, writing inputs. */
#ifndef UNIT_IMPACT_T_H
#define UNIT_IMPACT_T_H

#include <math.h>
#include <stdio.h>

#include "base/base.h"
#include "model/exposure.h"
#include "t.h"

/* Numbers of the score are settled to 12 decimals; 1e-9 is equality. */
#define assert_near(actual, expected) \
	assert_near_at((actual), (expected), 1e-9, __FILE__, __LINE__)

static inline void assert_near_at(double actual, double expected,
				  double tolerance, const char *file, int line)
{
	if (fabs(actual - expected) <= tolerance)
		return;
	print_error("%.12g is not %.12g\n", actual, expected);
	_fail(file, line);
}

#endif
