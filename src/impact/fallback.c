#include "impact/fallback.h"

#include <string.h>

static double weight_of(const struct exposure_occupation *occupation)
{
	if (!occupation->has_employment)
		return 0;
	return (double)occupation->employment;
}

/* The mean of the direct values whose codes share `width` characters with
 * `code`. */
static struct maybe group_mean(const struct exposure_input *in,
			       const struct maybe *values,
			       const enum impact_basis *basis, const char *code,
			       size_t width)
{
	struct maybe mean = { false, 0 };
	double weighted = 0;
	double weights = 0;
	double plain = 0;
	size_t members = 0;
	size_t i;

	for (i = 0; i < in->occupation_count; i++) {
		const struct exposure_occupation *member = &in->occupations[i];
		double weight = weight_of(member);

		if (!values[i].present || basis[i] != BASIS_DIRECT)
			continue;
		if (strncmp(member->code, code, width) != 0)
			continue;
		weighted += weight * values[i].value;
		weights += weight;
		plain += values[i].value;
		members++;
	}
	if (members > 0) {
		mean.present = true;
		mean.value = settle(weights > 0 ? weighted / weights
						: plain / (double)members);
	}
	return mean;
}

enum err fallback_fill(const struct exposure_input *in, struct maybe *values,
		       enum impact_basis *basis, struct error *e)
{
	size_t i;

	for (i = 0; i < in->occupation_count; i++)
		basis[i] = values[i].present ? BASIS_DIRECT : BASIS__MAX;
	for (i = 0; i < in->occupation_count; i++) {
		const char *code = in->occupations[i].code;
		enum impact_basis level = BASIS_BROAD;

		while (!values[i].present && level < BASIS__MAX) {
			values[i] = group_mean(in, values, basis, code,
					       impact_basis_width(level));
			basis[i] = level;
			level++;
		}
		if (!values[i].present)
			return err_set(e, ERR_NOT_FOUND,
				       "no rated occupation in the major group "
				       "of %s",
				       code);
	}
	return ERR_OK;
}
