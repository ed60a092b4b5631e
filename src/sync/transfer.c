#include "sync/engine.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "store/breaker.h"
#include "store/key_ledger.h"
#include "sync/pipeline.h"
#include "sync/progress.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

enum {
	STEP_MAX_MS = 200,
	FULL_PAUSE_MS = 20,
};

enum err engine_count_request(void *context, const struct key *key,
			      int64_t now_ms, unsigned slot)
{
	struct engine *s = context;
	struct ledger_entry entry = { s->run_id, key->id, now_ms, slot };
	struct error e;
	enum err code;

	if (!engine_database_may_be_tried(s))
		return ERR_BUSY;
	code = key_ledger_count(s->db, &s->guard.lease, &entry, &e);
	if (code == ERR_OK)
		engine_database_works(s);
	else
		(void)engine_database_failed(s, &e);
	return code;
}

void engine_block_key(void *context, const struct key *key, const char *reason)
{
	struct engine *s = context;
	struct lease *lease = &s->guard.lease;
	struct ledger_block block = { key->id, reason, key->blocked_until_ms };
	struct error e;
	enum err code;

	if (strcmp(reason, "ignored") == 0)
		code = key_ledger_ignored(s->db, lease, key->id,
					  key->ignored_until_ms, &e);
	else
		code = key_ledger_block(s->db, lease, &block, &e);
	if (code != ERR_OK)
		log_warn("what became of key ...%s could not be stored: %s",
			 key->last4, e.msg);
}

static void commit_settled(struct engine *s)
{
	struct error e;

	engine_areas_commit(s);
	if (!s->work.settled_count || !engine_database_may_be_tried(s))
		return;
	if (work_commit(&s->work, s->db, &s->guard.lease, s->run_id, &e) ==
	    ERR_OK)
		engine_database_works(s);
	else
		(void)engine_database_failed(s, &e);
}

static void end_stopped(struct engine *s)
{
	char message[ITEM_MESSAGE_BYTES];

	(void)snprintf(message, sizeof message, "stopped by %s",
		       stop_wanted() ? stop_reason() : "request");
	log_info("%s: %d occupations are left for the next run", message,
		 s->work.counters.total - run_processed(&s->work.counters));
	engine_end(s, RUN_STOPPED, SYNC_ENDED_EARLY, NULL, message);
}

/* The pipeline came to an end of its own; what is settled is committed. */
static enum transfer_end conclude(struct engine *s, const struct feed *feed,
				  enum pipeline_state state)
{
	const char *message = feed->message(feed->context);
	enum sync_exit exit = SYNC_FAILED;

	switch (state) {
	case PIPELINE_WORKING:
	case PIPELINE_DONE:
		return TRANSFER_SETTLED;
	case PIPELINE_NEW_RELEASE:
		s->seen_year = feed->new_year(feed->context);
		log_warn("year %d appeared while %d was being read",
			 s->seen_year, s->work.release.year);
		return TRANSFER_NEW_RELEASE;
	case PIPELINE_PAUSED:
		log_warn("%s; the next run goes on", message);
		engine_end(s, RUN_PAUSED, SYNC_ENDED_EARLY, NULL, message);
		return TRANSFER_ENDED;
	case PIPELINE_MISCONFIGURED:
		exit = SYNC_USAGE;
		break;
	case PIPELINE_TURNED_AWAY:
	case PIPELINE_UNREACHABLE:
	case PIPELINE_TOO_MANY_RETRIES:
	case PIPELINE_STALE:
	case PIPELINE_BROKEN:
		break;
	}
	log_error("%s", message);
	engine_end(s, RUN_FAILED, exit, message, NULL);
	return TRANSFER_ENDED;
}

/* The next run and the health page want to know how BLS is. */
static void store_breaker(struct engine *s)
{
	struct error e;

	if (s->breaker.state == s->breaker_stored ||
	    !engine_database_may_be_tried(s))
		return;
	if (breaker_save(s->db, &s->guard.lease, "bls", &s->breaker, &e) ==
	    ERR_OK)
		s->breaker_stored = s->breaker.state;
	else
		(void)engine_database_failed(s, &e);
}

static bool drained(const struct engine *s)
{
	return !s->work.settled_count && !http_pool_active(s->pool) &&
	       !s->areas.rows.waiting;
}

/* What waits to be stored is kept small: meanwhile nothing more is read. */
static void wait_on_network(struct engine *s, int most_ms)
{
	if (!engine_areas_full(s))
		http_pool_step(s->pool, most_ms);
	else if (!engine_database_may_be_tried(s))
		(void)poll(NULL, 0, FULL_PAUSE_MS);
}

static enum transfer_end transfer_loop(struct engine *s,
				       const struct feed *feed)
{
	enum pipeline_state state;

	while (s->state == RUN_RUNNING) {
		if (engine_stop_wanted(s)) {
			http_pool_cancel(s->pool);
			commit_settled(s);
			end_stopped(s);
			break;
		}
		state = engine_database_may_be_tried(s)
				? feed->pump(feed->context)
				: PIPELINE_WORKING;
		commit_settled(s);
		store_breaker(s);
		engine_heartbeat(s);
		if (state != PIPELINE_WORKING && drained(s))
			return conclude(s, feed, state);
		wait_on_network(s, feed->wait_ms(feed->context, STEP_MAX_MS));
	}
	return TRANSFER_ENDED;
}

enum transfer_end engine_transfer_from(struct engine *s,
				       const struct feed *feed)
{
	enum transfer_end end = transfer_loop(s, feed);

	progress_show(&s->work.counters, clock_monotonic_ms() - s->started_ms);
	return end;
}

static enum pipeline_state pump_pipeline(void *context)
{
	return pipeline_pump(context);
}

static int wait_for_pipeline(const void *context, int most_ms)
{
	return pipeline_wait_ms(context, most_ms);
}

static const char *message_of_pipeline(const void *context)
{
	return pipeline_message(context);
}

static int year_of_pipeline(const void *context)
{
	return pipeline_new_year(context);
}

enum transfer_end engine_transfer(struct engine *s)
{
	struct pipeline_options options = {
		.config = s->config,
		.pool = s->pool,
		.keys = &s->keys,
		.window = &s->window,
		.breaker = &s->breaker,
		.work = &s->work,
		.tally = &s->tally,
		.count = engine_count_request,
		.block = engine_block_key,
		.context = s,
	};
	struct pipeline *p = pipeline_new(&options);
	const struct feed feed = {
		.context = p,
		.pump = pump_pipeline,
		.wait_ms = wait_for_pipeline,
		.message = message_of_pipeline,
		.new_year = year_of_pipeline,
	};
	enum transfer_end end = engine_transfer_from(s, &feed);

	pipeline_tell(p);
	pipeline_free(p);
	return end;
}
