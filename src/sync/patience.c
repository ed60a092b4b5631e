/* How a run ends, and how long it bears with a database that is in trouble. */
#include "sync/engine.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/stop.h"
#include "base/text.h"

enum {
	STEP_MAX_MS = 200,
	DATABASE_PATIENCE_MS = 60000,
};

bool engine_stop_wanted(const struct engine *s)
{
	return stop_wanted() || s->stop_requested;
}

void engine_end(struct engine *s, enum run_state state, enum sync_exit exit,
		const char *error, const char *message)
{
	if (s->state != RUN_RUNNING)
		return;
	s->state = state;
	s->exit = exit;
	(void)text_format(s->error, sizeof s->error, "%s", error ? error : "");
	(void)text_format(s->message, sizeof s->message, "%s",
			  message ? message : "");
}

void engine_database_works(struct engine *s)
{
	s->db_lost_since_ms = 0;
	s->db_not_before_ms = 0;
	s->db_backoff.attempt = 0;
}

bool engine_database_failed(struct engine *s, const struct error *e)
{
	int64_t now_ms = clock_monotonic_ms();

	if (e->code == ERR_FENCED) {
		log_error("%s: this run writes nothing any more", e->msg);
		engine_end(s, RUN_CRASHED, SYNC_LOCKED, e->msg, NULL);
		return false;
	}
	if (!s->db_lost_since_ms)
		s->db_lost_since_ms = now_ms;
	if (!err_transient(e->code) ||
	    now_ms - s->db_lost_since_ms > DATABASE_PATIENCE_MS) {
		log_error("%s", e->msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e->msg, NULL);
		return false;
	}
	if (!s->db_backoff.attempt)
		log_warn("%s; trying again", e->msg);
	s->db_not_before_ms =
		now_ms + backoff_next(&s->db_backoff, -1, crypto_random32());
	return true;
}

bool engine_database_again(struct engine *s, const struct error *e)
{
	int64_t wait_ms;

	if (!err_transient(e->code) || !engine_database_failed(s, e))
		return false;
	while (!stop_wanted()) {
		wait_ms = s->db_not_before_ms - clock_monotonic_ms();
		if (wait_ms <= 0)
			return true;
		http_pool_step(s->pool, wait_ms < STEP_MAX_MS ? (int)wait_ms
							      : STEP_MAX_MS);
	}
	return false;
}

bool engine_database_may_be_tried(const struct engine *s)
{
	return clock_monotonic_ms() >= s->db_not_before_ms;
}
