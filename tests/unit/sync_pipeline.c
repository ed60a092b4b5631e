/* Requests: how many, how large, how fast, and with which key. */
#include "sync_pipeline_t.h"

static void slowly(const struct asked *asked, struct answer *answer)
{
	answer_well(asked, answer);
	answer->delay_ms = 30;
}

static void test_packing(void **state)
{
	int full = 0;
	int i;

	(void)state;
	bench_set(34, KEY_A, slowly); /* 510 series */
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->requests, 11);
	for (i = 0; i < 11; i++)
		full += seen->series[i] == 50;
	assert_int_equal(full, 10);
	assert_int_equal(seen->most_in_flight, 5);
	assert_int_equal(bench.work.counters.retries, 0);
	assert_int_equal(bench.keys.keys[0].used, 11);
}

static void test_packing_without_key(void **state)
{
	int i;

	(void)state;
	bench_set(10, "", slowly); /* 150 series */
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->requests, 6);
	for (i = 0; i < 6; i++)
		assert_int_equal(seen->series[i], 25);
}

static void test_fewer_in_flight(void **state)
{
	(void)state;
	bench_set(20, KEY_A, slowly);
	bench.config.concurrency = 2;
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->most_in_flight, 2);
}

/* Never more than the limit in any span, by the moments they were counted. */
static void test_rate(void **state)
{
	int i;

	(void)state;
	bench_set(40, KEY_A "," KEY_B, answer_well); /* 12 requests */
	bench.window.limit = 4;
	bench.window.span_ms = 300;
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(bench.counted, 12);
	for (i = 4; i < 12; i++)
		assert_true(bench.counted_at_ms[i] -
				    bench.counted_at_ms[i - 4] >=
			    300);
	assert_true(bench.counted_at_ms[11] - bench.counted_at_ms[0] < 2000);
}

static void test_keys_in_turn(void **state)
{
	(void)state;
	bench_set(34, KEY_A "," KEY_B, answer_well);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(bench.keys.keys[0].used, 6);
	assert_int_equal(bench.keys.keys[1].used, 5);
}

static void a_is_used_up(const struct asked *asked, struct answer *answer)
{
	if (strcmp(asked->key, KEY_A) != 0) {
		answer_well(asked, answer);
		return;
	}
	str_adds(&answer->body,
		 "{\"status\":\"REQUEST_NOT_PROCESSED\",\"message\":["
		 "\"Request could not be serviced, as the daily threshold for "
		 "total number of requests allocated to the user with "
		 "registration key " KEY_A " has been reached.\"],"
		 "\"Results\":{}}");
}

static void test_quota_rotates(void **state)
{
	(void)state;
	bench_set(34, KEY_A "," KEY_B, a_is_used_up);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_true(bench.blocked >= 1);
	assert_string_equal(bench.blocked_last4, "aaa1");
	assert_string_equal(bench.blocked_why, "quota");
	assert_true(bench.keys.keys[0].blocked_until_ms > clock_now_ms());
	assert_int_equal(bench.keys.keys[1].blocked_until_ms, 0);
	assert_int_equal(bench.keys.keys[1].used, 11);
	assert_int_equal(bench.work.counters.retries, 0);
	assert_int_equal(bench.breaker.state, BREAKER_CLOSED);
}

static void a_is_invalid(const struct asked *asked, struct answer *answer)
{
	if (strcmp(asked->key, KEY_A) != 0) {
		answer_well(asked, answer);
		return;
	}
	str_adds(&answer->body,
		 "{\"status\":\"REQUEST_NOT_PROCESSED\",\"message\":["
		 "\"The key:" KEY_A " provided by the User is invalid. Please "
		 "provide a proper key for the operation to be successful\"]}");
}

static void test_invalid_rotates(void **state)
{
	(void)state;
	bench_set(34, KEY_A "," KEY_B, a_is_invalid);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_string_equal(bench.blocked_why, "invalid");
	assert_int_equal(bench.keys.keys[1].used, 11);
}

/* The last key too: the run pauses, nothing fails, nothing is lost. */
static void test_out_of_quota(void **state)
{
	(void)state;
	bench_set(34, KEY_A, a_is_used_up);
	assert_int_equal(bench_run(), PIPELINE_PAUSED);
	assert_true(seen->requests <= 5);
	assert_int_equal(bench.work.counters.failed, 0);
	assert_int_equal(run_processed(&bench.work.counters), 0);
	assert_int_equal(store.settlement_count, 0);
	assert_null(strstr(pipeline_message(bench.pipeline), "aaaa"));
}

/* Counted up by ourselves: not one request more than the quota. */
static void test_quota_counted(void **state)
{
	(void)state;
	bench_set(34, KEY_A "," KEY_B, answer_well);
	bench.keys.keys[0].quota = 3;
	bench.keys.keys[1].quota = 10;
	bench.keys.keys[1].used = 6; /* by earlier runs */
	assert_int_equal(bench_run(), PIPELINE_PAUSED);
	assert_int_equal(seen->requests, 7);
	assert_int_equal(bench.work.counters.successful, 7 * 50 / 15);
	assert_int_equal(bench.work.counters.failed, 0);
}

/* A ledger that cannot be written keeps requests back; none gets lost. */
static void test_ledger_away(void **state)
{
	(void)state;
	bench_set(34, KEY_A, answer_well);
	bench.uncountable = 7;
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->requests, 11);
	assert_int_equal(bench.keys.keys[0].used, 11);
}

/* An unknown key is no key for BLS: it drops what is beyond 25. */
static void keyless(const struct asked *asked, struct answer *answer)
{
	if (asked->count <= 25)
		answer_well(asked, answer);
	else
		answer_series(asked, 25, 2025,
			      "\"Requested Series list has been reduced to "
			      "the system-allowed limit of 25 series.\"",
			      answer);
}

static void test_truncated(void **state)
{
	int series = 0;
	int i;

	(void)state;
	bench_set(34, KEY_A, keyless);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(bench.work.counters.retries, 0);
	assert_int_equal(bench.keys.keys[0].series_limit, 25);
	assert_int_equal(bench.blocked, 1);
	assert_string_equal(bench.blocked_why, "ignored");
	assert_int_equal(bench.tally.requests[BLS_OK] +
				 bench.tally.requests[BLS_INCOMPLETE],
			 seen->requests);
	for (i = 0; i < seen->requests; i++)
		series += seen->series[i] < 25 ? seen->series[i] : 25;
	assert_int_equal(series, 510); /* no series was answered twice */
}

static void very_slowly(const struct asked *asked, struct answer *answer)
{
	answer_well(asked, answer);
	answer->delay_ms = 5000;
}

/* Dropped in the middle: nothing leaks, nothing is delivered. */
static void test_dropped(void **state)
{
	int i;

	(void)state;
	bench_set(34, KEY_A, very_slowly);
	for (i = 0; i < 20; i++) {
		assert_int_equal(pipeline_pump(bench.pipeline),
				 PIPELINE_WORKING);
		http_pool_step(bench.pool, 5);
	}
	assert_int_equal(http_pool_active(bench.pool), 5);
	pipeline_free(bench.pipeline);
	bench.pipeline = NULL;
	assert_int_equal(http_pool_active(bench.pool), 0);
	assert_int_equal(store.settlement_count, 0);
}

static void refuse_once(const struct asked *asked, struct answer *answer)
{
	if (asked->number > 0)
		very_slowly(asked, answer);
	else
		str_adds(&answer->body,
			 "{\"status\":\"REQUEST_NOT_PROCESSED\"}");
}

/* While it can do nothing but wait, it does not spin. */
static void test_idle(void **state)
{
	int64_t end_ms = clock_monotonic_ms() + 1000;

	(void)state;
	bench_set(34, KEY_A, refuse_once);
	while (clock_monotonic_ms() < end_ms) {
		(void)pipeline_pump(bench.pipeline);
		http_pool_step(bench.pool, 10);
	}
	/* five in flight, and the refused one has waited long enough */
	assert_int_equal(http_pool_active(bench.pool), 5);
	assert_int_equal(pipeline_wait_ms(bench.pipeline, 200), 200);

	bench.config.concurrency = 6;
	assert_int_equal(pipeline_wait_ms(bench.pipeline, 200), 1);
	bench.breaker.state = BREAKER_OPEN;
	bench.breaker.until_ms = clock_monotonic_ms() + 150;
	assert_in_range(pipeline_wait_ms(bench.pipeline, 200), 100, 150);
	bench.breaker.until_ms += 10000;
	assert_int_equal(pipeline_wait_ms(bench.pipeline, 200), 200);
	bench.breaker.state = BREAKER_CLOSED;
	assert_int_equal(pipeline_wait_ms(bench.pipeline, 200), 1);
	bench.keys.keys[0].used = bench.keys.keys[0].quota;
	assert_int_equal(pipeline_wait_ms(bench.pipeline, 200), 200);
}

#define TEST(function) cmocka_unit_test_teardown(function, bench_clear)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_packing),
		TEST(test_packing_without_key),
		TEST(test_fewer_in_flight),
		TEST(test_rate),
		TEST(test_keys_in_turn),
		TEST(test_quota_rotates),
		TEST(test_invalid_rotates),
		TEST(test_out_of_quota),
		TEST(test_quota_counted),
		TEST(test_ledger_away),
		TEST(test_truncated),
		TEST(test_dropped),
		TEST(test_idle),
	};

	crypto_init();
	log_init("test", LOG__MAX);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
