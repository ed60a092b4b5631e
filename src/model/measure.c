#include "model/measure.h"

#include <assert.h>

static const struct measure measures[] = {
	[1] = { "employment", "jobs", 0 },
	[2] = { "employmentRse", "percent", 1 },
	[3] = { "meanHourlyWage", "dollars per hour", 2 },
	[4] = { "meanAnnualWage", "dollars per year", 0 },
	[5] = { "wageRse", "percent", 1 },
	[6] = { "hourly10thPercentile", "dollars per hour", 2 },
	[7] = { "hourly25thPercentile", "dollars per hour", 2 },
	[8] = { "medianHourlyWage", "dollars per hour", 2 },
	[9] = { "hourly75thPercentile", "dollars per hour", 2 },
	[10] = { "hourly90thPercentile", "dollars per hour", 2 },
	[11] = { "annual10thPercentile", "dollars per year", 0 },
	[12] = { "annual25thPercentile", "dollars per year", 0 },
	[13] = { "medianAnnualWage", "dollars per year", 0 },
	[14] = { "annual75thPercentile", "dollars per year", 0 },
	[15] = { "annual90thPercentile", "dollars per year", 0 },
	[16] = { "employmentPer1000Jobs", "jobs per 1,000", 3 },
	[17] = { "locationQuotient", "ratio", 2 },
};
_Static_assert(COUNT_OF(measures) == MEASURE__MAX + 1, "one row per data type");

const struct measure *measure_of(int datatype)
{
	assert(datatype >= 1 && datatype <= MEASURE__MAX);
	return &measures[datatype];
}

bool measure_is_hourly(int datatype)
{
	return datatype == MEASURE_HOURLY_MEAN ||
	       (datatype >= 6 && datatype <= 10);
}

int measure_error(int datatype)
{
	if (datatype == MEASURE_EMPLOYMENT)
		return MEASURE_EMPLOYMENT_ERROR;
	if (datatype == MEASURE_HOURLY_MEAN || datatype == MEASURE_ANNUAL_MEAN)
		return MEASURE_WAGE_ERROR;
	return 0;
}
