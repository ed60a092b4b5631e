/* JSON request bodies: what is taken and how the rest is refused. */
#include "web/body.h"

#include "t.h"

#include <stdio.h>
#include <string.h>

enum { NAME, AGREED };
static const struct body_field fields[] = {
	[NAME] = { "name", BODY_TEXT, true, 8 },
	[AGREED] = { "agreed", BODY_FLAG, false, 0 },
};

static struct response rs;
static struct body_value values[COUNT_OF(fields)];

static bool parse(const char *type, const char *body, size_t length)
{
	struct request rq = REQUEST_INIT;

	rq.content_type = type;
	rq.body = body;
	rq.body_length = length;
	response_reset(&rs);
	return body_parse(&rq, fields, COUNT_OF(fields), values, &rs);
}

static bool parse_json(const char *body)
{
	return parse("application/json", body, strlen(body));
}

static void test_taken(void **state)
{
	(void)state;
	assert_true(parse_json("{\"name\":\"Zo\xc3\xab\"}"));
	assert_string_equal(values[NAME].text, "Zo\xc3\xab");
	assert_false(values[AGREED].given);
	assert_true(parse_json(" {\"agreed\":true,\"name\":\"\"} \n"));
	assert_true(values[AGREED].flag);
	assert_true(values[NAME].given);
	assert_true(parse_json("{\"name\":\"12345678\"}"));
	assert_true(parse("application/json; charset=utf-8", "{\"name\":\"a\"}",
			  12));
	assert_true(parse("Application/JSON", "{\"name\":\"a\"}", 12));
}

static void test_refused(void **state)
{
	static const struct {
		const char *body;
		const char *parameter; /* NULL = none is at fault */
	} rows[] = {
		{ "", NULL },
		{ "{", NULL },
		{ "[]", NULL },
		{ "\"name\"", NULL },
		{ "null", NULL },
		{ "{\"name\":\"a\"} x", NULL },
		{ "{\"name\":\"a\"}{}", NULL },
		{ "{\"name\":\"\xff\"}", NULL },
		{ "{\"name\":\"a\\u0000b\"}", NULL },
		{ "{}", "name" },
		{ "{\"name\":1}", "name" },
		{ "{\"name\":null}", "name" },
		{ "{\"name\":[\"a\"]}", "name" },
		{ "{\"name\":\"123456789\"}", "name" },
		{ "{\"name\":\"a\",\"name\":\"b\"}", "name" },
		{ "{\"Name\":\"a\"}", "Name" },
		{ "{\"name\":\"a\",\"more\":1}", "more" },
		{ "{\"name\":\"a\",\"agreed\":\"true\"}", "agreed" },
		{ "{\"name\":\"a\",\"agreed\":1}", "agreed" },
	};
	char expected[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_false(parse_json(rows[i].body));
		assert_int_equal(rs.status, 400);
		assert_string_equal(rs.content_type,
				    "application/problem+json");
		if (!rows[i].parameter) {
			assert_null(strstr(rs.body.data, "\"parameter\""));
			continue;
		}
		(void)snprintf(expected, sizeof expected,
			       "\"parameter\":\"%s\"", rows[i].parameter);
		assert_non_null(strstr(rs.body.data, expected));
	}
}

static void test_nul_byte(void **state)
{
	(void)state;
	assert_false(parse("application/json", "{\"name\":\"a\0b\"}", 14));
	assert_int_equal(rs.status, 400);
}

static void test_other_types(void **state)
{
	static const char *const types[] = {
		"",
		"text/plain",
		"application/x-www-form-urlencoded",
		"application/jsonp",
		"multipart/form-data",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(types); i++) {
		assert_false(parse(types[i], "{\"name\":\"a\"}", 12));
		assert_int_equal(rs.status, 415);
	}
}

static int set_up(void **state)
{
	(void)state;
	rs = RESPONSE_INIT;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	response_release(&rs);
	return 0;
}

enum { FORCE, CODE, LEVEL, LIMIT };
static const char *const levels[] = { "Low", "High", NULL };
static const struct param_spec specs[] = {
	[FORCE] = { .name = "forceRestart", .type = PARAM_BOOL },
	[CODE] = { .name = "code", .type = PARAM_CODE },
	[LEVEL] = { "risk", PARAM_ENUM, .repeatable = true, .values = levels },
	[LIMIT] = { "limit", PARAM_INT, .min = 1, .max = 100 },
};

static struct params params;

/* The body after a query, as dispatch() reads them. */
static bool both(const char *query, const char *body)
{
	struct param_fault fault = PARAM_FAULT_INIT;
	struct request rq = REQUEST_INIT;

	rq.content_type = *body ? "application/json" : "";
	rq.body = body;
	rq.body_length = strlen(body);
	response_reset(&rs);
	assert_true(
		params_parse(specs, COUNT_OF(specs), query, &params, &fault));
	return body_params(&rq, specs, COUNT_OF(specs), &params, &rs);
}

static void test_params(void **state)
{
	(void)state;
	assert_true(both("", ""));
	assert_true(both("forceRestart=true", "{}"));
	assert_int_equal(params.of[FORCE].number, 1);
	assert_true(both("limit=2",
			 "{\"forceRestart\":true,\"code\":"
			 "\"15-1252\",\"risk\":[\"Low\",\"High\"]}"));
	assert_int_equal(params.of[FORCE].number, 1);
	assert_int_equal(params.of[LIMIT].number, 2);
	assert_string_equal(params.of[CODE].text, "15-1252");
	assert_int_equal(params.of[LEVEL].chosen, 3);
	assert_true(both("", "{\"limit\":42,\"risk\":\"Low\"}"));
	assert_int_equal(params.of[LIMIT].number, 42);
}

static void test_params_refused(void **state)
{
	static const struct {
		const char *query;
		const char *body;
		const char *says;
	} rows[] = {
		{ "", "{\"forceRestart\":\"true\"}", "true or false" },
		{ "", "{\"forceRestart\":1}", "true or false" },
		{ "", "{\"forceRestart\":null}", "true or false" },
		{ "", "{\"forcerestart\":true}",
		  "\"didYouMean\":\"forceRestart\"" },
		{ "", "{\"nosuch\":1}", "\"parameter\":\"nosuch\"" },
		{ "", "{\"code\":15}", "a text" },
		{ "", "{\"code\":\"doctor\"}", "such as 15-1252" },
		{ "", "{\"code\":[\"15-1252\"]}", "a text" },
		{ "", "{\"risk\":[\"Low\",\"Huge\"]}", "Low, High." },
		{ "", "{\"limit\":\"5\"}", "a number" },
		{ "", "{\"limit\":500}", "from 1 to 100" },
		{ "", "{\"limit\":1.5}", "whole number" },
		{ "limit=5", "{\"limit\":5}", "only once" },
		{ "", "{\"limit\":5,\"limit\":5}", "only once" },
		{ "", "[]", "JSON object" },
		{ "", "{\"limit\":", "not valid JSON" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_false(both(rows[i].query, rows[i].body));
		assert_int_equal(rs.status, 400);
		if (!strstr(rs.body.data, rows[i].says))
			fail_msg("%s: %s", rows[i].body, rs.body.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_params_refused),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_nul_byte),
		cmocka_unit_test(test_other_types),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
