/* The public routes over a small catalog, through dispatch(). */
#include "api_get_t.h"

#include <stdio.h>

static void test_order(void **state)
{
	static const struct {
		const char *query;
		const char *codes;
	} rows[] = {
		{ "", "15-1251 15-1252 15-1253 29-1141 29-1151 29-1215" },
		{ "?sort=-code",
		  "29-1215 29-1151 29-1141 15-1253 15-1252 15-1251" },
		{ "?sort=title",
		  "15-1251 29-1215 29-1151 29-1141 15-1252 15-1253" },
		{ "?sort=employment",
		  "15-1251 15-1253 29-1215 15-1252 29-1141 29-1151" },
		{ "?sort=-employment",
		  "29-1141 15-1252 29-1215 15-1253 15-1251 29-1151" },
		/* a capped wage is its cap, a withheld one comes last */
		{ "?sort=medianAnnualWage",
		  "29-1141 15-1251 15-1252 29-1151 29-1215 15-1253" },
		{ "?sort=-medianAnnualWage",
		  "29-1151 29-1215 15-1252 15-1251 29-1141 15-1253" },
		/* as shown, 87.2 twice: equals go by code both ways */
		{ "?sort=aiImpactScore",
		  "29-1151 29-1215 29-1141 15-1252 15-1253 15-1251" },
		{ "?sort=-aiImpactScore",
		  "15-1251 15-1252 15-1253 29-1141 29-1151 29-1215" },
		{ "?sort=-aiImpactSpread",
		  "29-1141 15-1253 15-1251 15-1252 29-1215 29-1151" },
		{ "?sort=-automationRisk",
		  "15-1251 15-1252 15-1253 29-1141 29-1151 29-1215" },
		{ "?sort=confidence",
		  "29-1141 29-1151 15-1253 15-1251 15-1252 29-1215" },
		{ "?sort=-typicalEducation",
		  "29-1215 15-1251 15-1252 29-1141 15-1253 29-1151" },
		{ "?sort=-majorGroupTitle",
		  "29-1141 29-1151 29-1215 15-1251 15-1252 15-1253" },
		{ "?limit=2", "15-1251 15-1252" },
		{ "?limit=2&page=2", "15-1253 29-1141" },
		{ "?limit=4&page=2", "29-1151 29-1215" },
		{ "?limit=4&page=3", "" },
		{ "?page=1000000&limit=100", "" },
	};
	char codes[200];
	char target[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(target, sizeof target, "/api/jobs%s",
			       rows[i].query);
		get(target);
		assert_int_equal(rs.status, 200);
		api_codes(rs.body.data, codes, sizeof codes);
		if (strcmp(codes, rows[i].codes) != 0)
			fail_msg("%s: %s", target, codes);
	}
}

static void test_filters(void **state)
{
	static const struct {
		const char *query;
		const char *codes;
	} rows[] = {
		{ "risk=High", "15-1252 15-1253" },
		{ "risk=High&risk=Low", "15-1252 15-1253 29-1151 29-1215" },
		{ "risk=High&sort=-code", "15-1253 15-1252" },
		{ "group=29-0000", "29-1141 29-1151 29-1215" },
		{ "group=29-0000&risk=Medium", "29-1141" },
		{ "minWage=98670", "15-1251 15-1252 29-1151 29-1215" },
		{ "minWage=98670.01", "15-1252 29-1151 29-1215" },
		{ "minWage=239200", "29-1151 29-1215" },
		{ "minWage=239201", "" },
		{ "maxWage=98670", "15-1251 29-1141" },
		{ "minWage=90000&maxWage=99000", "15-1251 29-1141" },
		{ "minScore=87.2", "15-1251 15-1252 15-1253" },
		{ "minScore=87.3", "15-1251" },
		{ "maxScore=20", "29-1151 29-1215" },
		{ "education=Bachelor%27s+degree", "15-1251 15-1252 29-1141" },
		{ "education=Bachelor%E2%80%99s+degree",
		  "15-1251 15-1252 29-1141" },
		{ "education=Associate%27s+degree&education=Bachelor%27s%20"
		  "degree&sort=-employment",
		  "29-1141 15-1252 15-1253 15-1251" },
		{ "impactType=Automation-leaning", "15-1251" },
		{ "area=national&risk=Medium", "29-1141" },
		{ "area=0000000&risk=Medium", "29-1141" },
		{ "search=softw", "15-1252 15-1253" },
		{ "search=softw&sort=-code", "15-1253 15-1252" },
		{ "search=software+developer", "15-1252" },
		{ "search=coder", "15-1251" },
		{ "search=zebra+programmer", "15-1251 15-1252" },
		{ "search=softw&risk=High&limit=1&page=2", "15-1253" },
		{ "search=",
		  "15-1251 15-1252 15-1253 29-1141 29-1151 29-1215" },
		{ "search=nothing+of+this", "" },
	};
	char codes[200];
	char target[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(target, sizeof target, "/api/jobs?%s",
			       rows[i].query);
		get(target);
		assert_int_equal(rs.status, 200);
		api_codes(rs.body.data, codes, sizeof codes);
		if (strcmp(codes, rows[i].codes) != 0)
			fail_msg("%s: %s", target, codes);
	}
}

static void test_bad(void **state)
{
	static const struct {
		const char *target;
		int status;
		const char *parameter; /* NULL: none is named */
	} rows[] = {
		{ "/api/jobs?limit=1000", 400, "limit" },
		{ "/api/jobs?limit=0", 400, "limit" },
		{ "/api/jobs?page=0", 400, "page" },
		{ "/api/jobs?risk=Extreme", 400, "risk" },
		{ "/api/jobs?group=99-0000", 400, "group" },
		{ "/api/jobs?group=15-1252", 400, "group" },
		{ "/api/jobs?minWage=5&maxWage=4", 400, "minWage" },
		{ "/api/jobs?minScore=5&maxScore=4", 400, "minScore" },
		{ "/api/jobs?area=01", 400, "area" },
		{ "/api/jobs?sort=salary", 400, "sort" },
		{ "/api/jobs?rsk=High", 400, "rsk" },
		{ "/api/jobs?search=%00", 400, "search" },
		{ "/api/jobs/99-9999", 404, "code" },
		{ "/api/jobs/15-0000", 404, "code" },
		{ "/api/jobs/banana", 400, "code" },
		{ "/api/jobs/15-1252?x=1", 400, "x" },
		{ "/api/jobs/suggestions", 400, "q" },
		{ "/api/jobs/suggestions?q=", 400, "q" },
		{ "/api/jobs/suggestions?q=a&limit=51", 400, "limit" },
		{ "/api/jobs/stats?page=1", 400, "page" },
		{ "/api/jobs/", 404, NULL },
		{ "/api/jobs/15-1252/", 404, NULL },
		{ "/api/jobs/15-1252/x", 404, NULL },
		{ "/api/nothing", 404, NULL },
		{ "/", 404, NULL },
	};
	char part[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		get(rows[i].target);
		if (rs.status != rows[i].status)
			fail_msg("%s: %d", rows[i].target, rs.status);
		assert_string_equal(rs.content_type,
				    "application/problem+json");
		assert_string_equal(rs.cache_control, "no-store");
		assert_string_equal(rs.etag, "");
		(void)snprintf(part, sizeof part, "\"status\":%d",
			       rows[i].status);
		assert_body_has(part);
		if (!rows[i].parameter)
			continue;
		(void)snprintf(part, sizeof part, "\"parameter\":\"%s\"",
			       rows[i].parameter);
		assert_body_has(part);
	}
}

static void test_row(void **state)
{
	(void)state;
	get("/api/jobs?limit=1&page=2");
	assert_string_equal(
		rs.body.data,
		"{\"jobs\":[{\"code\":\"15-1252\","
		"\"title\":\"Software Developers\",\"majorGroup\":\"15-0000\","
		"\"majorGroupTitle\":\"Computer Occupations\","
		"\"employment\":5000,\"meanAnnualWage\":null,"
		"\"meanAnnualWageReason\":\"notInThisCopy\","
		"\"medianAnnualWage\":135980,\"medianHourlyWage\":65.38,"
		"\"dataYear\":2025,\"aiImpactScore\":87.2,"
		"\"aiImpactSpread\":3,\"automationRisk\":\"High\","
		"\"impactType\":\"Augmentation-leaning\","
		"\"confidence\":\"High\",\"projectedChangePercent\":-9.6,"
		"\"annualOpenings\":5500,"
		"\"typicalEducation\":\"Bachelor's degree\","
		"\"updatedAt\":\"2026-05-15T14:00:00Z\"}],"
		"\"pagination\":{\"page\":2,\"limit\":1,\"total\":6,"
		"\"totalPages\":6},\"matchQuality\":null,\"filters\":{},"
		"\"facets\":{\"risk\":[{\"value\":\"Low\",\"count\":2},"
		"{\"value\":\"Medium\",\"count\":1},"
		"{\"value\":\"High\",\"count\":2},"
		"{\"value\":\"Very High\",\"count\":1}],"
		"\"group\":[{\"value\":\"15-0000\",\"count\":3},"
		"{\"value\":\"29-0000\",\"count\":3}],\"education\":["
		"{\"value\":\"No formal educational credential\","
		"\"count\":0},{\"value\":\"High school diploma or "
		"equivalent\",\"count\":0},{\"value\":\"Some college, no "
		"degree\",\"count\":0},{\"value\":\"Postsecondary nondegree "
		"award\",\"count\":0},{\"value\":\"Associate's degree\","
		"\"count\":1},{\"value\":\"Bachelor's degree\","
		"\"count\":3},{\"value\":\"Master's degree\",\"count\":0},"
		"{\"value\":\"Doctoral or professional degree\","
		"\"count\":1},{\"value\":null,\"count\":1}],"
		"\"impactType\":[{\"value\":\"Low exposure\",\"count\":2},"
		"{\"value\":\"Augmentation-leaning\",\"count\":3},"
		"{\"value\":\"Automation-leaning\",\"count\":1}]}}");
}

static void test_withheld(void **state)
{
	(void)state;
	get("/api/jobs?search=anesthetists");
	assert_body_has("\"employment\":null,"
			"\"employmentReason\":\"notReleased\"");
	assert_body_has("\"medianAnnualWage\":null,"
			"\"medianAnnualWageReason\":\"capped\","
			"\"medianAnnualWageAtLeast\":239200");
	assert_body_has("\"medianHourlyWage\":null,"
			"\"medianHourlyWageReason\":\"notInThisCopy\"");
	assert_body_has("\"aiImpactSpread\":null");
	assert_body_has("\"typicalEducation\":null");
}

static void test_links_and_echo(void **state)
{
	(void)state;
	get("/api/jobs?risk=High&page=2&risk=Low&limit=1&minScore=1.50"
	    "&sort=-title&search=e&area=national");
	assert_body_has("\"filters\":{\"search\":\"e\",\"risk\":[\"Low\","
			"\"High\"],\"minScore\":1.5,\"area\":\"national\","
			"\"sort\":\"-title\"}");
	get("/api/jobs?limit=2&page=2&minScore=\"<>");
	assert_int_equal(rs.status, 400);
	get("/api/jobs?limit=2&page=2&search=s%22<>");
	assert_int_equal(rs.status, 200);
	assert_non_null(strstr(rs.head.data,
			       "Link: </api/jobs?limit=2&search=s%22%3C%3E"
			       "&page=1>; rel=\"first\""));
	get("/api/jobs?limit=2&page=2");
	assert_non_null(
		strstr(rs.head.data,
		       "Link: </api/jobs?limit=2&page=1>; rel=\"first\", "
		       "</api/jobs?limit=2&page=1>; rel=\"prev\", "
		       "</api/jobs?limit=2&page=3>; rel=\"next\", "
		       "</api/jobs?limit=2&page=3>; rel=\"last\"\r\n"));
	/* another spelling of `page` is no filter */
	get("/api/jobs?limit=2&p%61ge=2&&risk=High&risk=Low");
	assert_int_equal(rs.status, 200);
	assert_non_null(strstr(rs.head.data,
			       "Link: </api/jobs?limit=2&risk=High&risk=Low"
			       "&page=1>; rel=\"first\", "));
	get("/api/jobs?page=9");
	assert_non_null(
		strstr(rs.head.data, "</api/jobs?page=1>; rel=\"prev\""));
	assert_null(strstr(rs.head.data, "rel=\"next\""));
}

static void test_one(void **state)
{
	(void)state;
	get("/api/jobs/15-1252");
	assert_int_equal(rs.status, 200);
	assert_body_has("\"description\":\"Develop.\"");
	assert_body_has("\"hierarchy\":[{\"code\":\"00-0000\","
			"\"title\":\"All Occupations\",\"level\":\"total\"},"
			"{\"code\":\"15-0000\"");
	assert_body_has("\"title\":\"Software \\u003cand> \\\"Web\\\"\"");
	assert_body_has("{\"measure\":\"medianHourlyWage\",\"datatype\":8,"
			"\"value\":65.38,\"unit\":\"dollars per hour\","
			"\"year\":2025,\"reason\":null,\"atLeast\":null}");
	assert_body_has("\"history\":[{\"year\":2024,\"employment\":5000,");
	assert_body_has("\"projections\":{\"baseYear\":2024,"
			"\"projectedYear\":2034,\"employmentBase\":121200,"
			"\"employmentProjected\":109600,"
			"\"changeNumeric\":-11600,\"changePercent\":-9.6,"
			"\"annualOpenings\":5500,");
	assert_body_has("\"version\":\"ai-1\"");
	assert_body_has("\"similar\":[{\"code\":\"15-1253\"");
	assert_body_lacks("11-3021");
	get("/api/jobs/29-1151");
	assert_body_has("\"description\":null");
	assert_body_has("\"projections\":null");
	assert_body_has("{\"measure\":\"medianAnnualWage\",\"datatype\":13,"
			"\"value\":null,\"unit\":\"dollars per year\","
			"\"year\":2025,\"reason\":\"capped\","
			"\"atLeast\":239200}");
}

static void test_suggestions(void **state)
{
	(void)state;
	get("/api/jobs/suggestions?q=Coder%3C&limit=1");
	assert_string_equal(rs.body.data,
			    "{\"query\":\"Coder\\u003c\",\"suggestions\":["
			    "{\"code\":\"15-1251\","
			    "\"title\":\"Computer Programmers\","
			    "\"matchedTitle\":\"Coder\","
			    "\"aiImpactScore\":91.4,"
			    "\"automationRisk\":\"Very High\"}]}");
	get("/api/jobs/suggestions?q=qqq");
	assert_string_equal(rs.body.data,
			    "{\"query\":\"qqq\",\"suggestions\":[]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_row),
		cmocka_unit_test(test_withheld),
		cmocka_unit_test(test_links_and_echo),
		cmocka_unit_test(test_one),
		cmocka_unit_test(test_suggestions),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
