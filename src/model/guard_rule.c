#include "model/guard_rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FEW_OCCUPATIONS = 20,
	FEW_VALUES = FEW_OCCUPATIONS * MEASURE_NATIONAL,
};

enum rule_kind {
	SHARE_OF_JOBS,
	SHARE_OF_VALUES,
	TOTAL,
	SHARE, /* of whatever there is */
};

struct rule {
	const char *name;
	enum rule_kind kind;
	int limit; /* thousandths */
	const char *words;
};

static const struct rule rules[RULE__MAX] = {
	[RULE_JOBS_WITHDRAWN] = { "jobsWithdrawn", SHARE_OF_JOBS, 50,
				  "jobs would leave the list" },
	[RULE_VALUES_VANISHED] = { "valuesVanished", SHARE_OF_VALUES, 30,
				   "published values would vanish" },
	[RULE_VALUES_APPEARED] = { "valuesAppeared", SHARE_OF_VALUES, 50,
				   "values would appear beside those that are "
				   "published" },
	[RULE_EMPLOYMENT_TOTAL] = { "employmentTotal", TOTAL, 120,
				    "employment" },
	[RULE_WAGES_TOTAL] = { "wagesTotal", TOTAL, 250,
			       "the sum of mean annual wages" },
	[RULE_EMPLOYMENT_JUMPED] = { "employmentJumped", SHARE, 30,
				     "occupations would double or halve" },
	[RULE_WAGES_JUMPED] = { "wagesJumped", SHARE, 30,
				"wages would jump by half" },
	[RULE_PERCENTILES] = { "percentilesOutOfOrder", SHARE, 2,
			       "occupations have wage percentiles out of "
			       "order" },
	[RULE_MEAN] = { "meanOutsidePercentiles", SHARE, 2,
			"occupations have a mean wage outside their 10th and "
			"90th percentile" },
	[RULE_ANNUAL_HOURLY] = { "annualAgainstHourly", SHARE, 2,
				 "occupations have annual wages that are not "
				 "2,080 times the hourly ones" },
	[RULE_PARTS] = { "partsAgainstTotal", SHARE, 10,
			 "groups employ less than their parts" },
	[RULE_SAME_VALUE] = { "sameValueEverywhere", SHARE, 0,
			      "measures have the same value nearly "
			      "everywhere" },
};

const char *guard_rule_name(enum guard_rule rule)
{
	return rules[rule].name;
}

void judgment_keep(struct judgment *j, const struct difference *d)
{
	struct rule_result *r = &j->of[d->rule];
	size_t i;

	r->differences++;
	if (r->worst_count == DIFFERENCES_PER_RULE) {
		if (r->worst[r->worst_count - 1].weight >= d->weight)
			return;
		r->worst_count--;
	}
	for (i = r->worst_count++; i && r->worst[i - 1].weight < d->weight; i--)
		r->worst[i] = r->worst[i - 1];
	r->worst[i] = *d;
}

static bool too_few(const struct judgment *j, enum guard_rule rule)
{
	switch (rules[rule].kind) {
	case SHARE_OF_JOBS:
		return j->of[rule].whole < FEW_OCCUPATIONS;
	case SHARE_OF_VALUES:
		return j->of[rule].whole < FEW_VALUES;
	case TOTAL:
		return j->of[RULE_EMPLOYMENT_JUMPED].whole < FEW_OCCUPATIONS;
	case SHARE:
		break;
	}
	return false;
}

static bool exceeds(const struct rule_result *r, const struct rule *rule)
{
	int64_t by = rule->kind == TOTAL ? llabs(r->part - r->whole) : r->part;

	return by > r->whole / 1000 * rule->limit +
			    r->whole % 1000 * rule->limit / 1000;
}

void judgment_settle(struct judgment *j)
{
	int rule;

	j->broken = 0;
	for (rule = 0; rule < RULE__MAX; rule++) {
		struct rule_result *r = &j->of[rule];

		r->broken = !too_few(j, (enum guard_rule)rule) &&
			    exceeds(r, &rules[rule]);
		j->broken += r->broken;
	}
}

void guard_rule_words(const struct judgment *j, enum guard_rule rule,
		      char words[PLAUSIBLE_REASON_BYTES])
{
	const struct rule_result *r = &j->of[rule];

	if (rules[rule].kind == TOTAL)
		(void)snprintf(words, PLAUSIBLE_REASON_BYTES,
			       "%s would go from %lld to %lld, by more than "
			       "%d percent",
			       rules[rule].words, (long long)(r->whole / 1000),
			       (long long)(r->part / 1000),
			       rules[rule].limit / 10);
	else
		(void)snprintf(words, PLAUSIBLE_REASON_BYTES, "%lld of %lld %s",
			       (long long)r->part, (long long)r->whole,
			       rules[rule].words);
}

bool judgment_passes(const struct judgment *j,
		     char reason[PLAUSIBLE_REASON_BYTES])
{
	size_t length;
	int rule = 0;

	reason[0] = '\0';
	if (!j->broken)
		return true;
	while (!j->of[rule].broken)
		rule++;
	guard_rule_words(j, (enum guard_rule)rule, reason);
	length = strlen(reason);
	if (j->broken > 1)
		(void)snprintf(reason + length, PLAUSIBLE_REASON_BYTES - length,
			       ", and %d other %s broken", j->broken - 1,
			       j->broken == 2 ? "rule is" : "rules are");
	return false;
}
