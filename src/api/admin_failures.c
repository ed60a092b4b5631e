#include "api/admin_failures.h"

#include "api/admin_sync.h"
#include "api/auth.h"
#include "api/problem.h"
#include "api/routes.h"
#include "base/clock.h"
#include "store/failure.h"
#include "store/round.h"
#include "store/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct param_spec admin_failures_retry_params[RETRY__PARAMS] = {
	[RETRY_CODE] = { "code", PARAM_CODE,
			 .help = "Only this occupation; without it, all." },
};

static void write_time(struct jw *w, const char *key, int64_t epoch_ms)
{
	char text[CLOCK_TEXT_BYTES];

	jw_kv_string(w, key,
		     epoch_ms ? clock_format(epoch_ms, true, text) : NULL);
}

static void write_failure(struct jw *w, const struct failure *f)
{
	jw_object(w);
	jw_kv_string(w, "code", f->code);
	jw_kv_string(w, "title", f->title);
	jw_kv_string(w, "reason", f->reason);
	jw_kv_string(w, "message", f->message);
	jw_kv_int(w, "attempts", f->attempts);
	write_time(w, "firstFailedAt", f->first_ms);
	write_time(w, "lastFailedAt", f->last_ms);
	jw_kv_bool(w, "transient", f->transient);
	jw_end(w);
}

/* The list is in order of the reason. */
static void write_reasons(struct jw *w, const struct failure *list,
			  size_t count)
{
	size_t first;
	size_t i;

	jw_array(w);
	for (first = 0; first < count; first = i) {
		for (i = first; i < count; i++)
			if (strcmp(list[i].reason, list[first].reason) != 0)
				break;
		jw_object(w);
		jw_kv_string(w, "reason", list[first].reason);
		jw_kv_int(w, "count", (int64_t)(i - first));
		jw_end(w);
	}
	jw_end(w);
}

void admin_failures_list(struct call *call)
{
	struct failure *list;
	size_t count;
	size_t i;
	struct error e;
	struct jw w;

	if (failure_list(call->app->db, &list, &count, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	jw_object(&w);
	jw_key(&w, "failures");
	jw_array(&w);
	for (i = 0; i < count; i++)
		write_failure(&w, &list[i]);
	jw_end(&w);
	jw_key(&w, "byReason");
	write_reasons(&w, list, count);
	jw_end(&w);
	free(list);
}

/* ERR_NOT_FOUND when there is nothing to try again. */
static enum err check_listed(struct db *db, const char *code_wanted,
			     struct error *e)
{
	struct failure *list;
	size_t count;
	size_t i;
	enum err code = failure_list(db, &list, &count, e);

	if (code != ERR_OK)
		return code;
	for (i = 0; i < count; i++)
		if (!code_wanted || strcmp(list[i].code, code_wanted) == 0)
			break;
	if (i == count)
		code = err_set(e, ERR_NOT_FOUND, "%s is not among the failures",
			       code_wanted ? code_wanted : "Nothing");
	free(list);
	return code;
}

/* The wish comes first: while a run is under way nothing is changed. */
static enum err request_retry(struct call *call, const char *only,
			      int64_t *run_id, int64_t *count, struct error *e)
{
	struct db *db = call->app->db;
	struct run_wish wish = { .username = call->who->username,
				 .enhanced = true };
	enum err code = check_listed(db, only, e);

	if (code == ERR_OK)
		code = run_request(db, &wish, run_id, e);
	if (code == ERR_OK)
		code = round_reset_failed(db, only, count, e);
	return code;
}

void admin_failures_retry(struct call *call)
{
	const struct param_value *value = &call->params->of[RETRY_CODE];
	const char *only = value->count ? value->text : NULL;
	int64_t count = 0;
	int64_t run_id;
	char what[64];
	struct error e;
	struct jw w;

	if (request_retry(call, only, &run_id, &count, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	(void)snprintf(what, sizeof what, "run %lld, %s", (long long)run_id,
		       only ? only : "all");
	auth_audit(call, call->who->username, "retry-failures", what);
	call->rs->status = 202;
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_int(&w, "runId", run_id);
	jw_kv_string(&w, "state", "requested");
	jw_kv_int(&w, "occupations", count);
	if (!admin_sync_launch(call->app))
		jw_kv_string(&w, "note",
			     "The sync program could not be started here; "
			     "`bls-sync watch` will start the run within a "
			     "minute.");
	jw_end(&w);
}
