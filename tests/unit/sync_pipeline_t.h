/* A whole pipeline against the stand-in, from plan to settlement. */
#ifndef UNIT_SYNC_PIPELINE_T_H
#define UNIT_SYNC_PIPELINE_T_H

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "sync/pipeline.h"

#include "standin.h"
#include "sync_t.h"

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1"
#define KEY_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb2"

enum { PATIENCE_MS = 20000, COUNTED_MAX = 1000 };

static struct {
	struct config config;
	struct keyring keys;
	struct rate_window window;
	struct breaker breaker;
	struct work work;
	struct bls_tally tally;
	struct http_pool *pool;
	struct pipeline *pipeline;
	int counted;
	int64_t counted_at_ms[COUNTED_MAX];
	int uncountable; /* how many times the ledger refuses */
	int blocked;
	char blocked_last4[KEY_LAST4_BYTES];
	char blocked_why[16];
} bench;

static inline enum err on_count(void *context, const struct key *key,
				int64_t now_ms, unsigned slot)
{
	(void)context;
	(void)key;
	(void)slot;
	if (bench.uncountable > 0) {
		bench.uncountable--;
		return ERR_NET;
	}
	if (bench.counted < COUNTED_MAX)
		bench.counted_at_ms[bench.counted++] = now_ms;
	return ERR_OK;
}

static inline void on_block(void *context, const struct key *key,
			    const char *reason)
{
	(void)context;
	bench.blocked++;
	copy_text(bench.blocked_last4, sizeof bench.blocked_last4, key->last4);
	copy_text(bench.blocked_why, sizeof bench.blocked_why, reason);
}

/* `occupations` to ask for, with these keys, from a stand-in that plays. */
static inline void bench_set(size_t occupations, const char *keys,
			     script_fn script)
{
	struct pipeline_options options = {
		.config = &bench.config,
		.keys = &bench.keys,
		.window = &bench.window,
		.breaker = &bench.breaker,
		.work = &bench.work,
		.tally = &bench.tally,
		.count = on_count,
		.block = on_block,
	};
	struct error e;

	memset(&bench, 0, sizeof bench);
	standin_start(script);
	copy_text(bench.config.api_url, sizeof bench.config.api_url,
		  standin_url);
	copy_text(bench.config.api_keys, sizeof bench.config.api_keys, keys);
	bench.config.concurrency = 5;
	bench.config.daily_quota = 500;
	bench.window.span_ms = 10000;
	assert_int_equal(keyring_init(&bench.keys, &bench.config, &e), ERR_OK);
	store_reset(occupations);
	bench.work = work_of(50, NULL);
	bench.pool = http_pool_new("test");
	options.pool = bench.pool;
	bench.pipeline = pipeline_new(&options);
}

/* Until it ends and nothing is in flight, as the sync does it. */
static inline enum pipeline_state bench_run(void)
{
	int64_t end_ms = clock_monotonic_ms() + PATIENCE_MS;
	enum pipeline_state state;

	for (;;) {
		state = pipeline_pump(bench.pipeline);
		commit(&bench.work);
		if (state != PIPELINE_WORKING && !http_pool_active(bench.pool))
			return state;
		if (clock_monotonic_ms() > end_ms)
			fail_msg("it does not end");
		http_pool_step(bench.pool,
			       pipeline_wait_ms(bench.pipeline, 200));
	}
}

static inline int bench_clear(void **state)
{
	(void)state;
	pipeline_free(bench.pipeline);
	http_pool_free(bench.pool);
	work_release(&bench.work);
	bench.pipeline = NULL;
	bench.pool = NULL;
	standin_stop();
	return 0;
}

/* All of it came, whole, and each request was counted before it went. */
static inline void assert_all_there(void)
{
	const struct run_counters *c = &bench.work.counters;

	assert_true(work_done(&bench.work));
	assert_int_equal(c->successful, c->total);
	assert_int_equal(c->requests, seen->requests);
	assert_int_equal(bench.counted, seen->requests);
	assert_int_equal(bench.work.counters.added, c->total * 15);
}

#endif
