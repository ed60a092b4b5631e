/* Facets and statistics over a small catalog, through dispatch(). */
#include "api_get_t.h"

#include <stdio.h>

/* The counts of the facets, a blank between two facets: "2,1,2,1 3,3". */
static void facet_counts(char *out, size_t size)
{
	static const char mark[] = "\"count\":";
	const char *p = strstr(rs.body.data, "\"facets\"");
	size_t used = 0;

	assert_non_null(p);
	for (; *p && used + 8 < size; p++) {
		if (*p == ']')
			out[used - 1] = ' ';
		if (strncmp(p, mark, sizeof mark - 1) != 0)
			continue;
		for (p += sizeof mark - 1; *p >= '0' && *p <= '9'; p++)
			out[used++] = *p;
		out[used++] = ',';
	}
	out[used ? used - 1 : 0] = '\0';
}

/* Each facet respects all filters but its own. */
static void test_facets(void **state)
{
	static const struct {
		const char *query;
		const char *counts; /* risk, group, education, type */
	} rows[] = {
		{ "", "2,1,2,1 3,3 0,0,0,0,1,3,0,1,1 2,3,1" },
		{ "page=9&limit=1&sort=-title&area=national",
		  "2,1,2,1 3,3 0,0,0,0,1,3,0,1,1 2,3,1" },
		{ "risk=High", "2,1,2,1 2,0 0,0,0,0,1,1,0,0,0 0,2,0" },
		{ "risk=High&risk=Low", "2,1,2,1 2,2 0,0,0,0,1,1,0,1,1 2,2,0" },
		{ "group=29-0000", "2,1,0,0 3,3 0,0,0,0,0,1,0,1,1 2,1,0" },
		{ "risk=High&group=29-0000",
		  "2,1,0,0 2,0 0,0,0,0,0,0,0,0,0 0,0,0" },
		{ "education=Bachelor%27s+degree",
		  "0,1,1,1 2,1 0,0,0,0,1,3,0,1,1 0,2,1" },
		{ "impactType=Automation-leaning",
		  "0,0,0,1 1,0 0,0,0,0,0,1,0,0,0 2,3,1" },
		{ "minWage=1", "2,1,1,1 2,3 0,0,0,0,0,3,0,1,1 2,2,1" },
		{ "minScore=87.2&risk=High",
		  "0,0,2,1 2,0 0,0,0,0,1,1,0,0,0 0,2,0" },
		{ "search=softw", "0,0,2,0 2,0 0,0,0,0,1,1,0,0,0 0,2,0" },
		{ "search=softw&risk=High",
		  "0,0,2,0 2,0 0,0,0,0,1,1,0,0,0 0,2,0" },
		{ "search=softw&sort=code&risk=High",
		  "0,0,2,0 2,0 0,0,0,0,1,1,0,0,0 0,2,0" },
		{ "search=qqq", "0,0,0,0 0,0 0,0,0,0,0,0,0,0,0 0,0,0" },
		{ "search=", "2,1,2,1 3,3 0,0,0,0,1,3,0,1,1 2,3,1" },
	};
	char counts[100];
	char target[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(target, sizeof target, "/api/jobs?%s",
			       rows[i].query);
		get(target);
		facet_counts(counts, sizeof counts);
		if (strcmp(counts, rows[i].counts) != 0)
			fail_msg("%s: %s", target, counts);
	}
}

static void test_stats(void **state)
{
	(void)state;
	get("/api/jobs/stats");
	/* (98670 + 5x135980 + 9x93600 + 3x239200) / 18 = 129920.6;
	 * (914 + 5x872 + 2x872 + 9x553 + 3x200) / 20 = 629.75 tenths */
	assert_body_has("{\"totalJobs\":6,\"totalEmployment\":20000,"
			"\"employmentWithheld\":1,\"wageBill\":null,"
			"\"wageBillLeftOut\":6,\"dataYear\":2025,"
			"\"release\":\"2025A01\","
			"\"updatedAt\":\"2026-05-15T14:00:00Z\","
			"\"matchQuality\":null,\"filters\":{},\"averages\":{"
			"\"aiImpactScore\":63,"
			"\"aiImpactScoreLeftOut\":1,"
			"\"meanOfMedianAnnualWages\":129921,"
			"\"meanOfMedianAnnualWagesLeftOut\":2,"
			"\"meanAnnualWage\":null,"
			"\"meanAnnualWageLeftOut\":6},");
	assert_body_has("\"byRisk\":[{\"risk\":\"Low\",\"jobs\":2,"
			"\"employment\":3000,\"employmentWithheld\":1,"
			"\"wageBill\":null,\"wageBillLeftOut\":2,"
			"\"aiImpactScore\":20,\"employmentShare\":0.15,"
			"\"meanOfMedianAnnualWages\":239200,"
			"\"meanAnnualWage\":null}");
	assert_body_has("\"byGroup\":[{\"group\":\"15-0000\","
			"\"title\":\"Computer Occupations\",\"jobs\":3,"
			"\"employment\":8000,\"employmentWithheld\":0,"
			"\"wageBill\":null,\"wageBillLeftOut\":3,"
			"\"aiImpactScore\":87.7,\"employmentShare\":0.4,"
			"\"meanOfMedianAnnualWages\":129762,"
			"\"meanAnnualWage\":null,\"byRisk\":["
			"{\"risk\":\"Low\",\"jobs\":0,\"employment\":0,"
			"\"employmentWithheld\":0,\"wageBill\":0,"
			"\"wageBillLeftOut\":0,\"aiImpactScore\":null}");
	assert_body_has("\"byConfidence\":[{\"confidence\":\"High\","
			"\"jobs\":3");
	/* capped at 239200: at least that; withheld: a band of its own */
	assert_body_has("{\"from\":150000,\"to\":null,\"jobs\":2,");
	assert_body_has("{\"from\":null,\"to\":null,\"jobs\":1,"
			"\"employment\":2000,");
	assert_body_has("{\"education\":null,\"jobs\":1,\"employment\":null,"
			"\"employmentWithheld\":1,");
	assert_body_has("{\"from\":90,\"to\":100,\"jobs\":1,"
			"\"employment\":1000,");
	assert_body_has("{\"from\":20,\"to\":30,\"jobs\":2,");
}

/* Published means this time, and the filters of the list. */
static void test_stats_filtered(void **state)
{
	struct dataset *d = api_dataset();
	struct snapshot *own;
	size_t i;

	(void)state;
	for (i = 0; i < d->year_count; i++)
		d->years[i].figures.of[MEASURE_ANNUAL_MEAN] =
			api_figure(i % 4 == 3 ? 0 : 100001);
	/* on the borders: 15-1253 at the end of the scale and of a band */
	d->jobs[2].score.score = 100;
	for (i = 0; i < d->year_count; i++)
		if (strcmp(d->years[i].code, "15-1253") == 0)
			d->years[i].figures.of[MEASURE_ANNUAL_MEDIAN] =
				api_figure(50000);
	own = api_snapshot_of(d);
	dataset_free(d);
	api_answer(own, "GET /api/jobs/stats?risk=High&risk=Very+High", &rs);
	/* means of 15-1251 (1000) and 15-1253 (2000) */
	assert_body_has("{\"totalJobs\":3,\"totalEmployment\":8000,"
			"\"employmentWithheld\":0,\"wageBill\":300003000,"
			"\"wageBillLeftOut\":1,");
	assert_body_has("\"filters\":{\"risk\":[\"High\",\"Very High\"]}");
	assert_body_has("\"meanAnnualWage\":100001,"
			"\"meanAnnualWageLeftOut\":1}");
	assert_body_has("{\"from\":35000,\"to\":50000,\"jobs\":0,");
	assert_body_has("{\"from\":50000,\"to\":75000,\"jobs\":1,");
	assert_body_has("{\"from\":90,\"to\":100,\"jobs\":2,");
	api_answer(own, "GET /api/jobs/stats?search=anesthetists", &rs);
	assert_body_has("{\"totalJobs\":1,\"totalEmployment\":null,"
			"\"employmentWithheld\":1,\"wageBill\":null,"
			"\"wageBillLeftOut\":1,\"dataYear\":2025,");
	api_answer(own, "GET /api/jobs/stats?search=qqq", &rs);
	assert_body_has("{\"totalJobs\":0,\"totalEmployment\":0,"
			"\"employmentWithheld\":0,\"wageBill\":0,"
			"\"wageBillLeftOut\":0,\"dataYear\":null,");
	assert_body_has("\"employmentShare\":null");
	snapshot_free(own);
	get("/api/jobs/stats?sort=title");
	assert_int_equal(rs.status, 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facets),
		cmocka_unit_test(test_stats),
		cmocka_unit_test(test_stats_filtered),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
