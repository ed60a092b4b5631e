#include "api/admin_runs.h"

#include "api/problem.h"
#include "api/routes.h"
#include "base/clock.h"
#include "store/run.h"
#include "store/sync_status.h"

#include <stdlib.h>

const struct param_spec admin_runs_params[RUNS__PARAMS] = {
	[RUNS_PAGE] = { "page", PARAM_INT, .min = 1, .max = 100000,
			.standard = 1, .help = "Page, from 1." },
	[RUNS_LIMIT] = { "limit", PARAM_INT, .min = 1, .max = 100,
			 .standard = 20, .help = "Runs a page." },
};

static void write_time(struct jw *w, const char *key, int64_t epoch_ms)
{
	char text[CLOCK_TEXT_BYTES];

	jw_kv_string(w, key,
		     epoch_ms ? clock_format(epoch_ms, true, text) : NULL);
}

static void write_text(struct jw *w, const char *key, const char *text)
{
	jw_kv_string(w, key, text[0] ? text : NULL);
}

/* The fields of one run, within an object that is open. */
static void write_run(struct jw *w, const struct run_row *run)
{
	const struct run_counters *c = &run->counters;

	jw_kv_int(w, "runId", run->run_id);
	jw_kv_string(w, "trigger", run_origin_name(run->origin));
	jw_kv_string(w, "state", run_state_name(run->state));
	write_time(w, "requestTime", run->requested_ms);
	write_time(w, "startTime", run->started_ms);
	write_time(w, "endTime", run->ended_ms);
	write_text(w, "release", run->release_code);
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
	write_text(w, "lastError", run->last_error);
	write_text(w, "message", run->message);
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

void admin_runs_show(struct call *call)
{
	struct db *db = call->app->db;
	struct sync_status status;
	struct run_row run;
	int64_t run_id;
	enum err code;
	struct error e;
	struct jw w;

	if (!parse_int64(call->capture, 1, INT64_MAX, &run_id)) {
		problem(call->rs, call->rq, 404, "There is no such run.");
		return;
	}
	code = run_get(db, run_id, &run, &e);
	if (code == ERR_OK)
		code = checkpoints_load(db, run_id, &status, &e);
	if (code != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	jw_object(&w);
	write_run(&w, &run);
	sync_status_write_checkpoints(&w, &status);
	jw_end(&w);
}
