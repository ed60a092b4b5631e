/* Statuses and messages of BLS, and what must not be read or repeated. */
#include "bls_t.h"

enum { BODY_BYTES = 8 * 1024 * 1024 };

static struct str body;

static const char *const two_ids[] = { ID_04, ID_08, NULL };

static struct bls_reply judge_body(void)
{
	struct bls_reply reply;

	judge(body.data, body.length, two_ids, 2025, &reply);
	return reply;
}

static struct bls_reply judge_answer(const char *status, const char *messages)
{
	str_reset(&body);
	str_addf(&body,
		 "{\"status\":%s,\"message\":%s,\"Results\":{\"series\":["
		 "{\"seriesID\":\"" ID_04 "\",\"data\":[]}]}}",
		 status, messages);
	return judge_body();
}

#define THRESHOLD "[\"The DAILY THRESHOLD of key has been reached\"]"

static const struct {
	const char *status;
	const char *messages;
	enum bls_class outcome;
	const char *comment;
} statuses[] = {
	{ "\"REQUEST_SUCCEEDED\"", "[]", BLS_OK, "success" },
	{ "\"REQUEST_PARTIALLY_PROCESSED\"", "[]", BLS_OK, "in part" },
	{ "\"REQUEST_SUCCEEDED\"", THRESHOLD, BLS_OK,
	  "a success is judged by its series" },
	{ "\"REQUEST_NOT_PROCESSED\"", THRESHOLD, BLS_QUOTA, "any case" },
	{ "\"REQUEST_NOT_PROCESSED\"",
	  "[\"The key:X: the daily threshold was reached\"]", BLS_QUOTA,
	  "the threshold counts more than the key" },
	{ "\"REQUEST_NOT_PROCESSED\"",
	  "[\"The key:X provided by the User is invalid.\","
	  "\"the daily threshold\"]",
	  BLS_QUOTA, "the threshold in a second message" },
	{ "\"REQUEST_NOT_PROCESSED\"", "[\"The key:X is unknown\"]",
	  BLS_INVALID_KEY, "another wording about a key" },
	{ "\"REQUEST_NOT_PROCESSED\"", "[\"Try later\"]", BLS_REFUSED,
	  "another reason" },
	{ "\"REQUEST_NOT_PROCESSED\"", "[]", BLS_REFUSED, "no reason" },
	{ "\"REQUEST_FAILED\"", "[\"Your request has failed.\"]",
	  BLS_REQUEST_FAILED, "the generic refusal" },
	{ "\"REQUEST_FAILED_INVALID_PARAMETERS\"", "[]", BLS_BAD_PARAMETERS,
	  "our bug" },
	{ "\"REQUEST_FAILED_ERROR\"", "[]", BLS_OVER_CAPACITY, "an error" },
	{ "\"REQUEST_FAILED_OVER_CAPACITY\"", "[]", BLS_OVER_CAPACITY,
	  "too many of us" },
	{ "\"REQUEST_UNHEARD_OF\"", "[]", BLS_MALFORMED, "a new status" },
	{ "\"request_succeeded\"", "[]", BLS_MALFORMED, "lower case" },
	{ "\"\"", "[]", BLS_MALFORMED, "an empty status" },
	{ "null", "[]", BLS_MALFORMED, "a status that is null" },
	{ "1", "[]", BLS_MALFORMED, "a status that is a number" },
};

static void test_statuses(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(statuses); i++)
		row_int(statuses[i].comment,
			judge_answer(statuses[i].status, statuses[i].messages)
				.outcome,
			statuses[i].outcome);
}

static const struct {
	const char *messages; /* JSON */
	enum series_verdict verdicts[2];
	int limit;
	const char *comment;
} messages[] = {
	{ "[]", { SERIES_MISSING, SERIES_MISSING }, 0, "none" },
	{ "null", { SERIES_MISSING, SERIES_MISSING }, 0, "null" },
	{ "{}", { SERIES_MISSING, SERIES_MISSING }, 0, "an object" },
	{ "[1,null,{}]", { SERIES_MISSING, SERIES_MISSING }, 0, "no texts" },
	{ "\"Series does not exist for Series " ID_04 "\"",
	  { SERIES_DOES_NOT_EXIST, SERIES_MISSING },
	  0,
	  "one string instead of an array" },
	{ "[\"Invalid Series for Series  " ID_08 "\"]",
	  { SERIES_MISSING, SERIES_DOES_NOT_EXIST },
	  0,
	  "two spaces" },
	{ "[\"Invalid Series for Series\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  0,
	  "no id" },
	{ "[\"Unable to get Catalog Data for series " ID_04 "\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  0,
	  "harmless" },
	{ "[\"Database is locked for Series " ID_04 "\","
	  "\"No Data Available for Series " ID_08 " Year: 2025\"]",
	  { SERIES_LOCKED, SERIES_NO_DATA },
	  0,
	  "each its own" },
	{ "[\"Requested Series list has been reduced to the system-allowed "
	  "limit of 25 series.\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  25,
	  "surplus dropped, without a key" },
	{ "[\"Requested Series list has been reduced to the system-allowed "
	  "limit of 50 series.\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  50,
	  "surplus dropped, with a key" },
	{ "[\"Year range has been reduced to the system-allowed limit of 10 "
	  "years.\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  0,
	  "a limit of years" },
	{ "[\"the system-allowed limit of 0 series\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  0,
	  "no limit of nothing" },
	{ "[\"the system-allowed limit of 99999999999 series\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  0,
	  "no limit beyond ours" },
	{ "[\"the system-allowed limit of many series\"]",
	  { SERIES_MISSING, SERIES_MISSING },
	  0,
	  "no number" },
};

static void test_messages(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(messages); i++) {
		struct bls_reply reply = judge_answer("\"REQUEST_SUCCEEDED\"",
						      messages[i].messages);
		const char *row = messages[i].comment;

		row_int(row, reply.outcome, BLS_OK);
		row_int(row, reply.results[0].verdict, messages[i].verdicts[0]);
		row_int(row, reply.results[1].verdict, messages[i].verdicts[1]);
		row_int(row, reply.series_limit, messages[i].limit);
	}
}

static void test_message_absent(void **state)
{
	struct bls_reply reply;

	(void)state;
	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_NOT_PROCESSED\"}");
	reply = judge_body();
	assert_int_equal(reply.outcome, BLS_REFUSED);
	assert_string_equal(reply.message, "");
}

static const char *const broken[] = {
	"",
	" ",
	"null",
	"true",
	"\"REQUEST_SUCCEEDED\"",
	"[]",
	"{}",
	"{",
	"[{",
	"{\"status\":",
	"<html>",
	"\xff{}",
	"status",
	"{\"status\":\"REQUEST_SUCCEEDED",
};

static void test_broken(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(broken); i++) {
		struct bls_reply reply;

		str_reset(&body);
		str_adds(&body, broken[i]);
		reply = judge_body();
		row_int(broken[i], reply.outcome, BLS_MALFORMED);
	}
}

static void add_times(const char *text, int times)
{
	while (times-- > 0)
		str_adds(&body, text);
}

/* Deep nesting is refused before anything recurses into it. */
static void test_deep(void **state)
{
	struct bls_reply reply;

	(void)state;
	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_SUCCEEDED\",\"x\":");
	add_times("[", 31);
	add_times("]", 31);
	str_addc(&body, '}');
	assert_int_equal(judge_body().outcome, BLS_OK);

	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_SUCCEEDED\",\"x\":");
	add_times("[", 32);
	add_times("]", 32);
	str_addc(&body, '}');
	assert_int_equal(judge_body().outcome, BLS_MALFORMED);

	str_reset(&body);
	add_times("[{\"a\":", 500000);
	reply = judge_body();
	assert_int_equal(reply.outcome, BLS_MALFORMED);

	/* brackets in a text are no nesting */
	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_SUCCEEDED\",\"x\":\"");
	add_times("[{\\\"", 100);
	str_adds(&body, "\"}");
	assert_int_equal(judge_body().outcome, BLS_OK);
}

/* As long as an answer may be, with messages longer than anybody reads. */
static void test_long(void **state)
{
	struct bls_reply reply;

	(void)state;
	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_SUCCEEDED\",\"message\":[\"");
	add_times("word ", 700000);
	str_adds(&body, "\",\"" TEST_KEY "\"],\"Results\":{}}");
	assert_true(body.length < BLS_REPLY_MAX_BYTES);
	reply = judge_body();
	assert_int_equal(reply.outcome, BLS_OK);
	assert_int_equal(strlen(reply.message), sizeof reply.message - 1);
	assert_string_equal(reply.message + strlen(reply.message) - 3, "...");
}

static void test_too_many_asked(void **state)
{
	struct series_id ids[BLS_SERIES_MAX + 1] = { 0 };
	struct bls_question question = { ids, BLS_SERIES_MAX + 1, 2025, "" };
	struct bls_reply reply;

	(void)state;
	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_SUCCEEDED\"}");
	bls_reply_parse(&question, body.data, body.length, &reply);
	assert_int_equal(reply.outcome, BLS_MALFORMED);
}

/* A key never comes through in the message, wherever the answer has it. */
static void test_message_without_key(void **state)
{
	static const char *const forms[] = {
		"\"%s\"",
		"[\"%s\"]",
		"[\"The key:%s is bad\"]",
		"[\"a\",\"b %s\"]",
		"[\"\\u0022%s\\u0022\"]",
		"[\"line\\n%s\\nline\"]",
	};
	static const char *const answer_statuses[] = {
		"\"REQUEST_SUCCEEDED\"", "\"REQUEST_NOT_PROCESSED\"",
		"\"REQUEST_FAILED\"", "\"NEW\"", "null"
	};
	char text[256];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT_OF(forms); i++) {
		struct str message = STR_INIT(256);
		const char *place = strstr(forms[i], "%s");

		str_add(&message, forms[i], (size_t)(place - forms[i]));
		str_adds(&message, TEST_KEY);
		str_adds(&message, place + 2);
		copy_text(text, sizeof text, message.data);
		str_release(&message);
		for (k = 0; k < COUNT_OF(answer_statuses); k++) {
			struct bls_reply reply =
				judge_answer(answer_statuses[k], text);

			row_true(text, !strstr(reply.message, "0123456789"));
			row_true(text, strstr(reply.message, "[key]") != NULL);
		}
	}
}

/* A key too short to look like one is known, because it was sent. */
static void test_short_key(void **state)
{
	struct series_id id = { ID_04 };
	struct bls_question question = { &id, 1, 2025, "abcd1234" };
	struct bls_reply reply;

	(void)state;
	str_reset(&body);
	str_adds(&body, "{\"status\":\"REQUEST_NOT_PROCESSED\","
			"\"message\":[\"The key:abcd1234 is bad\"]}");
	bls_reply_parse(&question, body.data, body.length, &reply);
	assert_string_equal(reply.message, "The key:[key] is bad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_message_absent),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_too_many_asked),
		cmocka_unit_test(test_message_without_key),
		cmocka_unit_test(test_short_key),
	};
	int failed;

	body = STR_INIT(BODY_BYTES);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&body);
	return failed;
}
