/* Answers in forms that BLS does not document, or should not send. */
#include "bls_t.h"

enum { BODY_BYTES = 64 * 1024 };

static struct str body;

static const char *const one_id[] = { ID_08, NULL };

static struct bls_reply judge_text(const char *text)
{
	struct bls_reply reply;

	judge(text, strlen(text), one_id, 2025, &reply);
	return reply;
}

/* A row of the series with these fields, in an answer without faults. */
static struct bls_reply judge_row(const char *row)
{
	str_reset(&body);
	str_addf(&body,
		 "{\"status\":\"REQUEST_SUCCEEDED\",\"message\":[],"
		 "\"Results\":{\"series\":[{\"seriesID\":\"" ID_08
		 "\",\"data\":[%s]}]}}",
		 row);
	return judge_text(body.data);
}

#define ROW_2025(rest) "{\"year\":\"2025\",\"period\":\"A01\"," rest "}"

static const struct {
	const char *value; /* JSON */
	enum series_verdict verdict;
	int64_t milli;
	int decimals;
	const char *comment;
} values[] = {
	{ "\"65.38\"", SERIES_FIGURE, 65380, 2, "a string" },
	{ "\"0.00\"", SERIES_FIGURE, 0, 2, "a printed zero" },
	{ "65.38", SERIES_FIGURE, 65380, 2, "a number" },
	{ "71.2", SERIES_FIGURE, 71200, 2, "a number, digits of the measure" },
	{ "65", SERIES_FIGURE, 65000, 2, "a whole number" },
	{ "65.385", SERIES_MALFORMED, 0, 0, "a number that would be rounded" },
	{ "-65.38", SERIES_MALFORMED, 0, 0, "a negative number" },
	{ "1e300", SERIES_MALFORMED, 0, 0, "a number beyond any wage" },
	{ "1e999", SERIES_MALFORMED, 0, 0, "a number beyond numbers" },
	{ "\"1,234\"", SERIES_MALFORMED, 0, 0, "thousands separator" },
	{ "\"abc\"", SERIES_MALFORMED, 0, 0, "letters" },
	{ "\"\"", SERIES_MALFORMED, 0, 0, "empty" },
	{ "\" \"", SERIES_MALFORMED, 0, 0, "white space" },
	{ "\"-5\"", SERIES_MALFORMED, 0, 0, "negative" },
	{ "\"-0\"", SERIES_MALFORMED, 0, 0, "negative zero" },
	{ "\"--\"", SERIES_MALFORMED, 0, 0, "two dashes" },
	{ "\"1.23456\"", SERIES_MALFORMED, 0, 0, "too many decimals" },
	{ "\"9999999999999\"", SERIES_MALFORMED, 0, 0, "too many digits" },
	{ "null", SERIES_MALFORMED, 0, 0, "null" },
	{ "true", SERIES_MALFORMED, 0, 0, "a truth" },
	{ "[]", SERIES_MALFORMED, 0, 0, "an array" },
	{ "{}", SERIES_MALFORMED, 0, 0, "an object" },
	{ "\"*\"", SERIES_MALFORMED, 0, 0, "the star of the tables" },
};

static void test_values(void **state)
{
	char row[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(values); i++) {
		struct bls_reply reply;

		(void)snprintf(row, sizeof row, ROW_2025("\"value\":%s"),
			       values[i].value);
		reply = judge_row(row);
		row_int(values[i].comment, reply.outcome, BLS_OK);
		row_int(values[i].comment, reply.results[0].verdict,
			values[i].verdict);
		if (values[i].verdict != SERIES_FIGURE)
			continue;
		row_int(values[i].comment, reply.results[0].figure.milli,
			values[i].milli);
		row_int(values[i].comment, reply.results[0].figure.decimals,
			values[i].decimals);
	}
}

static const struct {
	const char *rows;
	enum series_verdict verdict;
	int year;
	const char *comment;
} rows_of_data[] = {
	{ ROW_2025("\"periodName\":\"Annual\""), SERIES_MALFORMED, 2025,
	  "no value at all" },
	{ "{\"year\":2025,\"period\":\"A01\",\"value\":\"65.38\"}",
	  SERIES_FIGURE, 2025, "the year as a number" },
	{ "{\"period\":\"A01\",\"value\":\"65.38\"}", SERIES_MALFORMED, 0,
	  "no year" },
	{ "{\"year\":\"20x5\",\"period\":\"A01\",\"value\":\"65.38\"}",
	  SERIES_MALFORMED, 0, "not a year" },
	{ "{\"year\":\"99999\",\"period\":\"A01\",\"value\":\"65.38\"}",
	  SERIES_MALFORMED, 0, "a year far away" },
	{ "{\"year\":\"2025\",\"value\":\"65.38\"}", SERIES_FIGURE, 2025,
	  "no period" },
	{ "{\"year\":\"2025\",\"period\":\"S01\",\"value\":\"65.38\"}",
	  SERIES_MALFORMED, 0, "half a year" },
	{ "{\"year\":\"2024\",\"period\":\"A01\",\"value\":\"60.00\"},"
	  "{\"year\":\"2025\",\"period\":\"A01\",\"value\":\"65.38\"}",
	  SERIES_FIGURE, 2025, "the newest is not first" },
	{ "{\"year\":\"2026\",\"period\":\"M01\",\"value\":\"60.00\"},"
	  "{\"year\":\"2025\",\"period\":\"A01\",\"value\":\"65.38\"}",
	  SERIES_FIGURE, 2025, "a month of a newer year" },
	{ "{\"year\":\"2026\",\"period\":\"A01\",\"value\":\"60.00\"},"
	  "{\"year\":\"2025\",\"period\":\"A01\",\"value\":\"65.38\"}",
	  SERIES_OTHER_YEAR, 2026, "both years: the newer one speaks" },
	{ "null", SERIES_MALFORMED, 0, "a row that is null" },
	{ "\"65.38\"", SERIES_MALFORMED, 0, "a row that is a string" },
	{ "[]", SERIES_MALFORMED, 0, "a row that is an array" },
	{ "", SERIES_MISSING, 0, "empty without a word" },
};

static void test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows_of_data); i++) {
		struct bls_reply reply = judge_row(rows_of_data[i].rows);
		const char *row = rows_of_data[i].comment;

		row_int(row, reply.outcome, BLS_OK);
		row_int(row, reply.results[0].verdict, rows_of_data[i].verdict);
		row_int(row, reply.results[0].year, rows_of_data[i].year);
		if (rows_of_data[i].verdict == SERIES_FIGURE)
			row_int(row, reply.results[0].figure.milli, 65380);
	}
}

#define CAP "\"text\":\"This wage is equal to or greater than $115.00 per hour"

static const struct {
	const char *footnotes; /* JSON after "value":"-", */
	enum reason reason;
	int64_t cap_milli;
	const char *comment;
} notes[] = {
	{ "\"footnotes\":[{}]", REASON_NOT_RELEASED, 0, "an empty one" },
	{ "\"footnotes\":[]", REASON_NOT_RELEASED, 0, "none" },
	{ "\"footnotes\":null", REASON_NOT_RELEASED, 0, "null" },
	{ "\"footnotes\":\"5\"", REASON_NOT_RELEASED, 0, "a string" },
	{ "\"footnotes\":[null,5,\"5\"]", REASON_NOT_RELEASED, 0,
	  "of other types" },
	{ "\"x\":1", REASON_NOT_RELEASED, 0, "no footnotes" },
	{ "\"footnotes\":[{\"code\":\"8\"}]", REASON_NOT_RELEASED, 0,
	  "8 without text" },
	{ "\"footnotes\":[{\"code\":\"9\",\"text\":\"Lapse.\"}]",
	  REASON_NOT_RELEASED, 0, "a new code" },
	{ "\"footnotes\":[{\"code\":5}]", REASON_NOT_RELEASED, 0,
	  "the code as a number" },
	{ "\"footnotes\":[{\"code\":\"4\"}]", REASON_NOT_PUBLISHED_IN_THIS_FORM,
	  0, "4 without text" },
	{ "\"footnotes\":[{\"code\":\"5\"}]", REASON_CAPPED, 0,
	  "a cap that is not told" },
	{ "\"footnotes\":[{\"code\":\"5\",\"text\":\"More than usual.\"}]",
	  REASON_CAPPED, 0, "a text without amount" },
	{ "\"footnotes\":[{\"code\":\"5\",\"text\":\"115 per hour\"}]",
	  REASON_CAPPED, 0, "an amount without currency" },
	{ "\"footnotes\":[{\"code\":\"5\"," CAP ".\"}]", REASON_CAPPED, 115000,
	  "only per hour" },
	{ "\"footnotes\":[{\"code\":\"5\"," CAP " or $239,200 per year.\"}]",
	  REASON_CAPPED, 115000, "both" },
	{ "\"footnotes\":[{\"code\":\"5\",\"text\":\"$1,250.50 per hour\"}]",
	  REASON_CAPPED, 1250500, "another cap" },
	{ "\"footnotes\":[{\"code\":\"5\",\"text\":\"$239,200 per year\"}]",
	  REASON_CAPPED, 0, "only per year, for an hourly wage" },
	{ "\"footnotes\":[{},{\"code\":\"5\"," CAP ".\"}]", REASON_CAPPED,
	  115000, "not the first" },
};

static void test_footnotes(void **state)
{
	char row[512];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(notes); i++) {
		struct bls_reply reply;
		const struct figure *figure;

		(void)snprintf(row, sizeof row, ROW_2025("\"value\":\"-\",%s"),
			       notes[i].footnotes);
		reply = judge_row(row);
		figure = &reply.results[0].figure;
		row_int(notes[i].comment, reply.results[0].verdict,
			SERIES_FIGURE);
		row_int(notes[i].comment, figure->reason, notes[i].reason);
		row_int(notes[i].comment, figure->cap_milli,
			notes[i].cap_milli);
		row_int(notes[i].comment, figure->milli, 0);
	}
}

#define SERIES                                                      \
	"{\"seriesID\":\"" ID_08 "\",\"data\":[{\"year\":\"2025\"," \
	"\"period\":\"A01\",\"value\":\"65.38\",\"footnotes\":[{}]}]}"
#define OTHER "{\"seriesID\":\"" ID_13 "\",\"data\":[{\"year\":\"2025\"}]}"

static const struct {
	const char *results; /* JSON after the status */
	enum series_verdict verdict;
	const char *comment;
} containers[] = {
	{ ",\"Results\":{\"series\":[" SERIES "]}", SERIES_FIGURE,
	  "as it is sent" },
	{ ",\"Results\":[{\"series\":[" SERIES "]}]", SERIES_FIGURE,
	  "as it is documented" },
	{ ",\"Results\":{\"series\":" SERIES "}", SERIES_FIGURE,
	  "the series as an object" },
	{ ",\"Results\":{\"series\":[" OTHER "," SERIES "]}", SERIES_FIGURE,
	  "an extra series that nobody asked for" },
	{ ",\"Results\":{\"series\":[" SERIES "," SERIES "]}", SERIES_FIGURE,
	  "twice the same" },
	{ ",\"Results\":{\"series\":[null,3,\"x\",[]," SERIES "]}",
	  SERIES_FIGURE, "among things that are no series" },
	{ ",\"Results\":{\"series\":[{\"seriesID\":\"" ID_08
	  "\",\"catalog\":{\"series_title\":\"x\"},\"data\":[]}]}",
	  SERIES_MISSING, "a catalog and no data" },
	{ ",\"Results\":{\"series\":[{\"seriesID\":8,\"data\":[1]}]}",
	  SERIES_MISSING, "an id that is a number" },
	{ ",\"Results\":{\"series\":[{\"seriesID\":\"" ID_08
	  "\",\"data\":null}]}",
	  SERIES_MISSING, "data that is null" },
	{ ",\"Results\":{\"series\":[{\"seriesID\":\"" ID_08 "\"}]}",
	  SERIES_MISSING, "no data" },
	{ ",\"Results\":{}", SERIES_MISSING, "empty" },
	{ ",\"Results\":null", SERIES_MISSING, "null" },
	{ ",\"Results\":[]", SERIES_MISSING, "an empty array" },
	{ ",\"Results\":[null]", SERIES_MISSING, "an array of null" },
	{ ",\"Results\":\"none\"", SERIES_MISSING, "a string" },
	{ ",\"Results\":{\"series\":null}", SERIES_MISSING, "series null" },
	{ ",\"Results\":{\"series\":\"x\"}", SERIES_MISSING,
	  "series a string" },
	{ ",\"results\":{\"series\":[" SERIES "]}", SERIES_MISSING,
	  "the wrong case" },
	{ "", SERIES_MISSING, "absent" },
};

static void test_containers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(containers); i++) {
		struct bls_reply reply;

		str_reset(&body);
		str_addf(&body, "{\"status\":\"REQUEST_SUCCEEDED\"%s}",
			 containers[i].results);
		reply = judge_text(body.data);
		row_int(containers[i].comment, reply.outcome, BLS_OK);
		row_int(containers[i].comment, reply.results[0].verdict,
			containers[i].verdict);
	}
}

/* Of two copies of a series the one that holds a figure counts. */
static void test_copies(void **state)
{
	static const char bad[] =
		"{\"seriesID\":\"" ID_08 "\",\"data\":[{\"year\":\"2025\","
		"\"value\":\"abc\"}]}";
	struct bls_reply reply;
	int first;

	(void)state;
	for (first = 0; first < 2; first++) {
		str_reset(&body);
		str_addf(&body,
			 "{\"status\":\"REQUEST_SUCCEEDED\","
			 "\"Results\":{\"series\":[%s,%s]}}",
			 first ? bad : SERIES, first ? SERIES : bad);
		reply = judge_text(body.data);
		assert_int_equal(reply.results[0].verdict, SERIES_FIGURE);
		assert_int_equal(reply.results[0].figure.milli, 65380);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_footnotes),
		cmocka_unit_test(test_containers),
		cmocka_unit_test(test_copies),
	};
	int failed;

	body = STR_INIT(BODY_BYTES);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&body);
	return failed;
}
