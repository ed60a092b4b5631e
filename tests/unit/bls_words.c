/* The series decide before the words do, and words may be of any bytes. */
#include "bls_t.h"

#include "base/str.h"

static struct str body;

static struct bls_reply judge_body(void)
{
	static const char *const two_ids[] = { ID_04, ID_08, NULL };
	struct bls_reply reply;

	judge(body.data, body.length, two_ids, 2025, &reply);
	return reply;
}

static struct bls_reply refusal(const char *messages)
{
	str_reset(&body);
	str_addf(&body, "{\"status\":\"REQUEST_FAILED\",\"message\":%s}",
		 messages);
	return judge_body();
}

static void answer_good(const char *status, const char *message,
			const char *second)
{
	str_reset(&body);
	str_addf(&body,
		 "{\"status\":%s,\"message\":[\"%s\"],\"Results\":{"
		 "\"series\":[{\"seriesID\":\"" ID_04 "\",\"data\":[{"
		 "\"year\":\"2025\",\"period\":\"A01\",\"value\":\"148100\","
		 "\"footnotes\":[{\"code\":\"9\"}]}]},%s]}}",
		 status, message, second);
}

static const char SECOND[] =
	"{\"seriesID\":\"" ID_08 "\",\"data\":[{\"year\":\"2025\","
	"\"period\":\"A01\",\"value\":\"65.38\",\"footnotes\":[{}]}]}";
static const char SECOND_EMPTY[] = "{\"seriesID\":\"" ID_08 "\",\"data\":[]}";

/* Success is judged series by series first; words explain what is missing. */
static void test_series_first(void **state)
{
	static const char *const words[][2] = {
		{ "\"REQUEST_SUCCEEDED\"",
		  "reduced to the system-allowed limit of 25 series." },
		{ "\"REQUEST_SUCCEEDED\"", "The limit of 500 was reached" },
		{ "\"REQUEST_NOT_PROCESSED\"", "the limit" },
		{ "\"REQUEST_NOT_PROCESSED\"", "the daily threshold" },
		{ "\"REQUEST_FAILED\"", "Your request has failed." },
		{ "\"request_ok\"", "" },
		{ "null", "" },
	};
	struct bls_reply reply;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(words); i++) {
		answer_good(words[i][0], words[i][1], SECOND);
		reply = judge_body();
		row_int(words[i][1], reply.outcome, BLS_OK);
		row_int(words[i][1], reply.results[0].verdict, SERIES_FIGURE);
		row_int(words[i][1], reply.results[1].verdict, SERIES_FIGURE);
		row_int(words[i][1], reply.series_limit, 0);
	}
	answer_good("\"REQUEST_SUCCEEDED\"", words[0][1], SECOND_EMPTY);
	reply = judge_body();
	assert_int_equal(reply.outcome, BLS_OK);
	assert_int_equal(reply.results[1].verdict, SERIES_MISSING);
	assert_int_equal(reply.series_limit, 25);
	/* and a footnote that nobody knows is counted */
	assert_int_equal(reply.unknown_footnotes, 1);
	assert_string_equal(reply.unknown_footnote, "9");
}

/* Any bytes in a message come out as text. */
static void test_bytes(void **state)
{
	struct bls_reply reply;

	(void)state;
	reply = refusal("[\"No \x96 M\xFC\x81ller\x01\",\"caf\xC3\xA9\"]");
	assert_string_equal(reply.message,
			    "No \xE2\x80\x93 M\xC3\xBC\xEF\xBF\xBDller  "
			    "caf\xC3\xA9");
	reply = refusal("\"\xFF " TEST_KEY "\xFF\"");
	assert_string_equal(reply.message, "\xC3\xBF [key]\xC3\xBF");
}

/* A text that was cut in the middle of a character is one of bytes too. */
static void test_half_characters(void **state)
{
	static const struct {
		const char *sent;
		const char *shown;
	} rows[] = {
		{ "cut \\ud83d", "cut \xef\xbf\xbd" },
		{ "\\uDE00 cut", "\xef\xbf\xbd cut" },
		{ "\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80" },
		{ "\\ud83dx", "\xef\xbf\xbdx" },
		{ "\\ud83d\\ude00", "\xf0\x9f\x98\x80" },
		{ "\\\\ud83d", "\\ud83d" }, /* a backslash, then letters */
	};
	struct bls_reply reply;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		answer_good("\"REQUEST_SUCCEEDED\"", rows[i].sent, SECOND);
		reply = judge_body();
		row_int(rows[i].sent, reply.outcome, BLS_OK);
		row_int(rows[i].sent, reply.results[1].verdict, SERIES_FIGURE);
		assert_string_equal(reply.message, rows[i].shown);
	}
	str_reset(&body);
	str_adds(&body, "{\"status\":\"\\ud83");
	assert_int_equal(judge_body().outcome, BLS_MALFORMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_series_first),
		cmocka_unit_test(test_half_characters),
		cmocka_unit_test(test_bytes),
	};
	int failed;

	body = STR_INIT(4096);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&body);
	return failed;
}
