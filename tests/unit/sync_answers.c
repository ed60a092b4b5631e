/* Bad answers: what is retried, split, given up, and when the run ends. */
#include "sync_pipeline_t.h"

static void fail_generically(struct answer *answer)
{
	str_adds(&answer->body,
		 "{\"status\":\"REQUEST_FAILED\",\"responseTime\":0,"
		 "\"message\":[\"Your request has failed. Please check your "
		 "input parameters, and try your request again.\"],"
		 "\"Results\":null}");
}

static void (*spoil)(struct answer *answer);

static void first_spoiled(const struct asked *asked, struct answer *answer)
{
	if (mark(0) == 1)
		spoil(answer);
	else
		answer_well(asked, answer);
}

static void unavailable(struct answer *answer)
{
	answer->status = 503;
}

static void page(struct answer *answer)
{
	str_adds(&answer->body, "<!DOCTYPE html><html>Maintenance</html>");
}

static void nothing(struct answer *answer)
{
	(void)answer;
}

static void cut(struct answer *answer)
{
	str_adds(&answer->body, "{\"status\":\"REQUEST_SUCCEEDED\",\"Res");
}

static void hang_up(struct answer *answer)
{
	answer->hang_up = true;
}

static void denied(struct answer *answer)
{
	answer->status = 403;
	str_adds(&answer->body, "<HTML>Access Denied</HTML>");
}

static void processing(struct answer *answer)
{
	answer->status = 202;
}

static void slow_down(struct answer *answer)
{
	answer->status = 429;
	answer->headers = "Retry-After: 1\r\n";
}

static void too_big(struct answer *answer)
{
	int i;

	str_adds(&answer->body, "{\"status\":\"REQUEST_SUCCEEDED\",\"x\":\"");
	for (i = 0; i < 5000; i++)
		str_addf(&answer->body, "%01024d", 0);
	str_adds(&answer->body, "\"}");
}

static const struct {
	void (*spoil)(struct answer *answer);
	const char *comment;
} first_bad[] = {
	{ unavailable, "503" },
	{ page, "a page of HTML with status 200" },
	{ nothing, "an empty body" },
	{ cut, "half a body" },
	{ hang_up, "no answer" },
	{ processing, "202" },
	{ too_big, "5 MB" },
	{ fail_generically, "the generic refusal, once" },
};

/* One bad answer costs one repetition and nothing else. */
static void test_retry(void **state)
{
	size_t i;

	for (i = 0; i < COUNT_OF(first_bad); i++) {
		spoil = first_bad[i].spoil;
		bench_set(10, KEY_A, first_spoiled);
		row_int(first_bad[i].comment, bench_run(), PIPELINE_DONE);
		row_int(first_bad[i].comment, bench.work.counters.retries, 1);
		row_int(first_bad[i].comment, bench.tally.requests[BLS_OK],
			seen->requests - 1);
		row_int(first_bad[i].comment, seen->requests, 4);
		assert_all_there();
		(void)bench_clear(state);
	}
}

static void always_denied(const struct asked *asked, struct answer *answer)
{
	(void)asked;
	denied(answer);
}

/* BLS does not want this host: nothing more is asked in this run, and the rest
 * is pending for the next one.  Without an address it is the configuration. */
static void test_denied(void **state)
{
	static const char *const contacts[] = { "a@example.org", "" };
	size_t i;

	for (i = 0; i < COUNT_OF(contacts); i++) {
		const char *contact = contacts[i];

		bench_set(34, KEY_A, always_denied);
		bench.config.concurrency = 1;
		copy_text(bench.config.contact_email,
			  sizeof bench.config.contact_email, contact);
		row_int(contact, bench_run(),
			contact[0] ? PIPELINE_TURNED_AWAY
				   : PIPELINE_MISCONFIGURED);
		row_int(contact, seen->requests, 1);
		row_int(contact, (int64_t)store.settlement_count, 0);
		row_true(contact,
			 strstr(pipeline_message(bench.pipeline),
				contact[0] ? "although the address is sent"
					   : "set contact_email"));
		(void)bench_clear(state);
	}
}

/* After a 429 all requests wait as long as BLS says. */
static void test_slow_down(void **state)
{
	int64_t started_ms = clock_monotonic_ms();

	(void)state;
	spoil = slow_down;
	bench_set(34, KEY_A, first_spoiled);
	bench.config.concurrency = 1;
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->requests, 12);
	assert_in_range(clock_monotonic_ms() - started_ms, 1000, 2500);
	assert_true(bench.counted_at_ms[1] - bench.counted_at_ms[0] >= 1000);
}

#define POISON "OEUN000000000000011002007"

static void poisoned(const struct asked *asked, struct answer *answer)
{
	if (asks_for(asked, POISON))
		fail_generically(answer);
	else
		answer_well(asked, answer);
}

/* Halves of halves, until the one bad series stands alone. */
static void test_bisect(void **state)
{
	const struct settlement *s;

	(void)state;
	bench_set(34, KEY_A, poisoned);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_int_equal(bench.work.counters.successful, 33);
	assert_int_equal(bench.work.counters.failed, 1);
	s = settlement_of("11-0020");
	assert_int_equal(s->state, ITEM_FAILED);
	assert_string_equal(s->reason, "request-failed");
	assert_false(s->transient);
	/* once more as it was, then two halves on each of six levels */
	assert_true(seen->requests <= 11 + 1 + 2 * 6);
	assert_int_equal(bench.breaker.state, BREAKER_CLOSED);
}

static void refuse_one(const struct asked *asked, struct answer *answer)
{
	if (asks_for(asked, "OEUN000000000000011000101"))
		str_adds(&answer->body, "{\"status\":\"REQUEST_NOT_PROCESSED\","
					"\"message\":[\"Try later\"]}");
	else
		answer_well(asked, answer);
}

/* Three tries, then the occupations of that request fail, no others. */
static void test_give_up(void **state)
{
	(void)state;
	bench_set(34, KEY_A, refuse_one);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_int_equal(bench.work.counters.failed, 4); /* 50 series */
	assert_int_equal(bench.work.counters.successful, 30);
	assert_int_equal(seen->requests, 11 + 2);
	assert_true(settlement_of("11-0001")->transient);
	assert_string_equal(settlement_of("11-0004")->reason, "refused");
}

static void refuse_all(const struct asked *asked, struct answer *answer)
{
	(void)asked;
	str_adds(&answer->body, "{\"status\":\"REQUEST_NOT_PROCESSED\"}");
}

static void test_too_many_retries(void **state)
{
	(void)state;
	bench_set(200, KEY_A, refuse_all); /* 60 requests */
	assert_int_equal(bench_run(), PIPELINE_TOO_MANY_RETRIES);
	assert_true(bench.work.counters.retries <= 30 + 6);
	assert_true(seen->requests < 120);
	assert_int_equal(bench.work.counters.successful, 0);
	assert_non_null(strstr(pipeline_message(bench.pipeline), "refused"));
}

static void of_2026(const struct asked *asked, struct answer *answer)
{
	answer_series(asked, asked->count, asked->number < 2 ? 2025 : 2026, "",
		      answer);
}

static void test_new_release(void **state)
{
	(void)state;
	bench_set(34, KEY_A, of_2026);
	bench.config.concurrency = 1;
	assert_int_equal(bench_run(), PIPELINE_NEW_RELEASE);
	assert_int_equal(pipeline_new_year(bench.pipeline), 2026);
	assert_int_equal(seen->requests, 3);
	assert_int_equal(bench.work.counters.successful, 6);
	assert_int_equal(bench.work.counters.failed, 0);
}

static void of_2024(const struct asked *asked, struct answer *answer)
{
	answer_series(asked, asked->count, 2024, "", answer);
}

/* An older year never becomes a figure of this one. */
static void test_stale(void **state)
{
	(void)state;
	bench_set(200, KEY_A, of_2024);
	assert_int_equal(bench_run(), PIPELINE_STALE);
	assert_true(seen->requests < 12);
	assert_int_equal(store.settlement_count, 0);
}

static void stale_once(const struct asked *asked, struct answer *answer)
{
	answer_series(asked, asked->count, mark(0) == 1 ? 2024 : 2025, "",
		      answer);
}

static void test_stale_once(void **state)
{
	(void)state;
	bench_set(10, KEY_A, stale_once);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->requests, 4);
}

static void drop_one(const struct asked *asked, struct answer *answer)
{
	answer_series(asked, mark(0) == 1 ? asked->count - 1 : asked->count,
		      2025, "", answer);
}

/* A series that was dropped in silence is asked for again, alone. */
static void test_missing_once(void **state)
{
	int alone = 0;
	int i;

	(void)state;
	bench_set(10, KEY_A, drop_one);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(seen->requests, 4);
	for (i = 0; i < seen->requests; i++) /* whichever came last */
		alone += seen->series[i] == 1;
	assert_int_equal(alone, 1);
}

static void one_malformed(const struct asked *asked, struct answer *answer)
{
	int i;

	str_adds(&answer->body, "{\"status\":\"REQUEST_SUCCEEDED\","
				"\"Results\":{\"series\":[");
	for (i = 0; i < asked->count; i++) {
		if (i)
			str_addc(&answer->body, ',');
		add_series(&answer->body, asked->ids[i], 2025,
			   strcmp(asked->ids[i], POISON) == 0 ? "1,234"
							      : "100");
	}
	str_adds(&answer->body, "]}}");
}

static void test_malformed(void **state)
{
	(void)state;
	bench_set(34, KEY_A, one_malformed);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_int_equal(bench.work.counters.successful, 33);
	assert_int_equal(seen->requests, 11 + 2);
	assert_string_equal(settlement_of("11-0020")->reason,
			    "malformed-value");
	assert_true(settlement_of("11-0020")->transient);
}

static void wrong_address(const struct asked *asked, struct answer *answer)
{
	(void)asked;
	answer->status = 404;
}

static void test_broken(void **state)
{
	(void)state;
	bench_set(34, KEY_A, wrong_address);
	assert_int_equal(bench_run(), PIPELINE_BROKEN);
	assert_true(seen->requests <= 5);
	assert_int_equal(bench.work.counters.failed, 0);
}

static void always_unavailable(const struct asked *asked, struct answer *answer)
{
	(void)asked;
	answer->status = 503;
}

/* The breaker opens for the sixth time in a row: nobody is there. */
static void test_unreachable(void **state)
{
	(void)state;
	bench_set(34, KEY_A, always_unavailable);
	bench.breaker.opened = 5;
	assert_int_equal(bench_run(), PIPELINE_UNREACHABLE);
	assert_true(seen->requests <= 5 + 4);
	assert_int_equal(bench.work.counters.failed, 0);
}

static void away_for_five(const struct asked *asked, struct answer *answer)
{
	if (mark(0) <= 5)
		answer->status = 503;
	else
		answer_well(asked, answer);
}

/* Open, then one probe, then on: nothing fails for it. */
static void test_recovers(void **state)
{
	(void)state;
	bench_set(34, KEY_A, away_for_five);
	assert_int_equal(bench_run(), PIPELINE_DONE);
	assert_all_there();
	assert_int_equal(bench.breaker.state, BREAKER_CLOSED);
	assert_int_equal(seen->requests, 11 + 5);
}

#define TEST(function) cmocka_unit_test_teardown(function, bench_clear)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_retry),       TEST(test_denied),
		TEST(test_slow_down),   TEST(test_bisect),
		TEST(test_give_up),     TEST(test_too_many_retries),
		TEST(test_new_release), TEST(test_stale),
		TEST(test_stale_once),  TEST(test_missing_once),
		TEST(test_malformed),   TEST(test_broken),
		TEST(test_unreachable), TEST(test_recovers),
	};

	crypto_init();
	log_init("test", LOG__MAX);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
