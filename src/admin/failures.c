#include "admin/failures.h"

#include "admin/auth.h"
#include "admin/sync_control.h"
#include "base/clock.h"
#include "store/failure.h"
#include "store/round.h"
#include "store/run.h"
#include "web/call.h"
#include "web/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct param_spec admin_failures_retry_params[RETRY__PARAMS] = {
	[RETRY_CODE] = { "code", PARAM_CODE, .help = "Only this occupation." },
	[RETRY_AREA] = { "area", PARAM_TEXT, .min = 5, .max = 7,
			 .help = "Only this area, or only those of a kind, "
				 "`state` or `metro`; without `code` and "
				 "`area`, all that failed." },
};

static void write_failure(struct jw *w, const struct failure *f)
{
	jw_object(w);
	jw_kv_string(w, "kind", failure_kind_name(f->kind));
	jw_kv_string(w, "code", f->code);
	jw_kv_string(w, "title", f->title);
	jw_kv_string(w, "reason", f->reason);
	jw_kv_string(w, "message", f->message);
	jw_kv_int(w, "attempts", f->attempts);
	jw_kv_time(w, "firstFailedAt", f->first_ms);
	jw_kv_time(w, "lastFailedAt", f->last_ms);
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

/* What is asked for, in words. */
static const char *named(const struct failure_selection *s)
{
	if (s->area)
		return s->area;
	return s->occupation ? s->occupation : "all";
}

/* ERR_NOT_FOUND when there is nothing to try again. */
static enum err check_listed(struct db *db,
			     const struct failure_selection *wanted,
			     struct error *e)
{
	struct failure *list;
	size_t count;
	size_t i;
	enum err code = failure_list(db, &list, &count, e);

	if (code != ERR_OK)
		return code;
	for (i = 0; i < count; i++)
		if (failure_selected(wanted, &list[i]))
			break;
	if (i == count)
		code = err_set(e, ERR_NOT_FOUND, "%s is not among the failures",
			       wanted->occupation || wanted->area
				       ? named(wanted)
				       : "Nothing");
	free(list);
	return code;
}

/* The wish comes first: while a run is under way nothing is changed. */
static enum err request_retry(struct call *call,
			      const struct failure_selection *wanted,
			      int64_t *run_id, struct failures_reset *count,
			      struct error *e)
{
	struct db *db = call->app->db;
	struct run_wish wish = { .username = call->who->username,
				 .enhanced = true };
	enum err code = check_listed(db, wanted, e);

	if (code == ERR_OK)
		code = run_request(db, &wish, run_id, e);
	if (code == ERR_OK)
		code = failure_reset(db, wanted, count, e);
	return code;
}

/* False, and answered, when the area cannot be one. */
static bool take_selection(struct call *call, struct failure_selection *out)
{
	const struct param_value *of = call->params->of;
	enum area_type type;

	*out = (struct failure_selection){
		of[RETRY_CODE].count ? of[RETRY_CODE].text : NULL,
		of[RETRY_AREA].count ? of[RETRY_AREA].text : NULL,
	};
	if (!out->area || area_valid(out->area) ||
	    area_type_named(out->area, &type))
		return true;
	problem_parameter(call->rs, call->rq, 400, "area",
			  "area must be the seven digits of an area, state or "
			  "metro.");
	return false;
}

void admin_failures_retry(struct call *call)
{
	struct failure_selection wanted;
	struct failures_reset count;
	int64_t run_id;
	char what[64];
	struct error e;
	struct jw w;

	if (!take_selection(call, &wanted))
		return;
	if (request_retry(call, &wanted, &run_id, &count, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	(void)snprintf(what, sizeof what, "run %lld, %s", (long long)run_id,
		       named(&wanted));
	auth_audit(call, call->who->username, "retry-failures", what);
	call->rs->status = 202;
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_int(&w, "runId", run_id);
	jw_kv_string(&w, "state", "requested");
	jw_kv_int(&w, "occupations", count.occupations);
	jw_kv_int(&w, "areas", count.areas);
	admin_sync_launch(call->app, &w);
	jw_end(&w);
}
