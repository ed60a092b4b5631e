/* Waiting and giving up: back-off, circuit breaker, rate window. */
#include "base/retry.h"

#include "table.h"

/* A small generator of its own, so that a failure can be repeated. */
static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)(*seed >> 32);
}

static void test_backoff_bounds(void **state)
{
	static const struct {
		unsigned attempt;
		int64_t ceiling_ms;
	} rows[] = {
		{ 0, 500 },   { 1, 1000 },    { 2, 2000 },
		{ 3, 4000 },  { 5, 16000 },   { 6, 20000 },
		{ 7, 20000 }, { 100, 20000 }, { UINT32_MAX - 1, 20000 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct backoff b = { 500, 20000, rows[i].attempt };
		int64_t longest;

		/* full jitter: from nothing to just below the ceiling */
		assert_int_equal(backoff_next(&b, -1, 0), 0);
		assert_int_equal(b.attempt, rows[i].attempt + 1);
		b.attempt = rows[i].attempt;
		longest = backoff_next(&b, -1, UINT32_MAX);
		assert_int_equal(longest, rows[i].ceiling_ms - 1);
		b.attempt = rows[i].attempt;
		assert_int_equal(backoff_next(&b, -1, UINT32_MAX / 2 + 1),
				 rows[i].ceiling_ms / 2);
	}
}

static void test_backoff_obeys_the_peer(void **state)
{
	struct backoff b = { 500, 20000, 0 };

	(void)state;
	assert_int_equal(backoff_next(&b, 0, UINT32_MAX), 0);
	assert_int_equal(backoff_next(&b, 60000, 0), 60000);
	assert_int_equal(b.attempt, 2);
	assert_int_equal(backoff_next(&b, -1, UINT32_MAX), 1999);
}

static void test_breaker_opens(void **state)
{
	struct breaker b = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		breaker_failure(&b, 1000, 0);
		assert_true(breaker_allow(&b, 1000));
	}
	breaker_failure(&b, 1000, 0);
	assert_int_equal(b.state, BREAKER_OPEN);
	assert_int_equal(b.opened, 1);
	assert_int_equal(b.until_ms, 1500); /* half of the pause at least */
	assert_false(breaker_allow(&b, 1499));
	assert_true(breaker_allow(&b, 1500));
}

/* Half of the last twenty calls, not of all calls ever. */
static void test_breaker_window(void **state)
{
	struct breaker b = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		breaker_success(&b);
	for (i = 0; i < 9; i++)
		breaker_failure(&b, 0, 0);
	assert_int_equal(b.state, BREAKER_CLOSED);
	breaker_failure(&b, 0, 0);
	assert_int_equal(b.state, BREAKER_OPEN);

	b = (struct breaker){ 0 };
	for (i = 0; i < 1000; i++) { /* two of five fail, for ever */
		if (i % 5 < 2)
			breaker_failure(&b, 0, 0);
		else
			breaker_success(&b);
	}
	assert_int_equal(b.state, BREAKER_CLOSED);

	b = (struct breaker){ 0 };
	for (i = 0; i < 4; i++)
		breaker_failure(&b, 0, 0);
	for (i = 0; i < 20; i++)
		breaker_success(&b); /* the four leave the window */
	for (i = 0; i < 9; i++)
		breaker_failure(&b, 0, 0);
	assert_int_equal(b.state, BREAKER_CLOSED);
}

static void open_breaker(struct breaker *b, int64_t now_ms)
{
	int i;

	*b = (struct breaker){ 0 };
	for (i = 0; i < BREAKER_MIN_CALLS; i++)
		breaker_failure(b, now_ms, 0);
}

static void test_breaker_half_open(void **state)
{
	struct breaker b;

	(void)state;
	open_breaker(&b, 0);
	assert_true(breaker_allow(&b, 600));
	assert_int_equal(b.state, BREAKER_HALF_OPEN);
	assert_false(breaker_allow(&b, 600)); /* one probe only */
	assert_false(breaker_allow(&b, 60000));
	breaker_success(&b);
	assert_int_equal(b.state, BREAKER_CLOSED);
	assert_int_equal(b.opened, 0);
	assert_true(breaker_allow(&b, 600));
	assert_true(breaker_allow(&b, 600));

	/* what was counted before does not open it at once again */
	breaker_failure(&b, 700, 0);
	assert_int_equal(b.state, BREAKER_CLOSED);
}

static void test_breaker_doubles(void **state)
{
	static const int64_t pauses_ms[] = { 1000,  2000,  4000, 8000,
					     16000, 30000, 30000 };
	struct breaker b;
	int64_t now_ms = 0;
	size_t i;

	(void)state;
	open_breaker(&b, now_ms);
	for (i = 0; i < COUNT_OF(pauses_ms); i++) {
		assert_int_equal(b.opened, i + 1);
		assert_int_equal(b.until_ms - now_ms, pauses_ms[i] / 2);
		now_ms = b.until_ms;
		assert_true(breaker_allow(&b, now_ms));
		breaker_failure(&b, now_ms, 0);
	}
	b.state = BREAKER_HALF_OPEN;
	breaker_failure(&b, now_ms, UINT32_MAX);
	assert_in_range(b.until_ms - now_ms, 29998, 30000);
}

/* Late failures of calls from before it opened change nothing. */
static void test_breaker_late_failures(void **state)
{
	struct breaker b;
	int64_t until_ms;

	(void)state;
	open_breaker(&b, 0);
	until_ms = b.until_ms;
	breaker_failure(&b, 100, 0);
	breaker_failure(&b, 200, 0);
	assert_int_equal(b.until_ms, until_ms);
	assert_int_equal(b.opened, 1);
}

static void test_breaker_names(void **state)
{
	(void)state;
	assert_string_equal(breaker_state_name(BREAKER_CLOSED), "closed");
	assert_string_equal(breaker_state_name(BREAKER_OPEN), "open");
	assert_string_equal(breaker_state_name(BREAKER_HALF_OPEN), "half-open");
}

enum { EVENTS = 5000 };

/*
 * A client that sends as soon as it may, now and then pausing for a while;
 * afterwards every span is counted.
 */
static void simulate(unsigned limit, int64_t span_ms, uint64_t seed)
{
	static int64_t at_ms[EVENTS];
	struct rate_window w = { .limit = limit, .span_ms = span_ms };
	int64_t now_ms = 1;
	size_t i;

	for (i = 0; i < EVENTS; i++) {
		int64_t ready_ms;

		if (next_random(&seed) % 16 == 0)
			now_ms += next_random(&seed) % (uint32_t)span_ms;
		now_ms += next_random(&seed) % 3 ? 0 : 1;
		ready_ms = rate_window_ready_ms(&w, now_ms);
		assert_true(ready_ms >= now_ms);
		now_ms = ready_ms;
		assert_int_equal(rate_window_ready_ms(&w, now_ms), now_ms);
		(void)rate_window_note(&w, now_ms);
		at_ms[i] = now_ms;
		/* the event `limit` places before is out of the span */
		if (i >= limit)
			assert_true(now_ms - at_ms[i - limit] >= span_ms);
	}
}

static void test_rate_never_exceeded(void **state)
{
	static const unsigned limits[] = { 1, 2, 3, 7, 25, 49, 50 };
	size_t i;
	uint64_t seed;

	(void)state;
	for (i = 0; i < COUNT_OF(limits); i++)
		for (seed = 1; seed <= 10; seed++)
			simulate(limits[i], 10000, seed);
}

/* It does not wait longer than needed either. */
static void test_rate_uses_all(void **state)
{
	struct rate_window w = { .limit = 50, .span_ms = 10000 };
	unsigned i;

	(void)state;
	for (i = 0; i < 50; i++) {
		assert_int_equal(rate_window_ready_ms(&w, 1000 + i), 1000 + i);
		assert_int_equal(rate_window_note(&w, 1000 + i), i);
	}
	assert_int_equal(rate_window_ready_ms(&w, 1050), 11000);
	assert_int_equal(rate_window_ready_ms(&w, 11000), 11000);
	assert_int_equal(rate_window_note(&w, 11000), 0); /* wraps around */
	assert_int_equal(rate_window_ready_ms(&w, 11000), 11001);
}

static void test_rate_lifted(void **state)
{
	struct rate_window w = { .limit = 0, .span_ms = 10000 };
	int i;

	(void)state;
	for (i = 0; i < 200; i++) {
		assert_int_equal(rate_window_ready_ms(&w, 5), 5);
		(void)rate_window_note(&w, 5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backoff_bounds),
		cmocka_unit_test(test_backoff_obeys_the_peer),
		cmocka_unit_test(test_breaker_opens),
		cmocka_unit_test(test_breaker_window),
		cmocka_unit_test(test_breaker_half_open),
		cmocka_unit_test(test_breaker_doubles),
		cmocka_unit_test(test_breaker_late_failures),
		cmocka_unit_test(test_breaker_names),
		cmocka_unit_test(test_rate_never_exceeded),
		cmocka_unit_test(test_rate_uses_all),
		cmocka_unit_test(test_rate_lifted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
