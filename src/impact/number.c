#include "impact/number.h"

#include <math.h>

double settle(double value)
{
	return round(value * 1e12) / 1e12;
}
