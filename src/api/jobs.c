#include "api/jobs.h"

#include "api/area_job.h"
#include "api/area_read.h"
#include "api/facets.h"
#include "api/job_detail.h"
#include "api/jobs_filter.h"
#include "api/public.h"
#include "web/link.h"
#include "web/paging.h"
#include "web/problem.h"

#include <string.h>

enum {
	QUESTION_MAX = 100,
	SUGGESTIONS_MAX = 50,
	SUGGESTIONS_STANDARD = 10,
	SUCCESSORS_MAX = 16 * 1024,
};

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
	[JOB_MATCHED_CODE] = { "matchedCode", PARAM_CODE,
			       .help = "The code that led here: one inside of "
				       "the occupation." },
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

/* The address of the occupation that a code means, for good; what else the
 * request says stays. */
static void move_to(struct call *call, const struct snapshot *s,
		    const struct code_answer *answer)
{
	size_t job = answer->jobs[0];
	struct str query = STR_INIT(LINK_QUERY_MAX);
	struct str *head = &call->rs->head;
	struct jw w;

	link_pairs(&query, call->rq->query, job_params[JOB_MATCHED_CODE].name);
	if (answer->kind == CODE_PART)
		str_addf(&query, "%s=%s&", job_params[JOB_MATCHED_CODE].name,
			 answer->code);
	call->rs->status = 301;
	call->rs->etag[0] = '\0';
	str_adds(head, "Location: ");
	link_base_path(head, call->app->config);
	str_addf(head, "/api/jobs/%s", s->facts[job].code);
	if (query.length)
		str_addf(head, "?%.*s", (int)query.length - 1, query.data);
	str_adds(head, "\r\n");
	str_release(&query);
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_string(&w, "code", s->facts[job].code);
	jw_kv_string(&w, "title", s->titles[job]);
	jw_kv_string(&w, "matchedCode", answer->code);
	jw_kv_string(&w, "matchedTitle", answer->title);
	jw_end(&w);
}

/* 404, with those that followed a retired code. */
static void tell_successors(struct call *call, const struct snapshot *s,
			    const struct code_answer *answer)
{
	struct str list = STR_INIT(SUCCESSORS_MAX);
	struct jw w = JW_INIT(&list);
	size_t i;

	jw_array(&w);
	for (i = 0; i < answer->count; i++) {
		jw_object(&w);
		jw_kv_string(&w, "code", s->facts[answer->jobs[i]].code);
		jw_kv_string(&w, "title", s->titles[answer->jobs[i]]);
		jw_end(&w);
	}
	jw_end(&w);
	problem_parameter(call->rs, call->rq, 404, "code",
			  "%s (%s) of the 2010 SOC was retired; %zu "
			  "occupations followed it.",
			  answer->code, answer->title, answer->count);
	problem_member(call->rs, "successors", list.data);
	str_release(&list);
}

/* The job that the path names; false when it was answered already. */
static bool find_job(struct call *call, const struct snapshot *s, size_t *job)
{
	struct code_answer answer =
		codes_find(search_codes(s->search), call->capture);

	if (!*answer.code) {
		problem_parameter(call->rs, call->rq, 400, "code",
				  "code must be an occupation code such as "
				  "15-1252.");
		return false;
	}
	if (code_means_one(&answer) &&
	    (answer.kind != CODE_OWN ||
	     strcmp(answer.code, call->capture) != 0)) {
		move_to(call, s, &answer);
		return false;
	}
	if (answer.kind == CODE_OWN) {
		*job = answer.jobs[0];
		return true;
	}
	if (answer.kind == CODE_RETIRED)
		tell_successors(call, s, &answer);
	else
		problem_parameter(call->rs, call->rq, 404, "code",
				  "There is no detailed occupation %s with "
				  "published data.",
				  answer.code);
	return false;
}

/* matchedCode: the code that led here; one that does not is not repeated. */
static bool find_asked(const struct call *call, const struct snapshot *s,
		       size_t job, struct code_answer *asked)
{
	*asked = codes_find(search_codes(s->search),
			    call->params->of[JOB_MATCHED_CODE].text);
	return code_means_one(asked) && asked->kind != CODE_OWN &&
	       asked->jobs[0] == job;
}

void jobs_one(struct call *call)
{
	const struct snapshot *s = area_scope(call, public_begin(call),
					      &call->params->of[JOB_AREA]);
	struct code_answer asked;
	size_t job;
	struct jw w;

	if (!s || !find_job(call, s, &job))
		return;
	if (s->area && area_lacks(s, job)) {
		problem_parameter(call->rs, call->rq, 404, "area",
				  "Nothing is published of %s in area %s.",
				  s->facts[job].code, area_code(s));
		return;
	}
	w = response_json(call->rs);
	job_detail_write(&w, area_nation(s), job,
			 find_asked(call, s, job, &asked) ? &asked : NULL);
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
