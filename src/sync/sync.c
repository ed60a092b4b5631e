#include "sync/sync.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "store/key_ledger.h"
#include "store/round.h"
#include "store/run.h"
#include "sync/engine.h"
#include "sync/progress.h"
#include "sync/publish.h"
#include "sync/release_look.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	RELEASES_PER_RUN = 3,  /* rounds begun because the release changed */
	FAILED_SHARE_MAX = 10, /* percent; above it a round is not published */
	/* ten seconds as BLS sees them: requests do not all travel equally fast
	 */
	RATE_SPAN_MS = 10500,
	DB_BACKOFF_BASE_MS = 200,
	DB_BACKOFF_CAP_MS = 5000,
	USER_AGENT_BYTES = CONFIG_TEXT_BYTES + 64,
};

static struct http_pool *new_pool(const struct config *config)
{
	char agent[USER_AGENT_BYTES];

	/* download.bls.gov refuses clients that name no contact address */
	(void)snprintf(agent, sizeof agent, "BLS-Sync/1.0 (%s)",
		       config->contact_email[0] ? config->contact_email
						: "no contact configured");
	return http_pool_new(agent);
}

static enum err open_ledger(struct engine *s, struct error *e)
{
	struct ledger_key rows[CONFIG_KEYS_MAX];
	int64_t now_ms = clock_now_ms();
	size_t i;
	enum err code;

	for (i = 0; i < s->keys.count; i++)
		rows[i] = (struct ledger_key){ .id = s->keys.keys[i].id,
					       .last4 = s->keys.keys[i].last4,
					       .quota = s->keys.keys[i].quota };
	code = key_ledger_open(s->db, rows, s->keys.count, now_ms, e);
	if (code == ERR_OK)
		code = key_ledger_window(s->db, now_ms, &s->window, e);
	for (i = 0; code == ERR_OK && i < s->keys.count; i++) {
		s->keys.keys[i].used = rows[i].used;
		s->keys.keys[i].blocked_until_ms = rows[i].blocked_until_ms;
	}
	return code;
}

static enum err look_up_release(struct engine *s, struct release *release,
				struct error *e)
{
	struct release_look look = {
		.config = s->config,
		.pool = s->pool,
		.keys = &s->keys,
		.window = &s->window,
		/* without the lease (a dry run) nothing may be counted */
		.count = s->guard.lease.token ? engine_count_request : NULL,
		.context = s,
	};
	struct release newest;
	bool complete = false;
	bool found = false;
	enum err code = release_look(&look, release, e);

	s->work.counters.requests += look.requests;
	if (code == ERR_OK)
		code = round_newest(s->db, &newest, &complete, &found, e);
	if (code != ERR_OK)
		return code;
	/* the API may be ahead of the file that announces releases */
	if (release->year < s->seen_year)
		release_of_year(s->seen_year, release);
	if (found && release->year < newest.year) {
		log_warn("BLS names %s, but %s is known already: an older "
			 "answer never replaces a newer one",
			 release->code, newest.code);
		*release = newest;
	}
	return ERR_OK;
}

/* Make the plan, keeping what this run has counted so far. */
static enum err load_work(struct engine *s, const struct release *release,
			  struct error *e)
{
	struct work_selection selection = {
		.only = s->options->only,
		.only_count = s->options->only_count,
		.again = s->force && s->options->only,
	};
	struct run_counters before = s->work.counters;
	bool restart = s->force && !s->options->only;
	enum err code = round_open(s->db, &s->guard.lease, release, restart, e);

	if (code != ERR_OK)
		return code;
	work_release(&s->work);
	code = work_load(&s->work, s->db, release, s->config->batch_size,
			 &selection, e);
	s->work.counters.requests = before.requests;
	s->work.counters.retries = before.retries;
	s->work.counters.added = before.added;
	s->work.counters.changed = before.changed;
	s->work.counters.unchanged = before.unchanged;
	if (code == ERR_OK)
		code = run_set_release(s->db, s->run_id, release->code, e);
	return code;
}

static bool too_many_failed(const struct run_counters *c)
{
	return c->failed * 100 > c->total * FAILED_SHARE_MAX;
}

static void publish_work(struct engine *s)
{
	struct publication what = {
		.release = &s->work.release,
		.whole_round = work_round_settled(&s->work),
		.codes = s->options->only,
		.code_count = s->options->only_count,
	};
	struct error e;

	if (!what.whole_round && !what.code_count)
		return;
	if (what.whole_round && too_many_failed(&s->work.counters)) {
		engine_end(s, RUN_FAILED, SYNC_FAILED,
			   "more than a tenth of the occupations failed; "
			   "readers keep the figures they have",
			   NULL);
		return;
	}
	if (publish(s->db, &s->guard.lease, &what, &e) != ERR_OK) {
		if (e.code == ERR_FENCED)
			(void)engine_database_failed(s, &e);
		log_error("publishing: %s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
		return;
	}
	s->work.counters.withdrawn = (int)what.withdrawn;
	log_info("release %s published", s->work.release.code);
}

static void end_well(struct engine *s, bool worked)
{
	const struct run_counters *c = &s->work.counters;
	char message[ITEM_MESSAGE_BYTES];

	if (!worked)
		(void)snprintf(message, sizeof message,
			       "release %s is complete: nothing to do",
			       s->work.release.code);
	else
		(void)snprintf(message, sizeof message,
			       "release %s: %d successful, %d failed, %d "
			       "skipped; %d figures added, %d changed, %d "
			       "unchanged; %d requests",
			       s->work.release.code, c->successful, c->failed,
			       c->skipped, c->added, c->changed, c->unchanged,
			       c->requests);
	log_info("%s", message);
	engine_end(s, RUN_SUCCEEDED, SYNC_DONE, NULL, message);
}

/* One release from plan to publication.  True: a newer release was met. */
static bool run_round(struct engine *s, const struct release *release)
{
	struct release newest;
	bool complete = false;
	bool found = false;
	bool planned;
	enum transfer_end end = TRANSFER_SETTLED;
	struct error e;

	if (load_work(s, release, &e) != ERR_OK ||
	    round_newest(s->db, &newest, &complete, &found, &e) != ERR_OK) {
		log_error("%s", e.msg);
		engine_end(s, RUN_FAILED,
			   e.code == ERR_ARG ? SYNC_USAGE : SYNC_FAILED, e.msg,
			   NULL);
		return false;
	}
	planned = s->work.queue_length > 0;
	if (planned) {
		log_info("release %s (%s): %zu series of %zu occupations to "
			 "ask for, %d requests left today",
			 release->code, release->description,
			 s->work.queue_length,
			 s->work.queue_length / MEASURE_NATIONAL,
			 keyring_remaining(&s->keys, clock_now_ms()));
		s->heartbeat_due_ms = 0;
		engine_heartbeat(s);
		end = engine_transfer(s);
	}
	if (end == TRANSFER_NEW_RELEASE)
		return true;
	if (end == TRANSFER_SETTLED && (planned || !complete))
		publish_work(s);
	if (end == TRANSFER_SETTLED)
		end_well(s, planned);
	return false;
}

static void run_rounds(struct engine *s)
{
	struct release release;
	struct error e;
	int rounds = 0;
	bool again;

	do {
		if (look_up_release(s, &release, &e) != ERR_OK) {
			if (engine_stop_wanted(s)) {
				engine_end(s, RUN_STOPPED, SYNC_ENDED_EARLY,
					   NULL, "stopped before it began");
				return;
			}
			log_error("release look-up: %s", e.msg);
			engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
			return;
		}
		again = run_round(s, &release);
		s->force = false;
	} while (again && ++rounds < RELEASES_PER_RUN);
	if (again)
		engine_end(s, RUN_FAILED, SYNC_FAILED,
			   "the release changed again and again", NULL);
}

static void end_row(struct engine *s)
{
	struct run_outcome outcome = {
		.state = s->state,
		.last_error = s->error[0] ? s->error : NULL,
		.message = s->message[0] ? s->message : NULL,
	};
	struct error e;
	int tries;

	if (s->exit == SYNC_LOCKED)
		return; /* fenced: the row belongs to the new holder */
	for (tries = 0; tries < 3; tries++) {
		if (run_end(s->db, &s->guard.lease, s->run_id,
			    &s->work.counters, &outcome, &e) == ERR_OK)
			return;
		if (!err_transient(e.code))
			break;
	}
	log_error("end of the run could not be stored: %s", e.msg);
}

static void run_with_lease(struct engine *s)
{
	struct run_start start = {
		.origin = s->options->origin,
		.adopt_request = true,
		.force_restart = s->options->force,
		.host = s->config->host_id,
	};
	struct error e;

	if (run_begin(s->db, &s->guard.lease, &start, &s->run_id, &e) !=
		    ERR_OK ||
	    open_ledger(s, &e) != ERR_OK) {
		log_error("%s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
		if (s->run_id)
			end_row(s);
		return;
	}
	log_context("run=%lld", (long long)s->run_id);
	s->force = start.force_restart;
	progress_begin();
	run_rounds(s);
	end_row(s);
	progress_end();
}

static enum sync_exit dry_run(struct engine *s)
{
	struct release release;
	struct error e;
	struct work_selection selection = {
		.only = s->options->only,
		.only_count = s->options->only_count,
		.again = s->options->force,
	};
	enum err code = open_ledger(s, &e);

	if (code == ERR_OK)
		code = look_up_release(s, &release, &e);
	if (code == ERR_OK)
		code = work_load(&s->work, s->db, &release,
				 s->config->batch_size, &selection, &e);
	if (code != ERR_OK) {
		log_error("%s", e.msg);
		return code == ERR_ARG ? SYNC_USAGE : SYNC_FAILED;
	}
	printf("release %s (%s)\n", release.code, release.description);
	printf("occupations to ask for: %zu of %zu\n",
	       s->work.queue_length / MEASURE_NATIONAL, s->work.count);
	printf("series: %zu\n", s->work.queue_length);
	printf("requests: %zu, left today: %d\n",
	       (s->work.queue_length + (size_t)s->keys.keys[0].series_limit -
		1) / (size_t)s->keys.keys[0].series_limit,
	       keyring_remaining(&s->keys, clock_now_ms()));
	return SYNC_DONE;
}

static enum sync_exit run_engine(struct engine *s)
{
	struct error e;

	if (s->options->dry_run)
		return dry_run(s);
	if (guard_take(&s->guard, s->db, s->config, &e) != ERR_OK) {
		log_error("%s", e.msg);
		return e.code == ERR_BUSY ? SYNC_LOCKED : SYNC_FAILED;
	}
	run_with_lease(s);
	guard_release(&s->guard, s->db);
	return s->exit;
}

enum sync_exit sync_run(const struct config *config,
			const struct sync_options *options)
{
	struct engine s = {
		.config = config,
		.options = options,
		.guard = GUARD_INIT,
		.state = RUN_RUNNING,
		.exit = SYNC_FAILED,
		.window = { .limit = (unsigned)config->requests_per_10s,
			    .span_ms = RATE_SPAN_MS },
		.db_backoff = { DB_BACKOFF_BASE_MS, DB_BACKOFF_CAP_MS, 0 },
		.started_ms = clock_monotonic_ms(),
	};
	struct error e;

	if (keyring_init(&s.keys, config, &e) != ERR_OK) {
		log_error("%s", e.msg);
		return SYNC_USAGE;
	}
	stop_init();
	s.db = db_new(config, DB_USER_SYNC);
	s.pool = new_pool(config);
	s.exit = run_engine(&s);
	work_release(&s.work);
	http_pool_free(s.pool);
	db_free(s.db);
	return s.exit;
}
