#include "admin/sync_control.h"

#include "admin/auth.h"
#include "base/config.h"
#include "base/log.h"
#include "base/spawn.h"
#include "store/run.h"
#include "store/sync_status.h"
#include "web/call.h"
#include "web/problem.h"

#include <stdio.h>

const struct param_spec admin_sync_start_params[START__PARAMS] = {
	[START_ENHANCED] = { "enhanced", PARAM_BOOL, .standard = 1,
			     .help = "Compute the AI-impact scores as well." },
	[START_FORCE_RESTART] = { "forceRestart", PARAM_BOOL,
				  .help = "Ask BLS for everything again, also "
					  "what is settled." },
	[START_ACCEPT_HELD] = { "acceptHeld", PARAM_BOOL,
				.help = "Publish a round that the guard holds "
					"back, whichever it is." },
};

void admin_sync_launch(const struct app *app, struct jw *w)
{
	const struct config *c = app->config;
	const char *const with_file[] = { c->sync_program, "--config",
					  c->file,         "run",
					  "--requested",   NULL };
	const char *const without[] = { c->sync_program, "run", "--requested",
					NULL };
	struct error e;

	if (spawn_detached(c->file[0] ? with_file : without, &e) == ERR_OK)
		return;
	log_error("start of a requested sync: %s", e.msg);
	jw_kv_string(w, "note",
		     "The sync program could not be started here; `bls-sync "
		     "watch` will start the run within a minute.");
}

void admin_sync_start(struct call *call)
{
	const struct param_value *of = call->params->of;
	struct run_wish wish = { .username = call->who->username,
				 .force_restart =
					 of[START_FORCE_RESTART].number != 0,
				 .enhanced = of[START_ENHANCED].number != 0,
				 .accept_held =
					 of[START_ACCEPT_HELD].number != 0 };
	char what[96];
	struct error e;
	int64_t run_id;
	struct jw w;

	if (run_request(call->app->db, &wish, &run_id, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	(void)snprintf(what, sizeof what, "run %lld%s%s%s", (long long)run_id,
		       wish.enhanced ? "" : ", without scores",
		       wish.force_restart ? ", from the start" : "",
		       wish.accept_held ? ", accepting what is held" : "");
	auth_audit(call, call->who->username, "start-sync", what);
	call->rs->status = 202;
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_int(&w, "runId", run_id);
	jw_kv_string(&w, "state", "requested");
	admin_sync_launch(call->app, &w);
	jw_end(&w);
}

void admin_sync_stop(struct call *call)
{
	int64_t run_id;
	char what[48];
	struct error e;
	struct jw w;

	if (run_request_stop(call->app->db, &run_id, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	(void)snprintf(what, sizeof what, "run %lld", (long long)run_id);
	auth_audit(call, call->who->username, "stop-sync", what);
	call->rs->status = 202;
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_int(&w, "runId", run_id);
	jw_kv_string(&w, "state", "stopping");
	jw_end(&w);
}

void admin_sync_status(struct call *call)
{
	struct sync_status status;
	struct error e;
	struct jw w;

	if (sync_status_load(call->app->db, &status, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	sync_status_write(&w, &status);
}
