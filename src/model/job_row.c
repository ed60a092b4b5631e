#include "model/job_row.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* clang-format off */
const struct job_column_spec job_columns[JOB__ALL] = {
	[JOB_CODE] = { "code", false, false, false },
	[JOB_TITLE] = { "title", false, false, false },
	[JOB_MAJOR_GROUP] = { "majorGroup", false, false, false },
	[JOB_MAJOR_GROUP_TITLE] = { "majorGroupTitle", false, false, false },
	[JOB_EMPLOYMENT] = { "employment", true, false, false },
	[JOB_MEAN_ANNUAL_WAGE] = { "meanAnnualWage", true, true, false },
	[JOB_MEDIAN_ANNUAL_WAGE] = { "medianAnnualWage", true, true, false },
	[JOB_MEDIAN_HOURLY_WAGE] = { "medianHourlyWage", true, true, false },
	[JOB_DATA_YEAR] = { "dataYear", false, false, false },
	[JOB_SCORE] = { "aiImpactScore", false, false, false },
	[JOB_SPREAD] = { "aiImpactSpread", true, false, false },
	[JOB_RISK] = { "automationRisk", false, false, false },
	[JOB_IMPACT_TYPE] = { "impactType", false, false, false },
	[JOB_CONFIDENCE] = { "confidence", false, false, false },
	[JOB_PROJECTED_CHANGE] = { "projectedChangePercent", true, false, false },
	[JOB_ANNUAL_OPENINGS] = { "annualOpenings", true, false, false },
	[JOB_EDUCATION] = { "typicalEducation", true, false, false },
	[JOB_UPDATED_AT] = { "updatedAt", false, false, false },
	[JOB_JOBS_PER_1000] = { "jobsPer1000", true, false, false },
	[JOB_LOCATION_QUOTIENT] = { "locationQuotient", true, false, false },
	[JOB_MATCHED_TITLE] = { "matchedTitle", false, false, true },
	[JOB_MATCH_QUALITY] = { "matchQuality", false, false, false },
};
/* clang-format on */

bool job_column_shown(enum job_column column, bool of_area, bool of_search)
{
	if (column >= JOB_MATCHED_TITLE)
		return of_search;
	return column < JOB__COLUMNS || of_area;
}

const char *job_match_quality(bool partial)
{
	return partial ? "partial" : "full";
}

int job_tenths(double score)
{
	return (int)lround(score * 10);
}

static void projected(struct cell *cell, const struct figure *figure)
{
	if (figure->reason == REASON_NONE)
		cell_figure(cell, figure);
	else
		cell_text(cell, NULL, JOB_NOT_PROJECTED);
}

static void spread(struct cell *cell, const struct job_row *row)
{
	if (row->has_spread)
		cell_tenths(cell, row->spread_tenths);
	else
		cell_text(cell, NULL, JOB_FEW_SOURCES);
}

/* By what a search found the row. */
static void match_cell(const struct job_row *row, enum job_column column,
		       struct cell *cell)
{
	assert(column < JOB__ALL);
	cell_text(cell,
		  column == JOB_MATCHED_TITLE
			  ? row->matched_title
			  : job_match_quality(row->match_partial),
		  NULL);
}

void job_row_cell(const struct job_row *row, enum job_column column,
		  struct cell *cell)
{
	switch (column) {
	case JOB_CODE:
		cell_text(cell, row->code, NULL);
		break;
	case JOB_TITLE:
		cell_text(cell, row->title, NULL);
		break;
	case JOB_MAJOR_GROUP:
		cell_text(cell, row->major_group, NULL);
		break;
	case JOB_MAJOR_GROUP_TITLE:
		cell_text(cell, row->major_group_title, NULL);
		break;
	case JOB_EMPLOYMENT:
		cell_figure(cell, &row->employment);
		break;
	case JOB_MEAN_ANNUAL_WAGE:
		cell_figure(cell, &row->mean_annual_wage);
		break;
	case JOB_MEDIAN_ANNUAL_WAGE:
		cell_figure(cell, &row->median_annual_wage);
		break;
	case JOB_MEDIAN_HOURLY_WAGE:
		cell_figure(cell, &row->median_hourly_wage);
		break;
	case JOB_DATA_YEAR:
		cell_int(cell, row->data_year);
		break;
	case JOB_SCORE:
		cell_tenths(cell, row->score_tenths);
		break;
	case JOB_SPREAD:
		spread(cell, row);
		break;
	case JOB_RISK:
		cell_text(cell, risk_level_name(row->risk), NULL);
		break;
	case JOB_IMPACT_TYPE:
		cell_text(cell, impact_type_name(row->type), NULL);
		break;
	case JOB_CONFIDENCE:
		cell_text(cell, confidence_name(row->confidence), NULL);
		break;
	case JOB_PROJECTED_CHANGE:
		projected(cell, &row->projected_change);
		break;
	case JOB_ANNUAL_OPENINGS:
		projected(cell, &row->annual_openings);
		break;
	case JOB_EDUCATION:
		cell_text(cell, row->education, JOB_NOT_PROJECTED);
		break;
	case JOB_UPDATED_AT:
		cell_text(cell, row->updated_at, NULL);
		break;
	case JOB_JOBS_PER_1000:
		cell_figure(cell, &row->jobs_per_1000);
		break;
	case JOB_LOCATION_QUOTIENT:
		cell_figure(cell, &row->location_quotient);
		break;
	case JOB_MATCHED_TITLE:
	case JOB_MATCH_QUALITY:
	case JOB__ALL:
		match_cell(row, column, cell);
		break;
	}
}

void job_row_write(struct jw *w, const struct job_row *row)
{
	struct cell cell;
	int i;

	for (i = 0; i < JOB__ALL; i++) {
		if (!job_column_shown((enum job_column)i, row->of_area,
				      row->of_search))
			continue;
		job_row_cell(row, (enum job_column)i, &cell);
		cell_write(w, job_columns[i].name, &cell);
	}
}

/* Quoted when it holds what would end it, or blanks that readers might cut. */
static void add_field(struct str *out, const char *text)
{
	size_t length = strlen(text);
	const char *quote;

	if (!text[strcspn(text, ",\"\r\n")] && *text != ' ' &&
	    (!length || text[length - 1] != ' ')) {
		str_adds(out, text);
		return;
	}
	str_addc(out, '"');
	while ((quote = strchr(text, '"'))) {
		str_add(out, text, (size_t)(quote - text) + 1);
		str_addc(out, '"');
		text = quote + 1;
	}
	str_adds(out, text);
	str_addc(out, '"');
}

static void add_next(struct str *out, const char *text)
{
	str_addc(out, ',');
	if (text)
		add_field(out, text);
}

void job_row_csv_header(struct str *out, bool of_area, bool of_search)
{
	int i;

	for (i = 0; i < JOB__ALL; i++) {
		const struct job_column_spec *column = &job_columns[i];

		if (!job_column_shown((enum job_column)i, of_area, of_search))
			continue;
		str_addf(out, "%s%s", i ? "," : "", column->name);
		if (column->has_reason)
			str_addf(out, ",%sReason", column->name);
		if (column->has_at_least)
			str_addf(out, ",%sAtLeast", column->name);
	}
	str_adds(out, "\r\n");
}

void job_row_csv(struct str *out, const struct job_row *row)
{
	struct cell cell;
	int i;

	for (i = 0; i < JOB__ALL; i++) {
		if (!job_column_shown((enum job_column)i, row->of_area,
				      row->of_search))
			continue;
		job_row_cell(row, (enum job_column)i, &cell);
		if (i)
			add_next(out, cell.value);
		else
			add_field(out, cell.value);
		if (job_columns[i].has_reason)
			add_next(out, cell.reason);
		if (job_columns[i].has_at_least)
			add_next(out, cell.at_least);
	}
	str_adds(out, "\r\n");
}
