/* Occupation codes, measures, releases, and the arithmetic of a run. */
#include "model/measure.h"
#include "model/release.h"
#include "model/run.h"
#include "model/soc.h"

#include "table.h"

static void test_soc_valid(void **state)
{
	static const struct {
		const char *code;
		bool valid;
	} rows[] = {
		{ "15-1252", true },   { "00-0000", true },
		{ "13-1020", true },   { "", false },
		{ "15", false },       { "15-", false },
		{ "15-125", false },   { "15-12520", false },
		{ "151252", false },   { "1-51252", false },
		{ "15_1252", false },  { "15-125a", false },
		{ "a5-1252", false },  { " 15-1252", false },
		{ "15-1252 ", false }, { "15-1252.00", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		row_int(rows[i].code, soc_valid(rows[i].code), rows[i].valid);
}

static void test_soc_forms(void **state)
{
	char code[SOC_BYTES];

	(void)state;
	assert_true(soc_from_digits("151252", code));
	assert_string_equal(code, "15-1252");
	assert_true(soc_from_digits("29102313", code)); /* six of them count */
	assert_string_equal(code, "29-1023");
	assert_false(soc_from_digits("15125x", code));
	assert_false(soc_from_digits("15-125", code));
	soc_major_group("15-1252", code);
	assert_string_equal(code, "15-0000");
}

/* The list of BLS's oe.datatype: name, unit, decimals as published. */
static void test_measures(void **state)
{
	static const struct {
		int datatype;
		const char *name;
		const char *unit;
		int decimals;
		bool hourly;
	} rows[] = {
		{ 1, "employment", "jobs", 0, false },
		{ 2, "employmentRse", "percent", 1, false },
		{ 3, "meanHourlyWage", "dollars per hour", 2, true },
		{ 4, "meanAnnualWage", "dollars per year", 0, false },
		{ 5, "wageRse", "percent", 1, false },
		{ 6, "hourly10thPercentile", "dollars per hour", 2, true },
		{ 7, "hourly25thPercentile", "dollars per hour", 2, true },
		{ 8, "medianHourlyWage", "dollars per hour", 2, true },
		{ 9, "hourly75thPercentile", "dollars per hour", 2, true },
		{ 10, "hourly90thPercentile", "dollars per hour", 2, true },
		{ 11, "annual10thPercentile", "dollars per year", 0, false },
		{ 12, "annual25thPercentile", "dollars per year", 0, false },
		{ 13, "medianAnnualWage", "dollars per year", 0, false },
		{ 14, "annual75thPercentile", "dollars per year", 0, false },
		{ 15, "annual90thPercentile", "dollars per year", 0, false },
		{ 16, "employmentPer1000Jobs", "jobs per 1,000", 3, false },
		{ 17, "locationQuotient", "ratio", 2, false },
	};
	size_t i;

	(void)state;
	assert_int_equal(COUNT_OF(rows), MEASURE__MAX);
	assert_int_equal(MEASURE_NATIONAL, 15);
	for (i = 0; i < COUNT_OF(rows); i++) {
		const struct measure *m = measure_of(rows[i].datatype);

		row_text(rows[i].name, m->name, rows[i].name);
		row_text(rows[i].name, m->unit, rows[i].unit);
		row_int(rows[i].name, m->decimals, rows[i].decimals);
		row_int(rows[i].name, measure_is_hourly(rows[i].datatype),
			rows[i].hourly);
	}
	assert_int_equal(MEASURE_HOURLY_MEDIAN, 8);
	assert_int_equal(MEASURE_ANNUAL_MEDIAN, 13);
}

static void test_release(void **state)
{
	static const struct {
		const char *code;
		int year; /* 0 = refused */
		const char *comment;
	} rows[] = {
		{ "2025A01", 2025, "the newest" },
		{ "1990A01", 1990, "the first" },
		{ "2199A01", 2199, "the last" },
		{ "1989A01", 0, "too early" },
		{ "2200A01", 0, "too late" },
		{ "2025M05", 0, "a month" },
		{ "2025A02", 0, "another annual period" },
		{ "2025a01", 0, "lower case" },
		{ "2025A0", 0, "cut" },
		{ "2025A011", 0, "too long" },
		{ " 2025A0", 0, "white space" },
		{ "-025A01", 0, "negative" },
		{ "20x5A01", 0, "a letter" },
		{ "", 0, "empty" },
	};
	struct release r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		row_int(rows[i].comment, release_from_code(rows[i].code, &r),
			rows[i].year != 0);
		if (!rows[i].year)
			continue;
		row_int(rows[i].comment, r.year, rows[i].year);
		row_text(rows[i].comment, r.code, rows[i].code);
	}
	release_of_year(2025, &r);
	assert_string_equal(r.code, "2025A01");
	assert_string_equal(r.description, "May 2025");
}

static void test_run_names(void **state)
{
	static const char *const names[] = { "requested", "running",
					     "succeeded", "failed",
					     "stopped",   "paused",
					     "held",      "crashed" };
	int i;

	(void)state;
	assert_int_equal(COUNT_OF(names), RUN__MAX);
	for (i = 0; i < RUN__MAX; i++) {
		row_text(names[i], run_state_name((enum run_state)i), names[i]);
		row_int(names[i], run_state_parse(names[i]), i);
	}
	assert_int_equal(run_state_parse("idle"), RUN__MAX);
	assert_int_equal(run_state_parse(NULL), RUN__MAX);
	assert_string_equal(run_state_name(RUN__MAX), "unknown");
	assert_string_equal(run_origin_name(RUN_CRON), "cron");
	assert_string_equal(run_origin_name(RUN_ADMIN), "admin");
	assert_string_equal(run_origin_name(RUN_CLI), "cli");
}

/* What earlier runs settled says nothing about how fast this one is. */
static void test_throughput(void **state)
{
	static const struct {
		int total;
		int done; /* of all runs */
		int before;
		int64_t elapsed_ms;
		double per_minute;
		int64_t left_s;
		const char *comment;
	} rows[] = {
		{ 0, 0, 0, 5000, 0, -1, "the release is looked up" },
		{ 1105, 0, 0, 0, 0, -1, "nothing yet" },
		{ 1105, 5, 0, 499, 0, -1, "too early to say" },
		{ 1105, 0, 0, 60000, 0, -1, "nothing in a minute" },
		{ 1105, 105, 0, 60000, 105, 571, "a hundred a minute" },
		{ 1105, 605, 500, 60000, 105, 286, "resumed" },
		{ 1105, 500, 500, 60000, 0, -1, "resumed, nothing new" },
		{ 1105, 1105, 0, 60000, 1105, 0, "all done" },
		{ 1105, 1105, 1105, 60000, 0, 0, "all done before" },
		{ 100, 50, 0, 500, 6000, 1, "half a second for half" },
		{ 100, 50, 0, -5, 0, -1, "a clock that went back" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct run_counters c = { .total = rows[i].total,
					  .successful = rows[i].done,
					  .settled_before = rows[i].before };
		double rate = run_throughput_per_minute(&c, rows[i].elapsed_ms);

		row_true(rows[i].comment,
			 rate > rows[i].per_minute - 0.01 &&
				 rate < rows[i].per_minute + 0.01);
		row_int(rows[i].comment,
			run_remaining_s(&c, rows[i].elapsed_ms),
			rows[i].left_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_soc_valid),
		cmocka_unit_test(test_soc_forms),
		cmocka_unit_test(test_measures),
		cmocka_unit_test(test_release),
		cmocka_unit_test(test_run_names),
		cmocka_unit_test(test_throughput),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
