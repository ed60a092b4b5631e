/*
 * What an occupation gets that has no value of its own (step 4 of the score):
 * the mean of its broad group, else its minor group, else its major group.
 */
#ifndef IMPACT_FALLBACK_H
#define IMPACT_FALLBACK_H

#include "base/err.h"
#include "impact/number.h"
#include "model/exposure.h"

/*
 * Complete `values`, one per occupation of `in`: an absent one becomes the mean
 * of the values that were present before, in the nearest group that has any,
 * weighted by employment (plainly when none of them has an employment).
 * `basis` says for each where it comes from.
 *
 * ERR_NOT_FOUND when even a major group has no value; the message names the
 * occupation, and `values` is not to be used.
 */
MUST_CHECK enum err fallback_fill(const struct exposure_input *in,
				  struct maybe *values,
				  enum impact_basis *basis, struct error *e);

#endif
