#include "store/exposure.h"

#include <stdlib.h>
#include <string.h>

static const char SQL_OCCUPATIONS[] =
	"SELECT code, employment FROM job ORDER BY code";
static const char SQL_RATINGS[] =
	"SELECT source, soc_code, value FROM exposure";
static const char SQL_TASKS[] =
	"SELECT onet_code, task_type, automation FROM task WHERE automation IS "
	"NOT NULL";
static const char SQL_ZONES[] = "SELECT onet_code, job_zone FROM job_zone";
static const char SQL_AGGREGATES[] =
	"SELECT occupation_code, soc_code FROM soc_aggregate";

static const char SQL_CLEAR_SCORES[] = "DELETE FROM job_score";
static const char SQL_CLEAR_PARTS[] = "DELETE FROM job_score_source";
static const char SQL_SCORE[] =
	"INSERT INTO job_score (code, version, score, spread, sources, basis, "
	"automation_percentile, automation_basis, job_zone, job_zone_basis, "
	"risk_index, risk, impact_type, confidence) VALUES "
	"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_PART[] =
	"INSERT INTO job_score_source (code, source, value, percentile) "
	"VALUES (?, ?, ?, ?)";

enum { SCORE_COLUMNS = 14, PART_COLUMNS = 4 };

static enum err load_occupations(struct db *db, struct exposure_rows *out,
				 struct error *e)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err code = db_query(db, SQL_OCCUPATIONS, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	out->occupations =
		xcalloc(db_row_count(rows), sizeof *out->occupations);
	for (; db_next(rows); n++) {
		struct exposure_occupation *o = &out->occupations[n];

		db_copy_text(rows, 0, o->code, sizeof o->code);
		o->has_employment = !db_is_null(rows, 1);
		o->employment = db_get_int(rows, 1);
	}
	out->input.occupations = out->occupations;
	out->input.occupation_count = n;
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_ratings(struct db *db, struct exposure_rows *out,
			     struct error *e)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err code = db_query(db, SQL_RATINGS, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	out->ratings = xcalloc(db_row_count(rows), sizeof *out->ratings);
	while (db_next(rows)) {
		struct exposure_rating *r = &out->ratings[n];

		if (!exposure_source_parse(db_get_text(rows, 0), &r->source))
			continue;
		db_copy_text(rows, 1, r->code, sizeof r->code);
		r->value = db_get_double(rows, 2);
		n++;
	}
	out->input.ratings = out->ratings;
	out->input.rating_count = n;
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_tasks(struct db *db, struct exposure_rows *out,
			   struct error *e)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err code = db_query(db, SQL_TASKS, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	out->tasks = xcalloc(db_row_count(rows), sizeof *out->tasks);
	while (db_next(rows)) {
		struct exposure_task *t = &out->tasks[n];
		const char *type = db_get_text(rows, 1);
		const char *label = db_get_text(rows, 2);

		if (label[0] != 'T' || label[1] < '0' || label[1] > '4')
			continue;
		db_copy_text(rows, 0, t->onet_code, sizeof t->onet_code);
		t->core = type && strcmp(type, "Core") == 0;
		t->automation = label[1] - '0';
		n++;
	}
	out->input.tasks = out->tasks;
	out->input.task_count = n;
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_zones(struct db *db, struct exposure_rows *out,
			   struct error *e)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err code = db_query(db, SQL_ZONES, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	out->zones = xcalloc(db_row_count(rows), sizeof *out->zones);
	for (; db_next(rows); n++) {
		db_copy_text(rows, 0, out->zones[n].onet_code, ONET_BYTES);
		out->zones[n].zone = (int)db_get_int(rows, 1);
	}
	out->input.zones = out->zones;
	out->input.zone_count = n;
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_aggregates(struct db *db, struct exposure_rows *out,
				struct error *e)
{
	struct db_rows *rows;
	size_t n = 0;
	enum err code = db_query(db, SQL_AGGREGATES, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	out->aggregates = xcalloc(db_row_count(rows), sizeof *out->aggregates);
	for (; db_next(rows); n++) {
		struct exposure_aggregate *a = &out->aggregates[n];

		db_copy_text(rows, 0, a->occupation_code, SOC_BYTES);
		db_copy_text(rows, 1, a->soc_code, SOC_BYTES);
	}
	out->input.aggregates = out->aggregates;
	out->input.aggregate_count = n;
	db_rows_free(rows);
	return ERR_OK;
}

enum err exposure_load(struct db *db, struct exposure_rows *rows,
		       struct error *e)
{
	enum err code;

	*rows = (struct exposure_rows){ 0 };
	code = load_occupations(db, rows, e);
	if (code == ERR_OK)
		code = load_ratings(db, rows, e);
	if (code == ERR_OK)
		code = load_tasks(db, rows, e);
	if (code == ERR_OK)
		code = load_zones(db, rows, e);
	if (code == ERR_OK)
		code = load_aggregates(db, rows, e);
	if (code != ERR_OK)
		exposure_rows_release(rows);
	return code;
}

void exposure_rows_release(struct exposure_rows *rows)
{
	free(rows->occupations);
	free(rows->ratings);
	free(rows->tasks);
	free(rows->zones);
	free(rows->aggregates);
	*rows = (struct exposure_rows){ 0 };
}

static void add_score(struct db_bulk *bulk, const struct impact_score *s)
{
	db_bulk_text(bulk, s->code);
	db_bulk_text(bulk, IMPACT_VERSION);
	db_bulk_double(bulk, s->score);
	if (s->has_spread)
		db_bulk_double(bulk, s->spread);
	else
		db_bulk_text(bulk, NULL);
	db_bulk_int(bulk, s->sources);
	db_bulk_text(bulk, impact_basis_name(s->basis));
	db_bulk_double(bulk, s->automation_percentile);
	db_bulk_text(bulk, impact_basis_name(s->automation_basis));
	db_bulk_double(bulk, s->job_zone);
	db_bulk_text(bulk, impact_basis_name(s->job_zone_basis));
	db_bulk_double(bulk, s->risk_index);
	db_bulk_text(bulk, risk_level_name(s->risk));
	db_bulk_text(bulk, impact_type_name(s->type));
	db_bulk_text(bulk, confidence_name(s->confidence));
}

static void add_parts(struct db_bulk *bulk, const struct impact_score *s)
{
	int i;

	for (i = 0; i < IMPACT__SOURCES; i++) {
		const struct impact_part *part = &s->parts[i];

		if (!part->present)
			continue;
		db_bulk_text(bulk, s->code);
		db_bulk_text(bulk, impact_source_name((enum impact_source)i));
		db_bulk_double(bulk, part->value);
		db_bulk_double(bulk, part->percentile);
	}
}

enum err score_replace(struct db *db, const struct impact_score *scores,
		       size_t count, struct error *e)
{
	struct db_bulk *rows = db_bulk_new(SCORE_COLUMNS);
	struct db_bulk *parts = db_bulk_new(PART_COLUMNS);
	enum err code = db_exec(db, SQL_CLEAR_SCORES, NO_PARAMS, NULL, e);
	size_t i;

	if (code == ERR_OK)
		code = db_exec(db, SQL_CLEAR_PARTS, NO_PARAMS, NULL, e);
	for (i = 0; i < count; i++) {
		add_score(rows, &scores[i]);
		add_parts(parts, &scores[i]);
	}
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_SCORE, rows, NULL, e);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_PART, parts, NULL, e);
	db_bulk_free(rows);
	db_bulk_free(parts);
	return code;
}
