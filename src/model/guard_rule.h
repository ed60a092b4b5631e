/*
 * The rules by which the guard judges a round (plausibility.h), and a judgment
 * by them.
 *
 * Only occupations are looked at whose figures the round would change.  A rule
 * is broken when more than `limit` thousandths of what it looks at break it:
 *
 *	rule                     looks at              limit  measured
 *	jobsWithdrawn            jobs that are shown      50         2
 *	valuesVanished           published values         30       2.5
 *	valuesAppeared           published values         50        17
 *	employmentTotal          workers in all jobs     120    50 (104)
 *	wagesTotal               mean wages, summed up   250    55 (171)
 *	employmentJumped         by more than double      30    4 (16)
 *	wagesJumped              by more than half        30    4 (12)
 *	percentilesOutOfOrder    occupations               2         0
 *	meanOutsidePercentiles   occupations               2         0
 *	annualAgainstHourly      occupations               2         0
 *	partsAgainstTotal        groups                   10         0
 *	sameValueEverywhere      measures                  0         0
 *
 * Measured: the largest of BLS's national estimates of May 2021 to May 2025,
 * from one year to the next; in parentheses, with years left out in between.
 * Further margins, of all five years: means lie between 1.11 times the 10th and
 * 0.91 times the 90th percentile; an annual wage is at most $15.20 away from
 * 2,080 times the hourly one (by BLS's rounding, to cents and to tens of
 * dollars, it cannot be more than $15.40); children employ up to 1.069 times
 * what their group does (29-1000), besides roundings to tens; no value makes up
 * more than 1.6 percent of a measure.  From 2021 to 2024 a year has 8 to 11
 * wages that are capped by the hour but not by the year, or the other way
 * round, so a cap is held against no number.
 *
 * Few say nothing: totals, and shares of values and jobs, need as many as 20
 * occupations have.  Rules about single occupations do not.
 */
#ifndef MODEL_GUARD_RULE_H
#define MODEL_GUARD_RULE_H

#include "model/figure.h"
#include "model/soc.h"

enum guard_rule {
	RULE_JOBS_WITHDRAWN,
	RULE_VALUES_VANISHED,
	RULE_VALUES_APPEARED,
	RULE_EMPLOYMENT_TOTAL,
	RULE_WAGES_TOTAL,
	RULE_EMPLOYMENT_JUMPED,
	RULE_WAGES_JUMPED,
	RULE_PERCENTILES,
	RULE_MEAN,
	RULE_ANNUAL_HOURLY,
	RULE_PARTS,
	RULE_SAME_VALUE,
	RULE__MAX
};

/* The name in the API and the database: "valuesVanished". */
const char *guard_rule_name(enum guard_rule rule);

enum { DIFFERENCES_PER_RULE = 10, PLAUSIBLE_REASON_BYTES = 200 };

/* One violation; or, of a total, one of those that contribute to it. */
struct difference {
	enum guard_rule rule;
	char code[SOC_BYTES]; /* "" = of no single occupation */
	int datatype;
	struct figure published;
	struct figure staged;
	double weight; /* the gravest come first */
};

struct rule_result {
	/* how many break it, of how many; of totals: staged, published */
	int64_t part;
	int64_t whole;
	bool broken;
	int64_t differences;
	struct difference worst[DIFFERENCES_PER_RULE];
	size_t worst_count;
};

struct judgment {
	struct rule_result of[RULE__MAX];
	int broken; /* rules */
};

/* A violation that was found. */
void judgment_keep(struct judgment *j, const struct difference *d);
/* All has been looked at: which rules are broken? */
void judgment_settle(struct judgment *j);

/* A broken rule in words and numbers: "83 of 820 wages would ...". */
void guard_rule_words(const struct judgment *j, enum guard_rule rule,
		      char words[PLAUSIBLE_REASON_BYTES]);

/* False, with the first broken rule in words, when it should be held. */
MUST_CHECK bool judgment_passes(const struct judgment *j,
				char reason[PLAUSIBLE_REASON_BYTES]);

#endif
