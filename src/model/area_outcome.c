#include "model/area_outcome.h"

#include <stdio.h>

void area_outcome_add(struct area_outcome *sum, const struct area_outcome *o)
{
	sum->done += o->done;
	sum->failed += o->failed;
	sum->skipped += o->skipped;
	sum->shown += o->shown;
	sum->vanished += o->vanished;
}

static bool share_ok(int64_t part, int64_t whole, const char *what,
		     char reason[AREAS_REASON_BYTES])
{
	if (part * 100 <= whole * AREAS_FAILED_PERCENT)
		return true;
	(void)snprintf(reason, AREAS_REASON_BYTES,
		       "%lld of %lld areas %s, more than a tenth",
		       (long long)part, (long long)whole, what);
	return false;
}

bool area_outcome_ok(const struct area_outcome *o,
		     char reason[AREAS_REASON_BYTES])
{
	reason[0] = '\0';
	return share_ok(o->failed, o->done + o->failed + o->skipped, "failed",
			reason) &&
	       share_ok(o->vanished, o->shown, "would vanish", reason);
}
