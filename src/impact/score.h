/*
 * The AI-impact score, version IMPACT_VERSION: published ratings in, one
 * explained score per occupation out.  Pure: no clock, no randomness, no I/O,
 * and the order of the input rows does not matter.
 *
 *	struct impact_score *scores = xcalloc(in.occupation_count,
 *					      sizeof *scores);
 *
 *	if (impact_compute(&in, scores, &e) != ERR_OK)
 *		...keep the scores of before...
 *
 * All or nothing: ranks compare every occupation with every other, so scores
 * of two computations must not be mixed.
 */
#ifndef IMPACT_SCORE_H
#define IMPACT_SCORE_H

#include "base/err.h"
#include "model/exposure.h"

/*
 * Fill `out`, `in->occupation_count` elements, in the order of
 * `in->occupations`.  ERR_ARG: the catalog is empty or a row is out of range;
 * ERR_NOT_FOUND: an occupation has no rated one in its major group.
 */
MUST_CHECK enum err impact_compute(const struct exposure_input *in,
				   struct impact_score *out, struct error *e);

#endif
