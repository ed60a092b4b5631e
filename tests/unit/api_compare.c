/* Jobs side by side, and how all of it was made. */
#include "api_t.h"

#include <stdio.h>

static struct snapshot *snapshot;
static struct response rs;

static int set_up(void **state)
{
	(void)state;
	rs = RESPONSE_INIT;
	snapshot = api_snapshot();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	return 0;
}

static void get(const char *target)
{
	char line[300];

	(void)snprintf(line, sizeof line, "GET %s", target);
	api_answer(snapshot, line, &rs);
}

static void has(const char *part)
{
	if (!strstr(rs.body.data, part))
		fail_msg("no %s in %s", part, rs.body.data);
}

static void test_rows(void **state)
{
	char codes[100];

	(void)state;
	get("/api/jobs/compare?codes=29-1141,15-1252");
	assert_int_equal(rs.status, 200);
	assert_true(rs.etag[0]);
	has("{\"jobs\":[{\"code\":\"29-1141\",\"title\":\"Registered "
	    "Nurses\",");
	has("{\"code\":\"15-1252\",\"title\":\"Software Developers\",");
	api_codes(rs.body.data, codes, 18);
	assert_string_equal(codes, "29-1141 15-1252");
}

static void test_fields(void **state)
{
	(void)state;
	get("/api/jobs/compare?codes=15-1251,29-1141,29-1151");
	/* a count, one of them withheld */
	has("{\"field\":\"employment\",\"same\":false,\"values\":["
	    "{\"code\":\"15-1251\",\"value\":1000},"
	    "{\"code\":\"29-1141\",\"value\":9000},"
	    "{\"code\":\"29-1151\",\"value\":null,"
	    "\"valueReason\":\"notReleased\"}],\"highest\":[\"29-1141\"],"
	    "\"lowest\":[\"15-1251\"],\"withheld\":[\"29-1151\"]}");
	/* a capped wage is above those that are below its cap */
	has("\"valueReason\":\"capped\",\"valueAtLeast\":239200}],"
	    "\"highest\":[\"29-1151\"],\"lowest\":[\"29-1141\"],"
	    "\"withheld\":[\"29-1151\"]}");
	/* words with an order, and confidence from its highest down */
	has("{\"field\":\"automationRisk\",\"same\":false,\"values\":["
	    "{\"code\":\"15-1251\",\"value\":\"Very High\"},"
	    "{\"code\":\"29-1141\",\"value\":\"Medium\"},"
	    "{\"code\":\"29-1151\",\"value\":\"Low\"}],"
	    "\"highest\":[\"15-1251\"],\"lowest\":[\"29-1151\"],"
	    "\"withheld\":[]}");
	has("{\"field\":\"confidence\",\"same\":false,\"values\":["
	    "{\"code\":\"15-1251\",\"value\":\"High\"},"
	    "{\"code\":\"29-1141\",\"value\":\"Low\"},"
	    "{\"code\":\"29-1151\",\"value\":\"Low\"}],"
	    "\"highest\":[\"15-1251\"],\"lowest\":[\"29-1141\",\"29-1151\"],");
	/* words without one */
	has("{\"code\":\"29-1151\",\"value\":\"Low exposure\"}],"
	    "\"highest\":[],\"lowest\":[],\"withheld\":[]}");
	/* what is the same has no ends, and is not among what differs */
	has("{\"field\":\"dataYear\",\"same\":true,\"values\":["
	    "{\"code\":\"15-1251\",\"value\":2025},"
	    "{\"code\":\"29-1141\",\"value\":2025},"
	    "{\"code\":\"29-1151\",\"value\":2025}],\"highest\":[],"
	    "\"lowest\":[],\"withheld\":[]}");
	has("\"differing\":[\"majorGroupTitle\",\"employment\",");
	assert_null(strstr(strstr(rs.body.data, "\"differing\""), "dataYear"));
	/* nothing known of any of them is not the same */
	has("{\"field\":\"meanAnnualWage\",\"same\":false,");
}

static void test_refusals(void **state)
{
	static const struct {
		const char *query;
		const char *word;
	} rows[] = {
		{ "", "is needed" },
		{ "?codes=", "must be occupation codes" },
		{ "?codes=15-1252", "2 at least" },
		{ "?codes=15-1252,", "must be occupation codes" },
		{ "?codes=15-1252,,29-1141", "must be occupation codes" },
		{ "?codes=15-1252,banana", "must be occupation codes" },
		{ "?codes=15-1252,29-1141x", "must be occupation codes" },
		{ "?codes=15-1252,15-1252", "different" },
		{ "?codes=15-1252,151252.00", "different" },
		{ "?codes=29-1141,15-1132", "15-1252, 15-1253 followed it" },
		{ "?codes=15-1252,99-9999", "no detailed occupation 99-9999" },
		{ "?codes=15-1252,15-0000", "no detailed occupation 15-0000" },
		{ "?codes=15-1251,15-1252,15-1253,29-1141,29-1151,29-1215",
		  "5 at most" },
		{ "?codes=15-1252,29-1141&codes=15-1251,29-1141", "" },
		{ "?code=15-1252,29-1141", "codes" },
	};
	char target[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(target, sizeof target, "/api/jobs/compare%s",
			       rows[i].query);
		get(target);
		if (rs.status != 400)
			fail_msg("%s: %d", target, rs.status);
		has("\"parameter\":\"code");
		has(rows[i].word);
	}
}

static void test_five(void **state)
{
	(void)state;
	get("/api/jobs/compare?codes=15-1251,15-1252,15-1253,29-1141,29-1151");
	assert_int_equal(rs.status, 200);
}

static void test_methodology(void **state)
{
	(void)state;
	get("/api/methodology");
	assert_int_equal(rs.status, 200);
	assert_true(rs.etag[0]);
	has("{\"release\":\"2025A01\",\"updatedAt\":\"2026-05-15T14:00:00Z\","
	    "\"jobs\":6,\"dataYears\":[2024,2025],\"dollars\":\"nominal\","
	    "\"historyNote\":\"BLS does not encourage");
	has("\"projections\":{\"baseYear\":2024,\"projectedYear\":2034}");
	has("\"score\":{\"version\":\"ai-1\",");
	has("\"scoreNeeds\":2,\"riskLevels\":[{\"risk\":\"Low\",\"from\":0,"
	    "\"below\":30,\"jobs\":2},{\"risk\":\"Medium\",\"from\":30,"
	    "\"below\":50,\"jobs\":1},{\"risk\":\"High\",\"from\":50,"
	    "\"below\":70,\"jobs\":2},{\"risk\":\"Very High\",\"from\":70,"
	    "\"below\":null,\"jobs\":1}],\"preparedJobZone\":4");
	has("{\"impactType\":\"Automation-leaning\",\"scoreFrom\":50,"
	    "\"scoreBelow\":null,\"jobZoneFrom\":null,\"jobZoneBelow\":4,"
	    "\"jobs\":1}");
	has("{\"confidence\":\"High\",\"sourcesAtLeast\":3,"
	    "\"spreadAtMost\":10,\"jobs\":3},{\"confidence\":\"Medium\","
	    "\"sourcesAtLeast\":2,\"spreadAtMost\":20,\"jobs\":1},"
	    "{\"confidence\":\"Low\",\"sourcesAtLeast\":null,"
	    "\"spreadAtMost\":null,\"jobs\":2}");
	has("{\"basis\":\"broad\",\"sharedCharactersOfCode\":6,\"jobs\":0}");
	has("\"taskLabels\":{\"exposure\":{\"E0\":0,\"E1\":1,\"E2\":0.5},"
	    "\"automation\":{\"T0\":0,\"T1\":0.25,\"T2\":0.5,\"T3\":0.75,"
	    "\"T4\":1},\"weightOfSupplementalTask\":0.5}");
	has("\"payRatioFrom\":0.9,\"payMeasures\":[\"medianAnnualWage\",");
	has("\"caveat\":\"The score ranks");
	get("/api/methodology?x=1");
	assert_int_equal(rs.status, 400);
}

static void test_sources(void **state)
{
	static const struct dataset_study studies[] = {
		{ "eloundou", "GPTs", "2023", "Tasks", "E. (2024)", "https://e",
		  "MIT" },
		{ "oews", "Wages", NULL, "Wages", "BLS", NULL, "Public" },
	};
	struct dataset *d = api_dataset();
	struct snapshot *before = snapshot;

	(void)state;
	d->studies = api_copy(studies, sizeof studies);
	d->study_count = COUNT_OF(studies);
	snapshot = api_snapshot_of(d);
	dataset_free(d);
	get("/api/methodology");
	has("\"sources\":[{\"id\":\"eloundou\",\"title\":\"GPTs\","
	    "\"version\":\"2023\",\"measures\":\"Tasks\","
	    "\"citation\":\"E. (2024)\",\"url\":\"https://e\","
	    "\"licence\":\"MIT\"},");
	/* what has no edition of its own is as old as the release */
	has("{\"id\":\"oews\",\"title\":\"Wages\",\"version\":\"2025A01\",");
	snapshot_free(snapshot);
	snapshot = before;
}

int main(void)
{
	const struct CMUnitTest units[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_five),
		cmocka_unit_test(test_methodology),
		cmocka_unit_test(test_sources),
	};

	return cmocka_run_group_tests(units, set_up, tear_down);
}
