#include "catalog/snapshot_parts.h"

#include <string.h>

const char *const sort_names[SORT__ALL + 1] = {
	[SORT_CODE] = "code",
	[SORT_TITLE] = "title",
	[SORT_MAJOR_GROUP] = "majorGroup",
	[SORT_MAJOR_GROUP_TITLE] = "majorGroupTitle",
	[SORT_EMPLOYMENT] = "employment",
	[SORT_MEAN_ANNUAL_WAGE] = "meanAnnualWage",
	[SORT_MEDIAN_ANNUAL_WAGE] = "medianAnnualWage",
	[SORT_MEDIAN_HOURLY_WAGE] = "medianHourlyWage",
	[SORT_DATA_YEAR] = "dataYear",
	[SORT_SCORE] = "aiImpactScore",
	[SORT_SPREAD] = "aiImpactSpread",
	[SORT_RISK] = "automationRisk",
	[SORT_IMPACT_TYPE] = "impactType",
	[SORT_CONFIDENCE] = "confidence",
	[SORT_PROJECTED_CHANGE] = "projectedChangePercent",
	[SORT_ANNUAL_OPENINGS] = "annualOpenings",
	[SORT_EDUCATION] = "typicalEducation",
	[SORT_UPDATED_AT] = "updatedAt",
	[SORT_JOBS_PER_1000] = "jobsPer1000",
	[SORT_LOCATION_QUOTIENT] = "locationQuotient",
};

const char *const education_names[EDUCATION_LEVELS + 1] = {
	"No formal educational credential",
	"High school diploma or equivalent",
	"Some college, no degree",
	"Postsecondary nondegree award",
	"Associate's degree",
	"Bachelor's degree",
	"Master's degree",
	"Doctoral or professional degree",
};

int job_education(const struct dataset_projection *projection)
{
	int i;

	if (!projection || !projection->typical_education)
		return -1;
	for (i = 0; i < EDUCATION_LEVELS; i++)
		if (strcmp(projection->typical_education, education_names[i]) ==
		    0)
			return i;
	return -1;
}

void job_figure_write(struct jw *w, const char *key,
		      const struct figure *figure)
{
	struct cell cell;

	cell_figure(&cell, figure);
	cell_write(w, key, &cell);
}

void job_card_write(struct jw *w, const struct job_row *row)
{
	jw_kv_string(w, "code", row->code);
	jw_kv_string(w, "title", row->title);
	jw_kv_fixed(w, "aiImpactScore", row->score_tenths, 1);
	jw_kv_string(w, "automationRisk", risk_level_name(row->risk));
	job_figure_write(w, "medianAnnualWage", &row->median_annual_wage);
}
