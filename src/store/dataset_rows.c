#include "store/dataset_rows.h"

#include <stdlib.h>
#include <string.h>

/* A rounded copy of a published number with what it stands for. */
static struct figure number_or_nothing(const char *text)
{
	struct figure figure = { .reason = REASON_NOT_RELEASED };

	if (text && figure_parse(text, &figure))
		return figure;
	return (struct figure){ .reason = REASON_NOT_RELEASED };
}

/* "309.4" thousands -> 309400 persons: the thousandths of the one are the
 * other, nothing is rounded. */
static struct figure persons(const char *thousands)
{
	struct figure figure = number_or_nothing(thousands);

	figure.milli *= 1000;
	figure.decimals = 0;
	return figure;
}

enum err dataset_load_version(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT version, release_code,"
		" DATE_FORMAT(published_at, '%Y-%m-%dT%H:%i:%sZ')"
		" FROM data_version WHERE id = 1";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	if (!db_next(rows)) {
		db_rows_free(rows);
		return err_set(e, ERR_NOT_FOUND, "data_version has no row");
	}
	d->version = db_get_int(rows, 0);
	if (!db_is_null(rows, 1))
		(void)copy_text(d->release, sizeof d->release,
				db_get_text(rows, 1));
	(void)copy_text(d->published_at, sizeof d->published_at,
			db_get_text(rows, 2));
	db_rows_free(rows);
	return ERR_OK;
}

static const char *text_at(struct dataset *d, const struct db_rows *rows,
			   unsigned column)
{
	return db_is_null(rows, column)
		       ? NULL
		       : dataset_text(d, db_get_text(rows, column));
}

static void code_at(char to[SOC_BYTES], const struct db_rows *rows,
		    unsigned column)
{
	(void)copy_text(to, SOC_BYTES,
			db_is_null(rows, column) ? ""
						 : db_get_text(rows, column));
}

enum err dataset_load_occupations(struct db *db, struct dataset *d,
				  struct error *e)
{
	static const char SQL[] =
		"SELECT code, parent_code, level, title, description"
		" FROM occupation ORDER BY code";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->occupations =
		xcalloc(db_row_count(rows) + 1, sizeof *d->occupations);
	while (db_next(rows)) {
		struct dataset_occupation *o =
			&d->occupations[d->occupation_count++];

		code_at(o->code, rows, 0);
		code_at(o->parent, rows, 1);
		o->level = text_at(d, rows, 2);
		o->title = text_at(d, rows, 3);
		o->description = text_at(d, rows, 4);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static void read_job(struct dataset_job *job, const struct db_rows *rows)
{
	struct impact_score *score = &job->score;

	code_at(job->code, rows, 0);
	code_at(score->code, rows, 0);
	job->data_year = (int)db_get_int(rows, 1);
	(void)copy_text(job->release, sizeof job->release,
			db_get_text(rows, 2));
	(void)copy_text(job->updated_at, sizeof job->updated_at,
			db_get_text(rows, 3));
	(void)copy_text(job->version, sizeof job->version,
			db_get_text(rows, 4));
	score->score = db_get_double(rows, 5);
	score->has_spread = !db_is_null(rows, 6);
	score->spread = score->has_spread ? db_get_double(rows, 6) : 0;
	score->sources = (int)db_get_int(rows, 7);
	score->basis = (enum impact_basis)db_get_int(rows, 8);
	score->automation_percentile = db_get_double(rows, 9);
	score->automation_basis = (enum impact_basis)db_get_int(rows, 10);
	score->job_zone = db_get_double(rows, 11);
	score->job_zone_basis = (enum impact_basis)db_get_int(rows, 12);
	score->risk_index = db_get_double(rows, 13);
	score->risk = (enum risk_level)db_get_int(rows, 14);
	score->type = (enum impact_type)db_get_int(rows, 15);
	score->confidence = (enum confidence)db_get_int(rows, 16);
}

/* The order of the ENUM columns is that of the enums (a unit test of the
 * schema holds them together), so their index says it all. */
enum err dataset_load_jobs(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT j.code, j.data_year, j.release_code,"
		" DATE_FORMAT(j.updated_at, '%Y-%m-%dT%H:%i:%sZ'),"
		" s.version, s.score, s.spread, s.sources, s.basis - 1,"
		" s.automation_percentile, s.automation_basis - 1,"
		" s.job_zone, s.job_zone_basis - 1, s.risk_index,"
		" s.risk - 1, s.impact_type - 1, s.confidence - 1"
		" FROM job j JOIN job_score s ON s.code = j.code"
		" ORDER BY j.code";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->jobs = xcalloc(db_row_count(rows) + 1, sizeof *d->jobs);
	while (db_next(rows))
		read_job(&d->jobs[d->job_count++], rows);
	db_rows_free(rows);
	return ERR_OK;
}

static struct figure read_figure(const struct db_rows *rows)
{
	struct figure figure = { .reason = REASON_NOT_IN_THIS_COPY };

	if (!db_is_null(rows, 3)) {
		if (!figure_parse(db_get_text(rows, 3), &figure))
			return (struct figure){
				.reason = REASON_NOT_IN_THIS_COPY
			};
		figure.decimals = (uint8_t)db_get_int(rows, 4);
		return figure;
	}
	figure.reason = (uint8_t)reason_parse(
		db_is_null(rows, 5) ? NULL : db_get_text(rows, 5));
	if (!figure.reason)
		figure.reason = REASON_NOT_IN_THIS_COPY;
	if (!db_is_null(rows, 6)) {
		struct figure cap = number_or_nothing(db_get_text(rows, 6));

		figure.cap_milli = cap.milli;
	}
	return figure;
}

/* The year record that the current row belongs to; rows come in order. */
static struct dataset_year *year_of(struct dataset *d, size_t *capacity,
				    const struct db_rows *rows)
{
	struct dataset_year *last =
		d->year_count ? &d->years[d->year_count - 1] : NULL;
	int year = (int)db_get_int(rows, 1);

	if (last && last->year == year &&
	    strcmp(last->code, db_get_text(rows, 0)) == 0)
		return last;
	d->years = xgrow(d->years, d->year_count, capacity, sizeof *d->years);
	last = &d->years[d->year_count++];
	*last = (struct dataset_year){ .year = year,
				       .figures = dataset_no_figures() };
	code_at(last->code, rows, 0);
	return last;
}

enum err dataset_load_years(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT o.occupation_code, o.year, o.datatype, o.value,"
		" o.decimals, o.reason, o.at_least"
		" FROM observation o JOIN job j ON j.code = o.occupation_code"
		" WHERE o.area_code = '0000000' AND o.year <= j.data_year"
		" ORDER BY o.occupation_code, o.year, o.datatype";
	struct db_rows *rows = NULL;
	size_t capacity = 0;
	enum err code = db_stream(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	while (db_next(rows)) {
		int64_t datatype = db_get_int(rows, 2);
		struct dataset_year *year = year_of(d, &capacity, rows);

		if (datatype >= 1 && datatype <= MEASURE__MAX)
			year->figures.of[datatype] = read_figure(rows);
	}
	return db_stream_end(rows, e);
}

static void read_projection(struct dataset *d, struct dataset_projection *p,
			    const struct db_rows *rows)
{
	code_at(p->code, rows, 0);
	p->base_year = (int)db_get_int(rows, 1);
	p->projected_year = (int)db_get_int(rows, 2);
	p->employment_base = persons(text_at(d, rows, 3));
	p->employment_projected = persons(text_at(d, rows, 4));
	p->change_numeric = persons(text_at(d, rows, 5));
	p->change_percent = number_or_nothing(text_at(d, rows, 6));
	p->annual_openings = persons(text_at(d, rows, 7));
	p->typical_education = text_at(d, rows, 8);
	p->work_experience = text_at(d, rows, 9);
	p->on_the_job_training = text_at(d, rows, 10);
}

enum err dataset_load_projections(struct db *db, struct dataset *d,
				  struct error *e)
{
	static const char SQL[] =
		"SELECT p.occupation_code, p.base_year, p.projected_year,"
		" p.employment_base, p.employment_projected,"
		" p.change_numeric, p.change_percent, p.annual_openings,"
		" p.typical_education, p.work_experience,"
		" p.on_the_job_training"
		" FROM projection p JOIN job j ON j.code = p.occupation_code"
		" ORDER BY p.occupation_code";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->projections =
		xcalloc(db_row_count(rows) + 1, sizeof *d->projections);
	while (db_next(rows))
		read_projection(d, &d->projections[d->projection_count++],
				rows);
	db_rows_free(rows);
	return ERR_OK;
}

static bool is_core(const struct dataset_task *task)
{
	return task->type && strcmp(task->type, "Core") == 0;
}

static int compare_tasks(const void *left, const void *right)
{
	const struct dataset_task *a = left;
	const struct dataset_task *b = right;
	int order = strcmp(a->code, b->code);

	if (order)
		return order;
	if (is_core(a) != is_core(b))
		return is_core(a) ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

/* In the order of the table, which is that of its key, and sorted here: the
 * database would sort the long texts. */
enum err dataset_load_tasks(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT t.occupation_code, t.task, t.task_type,"
		" t.exposure_model, t.exposure_human, t.automation"
		" FROM task t WHERE t.occupation_code IS NOT NULL"
		" ORDER BY t.onet_code, t.task_id";
	struct db_rows *rows = NULL;
	size_t capacity = 0;
	enum err code = db_stream(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	while (db_next(rows)) {
		struct dataset_task *t;

		d->tasks = xgrow(d->tasks, d->task_count, &capacity,
				 sizeof *d->tasks);
		t = &d->tasks[d->task_count];
		t->place = (int)d->task_count++;
		code_at(t->code, rows, 0);
		t->task = text_at(d, rows, 1);
		t->type = text_at(d, rows, 2);
		t->exposure_model = text_at(d, rows, 3);
		t->exposure_human = text_at(d, rows, 4);
		t->automation = text_at(d, rows, 5);
	}
	code = db_stream_end(rows, e);
	if (d->task_count)
		qsort(d->tasks, d->task_count, sizeof *d->tasks, compare_tasks);
	return code;
}

enum err dataset_load_related(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT r.occupation_code, r.related_code, r.tier"
		" FROM related_occupation r"
		" JOIN job j ON j.code = r.occupation_code"
		" ORDER BY r.occupation_code, r.`rank`";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->related = xcalloc(db_row_count(rows) + 1, sizeof *d->related);
	while (db_next(rows)) {
		struct dataset_related *r = &d->related[d->related_count++];

		code_at(r->code, rows, 0);
		code_at(r->related, rows, 1);
		r->tier = text_at(d, rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}
