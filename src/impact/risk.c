#include "impact/risk.h"

#include "impact/number.h"

double risk_index(double score, double automation_percentile)
{
	return settle((score + 100 * automation_percentile) / 2);
}

static enum risk_level level_of(double index)
{
	if (index < RISK_MEDIUM_FROM)
		return RISK_LOW;
	if (index < RISK_HIGH_FROM)
		return RISK_MEDIUM;
	if (index < RISK_VERY_HIGH_FROM)
		return RISK_HIGH;
	return RISK_VERY_HIGH;
}

enum risk_level risk_judge(double index, double job_zone)
{
	enum risk_level level = level_of(index);

	if (job_zone >= PREPARED_ZONE && level > RISK_LOW)
		level--;
	return level;
}

enum impact_type impact_judge(double score, double job_zone)
{
	if (score < IMPACT_EXPOSED_FROM)
		return TYPE_LOW_EXPOSURE;
	if (job_zone >= PREPARED_ZONE)
		return TYPE_AUGMENTATION;
	return TYPE_AUTOMATION;
}

enum confidence confidence_judge(const struct impact_score *score)
{
	if (score->basis != BASIS_DIRECT || !score->has_spread)
		return CONFIDENCE_LOW;
	if (score->sources == IMPACT__SOURCES &&
	    score->spread <= SPREAD_OF_HIGH_CONFIDENCE)
		return CONFIDENCE_HIGH;
	return score->spread <= SPREAD_OF_MEDIUM_CONFIDENCE ? CONFIDENCE_MEDIUM
							    : CONFIDENCE_LOW;
}
