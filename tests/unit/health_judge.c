/* Every rule of the judgment, with facts made by hand. */
#include "health/judge.h"
#include "health/monitor.h"

#include "t.h"

#include <string.h>

static struct check c;

#define ASSERT_CHECK(wanted, word)                        \
	do {                                              \
		assert_int_equal(c.status, wanted);       \
		assert_non_null(strstr(c.message, word)); \
		assert_in_range(c.score, 0, 100);         \
	} while (0)

static void test_database(void **state)
{
	struct database_facts f = { .reachable = true, .round_trip_ms = 250 };

	(void)state;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_PASS, "250 ms");
	assert_int_equal(c.score, 100);
	assert_string_equal(c.breaker, "closed");
	f.round_trip_ms = 251;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_WARN, "251 ms");
	f.refuses = true;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_FAIL, "refuses");
	/* why it refuses, where that is known */
	c = (struct check){ .score = 0 };
	f.tables = 11;
	f.program = 12;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_FAIL, "number 11, the program needs 12");
	assert_non_null(strstr(c.advice[0], "bls-sync migrate"));
	f.tables = 13;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_FAIL, "older program");
	f.refuses = false; /* during an upgrade */
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_WARN, "older program");
	f.tables = 12;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_WARN, "251 ms");
	f.tables = -1;
	judge_database(&f, &c);
	ASSERT_CHECK(CHECK_WARN, "251 ms");
	f.reachable = false;
	f.breaker = BREAKER_HALF_OPEN;
	judge_database(&f, &c);
	assert_string_equal(c.breaker, "half-open");
	ASSERT_CHECK(CHECK_FAIL, "cannot be reached");
	assert_int_equal(c.score, 0);
}

static void test_bls(void **state)
{
	static const struct {
		struct bls_facts facts;
		enum check_status status;
		const char *word;
	} rows[] = {
		{ { .probed = true, .probe_ok = true, .probe_ms = 42 },
		  CHECK_PASS,
		  "42 ms" },
		{ { .probed = false }, CHECK_PASS, "nobody has looked" },
		{ { .probed = true, .probe_ok = true, .probe_age_s = 3601 },
		  CHECK_PASS,
		  "nobody has looked" },
		{ { .probed = true, .probe_message = "no route" },
		  CHECK_WARN,
		  "no route" },
		/* an old probe is no proof that it still is so */
		{ { .probed = true, .probe_age_s = 3601 },
		  CHECK_PASS,
		  "nobody has looked" },
		{ { .probed = true, .probe_ok = true, .breaker = BREAKER_OPEN },
		  CHECK_WARN,
		  "stopped asking" },
		{ { .probed = true,
		    .breaker = BREAKER_OPEN,
		    .probe_message = "timed out" },
		  CHECK_FAIL,
		  "timed out" },
		{ { .probed = true,
		    .probe_ok = true,
		    .requests = 332,
		    .retries = 33 },
		  CHECK_PASS,
		  "answered" },
		{ { .probed = true,
		    .probe_ok = true,
		    .requests = 332,
		    .retries = 34 },
		  CHECK_WARN,
		  "34 retries for 332" },
		/* one retry of three requests is chance */
		{ { .probed = true,
		    .probe_ok = true,
		    .requests = 3,
		    .retries = 1 },
		  CHECK_PASS,
		  "answered" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		judge_bls(&rows[i].facts, &c);
		ASSERT_CHECK(rows[i].status, rows[i].word);
	}
}

static void test_keys(void **state)
{
	static const struct {
		struct keys_facts facts;
		enum check_status status;
		const char *word;
	} rows[] = {
		{ { .needed = false }, CHECK_PASS, "can do without" },
		{ { .needed = true }, CHECK_WARN, "25 requests" },
		{ { .configured = 2, .needed = true },
		  CHECK_PASS,
		  "2 keys are set" },
		{ { .keys = 1, .quota = 500, .remaining = 168 },
		  CHECK_PASS,
		  "168 of 500 requests are left today with 1 key." },
		{ { .keys = 3, .invalid = 1, .quota = 1500, .remaining = 7 },
		  CHECK_WARN,
		  "refuses 1 of 3 keys; 7 requests are left" },
		{ { .keys = 1, .invalid = 0, .quota = 1, .remaining = 1 },
		  CHECK_PASS,
		  "1 of 1 request is left today with 1 key." },
		{ { .keys = 2, .invalid = 1, .quota = 1000, .remaining = 1 },
		  CHECK_WARN,
		  "refuses 1 of 2 keys; 1 request is left" },
		{ { .keys = 2, .used_up = 2, .quota = 1000, .remaining = 0 },
		  CHECK_WARN,
		  "used up" },
		{ { .keys = 2, .invalid = 2, .quota = 1000, .remaining = 0 },
		  CHECK_FAIL,
		  "every key" },
		{ { .keys = 3, .ignored = 1, .quota = 1500, .remaining = 7 },
		  CHECK_WARN,
		  "does not heed 1 of 3" },
		/* one refused, the other used up: it goes on tomorrow */
		{ { .keys = 2, .invalid = 1, .used_up = 1, .quota = 1000 },
		  CHECK_WARN,
		  "tomorrow" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		judge_keys(&rows[i].facts, &c);
		ASSERT_CHECK(rows[i].status, rows[i].word);
	}
}

#define RAN(run_state)                                         \
	.ever = true, .state = (run_state), .succeeded = true, \
	.success_age_s = 3600, .request_age_s = -1

#define ROW(status, word, ...)                \
	{                                     \
		{ __VA_ARGS__ }, status, word \
	}

struct sync_row {
	struct sync_facts facts;
	enum check_status status;
	const char *word;
};

static void check_sync(const struct sync_row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		judge_sync(&rows[i].facts, &c);
		ASSERT_CHECK(rows[i].status, rows[i].word);
	}
}

static void test_sync(void **state)
{
	static const struct sync_row rows[] = {
		ROW(CHECK_WARN, "No sync has", .request_age_s = -1),
		ROW(CHECK_PASS, "60 minutes ago", RAN(RUN_SUCCEEDED)),
		ROW(CHECK_PASS, "is running", RAN(RUN_RUNNING),
		    .heartbeat_age_s = 30),
		ROW(CHECK_FAIL, "31 seconds", RAN(RUN_RUNNING),
		    .heartbeat_age_s = 31),
		ROW(CHECK_FAIL, "died", RAN(RUN_CRASHED)),
		ROW(CHECK_FAIL, "disk full", RAN(RUN_FAILED),
		    .last_error = "disk full"),
		ROW(CHECK_WARN, "17 occupations", RAN(RUN_PAUSED),
		    .pending = 17),
		ROW(CHECK_WARN, "stopped with 3", RAN(RUN_STOPPED),
		    .pending = 3),
		ROW(CHECK_WARN, "holds", RAN(RUN_HELD)),
		ROW(CHECK_WARN, "4 occupations", RAN(RUN_SUCCEEDED),
		    .failed = 4, .permanent = 1),
		ROW(CHECK_PASS, "26 hours ago", .ever = true,
		    .state = RUN_SUCCEEDED, .succeeded = true,
		    .success_age_s = 93600, .request_age_s = -1),
		ROW(CHECK_WARN, "26 hours", .ever = true,
		    .state = RUN_SUCCEEDED, .succeeded = true,
		    .success_age_s = 93601, .request_age_s = -1),
		/* asked for, and nobody came */
		ROW(CHECK_FAIL, "has not started", .ever = true,
		    .state = RUN_SUCCEEDED, .succeeded = true,
		    .request_age_s = 181),
		ROW(CHECK_PASS, "succeeded", .ever = true,
		    .state = RUN_SUCCEEDED, .succeeded = true,
		    .request_age_s = 180),
	};

	(void)state;
	check_sync(rows, COUNT_OF(rows));
}

static void test_sync_of_areas(void **state)
{
	static const struct sync_row rows[] = {
		ROW(CHECK_WARN,
		    "4 of 54 areas could not be loaded, 1 of them for good",
		    RAN(RUN_SUCCEEDED),
		    .areas = { .total = 54, .failed = 4, .permanent = 1 }),
		ROW(CHECK_WARN, "good; 5 of 54 areas", RAN(RUN_SUCCEEDED),
		    .failed = 4, .areas = { .total = 54, .failed = 5 }),
		ROW(CHECK_WARN, "could not be read: oe.area is",
		    RAN(RUN_SUCCEEDED),
		    .areas = { .kinds_failed = 1, .trouble = "oe.area is" }),
		ROW(CHECK_PASS, "minutes", RAN(RUN_SUCCEEDED),
		    .areas = { .total = 54, .loaded = 54 }),
		ROW(CHECK_WARN, "areas back: 43 of 54", RAN(RUN_HELD),
		    .areas = { .held = true }, .last_error = "43 of 54"),
	};

	(void)state;
	check_sync(rows, COUNT_OF(rows));
}

static void test_disk(void **state)
{
	static const int64_t gib = 1024LL * 1024 * 1024;
	struct disk_facts f = { .known = true,
				.free_bytes = 50 * gib,
				.total_bytes = 100 * gib };

	(void)state;
	judge_disk(&f, &c);
	ASSERT_CHECK(CHECK_PASS, "%");
	f.free_bytes = 9 * gib;
	judge_disk(&f, &c);
	ASSERT_CHECK(CHECK_WARN, "9216 MiB");
	f.free_bytes = 2 * gib;
	judge_disk(&f, &c);
	ASSERT_CHECK(CHECK_FAIL, "2048 MiB");
	/* half of a small disk is still not enough to work with */
	f.free_bytes = gib / 32;
	f.total_bytes = gib / 16;
	judge_disk(&f, &c);
	ASSERT_CHECK(CHECK_FAIL, "32 MiB");
	f.known = false;
	judge_disk(&f, &c);
	ASSERT_CHECK(CHECK_WARN, "cannot be told");
}

static struct health_facts all_is_well(void)
{
	return (struct health_facts){
		.database = { .reachable = true, .round_trip_ms = 1 },
		.bls = { .probed = true, .probe_ok = true },
		.keys = { .keys = 1, .quota = 500, .remaining = 500 },
		.sync = { RAN(RUN_SUCCEEDED) },
		.alerts = { .configured = true, .oldest_age_s = -1 },
		.disk = { .known = true,
			  .free_bytes = 1LL << 39,
			  .total_bytes = 1LL << 40 },
	};
}

static void test_whole(void **state)
{
	struct health_facts facts = all_is_well();
	struct health h = { .checked_ms = 1 };
	int i;

	(void)state;
	judge(&facts, &h);
	assert_int_equal(health_status(&h), CHECK_PASS);
	assert_int_equal(health_score(&h), 100);
	facts.keys.invalid = 1;
	judge(&facts, &h);
	assert_int_equal(health_status(&h), CHECK_FAIL);
	assert_int_equal(health_score(&h), 83); /* (5 x 100 + 0) / 6 */
	assert_int_equal(h.of[COMPONENT_API_KEYS].advice_count, 1);
	facts = all_is_well();
	judge(&facts, &h);
	for (i = 0; i < COMPONENT__MAX; i++)
		assert_int_equal(h.of[i].advice_count, 0);
}

/* Without the database the rest is not guessed at. */
static void test_database_away(void **state)
{
	struct health_facts facts = all_is_well();
	struct health h = { .checked_ms = 1 };

	(void)state;
	facts.database.reachable = false;
	judge(&facts, &h);
	assert_int_equal(h.of[COMPONENT_DATABASE].status, CHECK_FAIL);
	assert_int_equal(h.of[COMPONENT_BLS_API].status, CHECK_WARN);
	assert_int_equal(h.of[COMPONENT_API_KEYS].status, CHECK_WARN);
	assert_int_equal(h.of[COMPONENT_DATA_SYNC].status, CHECK_WARN);
	assert_int_equal(h.of[COMPONENT_DISK].status, CHECK_PASS);
	assert_int_equal(health_status(&h), CHECK_FAIL);
}

static void test_json(void **state)
{
	struct health_facts facts = all_is_well();
	struct health h = { .checked_ms = 1767225600000 };
	struct str out = STR_INIT(8192);
	struct jw w = JW_INIT(&out);

	(void)state;
	judge(&facts, &h);
	h.of[COMPONENT_DISK].since_ms = 1767225600000;
	health_write(&w, &h);
	assert_true(jw_ok(&w));
	assert_non_null(strstr(out.data,
			       "{\"status\":\"pass\",\"score\":100,"
			       "\"checkedAt\":\"2026-01-01T00:00:00"));
	assert_non_null(strstr(out.data, "\"dataSync\":{\"status\":\"pass\""));
	assert_non_null(strstr(out.data, "\"since\":null,"
					 "\"recommendations\":[]"));
	str_release(&out);
}

static void test_front_page(void **state)
{
	static const struct {
		const char *url;
		const char *page;
	} rows[] = {
		{ "https://api.bls.gov/publicAPI/v2/timeseries/data/",
		  "https://api.bls.gov/" },
		{ "http://127.0.0.1:8080/publicAPI?x",
		  "http://127.0.0.1:8080/" },
		{ "https://api.bls.gov", "https://api.bls.gov/" },
		{ "https://api.bls.gov?x", "https://api.bls.gov/" },
	};
	char page[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		health_front_page(rows[i].url, page, sizeof page);
		assert_string_equal(page, rows[i].page);
	}
	health_front_page("https://a-host-longer-than-the-room", page, 16);
	assert_int_equal(strlen(page), 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_database),
		cmocka_unit_test(test_bls),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_sync),
		cmocka_unit_test(test_sync_of_areas),
		cmocka_unit_test(test_disk),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_database_away),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_front_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
