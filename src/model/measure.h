/*
 * What OEWS measures: the 17 data types of BLS's oe.datatype, of which the
 * first 15 exist for the nation and all 17 for states and metropolitan areas.
 * Source: https://download.bls.gov/pub/time.series/oe/oe.datatype
 *
 * Wages at or above a cap are withheld; the cap stands in the footnote.
 */
#ifndef MODEL_MEASURE_H
#define MODEL_MEASURE_H

#include "base/base.h"

enum {
	MEASURE_EMPLOYMENT = 1,
	MEASURE_EMPLOYMENT_ERROR = 2,
	MEASURE_HOURLY_MEAN = 3,
	MEASURE_ANNUAL_MEAN = 4,
	MEASURE_WAGE_ERROR = 5, /* of the mean wages */
	MEASURE_HOURLY_MEDIAN = 8,
	MEASURE_ANNUAL_10TH = 11,
	MEASURE_ANNUAL_MEDIAN = 13,
	MEASURE_ANNUAL_90TH = 15,
	MEASURE_NATIONAL = 15, /* 1..15 are published for the nation */
	MEASURE_JOBS_PER_1000 = 16,
	MEASURE_LOCATION_QUOTIENT = 17,
	MEASURE__MAX = 17,
};

struct measure {
	const char *name; /* camelCase, the name in the API */
	const char *unit; /* jobs, percent, dollars per hour, ... */
	uint8_t decimals; /* digits after the point as BLS publishes them */
};

/* `datatype` 1..MEASURE__MAX. */
const struct measure *measure_of(int datatype);
bool measure_is_hourly(int datatype);
/* The data type that is the relative standard error of this one; 0: BLS
 * publishes none for it. */
int measure_error(int datatype);

#endif
