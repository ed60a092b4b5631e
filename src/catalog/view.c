#include "catalog/view.h"

#include "catalog/snapshot_parts.h"

#include <stdlib.h>
#include <string.h>

enum { ROW_MAX = 16 * 1024 };

/* Room for one answer at a time; workers are single-threaded. */
struct area_scope {
	struct snapshot view;
	const struct snapshot *nation;
	struct area_jobs jobs;
	const struct area_job **job_of; /* by number; NULL: not there */
	struct job_facts *facts;
	struct job_row *records;
	uint16_t *order;
	int64_t *keys;
	size_t room;
	struct str row;
};

static struct area_scope scope;

/* At least what a capped wage is; -1 when withheld. */
static int64_t at_least(const struct figure *f)
{
	if (f->reason == REASON_NONE)
		return f->milli;
	return f->reason == REASON_CAPPED && f->cap_milli ? f->cap_milli : -1;
}

static int64_t published(const struct figure *f)
{
	return f->reason == REASON_NONE ? f->milli : -1;
}

static void make_room(size_t count)
{
	if (count <= scope.room)
		return;
	scope.job_of = xreallocarray(scope.job_of, count, sizeof(void *));
	scope.facts = xreallocarray(scope.facts, count, sizeof *scope.facts);
	scope.records =
		xreallocarray(scope.records, count, sizeof *scope.records);
	scope.order = xreallocarray(scope.order, count, sizeof *scope.order);
	scope.keys = xreallocarray(scope.keys, count, sizeof *scope.keys);
	scope.room = count;
}

/* The nation's job with the area's figures. */
static void see_job(size_t i, const struct area_job *job)
{
	const struct figure *of = job->of;
	struct job_facts *facts = &scope.facts[i];
	struct job_row *row = &scope.records[i];
	int64_t employment = published(&of[AREA_EMPLOYMENT]);

	facts->employment = employment < 0 ? -1 : employment / 1000;
	facts->wage_milli = at_least(&of[AREA_MEDIAN_ANNUAL]);
	facts->median_milli = published(&of[AREA_MEDIAN_ANNUAL]);
	facts->mean_milli = published(&of[AREA_MEAN_ANNUAL]);
	facts->data_year = scope.jobs.data_year;
	row->employment = of[AREA_EMPLOYMENT];
	row->mean_annual_wage = of[AREA_MEAN_ANNUAL];
	row->median_annual_wage = of[AREA_MEDIAN_ANNUAL];
	row->median_hourly_wage = of[AREA_MEDIAN_HOURLY];
	row->data_year = scope.jobs.data_year;
	(void)copy_text(row->updated_at, sizeof row->updated_at,
			job->updated_at);
	row->of_area = true;
	row->jobs_per_1000 = of[AREA_JOBS_PER_1000];
	row->location_quotient = of[AREA_LOCATION_QUOTIENT];
}

const struct snapshot *view_of(const struct snapshot *s)
{
	struct snapshot *view = &scope.view;
	size_t i;

	make_room(s->count + 1);
	memcpy(scope.facts, s->facts, s->count * sizeof *scope.facts);
	memcpy(scope.records, s->records, s->count * sizeof *scope.records);
	for (i = 0; i < s->count; i++) {
		scope.job_of[i] = area_jobs_find(&scope.jobs, s->facts[i].code);
		if (scope.job_of[i])
			see_job(i, scope.job_of[i]);
	}
	*view = *s;
	view->facts = scope.facts;
	view->records = scope.records;
	view->rows = NULL;
	view->area = &scope;
	view->data_year = scope.jobs.data_year;
	(void)copy_text(view->release, sizeof view->release,
			scope.jobs.release);
	(void)copy_text(view->published_at, sizeof view->published_at,
			scope.jobs.published_at);
	scope.nation = s;
	return view;
}

enum err view_read(struct db *db, const char *area, struct error *e)
{
	area_jobs_release(&scope.jobs);
	return area_jobs_load(db, area, &scope.jobs, e);
}

const struct area_jobs *area_jobs_of(const struct snapshot *view)
{
	return &view->area->jobs;
}

const struct snapshot *area_nation(const struct snapshot *s)
{
	return s->area ? s->area->nation : s;
}

const char *area_code(const struct snapshot *s)
{
	return s->area ? s->area->jobs.area : NULL;
}

bool area_lacks(const struct snapshot *s, size_t job)
{
	return !s->area->job_of[job];
}

/* What is sorted by an area's own figure; INT64_MIN: nothing. */
static int64_t key_of(const struct area_job *job, enum area_figure figure)
{
	int64_t value = job ? at_least(&job->of[figure]) : -1;

	return value < 0 ? INT64_MIN : value;
}

static int ascending(const void *a, const void *b)
{
	uint16_t left = *(const uint16_t *)a;
	uint16_t right = *(const uint16_t *)b;
	int64_t x = scope.keys[left];
	int64_t y = scope.keys[right];

	if ((x == INT64_MIN) != (y == INT64_MIN))
		return x == INT64_MIN ? 1 : -1;
	if (x != y)
		return x < y ? -1 : 1;
	return (left > right) - (left < right); /* numbers go by code */
}

static int descending(const void *a, const void *b)
{
	uint16_t left = *(const uint16_t *)a;
	uint16_t right = *(const uint16_t *)b;
	int64_t x = scope.keys[left];
	int64_t y = scope.keys[right];

	if (x == y || x == INT64_MIN || y == INT64_MIN)
		return ascending(a, b);
	return x > y ? -1 : 1;
}

/* "2026-05-15T14:00:00Z" -> 20260515140000 */
static int64_t moment_of(const struct area_job *job)
{
	int64_t number = 0;
	const char *p;

	for (p = job ? job->updated_at : ""; *p; p++)
		if (*p >= '0' && *p <= '9')
			number = number * 10 + (*p - '0');
	return number;
}

/* `figure` AREA__FIGURES: by the moment of the last change. */
static const uint16_t *sort_by(enum area_figure figure, bool down)
{
	size_t count = scope.view.count;
	size_t i;

	for (i = 0; i < count; i++) {
		scope.order[i] = (uint16_t)i;
		scope.keys[i] = figure == AREA__FIGURES
					? moment_of(scope.job_of[i])
					: key_of(scope.job_of[i], figure);
	}
	qsort(scope.order, count, sizeof *scope.order,
	      down ? descending : ascending);
	return scope.order;
}

const uint16_t *area_order(const struct snapshot *s, enum sort_field field,
			   bool down)
{
	switch ((int)field) {
	case SORT_EMPLOYMENT:
		return sort_by(AREA_EMPLOYMENT, down);
	case SORT_MEAN_ANNUAL_WAGE:
		return sort_by(AREA_MEAN_ANNUAL, down);
	case SORT_MEDIAN_ANNUAL_WAGE:
		return sort_by(AREA_MEDIAN_ANNUAL, down);
	case SORT_MEDIAN_HOURLY_WAGE:
		return sort_by(AREA_MEDIAN_HOURLY, down);
	case SORT_JOBS_PER_1000:
		return sort_by(AREA_JOBS_PER_1000, down);
	case SORT_LOCATION_QUOTIENT:
		return sort_by(AREA_LOCATION_QUOTIENT, down);
	case SORT_UPDATED_AT:
		return sort_by(AREA__FIGURES, down);
	case SORT_DATA_YEAR: /* all the same */
		return s->order[SORT_CODE][false];
	default:
		return s->order[field][down];
	}
}

struct fragment area_row(const struct snapshot *s, size_t job)
{
	struct jw w;

	if (!s->area)
		return s->rows[job];
	if (!scope.row.ceiling)
		scope.row = STR_INIT(ROW_MAX);
	str_reset(&scope.row);
	w = JW_INIT(&scope.row);
	jw_object(&w);
	job_row_write(&w, &s->records[job]);
	jw_end(&w);
	return (struct fragment){ scope.row.data, scope.row.length };
}
