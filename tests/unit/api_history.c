/* What a job in full says of its years: changes, caps, gaps, and the caution.
 */
#include "api_t.h"

#include <stdio.h>

static struct snapshot *snapshot;
static struct response rs;

static struct occupation_figures *figures(struct dataset *d, int year)
{
	size_t i;

	for (i = 0; i < d->year_count; i++)
		if (d->years[i].year == year &&
		    strcmp(d->years[i].code, "15-1252") == 0)
			break;
	assert_true(i < d->year_count);
	return &d->years[i].figures;
}

static void make(struct dataset *d)
{
	snapshot_free(snapshot);
	snapshot = api_snapshot_of(d);
	dataset_free(d);
	api_answer(snapshot, "GET /api/jobs/15-1252", &rs);
	assert_int_equal(rs.status, 200);
}

static int set_up(void **state)
{
	(void)state;
	crypto_init();
	rs = RESPONSE_INIT;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	return 0;
}

static void has(const char *part)
{
	if (!strstr(rs.body.data, part))
		fail_msg("no %s in %s", part, rs.body.data);
}

static void test_history(void **state)
{
	struct dataset *d = api_dataset();

	(void)state;
	figures(d, 2024)->of[MEASURE_EMPLOYMENT].milli = 4800000;
	figures(d, 2024)->of[MEASURE_ANNUAL_MEDIAN] = api_figure(-1);
	figures(d, 2024)->of[MEASURE_HOURLY_MEDIAN].milli = 65500;
	make(d);
	has("\"history\":[{\"year\":2024,\"employment\":4800,"
	    "\"medianAnnualWage\":null,\"medianAnnualWageReason\":\"capped\","
	    "\"medianAnnualWageAtLeast\":239200,");
	has("\"change\":null,\"changeReason\":\"firstYear\"},{\"year\":2025,");
	/* 200 / 4800 = 4.1666 %, -0.12 / 65.50 = -0.183 % */
	has("\"change\":{\"employment\":{\"absolute\":200,\"percent\":4.2},"
	    "\"medianAnnualWage\":{\"absolute\":null,\"percent\":null,"
	    "\"reason\":\"capEnded\"},\"meanAnnualWage\":{\"absolute\":null,"
	    "\"percent\":null,\"reason\":\"notInThisCopy\"},"
	    "\"medianHourlyWage\":{\"absolute\":-0.12,\"percent\":-0.2}}}]");
	has("\"historyNote\":\"BLS does not encourage");
	has("\"historyChange\":{\"fromYear\":2024,\"toYear\":2025,"
	    "\"dollars\":\"nominal\",\"employment\":{\"absolute\":200,");
}

/* What is said of two years of the median annual wage. */
static void test_caps(void **state)
{
	static const struct {
		int64_t old; /* as api_figure() takes them */
		int64_t new;
		const char *change;
	} rows[] = {
		{ -1, 496010,
		  "null,\"percent\":null,\"reason\":\"capEnded\"}" },
		{ 230100, -1,
		  "null,\"percent\":null,\"reason\":\"capBegan\"}" },
		{ -1, -1, "null,\"percent\":null,\"reason\":\"capped\"}" },
		{ -1, 0, "null,\"percent\":null,\"reason\":\"notReleased\"}" },
		{ 0, -1, "null,\"percent\":null,\"reason\":\"capped\"}" },
		{ 200000, 230000, "30000,\"percent\":15}" },
	};
	char expected[128];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct dataset *d = api_dataset();

		figures(d, 2024)->of[MEASURE_ANNUAL_MEDIAN] =
			api_figure(rows[i].old);
		figures(d, 2025)->of[MEASURE_ANNUAL_MEDIAN] =
			api_figure(rows[i].new);
		make(d);
		(void)snprintf(expected, sizeof expected,
			       "\"medianAnnualWage\":{\"absolute\":%s",
			       rows[i].change);
		has(expected);
	}
}

static void test_history_with_a_gap(void **state)
{
	struct dataset *d = api_dataset();
	size_t i;

	(void)state;
	for (i = 0; i < d->year_count; i++)
		if (d->years[i].year == 2024)
			d->years[i].year = 2023;
	make(d);
	has("\"change\":null,\"changeReason\":\"yearMissing\"}]");
	has("\"historyChange\":{\"fromYear\":2023,\"toYear\":2025,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_history_with_a_gap),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
