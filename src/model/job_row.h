/*
 * A job as lists and exports show it: one row of values, and its text in JSON
 * and in CSV.  What the columns are stands in one table here.
 *
 *	struct job_row row = { ... };		store/job_rows.h fills it
 *	job_row_write(&w, &row);		in an open object
 *	job_row_csv(&out, &row);		one record, with its line end
 *
 * JSON has a reason (keyReason) and a lower bound (keyAtLeast) beside a value
 * that is not there, and only then; CSV has them as columns of their own, always
 * the same ones, empty where there is nothing to say.
 */
#ifndef MODEL_JOB_ROW_H
#define MODEL_JOB_ROW_H

#include "base/clock.h"
#include "model/cell.h"
#include "model/exposure.h"

enum job_column {
	JOB_CODE,
	JOB_TITLE,
	JOB_MAJOR_GROUP,
	JOB_MAJOR_GROUP_TITLE,
	JOB_EMPLOYMENT,
	JOB_MEAN_ANNUAL_WAGE,
	JOB_MEDIAN_ANNUAL_WAGE,
	JOB_MEDIAN_HOURLY_WAGE,
	JOB_DATA_YEAR,
	JOB_SCORE,
	JOB_SPREAD,
	JOB_RISK,
	JOB_IMPACT_TYPE,
	JOB_CONFIDENCE,
	JOB_PROJECTED_CHANGE,
	JOB_ANNUAL_OPENINGS,
	JOB_EDUCATION,
	JOB_UPDATED_AT,
	JOB__COLUMNS,
	/* rows of an area only */
	JOB_JOBS_PER_1000 = JOB__COLUMNS,
	JOB_LOCATION_QUOTIENT,
	/* rows of a search only; nothing is sorted by them */
	JOB_MATCHED_TITLE,
	JOB_MATCH_QUALITY,
	JOB__ALL
};

struct job_column_spec {
	const char *name;
	bool has_reason;   /* may be missing: followed by nameReason */
	bool has_at_least; /* a wage: and by nameAtLeast */
	bool may_be_empty; /* without a reason */
};

extern const struct job_column_spec job_columns[JOB__ALL];

/* Whether rows have it, of an area or the nation, of a search or not. */
bool job_column_shown(enum job_column column, bool of_area, bool of_search);

/* "full": the row answers all of the question; "partial" (search/claim.h). */
const char *job_match_quality(bool partial);

/* Reasons of this project, beside those of figures (figure.h). */
#define JOB_NOT_PROJECTED "notProjected"
#define JOB_FEW_SOURCES   "fewerThanTwoSources"

/* Borrows its texts. */
struct job_row {
	char code[SOC_BYTES];
	const char *title;
	char major_group[SOC_BYTES];
	const char *major_group_title;
	struct figure employment;
	struct figure mean_annual_wage;
	struct figure median_annual_wage;
	struct figure median_hourly_wage;
	int data_year;
	int score_tenths;
	bool has_spread;
	int spread_tenths;
	enum risk_level risk;
	enum impact_type type;
	enum confidence confidence;
	struct figure projected_change; /* any reason: not projected */
	struct figure annual_openings;
	const char *education;             /* NULL: not projected */
	char updated_at[CLOCK_TEXT_BYTES]; /* RFC 3339 */
	bool of_area;                      /* not of the nation */
	struct figure jobs_per_1000;       /* with `of_area` */
	struct figure location_quotient;
	bool of_search;
	const char *matched_title; /* with `of_search`; NULL: its own */
	bool match_partial;
};

/* A score as it is shown, in tenths. */
int job_tenths(double score);

void job_row_cell(const struct job_row *row, enum job_column column,
		  struct cell *cell);

/* Key and value of each column, in an open object. */
void job_row_write(struct jw *w, const struct job_row *row);

/* RFC 4180: comma, quotes where they are needed, CRLF, a line of names. */
void job_row_csv_header(struct str *out, bool of_area, bool of_search);
void job_row_csv(struct str *out, const struct job_row *row);

#endif
