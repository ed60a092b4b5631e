#include "admin/runs.h"

#include "base/clock.h"
#include "store/run.h"
#include "store/run_report.h"
#include "store/sync_status.h"
#include "web/call.h"
#include "web/problem.h"

#include <stdio.h>
#include <stdlib.h>

const struct param_spec admin_runs_params[RUNS__PARAMS] = {
	[RUNS_PAGE] = { "page", PARAM_INT, .min = 1, .max = 100000,
			.standard = 1, .help = "Page, from 1." },
	[RUNS_LIMIT] = { "limit", PARAM_INT, .min = 1, .max = 100,
			 .standard = 20, .help = "Runs a page." },
};

/* The fields of one run, within an object that is open. */
static void write_run(struct jw *w, const struct run_row *run)
{
	const struct run_counters *c = &run->counters;

	jw_kv_int(w, "runId", run->run_id);
	jw_kv_string(w, "trigger", run_origin_name(run->origin));
	jw_kv_string(w, "state", run_state_name(run->state));
	jw_kv_time(w, "requestTime", run->requested_ms);
	jw_kv_time(w, "startTime", run->started_ms);
	jw_kv_time(w, "endTime", run->ended_ms);
	jw_key(w, "durationSeconds");
	if (run->started_ms && run->ended_ms >= run->started_ms)
		jw_int(w, (run->ended_ms - run->started_ms + 500) / 1000);
	else
		jw_null(w);
	jw_kv_text(w, "release", run->release_code);
	jw_kv_string(w, "source", run_source_name(run->source));
	jw_kv_int(w, "totalJobs", c->total);
	jw_kv_int(w, "processedJobs", run_processed(c));
	jw_kv_int(w, "successfulJobs", c->successful);
	jw_kv_int(w, "failedJobs", c->failed);
	jw_kv_int(w, "skippedJobs", c->skipped);
	jw_kv_int(w, "added", c->added);
	jw_kv_int(w, "changed", c->changed);
	jw_kv_int(w, "unchanged", c->unchanged);
	jw_kv_int(w, "withdrawn", c->withdrawn);
	jw_kv_int(w, "requestsUsed", c->requests);
	jw_kv_int(w, "retries", c->retries);
	jw_kv_text(w, "lastError", run->last_error);
	jw_kv_text(w, "message", run->message);
}

static void write_pagination(struct jw *w, int64_t page, int64_t limit,
			     int64_t total)
{
	jw_key(w, "pagination");
	jw_object(w);
	jw_kv_int(w, "page", page);
	jw_kv_int(w, "limit", limit);
	jw_kv_int(w, "total", total);
	jw_kv_int(w, "totalPages", (total + limit - 1) / limit);
	jw_end(w);
}

void admin_runs_list(struct call *call)
{
	int64_t page = call->params->of[RUNS_PAGE].number;
	int64_t limit = call->params->of[RUNS_LIMIT].number;
	struct run_page list;
	size_t i;
	struct error e;
	struct jw w;

	if (run_list(call->app->db, (page - 1) * limit, limit, &list, &e) !=
	    ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	jw_object(&w);
	jw_key(&w, "runs");
	jw_array(&w);
	for (i = 0; i < list.count; i++) {
		jw_object(&w);
		write_run(&w, &list.rows[i]);
		jw_end(&w);
	}
	jw_end(&w);
	write_pagination(&w, page, limit, list.total);
	jw_end(&w);
	free(list.rows);
}

/* Requests that are on their way, or whose answer nobody saw any more. */
static void write_unanswered(struct jw *w, const struct run_row *run,
			     const struct run_details *d)
{
	int left = run->counters.requests;
	size_t i;

	for (i = 0; i < d->class_count; i++)
		left -= d->classes[i].requests;
	jw_kv_int(w, "requestsUnanswered", left > 0 ? left : 0);
}

static void write_classes(struct jw *w, const struct run_details *d)
{
	size_t i;

	jw_key(w, "requestsByClass");
	jw_array(w);
	for (i = 0; i < d->class_count; i++) {
		const struct run_class *c = &d->classes[i];

		jw_object(w);
		jw_kv_string(w, "class", c->name);
		jw_kv_int(w, "requests", c->requests);
		jw_kv_int(w, "retries", c->retries);
		jw_end(w);
	}
	jw_end(w);
}

static void write_keys(struct jw *w, const struct run_details *d)
{
	char name[16];
	size_t i;

	jw_key(w, "apiKeys");
	jw_array(w);
	for (i = 0; i < d->key_count; i++) {
		(void)snprintf(name, sizeof name, "...%s", d->keys[i].last4);
		jw_object(w);
		jw_kv_string(w, "key", d->keys[i].last4[0] ? name : "none");
		jw_kv_int(w, "requests", d->keys[i].requests);
		jw_end(w);
	}
	jw_end(w);
}

static void write_messages(struct jw *w, const struct run_details *d)
{
	size_t i;

	jw_key(w, "messages");
	jw_array(w);
	for (i = 0; i < d->message_count; i++) {
		const struct run_message *m = &d->messages[i];

		jw_object(w);
		jw_kv_time(w, "time", m->at_ms);
		jw_kv_string(w, "level", m->error ? "error" : "warn");
		jw_kv_string(w, "message", m->text);
		jw_end(w);
	}
	jw_end(w);
}

static enum err load_run(struct db *db, int64_t run_id, struct run_row *run,
			 struct run_details *details,
			 struct sync_status *status, struct error *e)
{
	enum err code = run_get(db, run_id, run, e);

	if (code == ERR_OK)
		code = run_details_load(db, run_id, details, e);
	if (code == ERR_OK)
		code = checkpoints_load(db, run_id, status, e);
	return code;
}

void admin_runs_show(struct call *call)
{
	struct sync_status status;
	struct run_details details;
	struct run_row run;
	int64_t run_id;
	struct error e;
	struct jw w;

	if (!parse_int64(call->capture, 1, INT64_MAX, &run_id)) {
		problem(call->rs, call->rq, 404, "There is no such run.");
		return;
	}
	if (load_run(call->app->db, run_id, &run, &details, &status, &e) !=
	    ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	jw_object(&w);
	write_run(&w, &run);
	write_classes(&w, &details);
	write_unanswered(&w, &run, &details);
	write_keys(&w, &details);
	write_messages(&w, &details);
	sync_status_write_checkpoints(&w, &status);
	jw_end(&w);
}
