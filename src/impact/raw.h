/*
 * Raw values: from the codes that a source publishes to the occupations of the
 * catalog (step 1 of the score).
 *
 *	samples of O*NET-SOC codes --fold--> one per SOC code --pick--> one per
 *	occupation, its own or the mean of the SOC codes it stands for
 */
#ifndef IMPACT_RAW_H
#define IMPACT_RAW_H

#include "impact/number.h"
#include "model/exposure.h"

struct sample {
	char code[ONET_BYTES];
	double value;
	double weight; /* above 0 */
};

enum {
	FOLD_TO_SOC = SOC_BYTES - 1,  /* first seven characters */
	FOLD_TO_ONET = ONET_BYTES - 1 /* the whole code */
};

/*
 * Replace all samples whose codes share their first `width` characters by their
 * weighted mean, with weight 1 and the code cut to `width`.  Works in place,
 * leaves the samples sorted by code and returns how many there are.  The result
 * does not depend on the order of the input.
 */
size_t raw_fold(struct sample *samples, size_t count, size_t width);

/*
 * One value per occupation of `in`, into `out` (occupation_count elements),
 * from samples folded to SOC codes.
 */
void raw_pick(const struct exposure_input *in, const struct sample *folded,
	      size_t count, struct maybe *out);

/* The three kinds of sources, from their rows to one value per occupation. */
void raw_rating(const struct exposure_input *in, enum exposure_source source,
		struct maybe *out);
void raw_automation(const struct exposure_input *in, struct maybe *out);
void raw_job_zone(const struct exposure_input *in, struct maybe *out);

#endif
