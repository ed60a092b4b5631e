/* Looking for the release once more, after a pause. */
#include "sync/engine.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"

enum {
	TRIES_MAX = 4, /* once, and three times again */
	BACKOFF_BASE_MS = 2000,
	BACKOFF_CAP_MS = 30000,
	STEP_MAX_MS = 200,
};

bool engine_look_again(struct engine *s, const struct error *e, unsigned *tries)
{
	struct backoff backoff = { BACKOFF_BASE_MS, BACKOFF_CAP_MS, *tries };
	int64_t until_ms;

	if (!err_transient(e->code) || ++*tries >= TRIES_MAX)
		return false;
	until_ms = clock_monotonic_ms() +
		   backoff_next(&backoff, -1, crypto_random32());
	log_warn("release look-up: %s; trying again", e->msg);
	while (clock_monotonic_ms() < until_ms) {
		if (engine_stop_wanted(s) || s->state != RUN_RUNNING)
			return false;
		if (s->guard.lease.token)
			engine_heartbeat(s);
		http_pool_step(s->pool, STEP_MAX_MS);
	}
	return true;
}
