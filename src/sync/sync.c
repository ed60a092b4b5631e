#include "sync/sync.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "base/version.h"
#include "store/breaker.h"
#include "store/key_ledger.h"
#include "store/occupation.h"
#include "store/round.h"
#include "store/run.h"
#include "store/schema.h"
#include "sync/engine.h"
#include "sync/progress.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	/* ten seconds as BLS sees them: requests do not all travel equally fast
	 */
	RATE_SPAN_MS = 10500,
	DB_BACKOFF_BASE_MS = 200,
	DB_BACKOFF_CAP_MS = 5000,
	USER_AGENT_BYTES = CONFIG_TEXT_BYTES + 64,
};

/* Who decides, where nobody is signed in. */
static const char COMMAND_LINE[] = "command line";

static struct http_pool *new_pool(const struct config *config)
{
	char agent[USER_AGENT_BYTES];

	/* download.bls.gov refuses clients that name no contact address */
	(void)snprintf(agent, sizeof agent, PRODUCT_AGENT " (%s)",
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
	code = breaker_load(s->db, "bls", &s->breaker, e);
	s->breaker_stored = s->breaker.state;
	if (code == ERR_OK && s->guard.lease.token) /* else a dry run */
		code = key_ledger_register(s->db, &s->guard.lease, rows,
					   s->keys.count, e);
	if (code == ERR_OK)
		code = key_ledger_read(s->db, rows, s->keys.count, now_ms, e);
	if (code == ERR_OK)
		code = key_ledger_window(s->db, now_ms, &s->window, e);
	for (i = 0; code == ERR_OK && i < s->keys.count; i++) {
		s->keys.keys[i].used = rows[i].used;
		s->keys.keys[i].blocked_until_ms = rows[i].blocked_until_ms;
		s->keys.keys[i].invalid = rows[i].invalid;
		key_recall_ignored(&s->keys.keys[i], rows[i].ignored_until_ms,
				   now_ms);
	}
	return code;
}

/* Row and ledger, before anything else is done. */
static enum err begin_run(struct engine *s, struct run_start *start,
			  struct error *e)
{
	enum err code;

	do
		code = run_begin(s->db, &s->guard.lease, start, &s->run_id, e);
	while (code != ERR_OK && engine_database_again(s, e));
	if (code != ERR_OK)
		return code;
	log_context("run=%lld", (long long)s->run_id);
	do
		code = open_ledger(s, e);
	while (code != ERR_OK && engine_database_again(s, e));
	return code;
}

static struct run_start how_it_starts(const struct engine *s)
{
	return (struct run_start){
		.origin = s->options->origin,
		.adopt_request = s->options->decision == RUN_UNDECIDED,
		.force_restart = s->options->force,
		.accept_held = s->options->accept,
		.decision = s->options->decision,
		.source = s->flat ? RUN_SOURCE_FLAT : RUN_SOURCE_API,
		.host = s->config->host_id,
	};
}

static void run_with_lease(struct engine *s)
{
	struct run_start start = how_it_starts(s);
	struct error e;

	if (start.decision != RUN_UNDECIDED) {
		copy_text(start.round, sizeof start.round, s->options->round);
		copy_text(start.by, sizeof start.by, COMMAND_LINE);
	}
	engine_report_begin(s);
	if (begin_run(s, &start, &e) != ERR_OK) {
		log_error("%s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
		engine_report_end(s);
		return;
	}
	s->force = start.force_restart;
	s->accept = start.accept_held || start.decision == RUN_ACCEPT;
	copy_text(s->by, sizeof s->by, start.by[0] ? start.by : COMMAND_LINE);
	progress_begin();
	if (start.decision == RUN_UNDECIDED)
		engine_run_rounds(s);
	else
		engine_decide(s, start.decision, start.round);
	engine_report_end(s);
	progress_end();
}

static enum sync_exit dry_run(struct engine *s)
{
	struct forecast forecast;
	char words[FORECAST_WORDS_BYTES];
	struct release release;
	struct error e;
	struct work_selection selection = {
		.only = s->options->only,
		.only_count = s->options->only_count,
		.again = s->options->force,
		.failed = s->options->retry,
	};
	enum err code = schema_check(s->db, &e);

	if (code == ERR_OK)
		code = open_ledger(s, &e);
	if (code == ERR_OK)
		code = engine_look_up_release(s, &release, &e);
	if (code == ERR_OK)
		code = work_load(&s->work, s->db, &release,
				 s->config->batch_size, &selection, &e);
	s->force = s->options->force;
	if (code == ERR_OK)
		code = engine_areas_begin(s, &release, &e);
	if (code != ERR_OK) {
		log_error("%s", e.msg);
		return code == ERR_ARG ? SYNC_USAGE : SYNC_FAILED;
	}
	printf("release %s (%s)\n", release.code, release.description);
	printf("occupations to ask for: %zu of %zu\n",
	       s->work.queue_length / MEASURE_NATIONAL, s->work.count);
	printf("series: %zu\n", s->work.queue_length);
	if (engine_areas_to_read(s))
		printf("areas: to be read from the flat file\n");
	if (s->flat) {
		printf("requests: 0, the flat file is read\n");
		return SYNC_DONE;
	}
	engine_forecast(s, &forecast);
	printf("requests: %lld, left today: %lld\n",
	       (long long)forecast.requests_needed,
	       (long long)forecast.requests_remaining);
	printf("quota: %s\n", forecast_words(&forecast, words));
	return SYNC_DONE;
}

/* Without a key the API is too narrow for a round a day: 25 requests. */
static bool flat_is_wanted(const struct engine *s)
{
	int source = s->options->source ? (int)*s->options->source
					: s->config->source;

	return source == SOURCE_FLAT ||
	       (source == SOURCE_AUTO && !s->keys.keys[0].text[0]);
}

/* Cron comes once a night: a database that is just being restarted is waited
 * for, another run is not. */
static enum err take_guard(struct engine *s, struct error *e)
{
	enum err code;

	do
		code = guard_take(&s->guard, s->db, s->config, e);
	while (code != ERR_OK && code != ERR_BUSY &&
	       engine_database_again(s, e));
	return code;
}

/* What somebody mistyped is no run: it is looked at before there is one. */
static bool codes_are_known(struct engine *s)
{
	struct error e;
	enum err code;

	do
		code = occupation_check_codes(s->db, s->options->only,
					      s->options->only_count, &e);
	while (code != ERR_OK && code != ERR_ARG &&
	       engine_database_again(s, &e));
	if (code == ERR_OK)
		return true;
	log_error("%s", e.msg);
	s->exit = code == ERR_ARG ? SYNC_USAGE : SYNC_FAILED;
	return false;
}

/* It must not be known to a log alone, so that somebody is told.  (Not where
 * the database is what is wrong.) */
static void note_failure(struct engine *s, const struct error *why)
{
	struct run_start start = how_it_starts(s);
	struct error e;

	if (err_transient(why->code) || why->code == ERR_CONFLICT)
		return;
	if (run_fail(s->db, &start, why->msg, &e) != ERR_OK)
		log_error("%s", e.msg);
}

static enum sync_exit run_engine(struct engine *s)
{
	struct error e;

	if (s->options->dry_run)
		return dry_run(s);
	if (take_guard(s, &e) != ERR_OK) {
		log_error("%s", e.msg);
		if (e.code == ERR_BUSY)
			return SYNC_LOCKED;
		note_failure(s, &e);
		return SYNC_FAILED;
	}
	if (codes_are_known(s))
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
	s.flat = flat_is_wanted(&s);
	stop_init();
	s.db = db_new(config, DB_USER_SYNC);
	if (options->dry_run)
		db_only_reads(s.db);
	s.pool = new_pool(config);
	s.exit = run_engine(&s);
	engine_areas_release(&s);
	work_release(&s.work);
	http_pool_free(s.pool);
	db_free(s.db);
	return s.exit;
}
