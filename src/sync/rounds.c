#include "sync/engine.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "bls/origin.h"
#include "store/round.h"
#include "store/round_standing.h"
#include "store/run.h"
#include "sync/release_look.h"

#include <stdio.h>
#include <string.h>

enum {
	RELEASES_PER_RUN = 3, /* rounds begun because the release changed */
	RENAMED_BYTES = 48,
};

enum err engine_look_up_release(struct engine *s, struct release *release,
				struct error *e)
{
	struct release_look look = {
		.config = s->config,
		.pool = s->pool,
		.keys = &s->keys,
		.window = &s->window,
		/* without the lease (a dry run) nothing may be counted; beside
		 * the flat files the API is no help */
		.tally = &s->tally,
		.count = s->guard.lease.token && !s->flat ? engine_count_request
							  : NULL,
		.block = engine_block_key,
		.context = s,
		.flat_refused = s->flat_refused,
	};
	struct round_standing newest;
	bool found = false;
	unsigned tries = 0;
	enum err code;

	do
		code = release_look(&look, release, e);
	while (code != ERR_OK && engine_look_again(s, e, &tries));
	s->work.counters.requests += look.requests;
	s->flat_refused = look.flat_refused;
	if (code != ERR_OK)
		return code;
	do
		code = round_newest(s->db, &newest, &found, e);
	while (code != ERR_OK && engine_database_again(s, e));
	if (code != ERR_OK)
		return code;
	/* the API may be ahead of the file that announces releases */
	if (release->year < s->seen_year)
		release_of_year(s->seen_year, release);
	if (found && release->year < newest.release.year) {
		log_warn("BLS names %s, but %s is known already: an older "
			 "answer never replaces a newer one",
			 release->code, newest.release.code);
		*release = newest.release;
	}
	return ERR_OK;
}

/* Make the plan, keeping what this run has counted so far. */
enum err engine_load_round(struct engine *s, const struct release *release,
			   struct error *e)
{
	static const char *const nothing[] = { NULL };
	struct work_selection selection = {
		.only = s->decided ? nothing : s->options->only,
		.only_count = s->decided ? 0 : s->options->only_count,
		.again = s->force && s->options->only,
	};
	struct run_counters before = s->work.counters;
	bool restart = s->force && !s->options->only;
	enum err code = round_open(s->db, &s->guard.lease, release, restart, e);

	if (code == ERR_OK && !s->decided && engine_follow_list(s, release))
		code = round_open(s->db, &s->guard.lease, release, false, e);
	if (code != ERR_OK)
		return code;
	work_release(&s->work);
	code = work_load(&s->work, s->db, release, s->config->batch_size,
			 &selection, e);
	s->work.source = s->flat ? "flat" : "api";
	s->work.partial = !origin_complete(s->config, s->flat);
	s->work.counters.requests = before.requests;
	s->work.counters.retries = before.retries;
	s->work.counters.added = before.added;
	s->work.counters.changed = before.changed;
	s->work.counters.unchanged = before.unchanged;
	if (code == ERR_OK)
		code = run_set_release(s->db, &s->guard.lease, s->run_id,
				       release->code, e);
	return code;
}

/* What became of the areas says how the run ends. */
static void end_with(struct engine *s, const char *message)
{
	const struct areas *a = &s->areas;

	if (a->verdict == RUN_FAILED)
		engine_end(s, RUN_FAILED, SYNC_FAILED, a->trouble, message);
	else if (a->verdict == RUN_HELD)
		engine_end(s, RUN_HELD, SYNC_ENDED_EARLY, a->trouble, message);
	else
		engine_end(s, RUN_SUCCEEDED, SYNC_DONE, NULL, message);
}

/* The nation is settled and published. */
static void end_well(struct engine *s, bool worked)
{
	const struct run_counters *c = &s->work.counters;
	char message[RUN_TEXT_BYTES];
	char renamed[RENAMED_BYTES] = "";

	if (s->renamed)
		(void)snprintf(renamed, sizeof renamed,
			       "; %lld occupation%s renamed",
			       (long long)s->renamed,
			       s->renamed == 1 ? "" : "s");
	if (s->decided)
		(void)snprintf(message, sizeof message,
			       "release %s: accepted and published",
			       s->work.release.code);
	else if (!worked &&
		 (s->areas.told[0] || s->areas.verdict || s->renamed))
		(void)snprintf(message, sizeof message,
			       "release %s is complete", s->work.release.code);
	else if (!worked)
		(void)snprintf(message, sizeof message,
			       "release %s is complete: nothing to do",
			       s->work.release.code);
	else
		(void)snprintf(message, sizeof message,
			       "release %s: %d successful, %d failed, %d "
			       "skipped; %d figures added, %d changed, %d "
			       "unchanged; %d requests%s",
			       s->work.release.code, c->successful, c->failed,
			       c->skipped, c->added, c->changed, c->unchanged,
			       c->requests,
			       s->flat ? ", the flat file was read" : "");
	(void)text_format(message + strlen(message),
			  sizeof message - strlen(message), "%s%s", renamed,
			  s->areas.told);
	log_info("%s", message);
	end_with(s, message);
}

/* Plan the round.  *open: it is not published as it will be. */
static enum err plan_round(struct engine *s, const struct release *release,
			   bool *open, struct error *e)
{
	struct round_standing newest;
	bool found = false;
	bool complete;
	enum err code = engine_load_round(s, release, e);

	if (code == ERR_OK)
		code = round_newest(s->db, &newest, &found, e);
	if (code != ERR_OK)
		return code;
	complete = found && newest.state == ROUND_COMPLETE;
	if (complete && s->work.queue_length)
		code = round_reopen(s->db, &s->guard.lease, release, e);
	*open = !complete || s->work.queue_length;
	if (code == ERR_OK)
		code = engine_areas_begin(s, release, e);
	if (code == ERR_OK || code == ERR_FENCED || err_transient(code))
		return code;
	engine_areas_step_failed(s, e); /* that keeps nobody from the nation */
	return ERR_OK;
}

void engine_forecast(const struct engine *s, struct forecast *f)
{
	struct forecast_key keys[CONFIG_KEYS_MAX];
	int64_t now_ms = clock_now_ms();
	size_t i;

	for (i = 0; i < s->keys.count; i++)
		keys[i] = key_forecast(&s->keys.keys[i], now_ms);
	forecast_make((int64_t)s->work.queue_length, keys, s->keys.count, f);
}

static void announce_requests(const struct engine *s,
			      const struct release *release)
{
	char words[FORECAST_WORDS_BYTES];
	struct forecast f;

	engine_forecast(s, &f);
	log_info("release %s (%s): %zu series of %zu occupations to ask for; "
		 "%s",
		 release->code, release->description, s->work.queue_length,
		 s->work.queue_length / MEASURE_NATIONAL,
		 forecast_words(&f, words));
}

static enum transfer_end transfer_work(struct engine *s,
				       const struct release *release)
{
	if (!s->work.queue_length)
		return TRANSFER_SETTLED;
	if (s->flat)
		log_info("release %s (%s): %zu series of %zu occupations to "
			 "look for in the flat file",
			 release->code, release->description,
			 s->work.queue_length,
			 s->work.queue_length / MEASURE_NATIONAL);
	else
		announce_requests(s, release);
	s->heartbeat_due_ms = 0;
	engine_heartbeat(s);
	return s->flat ? engine_flat_transfer(s) : engine_transfer(s);
}

/* Reads what is still to be read of areas and publishes; as the transfers. */
static enum transfer_end finish_areas(struct engine *s)
{
	enum transfer_end end = TRANSFER_SETTLED;

	if (engine_areas_to_read(s)) {
		s->heartbeat_due_ms = 0;
		engine_heartbeat(s);
		end = engine_flat_transfer(s);
	}
	if (end == TRANSFER_SETTLED && s->state == RUN_RUNNING &&
	    area_kinds_any(&s->areas.finishing))
		engine_areas_publish(s);
	return s->state == RUN_RUNNING ? end : TRANSFER_ENDED;
}

/* One release from plan to publication.  True: a newer release was met. */
static bool run_round(struct engine *s, const struct release *release)
{
	enum transfer_end end;
	bool open = false;
	struct error e;
	enum err code;

	do
		code = plan_round(s, release, &open, &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	if (code != ERR_OK) {
		log_error("%s", e.msg);
		engine_end(s, RUN_FAILED,
			   code == ERR_ARG ? SYNC_USAGE : SYNC_FAILED, e.msg,
			   NULL);
		return false;
	}
	end = transfer_work(s, release);
	if (end == TRANSFER_SETTLED && open)
		engine_publish(s);
	/* not before the nation's, and not without it */
	if (end == TRANSFER_SETTLED && s->state == RUN_RUNNING)
		end = finish_areas(s);
	if (end == TRANSFER_SETTLED)
		end_well(s, s->work.queue_length > 0);
	return end == TRANSFER_NEW_RELEASE;
}

void engine_accept_round(struct engine *s, const struct release *release)
{
	(void)run_round(s, release);
}

/* What a person rejected is not asked for again by itself. */
static bool rejected(struct engine *s, const struct release *release)
{
	struct round_standing round;
	char message[RUN_TEXT_BYTES];
	struct error e;
	enum err code;

	do
		code = round_find(s->db, release->code, &round, &e);
	while (code != ERR_OK && code != ERR_NOT_FOUND &&
	       engine_database_again(s, &e));
	if (code != ERR_OK || round.state != ROUND_REJECTED ||
	    (s->force && !s->options->only))
		return false;
	(void)snprintf(message, sizeof message,
		       "release %s was rejected by %s: it waits for a newer "
		       "one, or for `bls-sync run --force`",
		       release->code, round.decided_by);
	log_info("%s", message);
	if (run_set_release(s->db, &s->guard.lease, s->run_id, release->code,
			    &e) != ERR_OK)
		log_warn("%s", e.msg);
	engine_end(s, RUN_SUCCEEDED, SYNC_DONE, NULL, message);
	return true;
}

void engine_run_rounds(struct engine *s)
{
	struct release release;
	struct error e;
	int rounds = 0;
	bool again;

	do {
		if (engine_look_up_release(s, &release, &e) != ERR_OK) {
			if (engine_stop_wanted(s)) {
				engine_end(s, RUN_STOPPED, SYNC_ENDED_EARLY,
					   NULL, "stopped before it began");
				return;
			}
			log_error("release look-up: %s", e.msg);
			engine_end(s, RUN_FAILED,
				   e.code == ERR_AUTH ? SYNC_USAGE
						      : SYNC_FAILED,
				   e.msg, NULL);
			return;
		}
		if (rejected(s, &release))
			return;
		again = run_round(s, &release);
		s->force = false;
	} while (again && ++rounds < RELEASES_PER_RUN);
	if (again)
		engine_end(s, RUN_FAILED, SYNC_FAILED,
			   "the release changed again and again", NULL);
}
