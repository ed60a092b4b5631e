#include "impact/risk.h"

#include "impact/number.h"

/* From this job zone on, a job needs considerable preparation. */
static const double prepared_zone = 4;

double risk_index(double score, double automation_percentile)
{
	return settle((score + 100 * automation_percentile) / 2);
}

static enum risk_level level_of(double index)
{
	if (index < 30)
		return RISK_LOW;
	if (index < 50)
		return RISK_MEDIUM;
	if (index < 70)
		return RISK_HIGH;
	return RISK_VERY_HIGH;
}

enum risk_level risk_judge(double index, double job_zone)
{
	enum risk_level level = level_of(index);

	if (job_zone >= prepared_zone && level > RISK_LOW)
		level--;
	return level;
}

enum impact_type impact_judge(double score, double job_zone)
{
	if (score < 50)
		return TYPE_LOW_EXPOSURE;
	if (job_zone >= prepared_zone)
		return TYPE_AUGMENTATION;
	return TYPE_AUTOMATION;
}

enum confidence confidence_judge(const struct impact_score *score)
{
	if (score->basis != BASIS_DIRECT || !score->has_spread)
		return CONFIDENCE_LOW;
	if (score->sources == IMPACT__SOURCES && score->spread <= 10)
		return CONFIDENCE_HIGH;
	return score->spread <= 20 ? CONFIDENCE_MEDIUM : CONFIDENCE_LOW;
}
