/* Query parameters: what is taken, what is refused and which one is named. */
#include "base/text.h"
#include "base/utf8.h"
#include "web/param.h"
#include "web/percent.h"

#include "t.h"

#include <string.h>

enum { PAGE, SCORE, FLAG, RISK, SORT, GROUP, CODE, SEARCH, COUNT };

static const char *const risks[] = { "Low", "High", "Very High", NULL };
static const char *const fields[] = { "code", "title", NULL };

static const struct param_spec specs[COUNT] = {
	[PAGE] = { "page", PARAM_INT, .min = 1, .max = 100, .standard = 1 },
	[SCORE] = { "minScore", PARAM_NUMBER, .min = 0, .max = 100 },
	[FLAG] = { .name = "force", .type = PARAM_BOOL },
	[RISK] = { "risk", PARAM_ENUM, .repeatable = true, .values = risks },
	[SORT] = { "sort", PARAM_SORT, .values = fields },
	[GROUP] = { .name = "group",
		    .type = PARAM_CODE,
		    .form = "the code of a major group such as 15-0000" },
	[CODE] = { .name = "code", .type = PARAM_CODE },
	[SEARCH] = { "search", PARAM_TEXT, .min = 1, .max = 5 },
};

static void test_good(void **state)
{
	struct params p;
	struct param_fault fault = PARAM_FAULT_INIT;

	(void)state;
	assert_true(params_parse(specs, COUNT,
				 "page=42&minScore=65.5&force=true&risk=Low"
				 "&risk=Very+High&sort=-title&group=15-0000"
				 "&search=a%C3%A9%20b",
				 &p, &fault));
	assert_int_equal(p.of[PAGE].number, 42);
	assert_int_equal(p.of[SCORE].number, 65500);
	assert_int_equal(p.of[FLAG].number, 1);
	assert_int_equal(p.of[RISK].chosen, 5);
	assert_int_equal(p.of[RISK].count, 2);
	assert_int_equal(p.of[SORT].number, 1);
	assert_true(p.of[SORT].descending);
	assert_string_equal(p.of[GROUP].text, "15-0000");
	assert_string_equal(p.of[SEARCH].text, "a\xc3\xa9 b");
	/* blanks around it are no part of it, and do not count */
	assert_true(params_parse(specs, COUNT, "search=++ab+cd++", &p, &fault));
	assert_string_equal(p.of[SEARCH].text, "ab cd");
}

static void test_absent(void **state)
{
	struct params p;
	struct param_fault fault = PARAM_FAULT_INIT;

	(void)state;
	assert_true(params_parse(specs, COUNT, "", &p, &fault));
	assert_int_equal(p.of[PAGE].number, 1);
	assert_int_equal(p.of[PAGE].count, 0);
	assert_string_equal(p.of[SEARCH].text, "");
	assert_true(params_parse(specs, COUNT, "&&page=3&", &p, &fault));
	assert_int_equal(p.of[PAGE].number, 3);
}

static const struct {
	const char *query;
	const char *parameter;
	const char *detail; /* a part of it */
} faults[] = {
	{ "page=0", "page", "from 1 to 100" },
	{ "page=101", "page", "from 1 to 100" },
	{ "page=", "page", "whole number" },
	{ "page", "page", "whole number" },
	{ "page=1.0", "page", "whole number" },
	{ "page=-1", "page", "whole number" },
	{ "page=99999999999999999999", "page", "whole number" },
	{ "page=1&page=2", "page", "only once" },
	{ "page[]=1", "page[]", "not nested. Did you mean page?" },
	{ "risk%5Ba%5D%5Bb%5D=x", "risk[a][b]", "mean risk?" },
	{ "risk[]=Low&risk[]=High", "risk[]", "mean risk?" },
	{ "sort[mincore]=x", "sort[mincore]", "mean sort?" },
	{ "[]=1", "[]", "no parameter" },
	{ "Page=1", "Page", "Did you mean page?" },
	{ "minscore=1", "minscore", "Did you mean minScore?" },
	{ "projectedChangePercentage=1", "projectedChangePercentage",
	  "no parameter" },
	{ "sort=code&sort=code", "sort", "only once" },
	{ "sort=code&s%6frt=title", "sort", "only once" },
	{ "search=a&search=", "search", "only once" },
	{ "minScore=1.2345", "minScore", "three decimals" },
	{ "minScore=100.001", "minScore", "from 0 to 100" },
	{ "minScore=1e2", "minScore", "number" },
	{ "minScore=NaN", "minScore", "number" },
	{ "force=1", "force", "true or false" },
	{ "risk=Extreme", "risk", "Low, High, Very High" },
	{ "risk=", "risk", "one of" },
	{ "risk=low", "risk", "one of" },
	{ "sort=--title", "sort", "one of: code, title" },
	{ "sort=-", "sort", "one of" },
	{ "group=15", "group", "code of a major group such as 15-0000." },
	{ "group=15-00000", "group", "major group such as 15-0000" },
	{ "code=15", "code", "an occupation code such as 15-1252." },
	{ "sort=-titel", "sort", "code, title. Did you mean -title?" },
	{ "risk=verry+high", "risk", "Very High. Did you mean Very High?" },
	{ "nosuch=1", "nosuch",
	  "There is: page, minScore, force, risk, sort, group, code, search." },
	{ "search=%20%20", "search", "1 to 5" },
	{ "search=", "search", "1 to 5" },
	{ "search=abcdef", "search", "1 to 5" },
	{ "search=a%00b", "search", "NUL" },
	{ "search=a%0Ab", "search", "control" },
	{ "search=%FF", "search", "UTF-8" },
	{ "search=%C3", "search", "UTF-8" },
	{ "search=%C0%AF", "search", "UTF-8" },
	{ "search=%ED%A0%80", "search", "UTF-8" },
	{ "search=%4", "search", "percent" },
	{ "search=%zz", "search", "percent" },
	{ "=1", "", "cannot be read" },
	{ "%00=1", "%00", "cannot be read: it holds a NUL" },
	{ "a%zz=1", "a%zz", "cannot be read: its percent-encoding" },
	{ "page=%", "page", "percent-encoding" },
	{ "page=1%0", "page", "percent-encoding" },
	{ "a%FFb=1",
	  "a\xef\xbf\xbd"
	  "b",
	  "no parameter" },
};

/* Names of values as they are pasted. */
static void test_pasted(void **state)
{
	static const char *const queries[] = {
		"risk=Very%C2%A0High",
		"risk=%20Very+High%E2%80%8B",
		"risk=%EF%BC%B6ery%20High",
	};
	struct param_fault fault = PARAM_FAULT_INIT;
	struct params p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(queries); i++) {
		assert_true(params_parse(specs, COUNT, queries[i], &p, &fault));
		assert_string_equal(specs[RISK].values[p.of[RISK].number],
				    "Very High");
	}
	param_fault_release(&fault);
}

static void test_bad(void **state)
{
	struct param_fault fault = PARAM_FAULT_INIT;
	struct params p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(faults); i++) {
		if (params_parse(specs, COUNT, faults[i].query, &p, &fault))
			fail_msg("%s was taken", faults[i].query);
		assert_string_equal(fault.parameter, faults[i].parameter);
		if (!strstr(fault.detail.data, faults[i].detail))
			fail_msg("%s: %s", faults[i].query, fault.detail.data);
		assert_true(
			utf8_valid(fault.parameter, strlen(fault.parameter)));
	}
	param_fault_release(&fault);
}

static void test_long(void **state)
{
	char query[3000] = "search=";
	struct param_fault fault = PARAM_FAULT_INIT;
	struct params p;

	(void)state;
	memset(query + 7, 'x', 2000);
	assert_false(params_parse(specs, COUNT, query, &p, &fault));
	assert_string_equal(fault.parameter, "search");
	assert_non_null(strstr(fault.detail.data, "too long"));
	memset(query, 'n', 2000);
	assert_false(params_parse(specs, COUNT, query, &p, &fault));
	assert_memory_equal(fault.parameter, "nnnn", 4);
	assert_true(strlen(fault.parameter) < 70);
	assert_non_null(strstr(fault.detail.data, "too long"));
	memset(query, '\xff', 2000);
	assert_false(params_parse(specs, COUNT, query, &p, &fault));
	assert_true(utf8_valid(fault.parameter, strlen(fault.parameter)));
	param_fault_release(&fault);
}

/* As a member of its own, for programs. */
static void test_nearest(void **state)
{
	struct param_fault fault = PARAM_FAULT_INIT;
	struct params p;

	(void)state;
	assert_false(params_parse(specs, COUNT, "minScor=1", &p, &fault));
	assert_string_equal(fault.nearest, "minScore");
	assert_false(params_parse(specs, COUNT, "sort=-titel", &p, &fault));
	assert_string_equal(fault.nearest, "-title");
	assert_false(params_parse(specs, COUNT, "risk=LOW", &p, &fault));
	assert_string_equal(fault.nearest, "Low");
	assert_false(params_parse(specs, COUNT, "risk=Extreme", &p, &fault));
	assert_string_equal(fault.nearest, "");
	assert_false(params_parse(specs, COUNT, "page=0", &p, &fault));
	assert_string_equal(fault.nearest, "");
	assert_false(params_parse(NULL, 0, "page=0", &p, &fault));
	assert_string_equal(fault.nearest, "");
	assert_string_equal(fault.parameter, "page");
	assert_true(params_parse(NULL, 0, "", &p, &fault));
	param_fault_release(&fault);
}

/* What is known in full stays as it is, up to the last byte of room. */
static void test_percent(void **state)
{
	char out[4];

	(void)state;
	assert_int_equal(percent_decode("a%2bb", 5, out, sizeof out),
			 PERCENT_OK);
	assert_string_equal(out, "a+b");
	assert_int_equal(percent_decode("a+%42c", 6, out, sizeof out),
			 PERCENT_LONG);
	assert_int_equal(percent_decode("%4", 2, out, sizeof out),
			 PERCENT_BROKEN);
	assert_int_equal(percent_decode("%4g", 3, out, sizeof out),
			 PERCENT_BROKEN);
	assert_int_equal(percent_decode("%00", 3, out, sizeof out),
			 PERCENT_NUL);
	assert_int_equal(percent_decode("%41", 2, out, sizeof out),
			 PERCENT_BROKEN);
}

static void test_excerpt(void **state)
{
	struct str out = STR_INIT(100);

	(void)state;
	text_excerpt(&out, "a\xff\xc3\xa9z", 100);
	assert_string_equal(out.data, "a\xef\xbf\xbd\xc3\xa9z");
	str_reset(&out);
	text_excerpt(&out, "ab\xc3\xa9", 3);
	assert_string_equal(out.data, "ab\xe2\x80\xa6");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),    cmocka_unit_test(test_absent),
		cmocka_unit_test(test_bad),     cmocka_unit_test(test_pasted),
		cmocka_unit_test(test_long),    cmocka_unit_test(test_excerpt),
		cmocka_unit_test(test_nearest), cmocka_unit_test(test_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
