/* Codes in any spelling, and where they lead. */
#include "search/codes.h"
#include "search/search.h"

#include "api_t.h"
#include "table.h"

#include <stdio.h>

static struct snapshot *snapshot;
static struct response rs;

static const struct {
	const char *text;
	const char *digits; /* "": no code */
	bool sure;
} spellings[] = {
	{ "15-1252", "151252", true },
	{ "151252", "151252", true },
	{ "15.1252", "151252", true },
	{ "15 1252", "151252", true },
	{ " 15-1252\t", "151252", true },
	{ "15 - 1252", "151252", true },
	{ "15\xe2\x80\x93"
	  "1252",
	  "151252", true },
	{ "15\xe2\x88\x92"
	  "1252\xc2\xa0",
	  "151252", true },
	{ "\xef\xbc\x91\xef\xbc\x95\xef\xbc\x8d\xef\xbc\x91\xef\xbc\x92"
	  "52",
	  "151252", true },
	{ "15\xc2\xad-12\xe2\x80\x8b"
	  "52",
	  "151252", true },
	{ "15-1252.00", "151252", true },
	{ "15-1252.0", "151252", true },
	{ "15-1252.", "151252", true },
	{ "15125200", "151252", true },
	{ "15-1299.08", "151299", true },
	{ "SOC 15-1252", "151252", true },
	{ "soc code: 15-1252", "151252", true },
	{ "O*NET-SOC 15-1252.00", "151252", true },
	{ "15-12", "1512", true },
	{ "15-", "15", true },
	{ "15", "15", false },
	{ "911", "911", false },
	{ "15-12520", "", false },
	{ "15-1252.000", "", false },
	{ "15-1252x", "", false },
	{ "1-51252", "", false },
	{ "1", "", false },
	{ "", "", false },
	{ "soc", "", false },
	{ "soc worker", "", false },
	{ "-15-1252", "", false },
	{ "15/1252", "", false },
};

static void test_spellings(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(spellings); i++) {
		struct soc_text read = soc_read(spellings[i].text);
		char code[SOC_BYTES];

		row_text(spellings[i].text, read.digits, spellings[i].digits);
		row_int(spellings[i].text, (int64_t)read.count,
			(int64_t)strlen(spellings[i].digits));
		row_int(spellings[i].text, read.sure, spellings[i].sure);
		row_int(spellings[i].text, soc_spelled(spellings[i].text, code),
			read.count == SOC_DIGITS);
	}
}

static const struct {
	const char *text;
	enum code_kind kind;
	const char *codes;
} meanings[] = {
	{ "15.1252", CODE_OWN, "15-1252" },
	{ "15-1258", CODE_PART, "15-1253" },
	{ "15-1258.00", CODE_PART, "15-1253" },
	{ "15-1131", CODE_RETIRED, "15-1251" },
	{ "15 1132", CODE_RETIRED, "15-1252 15-1253" },
	{ "15-1250", CODE_GROUP, "15-1251 15-1252 15-1253" },
	{ "29-0000", CODE_GROUP, "29-1141 29-1151 29-1215" },
	{ "00-0000", CODE_GROUP,
	  "15-1251 15-1252 15-1253 29-1141 29-1151 29-1215" },
	{ "29-12", CODE_BEGUN, "29-1215" },
	{ "29", CODE_BEGUN, "29-1141 29-1151 29-1215" },
	{ "15-1999", CODE_UNKNOWN, "" },
	{ "19-1111", CODE_UNKNOWN, "" },
	{ "30-0000", CODE_UNKNOWN, "" },
	{ "00-0001", CODE_UNKNOWN, "" },
	{ "77-", CODE_UNKNOWN, "" },
	{ "77", CODE_NONE, "" },
	{ "coder", CODE_NONE, "" },
};

static void test_meanings(void **state)
{
	const struct codes *codes = search_codes(snapshot->search);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(meanings); i++) {
		struct code_answer answer = codes_find(codes, meanings[i].text);
		struct str list = STR_INIT(1000);
		size_t k;

		for (k = 0; k < answer.count; k++)
			str_addf(&list, "%s%s", k ? " " : "",
				 snapshot->facts[answer.jobs[k]].code);
		row_int(meanings[i].text, answer.kind, meanings[i].kind);
		row_text(meanings[i].text, list.data, meanings[i].codes);
		str_release(&list);
	}
}

static void get(const char *target)
{
	char line[300];

	(void)snprintf(line, sizeof line, "GET %s", target);
	api_answer(snapshot, line, &rs);
}

static void assert_has(const char *target, const char *where, const char *part)
{
	if (!strstr(where, part))
		fail_msg("%s: no %s in %s", target, part, where);
}

static const struct {
	const char *target;
	const char *location;
	const char *part; /* of the body */
} moves[] = {
	{ "/api/jobs/151252", "/api/jobs/15-1252\r\n",
	  "\"matchedCode\":\"15-1252\"" },
	{ "/api/jobs/15-1252.00", "/api/jobs/15-1252\r\n", "\"title\"" },
	{ "/api/jobs/15\xe2\x80\x93"
	  "1252",
	  "/api/jobs/15-1252\r\n", "\"code\":\"15-1252\"" },
	{ "/api/jobs/15-1131", "/api/jobs/15-1251\r\n",
	  "\"matchedTitle\":\"Programmers of Old\"" },
	{ "/api/jobs/15-1258", "/api/jobs/15-1253?matchedCode=15-1258\r\n",
	  "\"matchedTitle\":\"Bug Hunters\"" },
	{ "/api/jobs/15-1258.00?area=national&",
	  "/api/jobs/15-1253?area=national&matchedCode=15-1258\r\n",
	  "\"code\":\"15-1253\"" },
	{ "/api/jobs/151252?area=0000000", "/api/jobs/15-1252?area=0000000\r\n",
	  "" },
};

static void test_moves(void **state)
{
	char location[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(moves); i++) {
		get(moves[i].target);
		row_int(moves[i].target, rs.status, 301);
		(void)snprintf(location, sizeof location, "Location: %s",
			       moves[i].location);
		assert_has(moves[i].target, rs.head.data, location);
		assert_has(moves[i].target, rs.body.data, moves[i].part);
		assert_string_equal(rs.etag, "");
	}
}

static const struct {
	const char *target;
	int status;
	const char *part;
} answers[] = {
	{ "/api/jobs/15-1253", 200, "\"measures\"" },
	{ "/api/jobs/15-1253?matchedCode=15-1258", 200,
	  "\"matchedCode\":\"15-1258\",\"matchedTitle\":\"Bug Hunters\"" },
	{ "/api/jobs/15-1253?matchedCode=151258", 200,
	  "\"matchedCode\":\"15-1258\"" },
	{ "/api/jobs/15-1252?matchedCode=15-1258", 200,
	  "14:00:00Z\",\"description\"" },
	{ "/api/jobs/15-1253?matchedCode=15-1253", 200,
	  "14:00:00Z\",\"description\"" },
	{ "/api/jobs/15-1253?matchedCode=x", 400, "matchedCode must be" },
	{ "/api/jobs/15-1132", 404,
	  "\"successors\":[{\"code\":\"15-1252\",\"title\":\"Software "
	  "Developers\"},{\"code\":\"15-1253\"," },
	{ "/api/jobs/15-1132", 404, "\"parameter\":\"code\"" },
	{ "/api/jobs/15-9999", 404, "no detailed occupation 15-9999" },
	{ "/api/jobs/15-1250", 404, "no detailed occupation 15-1250" },
	{ "/api/jobs/15-12", 400, "such as 15-1252" },
	{ "/api/jobs/plumber", 400, "such as 15-1252" },
	{ "/api/jobs?search=15-1258", 200,
	  "\"matchedTitle\":\"Bug Hunters\",\"matchQuality\":\"full\"" },
	{ "/api/jobs?search=15-1132", 200, "\"total\":2," },
	{ "/api/jobs?search=15-9999", 200, "\"total\":0," },
	{ "/api/jobs?search=29-0000", 200, "\"total\":3," },
	{ "/api/jobs/stats?search=15.1258", 200, "\"totalJobs\":1," },
	{ "/api/jobs/suggestions?q=15-1131", 200,
	  "\"code\":\"15-1251\",\"title\":\"Computer Programmers\","
	  "\"matchedTitle\":\"Programmers of Old\"" },
	{ "/api/jobs?group=29.0000", 200, "\"group\":\"29-0000\"" },
	{ "/api/jobs?group=290000", 200, "\"total\":3," },
	{ "/api/jobs/compare?codes=15-1258,%2029.1141", 200,
	  "\"code\":\"15-1253\"" },
};

static void test_answers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(answers); i++) {
		get(answers[i].target);
		row_int(answers[i].target, rs.status, answers[i].status);
		assert_has(answers[i].target, rs.body.data, answers[i].part);
	}
}

static int setup(void **state)
{
	(void)state;
	rs = RESPONSE_INIT;
	snapshot = api_snapshot();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_meanings),
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_answers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
