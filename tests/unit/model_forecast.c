/* Is the quota enough for what is left, and if not, how long does it take? */
#include "model/sync_status.h"

#include "table.h"

#define NOW_MS  INT64_C(1779976800000) /* 2026-05-28T14:00:00Z */
#define USED(n) .last4 = "cdef", .used = (n), .quota = 500

/* 16,575 series of 1,105 occupations, unless it says otherwise. */
static const struct {
	const char *name;
	int open;
	struct key_status keys[2]; /* without a quota: not there */
	enum run_source source;
	int64_t needed;
	int64_t left;
	bool enough;
	int64_t days;
} forecasts[] = {
	{ "a new key", 1105, { { USED(0) } }, 0, 332, 500, true, 1 },
	{ "just enough", 1105, { { USED(168) } }, 0, 332, 332, true, 1 },
	{ "one too few", 1105, { { USED(169) } }, 0, 332, 331, false, 2 },
	{ "two keys",
	  1105,
	  { { USED(490) }, { USED(100) } },
	  0,
	  332,
	  410,
	  true,
	  1 },
	{ "nothing open", 0, { { USED(500) } }, 0, 0, 0, true, 0 },
	{ "no key at all", 1105, { { .quota = 25 } }, 0, 663, 25, false, 27 },
	{ "the flat file",
	  1105,
	  { { .quota = 25 } },
	  RUN_SOURCE_FLAT,
	  0,
	  25,
	  true,
	  0 },
	{ "refused",
	  1105,
	  { { USED(1), .invalid = true, .blocked_until_ms = NOW_MS + 1 } },
	  0,
	  332,
	  0,
	  false,
	  -1 },
	{ "used up, says BLS",
	  1105,
	  { { USED(200), .blocked_until_ms = NOW_MS + 1 } },
	  0,
	  332,
	  0,
	  false,
	  2 },
	{ "ignored",
	  1105,
	  { { USED(5), .ignored_until_ms = NOW_MS + 1 } },
	  0,
	  663,
	  20,
	  false,
	  27 },
	{ "no longer ignored",
	  1105,
	  { { USED(5), .ignored_until_ms = NOW_MS } },
	  0,
	  332,
	  495,
	  true,
	  1 },
};

static void test_forecast(void **state)
{
	char words[FORECAST_WORDS_BYTES];
	struct forecast f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(forecasts); i++) {
		struct sync_status s = { .now_ms = NOW_MS };
		const char *row = forecasts[i].name;

		s.open_occupations = forecasts[i].open;
		s.source = forecasts[i].source;
		for (; s.key_count < 2 && forecasts[i].keys[s.key_count].quota;
		     s.key_count++)
			s.keys[s.key_count] = forecasts[i].keys[s.key_count];
		row_int(row, sync_status_forecast(&s, &f), true);
		row_int(row, f.requests_needed, forecasts[i].needed);
		row_int(row, f.requests_remaining, forecasts[i].left);
		row_int(row, f.enough, forecasts[i].enough);
		row_int(row, f.days, forecasts[i].days);
		row_int(row,
			strstr(forecast_words(&f, words), "not enough") != NULL,
			f.days > 1);
	}
}

static void test_words(void **state)
{
	static const struct {
		struct forecast f;
		const char *words;
	} rows[] = {
		{ { .requests_needed = 1,
		    .requests_remaining = 1,
		    .enough = true },
		  "1 request needed, 1 left today: enough" },
		{ { .requests_needed = 2, .requests_remaining = 1, .days = 1 },
		  "2 requests needed, 1 left today: not enough, complete after "
		  "1 day" },
		{ { .requests_needed = 0, .requests_remaining = 1 },
		  "nothing to ask for, 1 request left today" },
		{ { .requests_needed = 9, .days = 3 },
		  "9 requests needed, 0 left today: not enough, complete after "
		  "3 days" },
	};
	char words[FORECAST_WORDS_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(forecast_words(&rows[i].f, words),
				    rows[i].words);
}

static void test_without_keys(void **state)
{
	struct sync_status s = { .now_ms = NOW_MS, .open_occupations = 1105 };
	struct forecast f;

	(void)state;
	assert_false(sync_status_forecast(&s, &f));
	assert_int_equal(f.requests_needed, 332);
	assert_int_equal(f.days, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forecast),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_without_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
