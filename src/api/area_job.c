#include "api/area_job.h"

#include "api/area_read.h"
#include "api/job_parts.h"
#include "store/area.h"
#include "web/problem.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_MAX = 64, JOB_MAX = 4 * 1024 * 1024 };

/* A member of an object that this program wrote: no blanks, valid JSON. */
struct member {
	const char *key;
	size_t key_length;
	const char *value;
	size_t length;
};

static const char *after_string(const char *p)
{
	for (p++; *p && *p != '"'; p++)
		if (*p == '\\' && p[1])
			p++;
	return *p ? p + 1 : p;
}

/* To the comma or the brace behind a value. */
static const char *after_value(const char *p)
{
	int depth = 0;

	while (*p) {
		if (*p == '"') {
			p = after_string(p);
			continue;
		}
		if (!depth && strchr(",}]", *p))
			break;
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		p++;
	}
	return p;
}

/* The next member; *rest stands behind the opening brace or a comma. */
static bool next_member(const char **rest, struct member *m)
{
	const char *end;

	if (**rest == ',')
		++*rest;
	if (**rest != '"')
		return false;
	end = after_string(*rest);
	m->key = *rest + 1;
	m->key_length = (size_t)(end - *rest) - 2;
	if (*end != ':')
		return false;
	m->value = end + 1;
	*rest = after_value(m->value);
	m->length = (size_t)(*rest - m->value);
	return true;
}

static void copy_member(struct jw *w, const struct member *m)
{
	char key[KEY_MAX];

	if (m->key_length >= sizeof key)
		return;
	memcpy(key, m->key, m->key_length);
	key[m->key_length] = '\0';
	jw_key(w, key);
	jw_raw(w, m->value, m->length);
}

/* Does the area say it itself?  A figure has its reason beside it. */
static bool is_own(const struct member *m)
{
	static const char *const keys[] = {
		"code",
		"title",
		"majorGroup",
		"majorGroupTitle",
		"aiImpactScore",
		"aiImpactSpread",
		"automationRisk",
		"impactType",
		"confidence",
		"projectedChangePercent",
		"annualOpenings",
		"typicalEducation",
		"updatedAt",
		"dataYear",
		"measures",
		"history",
		"historyNote",
		"historyChange",
		"historyChangeReason",
		"aiImpactSpreadReason",
		"annualOpeningsReason",
		"projectedChangePercentReason",
		"typicalEducationReason",
	};
	static const char *const figures[] = { "employment", "meanAnnualWage",
					       "medianAnnualWage",
					       "medianHourlyWage" };
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++)
		if (strlen(keys[i]) == m->key_length &&
		    strncmp(keys[i], m->key, m->key_length) == 0)
			return true;
	for (i = 0; i < COUNT_OF(figures); i++)
		if (strncmp(figures[i], m->key, strlen(figures[i])) == 0)
			return true;
	return false;
}

static void write_members(struct jw *w, const char *object, bool others_only)
{
	const char *rest = object + 1;
	struct member m;

	while (next_member(&rest, &m))
		if (!others_only || !is_own(&m))
			copy_member(w, &m);
}

/* What the history tells of an area's year. */
static void pack_year(const struct area_year *from, struct dossier_year *to)
{
	int i;

	to->year = from->year;
	for (i = 1; i <= MEASURE_NATIONAL; i++)
		to->packed[i] = figure_pack(&from->figures.of[i]);
}

static void write_measures(struct jw *w, const struct area_year *year)
{
	const struct figure *of = year->figures.of;
	int i;

	for (i = 1; i <= MEASURE__MAX; i++)
		job_measure_write(w, i, year->year, &of[i],
				  measure_error(i) ? &of[measure_error(i)]
						   : NULL);
}

static void write_years(struct jw *w, const struct area_history *history)
{
	struct dossier_year *years = xcalloc(history->count + 1, sizeof *years);
	size_t i;

	for (i = 0; i < history->count; i++)
		pack_year(&history->years[i], &years[i]);
	jw_key(w, "measures");
	jw_array(w);
	if (history->count)
		write_measures(w, &history->years[history->count - 1]);
	jw_end(w);
	job_history_write(w, years, history->count);
	free(years);
}

static void write_area(struct jw *w, const struct area_jobs *jobs)
{
	const char *postal = area_postal(jobs->state);

	jw_key(w, "area");
	jw_object(w);
	jw_kv_string(w, "code", jobs->area);
	jw_kv_string(w, "type", area_type_name(jobs->type));
	jw_kv_string(w, "state", postal ? postal : jobs->state);
	jw_kv_string(w, "name", jobs->name);
	jw_end(w);
}

struct reading {
	const struct area_jobs *jobs;
	const char *code;
	struct area_history history;
};

static enum err read_history(struct db *db, void *context, struct error *e)
{
	struct reading *r = context;

	return area_history_load(db, r->jobs, r->code, &r->history, e);
}

void area_job_answer(struct call *call, const struct snapshot *view, size_t job)
{
	static struct str nation;
	const struct area_jobs *jobs = area_jobs_of(view);
	struct reading reading = { .jobs = jobs,
				   .code = view->facts[job].code };
	struct error e;
	struct jw w;

	if (area_read(call, read_history, &reading, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	if (!nation.ceiling)
		nation = STR_INIT(JOB_MAX);
	str_reset(&nation);
	str_add(&nation, call->rs->body.data, call->rs->body.length);
	w = response_json(call->rs);
	jw_object(&w);
	write_members(&w, area_row(view, job).json, false);
	write_area(&w, jobs);
	write_years(&w, &reading.history);
	write_members(&w, nation.data, true);
	jw_end(&w);
	area_history_release(&reading.history);
}
