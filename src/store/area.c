#include "store/area.h"

#include <stdlib.h>
#include <string.h>

/* oe.area may list an area once for each of its states: the first counts. */
#define FIRST_STATE                                                       \
	"JOIN area a ON a.area_code = e.area_code AND a.areatype_code = " \
	"e.areatype_code AND a.state_code = (SELECT MIN(b.state_code) "   \
	"FROM area b WHERE b.area_code = e.area_code AND "                \
	"b.areatype_code = e.areatype_code) "

static const char SQL_JOBS[] =
	"SELECT j.code, e.data_year, e.release_code, "
	"DATE_FORMAT(j.updated_at, '%Y-%m-%dT%H:%i:%sZ'), j.employment, "
	"j.employment_reason, j.mean_annual_wage, j.mean_annual_reason, "
	"j.median_annual_wage, j.median_annual_reason, j.median_hourly_wage, "
	"j.median_hourly_reason, j.jobs_per_1000, j.jobs_per_1000_reason, "
	"j.location_quotient, j.location_quotient_reason, j.annual_cap, "
	"j.hourly_cap, DATE_FORMAT(e.published_at, '%Y-%m-%dT%H:%i:%sZ'), "
	"e.areatype_code, a.state_code, a.name FROM area_edition e " FIRST_STATE
	"LEFT JOIN area_job j ON j.area_code = "
	"e.area_code AND j.edition = e.edition WHERE e.area_code = ? "
	"ORDER BY j.code";
static const char SQL_AREAS[] =
	"SELECT e.area_code, e.areatype_code, a.state_code, a.name, "
	"e.release_code, e.data_year, t.value, t.reason, r.risk - 1, r.jobs, "
	"r.employment, r.mean_annual_wage, r.median_annual_wage "
	"FROM area_edition e " FIRST_STATE "LEFT JOIN observation t ON "
	"t.area_code = e.area_code AND t.occupation_code = '00-0000' AND "
	"t.year = e.data_year AND t.datatype = 1 LEFT JOIN area_risk r ON "
	"r.area_code = e.area_code ORDER BY e.areatype_code = 'M', "
	"e.area_code, r.risk";
static const char SQL_HISTORY[] =
	"SELECT year, datatype, value, decimals, reason, at_least FROM "
	"observation WHERE area_code = ? AND occupation_code = ? AND year <= ? "
	"ORDER BY year, datatype";

const int area_datatypes[AREA__FIGURES] = {
	[AREA_EMPLOYMENT] = MEASURE_EMPLOYMENT,
	[AREA_MEAN_ANNUAL] = MEASURE_ANNUAL_MEAN,
	[AREA_MEDIAN_ANNUAL] = MEASURE_ANNUAL_MEDIAN,
	[AREA_MEDIAN_HOURLY] = MEASURE_HOURLY_MEDIAN,
	[AREA_JOBS_PER_1000] = MEASURE_JOBS_PER_1000,
	[AREA_LOCATION_QUOTIENT] = MEASURE_LOCATION_QUOTIENT,
};

enum { DECIMALS_MAX = 3 };

/* DECIMAL columns print zeros that BLS did not: as many digits as the measure
 * has, and more only where they say something. */
static uint8_t decimals_of(int64_t milli, int datatype)
{
	static const int64_t unit[DECIMALS_MAX + 1] = { 1000, 100, 10, 1 };
	uint8_t decimals = measure_of(datatype)->decimals;

	while (decimals < DECIMALS_MAX && milli % unit[decimals])
		decimals++;
	return decimals;
}

static int64_t cap_of(const char *text)
{
	struct figure cap;

	return text && figure_parse(text, &cap) ? cap.milli : 0;
}

static struct figure read_figure(const struct db_rows *rows, unsigned column,
				 int datatype)
{
	const char *value = db_get_text(rows, column);
	struct figure f = { .reason = REASON_NOT_IN_THIS_COPY };

	if (value && figure_parse(value, &f)) {
		f.decimals = decimals_of(f.milli, datatype);
		return f;
	}
	f.reason = (uint8_t)reason_parse(db_get_text(rows, column + 1));
	if (f.reason == REASON_NONE)
		f.reason = REASON_NOT_IN_THIS_COPY;
	return f;
}

/* Columns of SQL_JOBS. */
enum {
	FIRST = 4,
	ANNUAL_CAP = 16,
	HOURLY_CAP = 17,
	PUBLISHED_AT = 18,
	TYPE = 19,
	STATE = 20,
	NAME = 21,
};

/* What each of its rows repeats. */
static void read_head(const struct db_rows *rows, struct area_jobs *out)
{
	out->data_year = (int)db_get_int(rows, 1);
	db_copy_text(rows, 2, out->release, sizeof out->release);
	db_copy_text(rows, PUBLISHED_AT, out->published_at,
		     sizeof out->published_at);
	if (!area_type_of(*db_get_text(rows, TYPE), &out->type))
		out->type = AREA_TYPE_METRO;
	db_copy_text(rows, STATE, out->state, sizeof out->state);
	db_copy_text(rows, NAME, out->name, sizeof out->name);
}

static void read_job(const struct db_rows *rows, struct area_job *job)
{
	unsigned i;

	db_copy_text(rows, 0, job->code, sizeof job->code);
	db_copy_text(rows, 3, job->updated_at, sizeof job->updated_at);
	for (i = 0; i < AREA__FIGURES; i++) {
		int datatype = area_datatypes[i];

		job->of[i] = read_figure(rows, FIRST + 2 * i, datatype);
		if (job->of[i].reason == REASON_CAPPED)
			job->of[i].cap_milli = cap_of(
				db_get_text(rows, measure_is_hourly(datatype)
							  ? HOURLY_CAP
							  : ANNUAL_CAP));
	}
}

enum err area_jobs_load(struct db *db, const char *area, struct area_jobs *out,
			struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_JOBS, PARAMS(db_text(area)), &rows, e);

	*out = (struct area_jobs){ 0 };
	if (code != ERR_OK)
		return code;
	(void)copy_text(out->area, sizeof out->area, area);
	out->list = xcalloc(db_row_count(rows) + 1, sizeof *out->list);
	while (db_next(rows)) {
		if (!out->count)
			read_head(rows, out);
		if (!db_is_null(rows, 0))
			read_job(rows, &out->list[out->count++]);
	}
	db_rows_free(rows);
	if (out->data_year)
		return ERR_OK;
	area_jobs_release(out);
	return err_set(e, ERR_NOT_FOUND, "area %.20s is not loaded", area);
}

void area_jobs_release(struct area_jobs *jobs)
{
	free(jobs->list);
	*jobs = (struct area_jobs){ 0 };
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct area_job *)a)->code,
		      ((const struct area_job *)b)->code);
}

const struct area_job *area_jobs_find(const struct area_jobs *jobs,
				      const char *code)
{
	struct area_job key = { 0 };

	if (!jobs->count || !copy_text(key.code, sizeof key.code, code))
		return NULL;
	return bsearch(&key, jobs->list, jobs->count, sizeof key, by_code);
}

static void read_area(const struct db_rows *rows, struct area *area)
{
	const char *type = db_get_text(rows, 1);

	*area = (struct area){ .data_year = (int)db_get_int(rows, 5) };
	db_copy_text(rows, 0, area->code, sizeof area->code);
	if (!type || !area_type_of(*type, &area->type))
		area->type = AREA_TYPE_METRO;
	db_copy_text(rows, 2, area->state, sizeof area->state);
	db_copy_text(rows, 3, area->name, sizeof area->name);
	db_copy_text(rows, 4, area->release, sizeof area->release);
	area->employment = read_figure(rows, 6, MEASURE_EMPLOYMENT);
}

static int64_t wage_or_none(const struct db_rows *rows, unsigned column)
{
	return db_is_null(rows, column) ? -1 : db_get_int(rows, column);
}

static void read_risk(const struct db_rows *rows, struct area *area)
{
	int64_t risk = db_get_int(rows, 8);

	if (db_is_null(rows, 8) || risk < 0 || risk >= RISK__MAX)
		return;
	area->risk[risk] = (struct area_risk){
		.jobs = db_get_int(rows, 9),
		.employment = db_get_int(rows, 10),
		.mean_annual = wage_or_none(rows, 11),
		.median_annual = wage_or_none(rows, 12),
	};
}

static void no_risks(struct area *area)
{
	int i;

	for (i = 0; i < RISK__MAX; i++)
		area->risk[i] = (struct area_risk){ .mean_annual = -1,
						    .median_annual = -1 };
}

enum err area_list_load(struct db *db, struct area_list *out, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_AREAS, NO_PARAMS, &rows, e);

	*out = (struct area_list){ 0 };
	if (code != ERR_OK)
		return code;
	out->list = xcalloc(db_row_count(rows) + 1, sizeof *out->list);
	while (db_next(rows)) {
		const char *area = db_get_text(rows, 0);

		if (!out->count ||
		    strcmp(out->list[out->count - 1].code, area) != 0) {
			read_area(rows, &out->list[out->count]);
			no_risks(&out->list[out->count++]);
		}
		read_risk(rows, &out->list[out->count - 1]);
	}
	db_rows_free(rows);
	return ERR_OK;
}

void area_list_release(struct area_list *areas)
{
	free(areas->list);
	*areas = (struct area_list){ 0 };
}

static struct figure read_observation(const struct db_rows *rows)
{
	struct figure f = read_figure(rows, 2, MEASURE_EMPLOYMENT);

	if (!db_is_null(rows, 2)) {
		f.decimals = (uint8_t)db_get_int(rows, 3);
		return f;
	}
	f.reason = (uint8_t)reason_parse(db_get_text(rows, 4));
	if (f.reason == REASON_NONE)
		f.reason = REASON_NOT_IN_THIS_COPY;
	f.cap_milli = cap_of(db_get_text(rows, 5));
	return f;
}

static void no_figures(struct occupation_figures *figures)
{
	size_t i;

	for (i = 0; i < COUNT_OF(figures->of); i++)
		figures->of[i] =
			(struct figure){ .reason = REASON_NOT_IN_THIS_COPY };
}

enum err area_history_load(struct db *db, const struct area_jobs *jobs,
			   const char *occupation, struct area_history *out,
			   struct error *e)
{
	struct db_rows *rows;
	size_t capacity = 0;
	enum err code =
		db_query(db, SQL_HISTORY,
			 PARAMS(db_text(jobs->area), db_text(occupation),
				db_int(jobs->data_year)),
			 &rows, e);

	*out = (struct area_history){ 0 };
	if (code != ERR_OK)
		return code;
	while (db_next(rows)) {
		int year = (int)db_get_int(rows, 0);
		int64_t datatype = db_get_int(rows, 1);

		if (!out->count || out->years[out->count - 1].year != year) {
			out->years = xgrow(out->years, out->count, &capacity,
					   sizeof *out->years);
			out->years[out->count].year = year;
			no_figures(&out->years[out->count++].figures);
		}
		if (datatype >= 1 && datatype <= MEASURE__MAX)
			out->years[out->count - 1].figures.of[datatype] =
				read_observation(rows);
	}
	db_rows_free(rows);
	return ERR_OK;
}

void area_history_release(struct area_history *history)
{
	free(history->years);
	*history = (struct area_history){ 0 };
}
