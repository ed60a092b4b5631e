/*
 * What became of the areas of a release, and whether readers may see it.
 *
 * Areas change over all at once.  When more than a tenth of them failed, or
 * more than a tenth of those that readers have would vanish (a list that was
 * cut, say), the change-over is held until a person accepts it, as a round of
 * the nation is; fewer than that stand on the list of failures and keep the
 * edition they had.
 */
#ifndef MODEL_AREA_OUTCOME_H
#define MODEL_AREA_OUTCOME_H

#include "base/base.h"

enum { AREAS_FAILED_PERCENT = 10, AREAS_REASON_BYTES = 160 };

struct area_outcome {
	int64_t done;
	int64_t failed;
	int64_t skipped;  /* without figures in this release */
	int64_t shown;    /* that readers have now */
	int64_t vanished; /* of them, neither done nor failed */
};

void area_outcome_add(struct area_outcome *sum, const struct area_outcome *o);

/* False, with the reason in words and numbers, when it is to be held. */
MUST_CHECK bool area_outcome_ok(const struct area_outcome *outcome,
				char reason[AREAS_REASON_BYTES]);

#endif
