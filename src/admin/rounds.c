#include "admin/rounds.h"

#include "admin/auth.h"
#include "admin/sync_control.h"
#include "base/clock.h"
#include "store/round_standing.h"
#include "store/run.h"
#include "web/call.h"
#include "web/problem.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS_MAX = 50 };

/* The fields of one round, within an object that is open. */
static void write_round(struct jw *w, const struct round_standing *r)
{
	jw_kv_string(w, "id", r->release.code);
	jw_kv_string(w, "release", r->release.code);
	jw_kv_int(w, "year", r->release.year);
	jw_kv_string(w, "description", r->release.description);
	jw_kv_string(w, "state", round_state_name(r->state));
	jw_kv_time(w, "openedAt", r->opened_ms);
	jw_kv_time(w, "completedAt", r->completed_ms);
	jw_kv_time(w, "heldAt", r->held_ms);
	jw_kv_text(w, "heldReason", r->reason);
	jw_kv_time(w, "decidedAt", r->decided_ms);
	jw_kv_text(w, "decidedBy", r->decided_by);
	jw_kv_bool(w, "areasHeld", r->areas_held);
	jw_kv_int(w, "differenceCount", r->differences);
}

void admin_rounds_list(struct call *call)
{
	struct round_standing *list;
	size_t count;
	size_t i;
	struct error e;
	struct jw w;

	if (round_list(call->app->db, ROUNDS_MAX, &list, &count, &e) !=
	    ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	jw_object(&w);
	jw_key(&w, "rounds");
	jw_array(&w);
	for (i = 0; i < count; i++) {
		jw_object(&w);
		write_round(&w, &list[i]);
		jw_end(&w);
	}
	jw_end(&w);
	jw_end(&w);
	free(list);
}

/* "published": a number with the digits of BLS, or null; beside it why. */
static void write_figure(struct jw *w, const char *key, const char *reason_key,
			 const char *cap_key, const struct figure *f)
{
	char text[FIGURE_TEXT_BYTES];

	jw_key(w, key);
	if (f->reason == REASON_NONE)
		jw_number_text(w, figure_text(f->milli, f->decimals, text));
	else
		jw_null(w);
	jw_kv_string(w, reason_key, reason_name((enum reason)f->reason));
	jw_key(w, cap_key);
	if (f->cap_milli)
		jw_fixed(w, f->cap_milli, 3);
	else
		jw_null(w);
}

static void write_difference(struct jw *w, const struct held_difference *d)
{
	jw_object(w);
	jw_kv_string(w, "rule", d->rule);
	jw_kv_text(w, "code", d->code);
	jw_kv_text(w, "title", d->title);
	jw_kv_string(w, "measure", measure_of(d->datatype)->name);
	write_figure(w, "published", "publishedReason", "publishedAtLeast",
		     &d->published);
	write_figure(w, "staged", "stagedReason", "stagedAtLeast", &d->staged);
	jw_end(w);
}

static void write_details(struct jw *w, const struct held_details *d)
{
	size_t i;

	jw_key(w, "rules");
	jw_array(w);
	for (i = 0; i < d->rule_count; i++) {
		const struct held_rule *rule = &d->rules[i];

		jw_object(w);
		jw_kv_string(w, "rule", rule->name);
		jw_kv_string(w, "message", rule->message);
		jw_kv_int(w, "part", rule->part);
		jw_kv_int(w, "whole", rule->whole);
		jw_kv_int(w, "differenceCount", rule->differences);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "differences");
	jw_array(w);
	for (i = 0; i < d->count; i++)
		write_difference(w, &d->list[i]);
	jw_end(w);
}

void admin_rounds_show(struct call *call)
{
	struct db *db = call->app->db;
	struct round_standing round;
	struct held_details details;
	struct error e;
	struct jw w;

	if (round_find(db, call->capture, &round, &e) != ERR_OK ||
	    held_details_load(db, call->capture, &details, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	w = response_json(call->rs);
	jw_object(&w);
	write_round(&w, &round);
	write_details(&w, &details);
	jw_end(&w);
	held_details_release(&details);
}

/* The sync program carries it out: it holds the lease. */
static void decide(struct call *call, enum run_decision decision,
		   const char *action)
{
	struct db *db = call->app->db;
	struct run_wish wish = { .username = call->who->username,
				 .enhanced = true,
				 .decision = decision };
	struct round_standing round = { 0 };
	char what[64];
	int64_t run_id;
	struct error e;
	struct jw w;

	wish.round = round.release.code;
	if (round_find_held(db, call->capture, &round, &e) != ERR_OK ||
	    run_request(db, &wish, &run_id, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	(void)snprintf(what, sizeof what, "round %s, run %lld",
		       round.release.code, (long long)run_id);
	auth_audit(call, call->who->username, action, what);
	call->rs->status = 202;
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_int(&w, "runId", run_id);
	jw_kv_string(&w, "round", round.release.code);
	jw_kv_string(&w, "state", "requested");
	admin_sync_launch(call->app, &w);
	jw_end(&w);
}

void admin_rounds_accept(struct call *call)
{
	decide(call, RUN_ACCEPT, "accept-round");
}

void admin_rounds_reject(struct call *call)
{
	decide(call, RUN_REJECT, "reject-round");
}
