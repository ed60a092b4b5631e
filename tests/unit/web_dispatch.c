/* What is the same for every route: methods, CORS, guard, limits, failures. */
#include "api_call_t.h"

#include "base/clock.h"
#include "catalog/freshness.h"
#include "web/problem.h"

#include <stdio.h>

static void test_methods(void **state)
{
	static const char *const bad[] = { "POST",  "PUT", "DELETE",
					   "PATCH", "get", "TRACE" };
	struct request rq;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++) {
		rq = request_to(bad[i], "/api/jobs");
		routes_dispatch(&app, &rq, &rs);
		assert_int_equal(rs.status, 405);
		assert_true(head_has("Allow: GET, HEAD, OPTIONS\r\n"));
		assert_true(head_has("Access-Control-Allow-Origin: *\r\n"));
	}
	rq = request_to("HEAD", "/api/jobs");
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	assert_true(rs.body.length > 100);
}

static void test_options(void **state)
{
	static const char *const closed[] = { "/livez", "/api/session",
					      "/api/admin/sync-status",
					      "/api/admin/runs/1" };
	struct request rq = request_to("OPTIONS", "/api/jobs/15-1252");
	size_t i;

	(void)state;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 204);
	assert_true(head_has("Allow: GET, HEAD, OPTIONS\r\n"));
	assert_true(head_has("Access-Control-Allow-Origin: *\r\n"));
	assert_true(head_has("Access-Control-Allow-Headers: If-None-Match"));
	assert_true(head_has("Access-Control-Max-Age: 86400\r\n"));
	for (i = 0; i < COUNT_OF(closed); i++) {
		rq = request_to("OPTIONS", closed[i]);
		routes_dispatch(&app, &rq, &rs);
		assert_int_equal(rs.status, 204);
		assert_true(head_has("Allow: "));
		assert_false(head_has("Access-Control"));
		rq = request_to("GET", closed[i]);
		routes_dispatch(&app, &rq, &rs);
		assert_false(head_has("Access-Control"));
	}
}

static void test_unknown_parameter(void **state)
{
	struct request rq = request_to("GET", "/api/jobs");

	(void)state;
	rq.query = "serch=x";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 400);
	assert_string_equal(
		rs.body.data,
		"{\"type\":\"/problems/invalid-parameter\","
		"\"title\":\"Bad Request\",\"status\":400,"
		"\"detail\":\"There is no parameter of this name here. Did "
		"you mean search? There is: search, risk, group, minWage, "
		"maxWage, minScore, maxScore, education, impactType, area, "
		"sort, page, limit.\",\"instance\":\"/api/jobs\","
		"\"parameter\":\"serch\",\"didYouMean\":\"search\"}");
	assert_true(head_has("Access-Control-Allow-Origin: *\r\n"));
	rq.path = "/livez";
	rq.query = "x=1";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 400);
	assert_null(strstr(rs.body.data, "didYouMean"));
}

/* Of each parameter of each route that has a list of values: a value that is
 * none is answered with all that there are. */
static void test_values_whole(void **state)
{
	char query[128];
	size_t lists = 0;
	size_t i;
	size_t k;
	size_t v;

	(void)state;
	for (i = 0; i < route_table.count; i++) {
		for (k = 0; k < route_table.routes[i].param_count; k++) {
			const struct param_spec *spec =
				&route_table.routes[i].params[k];
			struct request rq =
				request_to(route_table.routes[i].method,
					   route_table.routes[i].pattern);

			if (!spec->values ||
			    route_table.routes[i].access != ACCESS_PUBLIC)
				continue;
			(void)snprintf(query, sizeof query, "%s=nosuch",
				       spec->name);
			rq.query = query;
			routes_dispatch(&app, &rq, &rs);
			assert_int_equal(rs.status, 400);
			for (v = 0; spec->values[v]; v++)
				if (!strstr(rs.body.data, spec->values[v]))
					fail_msg("%s: %s", spec->values[v],
						 rs.body.data);
			lists++;
		}
	}
	assert_true(lists >= 15);
}

/* Every failure has a type of its own. */
static void test_problem_types(void **state)
{
	static const int failures[] = { 400, 401, 403, 404, 405, 409,
					413, 414, 415, 429, 500, 503 };
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT_OF(failures); i++) {
		assert_string_not_equal(status_text(failures[i]), "Unknown");
		for (k = 0; k < i; k++)
			assert_string_not_equal(status_problem(failures[i]),
						status_problem(failures[k]));
	}
	assert_string_equal(status_problem(200), "about:blank");
	assert_string_equal(status_problem(418), "about:blank");
}

/* What a handler meets becomes a status; the system's own words stay here. */
static void test_problem_of_error(void **state)
{
	static const int statuses[ERR__MAX] = {
		[ERR_ARG] = 400,      [ERR_NOT_FOUND] = 404,
		[ERR_CONFLICT] = 409, [ERR_DEADLOCK] = 503,
		[ERR_AUTH] = 403,     [ERR_QUOTA] = 500,
		[ERR_TIMEOUT] = 503,  [ERR_NET] = 503,
		[ERR_REFUSED] = 500,  [ERR_REMOTE] = 500,
		[ERR_FORMAT] = 500,   [ERR_DB] = 500,
		[ERR_BUSY] = 503,     [ERR_TOO_BIG] = 413,
		[ERR_ABORTED] = 500,  [ERR_FENCED] = 500,
		[ERR_IO] = 503,
	};
	struct request rq = request_to("GET", "/api/admin/runs");
	struct error e = { .msg = "secret" };
	int code;

	(void)state;
	for (code = ERR_OK + 1; code < ERR__MAX; code++) {
		e.code = (enum err)code;
		problem_error(&rs, &rq, &e);
		assert_int_equal(rs.status, statuses[code]);
		assert_int_equal(strstr(rs.body.data, "secret") != NULL,
				 rs.status < 500);
		assert_int_equal(head_has("Retry-After: "), rs.status == 503);
	}
}

static void test_wire(void **state)
{
	struct request rq = request_to("GET", "/livez");
	struct str out = STR_INIT(10000);

	(void)state;
	routes_dispatch(&app, &rq, &rs);
	response_write(&rs, true, &out);
	assert_string_equal(out.data, "Status: 200 OK\r\n"
				      "Content-Type: application/json\r\n"
				      "Content-Length: 17\r\n"
				      "Cache-Control: no-store\r\n"
				      "\r\n{\"status\":\"pass\"}");
	response_write(&rs, false, &out);
	assert_null(strstr(out.data, "pass"));
	assert_non_null(strstr(out.data, "Content-Length: 17\r\n"));
	rs.status = 304;
	response_write(&rs, true, &out);
	assert_null(strstr(out.data, "Content-Length"));
	str_release(&out);
}

static void test_limits(void **state)
{
	struct request rq = request_to("", "/api/jobs");
	char query[REQUEST_QUERY_MAX + 2];

	(void)state;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 400);
	rq = request_to("GET", "");
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 400);
	rq = request_to("GET", "/api/jobs");
	rq.body_too_big = true;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 413);
	assert_true(head_has("Access-Control-Allow-Origin: *\r\n"));
	rq.body_too_big = false;
	memset(query, '&', sizeof query - 1);
	query[sizeof query - 1] = '\0';
	rq.query = query;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 414);
	assert_true(head_has("Access-Control-Allow-Origin: *\r\n"));
	query[REQUEST_QUERY_MAX] = '\0';
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	/* What cannot be an address is quoted as text, never as bytes. */
	rq = request_to("GET", "/api/\xff<\x01");
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 404);
	assert_true(head_has("Access-Control-Allow-Origin: *\r\n"));
	assert_non_null(
		strstr(rs.body.data, "\"/api/\xef\xbf\xbd\\u003c\\u0001\""));
}

static void test_no_snapshot(void **state)
{
	static const char *const paths[] = { "/api/jobs", "/api/jobs/15-1252",
					     "/api/jobs/stats", "/readyz" };
	struct request rq;
	size_t i;

	(void)state;
	app.snapshot = NULL;
	for (i = 0; i < COUNT_OF(paths); i++) {
		rq = request_to("GET", paths[i]);
		routes_dispatch(&app, &rq, &rs);
		assert_int_equal(rs.status, 503);
		assert_true(head_has("Retry-After: "));
		assert_string_equal(rs.content_type,
				    "application/problem+json");
	}
	rq = request_to("GET", "/livez");
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	app.snapshot = snapshot;
}

static void test_age(void **state)
{
	struct freshness *freshness = freshness_new();
	struct request rq = request_to("GET", "/api/jobs");
	int64_t now_ms = clock_monotonic_ms();

	(void)state;
	app.freshness = freshness;
	freshness_looked(freshness, now_ms);
	routes_dispatch(&app, &rq, &rs);
	assert_false(head_has("Age: "));
	freshness_looked(freshness, now_ms - 42500);
	routes_dispatch(&app, &rq, &rs);
	assert_true(head_has("Age: 42\r\n"));
	rq = request_to("GET", "/readyz");
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	assert_non_null(strstr(rs.body.data, "\"warn\""));
	app.freshness = NULL;
}

/* Every route that is not for everyone is closed without a guard. */
static void test_closed(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < route_table.count; i++) {
		struct request rq = request_to(route_table.routes[i].method,
					       route_table.routes[i].pattern);

		if (route_table.routes[i].access < ACCESS_READER)
			continue;
		routes_dispatch(&app, &rq, &rs);
		assert_int_equal(rs.status, 401);
	}
}

/* The table itself: what could only go wrong by a slip. */
static void test_table(void **state)
{
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < route_table.count; i++) {
		const struct route *r = &route_table.routes[i];

		assert_true(r->pattern[0] == '/');
		assert_non_null(r->handler);
		assert_true(strlen(r->summary) > 0);
		assert_true(r->param_count <= PARAMS_MAX);
		for (k = 0; k < r->param_count; k++)
			assert_true(r->params[k].name && r->params[k].help);
		for (k = 0; k < i; k++)
			assert_false(strcmp(r->pattern,
					    route_table.routes[k].pattern) ==
					     0 &&
				     strcmp(r->method,
					    route_table.routes[k].method) == 0);
		if (strncmp(r->pattern, "/api/admin/", 11) == 0)
			assert_true(r->access >= ACCESS_READER);
		if (strcmp(r->method, "GET") != 0)
			assert_true(r->access != ACCESS_PUBLIC);
	}
}

static void test_cookie(void **state)
{
	struct request rq = REQUEST_INIT;
	char value[8];

	(void)state;
	rq.cookie = "xa=0; a=1234567; b=; a=2";
	assert_true(request_cookie(&rq, "a", value, sizeof value));
	assert_string_equal(value, "1234567");
	assert_false(request_cookie(&rq, "b", value, sizeof value));
	assert_false(request_cookie(&rq, "c", value, sizeof value));
	assert_false(request_cookie(&rq, "a", value, 7));
	rq.cookie = "";
	assert_false(request_cookie(&rq, "a", value, sizeof value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_whole),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_unknown_parameter),
		cmocka_unit_test(test_problem_types),
		cmocka_unit_test(test_problem_of_error),
		cmocka_unit_test(test_wire),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_no_snapshot),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_closed),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_cookie),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
