#include "api/snapshot_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const sort_names[SORT__MAX + 1] = {
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

int job_tenths(double score)
{
	return (int)lround(score * 10);
}

/* "employment" + "Reason" */
static void sibling(struct jw *w, const char *key, const char *tail)
{
	char name[64];

	(void)snprintf(name, sizeof name, "%s%s", key, tail);
	jw_key(w, name);
}

void job_figure_write(struct jw *w, const char *key,
		      const struct figure *figure)
{
	char text[FIGURE_TEXT_BYTES];

	jw_key(w, key);
	if (figure->reason == REASON_NONE) {
		jw_number_text(w, figure_text(figure->milli, figure->decimals,
					      text));
		return;
	}
	jw_null(w);
	sibling(w, key, "Reason");
	jw_string(w, reason_name((enum reason)figure->reason));
	if (figure->reason != REASON_CAPPED || !figure->cap_milli)
		return;
	sibling(w, key, "AtLeast");
	jw_number_text(w, figure_text(figure->cap_milli,
				      figure->cap_milli % 1000 ? 2 : 0, text));
}

static void write_nothing(struct jw *w, const char *key, const char *reason)
{
	jw_kv_null(w, key);
	sibling(w, key, "Reason");
	jw_string(w, reason);
}

static void write_projected(struct jw *w, const char *key,
			    const struct figure *figure)
{
	char text[FIGURE_TEXT_BYTES];

	if (!figure || figure->reason != REASON_NONE) {
		write_nothing(w, key, "notProjected");
		return;
	}
	jw_key(w, key);
	jw_number_text(w, figure_text(figure->milli, figure->decimals, text));
}

static void write_score(struct jw *w, const struct job_view *view)
{
	const struct impact_score *score = &view->job->score;

	jw_kv_double(w, "aiImpactScore", view->facts->score_tenths / 10.0, 1);
	if (score->has_spread)
		jw_kv_double(w, "aiImpactSpread",
			     job_tenths(score->spread) / 10.0, 1);
	else
		write_nothing(w, "aiImpactSpread", "fewerThanTwoSources");
	jw_kv_string(w, "automationRisk", risk_level_name(score->risk));
	jw_kv_string(w, "impactType", impact_type_name(score->type));
	jw_kv_string(w, "confidence", confidence_name(score->confidence));
}

void job_row_write(struct jw *w, const struct job_view *view)
{
	const struct dataset_projection *p = view->projection;
	const struct figure *of = view->figures->of;

	jw_kv_string(w, "code", view->job->code);
	jw_kv_string(w, "title", view->occupation->title);
	jw_kv_string(w, "majorGroup", view->facts->group);
	jw_kv_string(w, "majorGroupTitle", view->group->title);
	job_figure_write(w, "employment", &of[MEASURE_EMPLOYMENT]);
	job_figure_write(w, "meanAnnualWage", &of[MEASURE_ANNUAL_MEAN]);
	job_figure_write(w, "medianAnnualWage", &of[MEASURE_ANNUAL_MEDIAN]);
	job_figure_write(w, "medianHourlyWage", &of[MEASURE_HOURLY_MEDIAN]);
	jw_kv_int(w, "dataYear", view->job->data_year);
	write_score(w, view);
	write_projected(w, "projectedChangePercent",
			p ? &p->change_percent : NULL);
	write_projected(w, "annualOpenings", p ? &p->annual_openings : NULL);
	if (p && p->typical_education)
		jw_kv_string(w, "typicalEducation", p->typical_education);
	else
		write_nothing(w, "typicalEducation", "notProjected");
	jw_kv_string(w, "updatedAt", view->job->updated_at);
}
