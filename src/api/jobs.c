#include "api/jobs.h"

#include "api/area_job.h"
#include "api/area_scope.h"
#include "api/facets.h"
#include "api/job_detail.h"
#include "api/jobs_filter.h"
#include "api/paging.h"
#include "api/problem.h"
#include "api/public.h"

enum { QUESTION_MAX = 100, SUGGESTIONS_MAX = 50, SUGGESTIONS_STANDARD = 10 };

/* clang-format off */
const struct param_spec suggestions_params[SUGGESTIONS__PARAMS] = {
	[SUGGESTIONS_Q] = { "q", PARAM_TEXT, .min = 1, .max = QUESTION_MAX,
			    .help = "What has been typed so far." },
	[SUGGESTIONS_LIMIT] = { "limit", PARAM_INT, .min = 1,
				.max = SUGGESTIONS_MAX,
				.standard = SUGGESTIONS_STANDARD,
				.help = "Most suggestions." },
};

const struct param_spec job_params[JOB__PARAMS] = {
	[JOB_AREA] = { "area", PARAM_TEXT, .min = 1, .max = AREA_MAX,
		       .help = AREA_HELP },
};
/* clang-format on */

void jobs_list(struct call *call)
{
	const struct param_value *of = call->params->of;
	const struct snapshot *s =
		area_scope(call, public_begin(call), &of[JOBS_AREA]);
	struct paging paging = { of[JOBS_PAGE].number, of[JOBS_LIMIT].number,
				 0 };
	struct jobs_selection jobs;
	struct jw w;
	size_t i;
	size_t end;

	if (!s || !jobs_select(call, s, &jobs))
		return;
	paging.total = (int64_t)jobs.count;
	i = (size_t)((paging.page - 1) * paging.limit);
	end = i + (size_t)paging.limit;
	end = end < jobs.count ? end : jobs.count;
	w = response_json(call->rs);
	jw_object(&w);
	jw_key(&w, "jobs");
	jw_array(&w);
	for (; i < end; i++) {
		struct fragment row = jobs_row(s, &jobs, jobs.list[i]);

		jw_raw(&w, row.json, row.length);
	}
	jw_end(&w);
	paging_write(&w, &paging);
	jobs_quality_write(&w, &jobs);
	jobs_filters_write(&w, call->params);
	jw_key(&w, "facets");
	if (jobs.misses)
		facets_write(&w, s, jobs.misses);
	else
		jw_raw(&w, s->facets.json, s->facets.length);
	jw_end(&w);
	paging_links(call, &paging);
}

void jobs_one(struct call *call)
{
	const struct snapshot *s = area_scope(call, public_begin(call),
					      &call->params->of[JOB_AREA]);
	size_t job;
	struct jw w;

	if (!s)
		return;
	if (!soc_valid(call->capture)) {
		problem_parameter(call->rs, call->rq, 400, "code",
				  "code must be an occupation code such as "
				  "15-1252.");
		return;
	}
	if (!snapshot_find(s, call->capture, &job)) {
		problem_parameter(call->rs, call->rq, 404, "code",
				  "There is no detailed occupation %s with "
				  "published data.",
				  call->capture);
		return;
	}
	if (s->area && area_lacks(s, job)) {
		problem_parameter(call->rs, call->rq, 404, "area",
				  "Nothing is published of %s in area %s.",
				  call->capture, area_code(s));
		return;
	}
	w = response_json(call->rs);
	job_detail_write(&w, area_nation(s), job);
	if (s->area)
		area_job_answer(call, s, job);
}

static void write_suggestion(struct jw *w, const struct snapshot *s,
			     const struct search_hit *hit)
{
	const struct job_facts *facts = &s->facts[hit->job];

	jw_object(w);
	jw_kv_string(w, "code", facts->code);
	jw_kv_string(w, "title", s->titles[hit->job]);
	jw_kv_string(w, "matchedTitle", hit->matched);
	jw_kv_double(w, "aiImpactScore", facts->score_tenths / 10.0, 1);
	jw_kv_string(w, "automationRisk", risk_names[facts->risk]);
	jw_end(w);
}

void jobs_suggestions(struct call *call)
{
	const struct snapshot *s = public_begin(call);
	const struct param_value *q = &call->params->of[SUGGESTIONS_Q];
	size_t limit = (size_t)call->params->of[SUGGESTIONS_LIMIT].number;
	struct search_hits hits;
	struct jw w;
	size_t i;

	if (!s)
		return;
	if (!q->count) {
		problem_parameter(call->rs, call->rq, 400, "q",
				  "q is needed: what has been typed so far.");
		return;
	}
	hits = search_run(s->search, q->text);
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_string(&w, "query", q->text);
	jw_key(&w, "suggestions");
	jw_array(&w);
	for (i = 0; i < hits.count && i < limit; i++)
		write_suggestion(&w, s, &hits.list[i]);
	jw_end(&w);
	jw_end(&w);
}
