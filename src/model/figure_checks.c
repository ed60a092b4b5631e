#include "model/figure_checks.h"

#include <stdlib.h>

enum {
	HOURS_A_YEAR = 2080,
	ROUNDING_MILLI = 16 * 1000, /* $15.40 is possible */
	HOURLY_10TH = 6,
	HOURLY_90TH = 10,
};

/* Pairs of an hourly and an annual wage. */
static const int wage_pairs[][2] = { { 3, 4 },  { 6, 11 }, { 7, 12 },
				     { 8, 13 }, { 9, 14 }, { 10, 15 } };

static bool has_value(const struct figure *f)
{
	return f->reason == REASON_NONE;
}

/* The first that is lower than one before it. */
static int first_to_fall(const struct occupation_figures *f, int first,
			 int last)
{
	int64_t least = INT64_MIN;
	bool capped = false;
	int d;

	for (d = first; d <= last; d++) {
		if (f->of[d].reason == REASON_CAPPED) {
			capped = true;
		} else if (has_value(&f->of[d])) {
			if (capped || f->of[d].milli < least)
				return d;
			least = f->of[d].milli;
		}
	}
	return 0;
}

int check_percentiles(const struct occupation_figures *f)
{
	int hourly = first_to_fall(f, HOURLY_10TH, HOURLY_90TH);

	return hourly ? hourly
		      : first_to_fall(f, MEASURE_ANNUAL_10TH,
				      MEASURE_ANNUAL_90TH);
}

static bool outside(const struct figure *mean, const struct figure *low,
		    const struct figure *high)
{
	if (!has_value(mean))
		return false;
	return (has_value(low) && mean->milli < low->milli) ||
	       (has_value(high) && mean->milli > high->milli);
}

int check_mean(const struct occupation_figures *f)
{
	if (outside(&f->of[MEASURE_HOURLY_MEAN], &f->of[HOURLY_10TH],
		    &f->of[HOURLY_90TH]))
		return MEASURE_HOURLY_MEAN;
	if (outside(&f->of[MEASURE_ANNUAL_MEAN], &f->of[MEASURE_ANNUAL_10TH],
		    &f->of[MEASURE_ANNUAL_90TH]))
		return MEASURE_ANNUAL_MEAN;
	return 0;
}

int check_annual(const struct occupation_figures *f)
{
	int64_t most = ROUNDING_MILLI;
	int worst = 0;
	size_t i;

	for (i = 0; i < COUNT_OF(wage_pairs); i++) {
		const struct figure *hourly = &f->of[wage_pairs[i][0]];
		const struct figure *annual = &f->of[wage_pairs[i][1]];
		int64_t away;

		if (!has_value(hourly) || !has_value(annual))
			continue;
		away = llabs(annual->milli - hourly->milli * HOURS_A_YEAR);
		if (away <= most)
			continue;
		most = away;
		worst = wage_pairs[i][1];
	}
	return worst;
}
