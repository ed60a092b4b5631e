#include "api/areas.h"

#include "api/area_read.h"
#include "api/public.h"
#include "base/fold.h"
#include "catalog/snapshot_parts.h"
#include "store/area.h"
#include "web/problem.h"

#include <string.h>

static const char *const type_names[] = { "state", "metro", NULL };

/* clang-format off */
const struct param_spec areas_params[AREAS__PARAMS] = {
	[AREAS_TYPE] = { "type", PARAM_ENUM, .values = type_names,
			 .help = "Only states, or only metropolitan areas." },
	[AREAS_STATE] = { "state", PARAM_TEXT, .min = 2, .max = 2,
			  .help = "Only those of a state: its postal "
				  "abbreviation or FIPS code." },
};
/* clang-format on */

static int64_t jobs_of(const struct area *area)
{
	int64_t jobs = 0;
	int i;

	for (i = 0; i < RISK__MAX; i++)
		jobs += area->risk[i].jobs;
	return jobs;
}

static int64_t workers_of(const struct area *area)
{
	int64_t workers = 0;
	int i;

	for (i = 0; i < RISK__MAX; i++)
		workers += area->risk[i].employment;
	return workers;
}

static void write_wage(struct jw *w, const char *key, int64_t wage)
{
	if (wage < 0)
		jw_kv_null(w, key);
	else
		jw_kv_int(w, key, wage);
}

static void write_risks(struct jw *w, const struct area *area)
{
	int64_t all = workers_of(area);
	int i;

	jw_key(w, "byRisk");
	jw_array(w);
	for (i = 0; i < RISK__MAX; i++) {
		const struct area_risk *risk = &area->risk[i];

		jw_object(w);
		jw_kv_string(w, "risk", risk_names[i]);
		jw_kv_int(w, "jobs", risk->jobs);
		jw_kv_int(w, "employment", risk->employment);
		if (all)
			jw_kv_double(w, "employmentShare",
				     (double)risk->employment / (double)all, 4);
		else
			jw_kv_null(w, "employmentShare");
		write_wage(w, "meanOfMedianAnnualWages", risk->median_annual);
		write_wage(w, "meanAnnualWage", risk->mean_annual);
		jw_end(w);
	}
	jw_end(w);
}

static void write_area(struct jw *w, const struct area *area)
{
	const char *postal = area_postal(area->state);

	jw_object(w);
	jw_kv_string(w, "code", area->code);
	jw_kv_string(w, "type", area_type_name(area->type));
	jw_kv_string(w, "state", postal ? postal : area->state);
	jw_kv_string(w, "name", area->name);
	jw_kv_int(w, "jobs", jobs_of(area));
	job_figure_write(w, "employment", &area->employment);
	jw_kv_int(w, "dataYear", area->data_year);
	jw_kv_string(w, "release", area->release);
	write_risks(w, area);
	jw_end(w);
}

/* `state` folded; "": any. */
static bool wanted(const struct params *p, const char *state,
		   const struct area *area)
{
	const char *postal = area_postal(area->state);

	if (p->of[AREAS_TYPE].count &&
	    p->of[AREAS_TYPE].number != (int64_t)area->type)
		return false;
	return !*state || strcmp(area->state, state) == 0 ||
	       (postal && strcmp(postal, state) == 0);
}

static enum err read_list(struct db *db, void *context, struct error *e)
{
	return area_list_load(db, context, e);
}

void areas_list(struct call *call)
{
	const struct snapshot *s = public_begin(call);
	char state[FOLD_BYTES];
	struct area_list areas;
	struct error e;
	struct jw w;
	size_t i;

	if (!s)
		return;
	if (area_read(call, read_list, &areas, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	(void)fold(call->params->of[AREAS_STATE].text, FOLD_FORM, state);
	w = response_json(call->rs);
	jw_object(&w);
	jw_key(&w, "areas");
	jw_array(&w);
	for (i = 0; i < areas.count; i++)
		if (wanted(call->params, state, &areas.list[i]))
			write_area(&w, &areas.list[i]);
	jw_end(&w);
	jw_end(&w);
	area_list_release(&areas);
}
