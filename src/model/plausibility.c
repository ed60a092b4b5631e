#include "model/plausibility.h"

#include <stdio.h>

static bool exceeds(int64_t part, int64_t whole, int percent)
{
	return part * 100 > whole * percent;
}

static bool employment_ok(const struct round_facts_compared *f,
			  char reason[PLAUSIBLE_REASON_BYTES])
{
	int64_t change = f->employment_after - f->employment_before;

	if (!exceeds(change < 0 ? -change : change, f->employment_before,
		     PLAUSIBLE_EMPLOYMENT_PERCENT))
		return true;
	(void)snprintf(reason, PLAUSIBLE_REASON_BYTES,
		       "employment would go from %lld to %lld, by more than "
		       "%d percent",
		       (long long)f->employment_before,
		       (long long)f->employment_after,
		       PLAUSIBLE_EMPLOYMENT_PERCENT);
	return false;
}

static bool share_ok(int64_t part, int64_t whole, int percent, const char *what,
		     char reason[PLAUSIBLE_REASON_BYTES])
{
	if (!exceeds(part, whole, percent))
		return true;
	(void)snprintf(reason, PLAUSIBLE_REASON_BYTES,
		       "%lld of %lld %s, more than %d percent", (long long)part,
		       (long long)whole, what, percent);
	return false;
}

bool round_is_plausible(const struct round_facts_compared *f,
			char reason[PLAUSIBLE_REASON_BYTES])
{
	reason[0] = '\0';
	if (f->jobs < PLAUSIBLE_MIN_JOBS)
		return true;
	return share_ok(f->withdrawn, f->jobs, PLAUSIBLE_WITHDRAWN_PERCENT,
			"jobs would leave the list", reason) &&
	       share_ok(f->vanished, f->values, PLAUSIBLE_VANISHED_PERCENT,
			"published values would vanish", reason) &&
	       employment_ok(f, reason) &&
	       share_ok(f->medians_jumped, f->medians, PLAUSIBLE_JUMPED_PERCENT,
			"median wages would jump by half", reason);
}
