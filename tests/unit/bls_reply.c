/* Recorded and quoted answers of BLS, judged series by series. */
#include "bls_t.h"

#define VALUE(milli, decimals, year)                    \
	{                                               \
		SERIES_FIGURE, year,                    \
		{                                       \
			milli, decimals, REASON_NONE, 0 \
		}                                       \
	}
#define WITHHELD(why, cap, year)       \
	{                              \
		SERIES_FIGURE, year,   \
		{                      \
			0, 0, why, cap \
		}                      \
	}
#define VERDICT(verdict)           \
	{                          \
		verdict, 0,        \
		{                  \
			0, 0, 0, 0 \
		}                  \
	}
#define OTHER_YEAR(year)                 \
	{                                \
		SERIES_OTHER_YEAR, year, \
		{                        \
			0, 0, 0, 0       \
		}                        \
	}

static const struct {
	const char *fixture;
	int year;
	const char *ids[ASKED_MAX];
	struct series_result results[ASKED_MAX];
	const char *comment;
} answered[] = {
	{ "value_with_no_data_lines",
	  2025,
	  { ID_04 },
	  { VALUE(148100000, 0, 2025) },
	  "lines about other years do not count where there is data" },
	{ "values_nation_and_metro",
	  2025,
	  { ID_08, ID_04, "OEUM001910000000015125208" },
	  { VALUE(65380, 2, 2025), VALUE(148100000, 0, 2025),
	    VALUE(64080, 2, 2025) },
	  "three of four, none of them with footnotes" },
	{ "values_nation_and_metro",
	  2025,
	  { ID_13, ID_04, ID_08 },
	  { VERDICT(SERIES_MISSING), VALUE(148100000, 0, 2025),
	    VALUE(65380, 2, 2025) },
	  "in the order asked; what is not in the answer is missing" },
	{ "value_with_no_data_lines",
	  0,
	  { ID_04 },
	  { VALUE(148100000, 0, 2025) },
	  "any year is right for a look-up" },
	{ "value_with_no_data_lines",
	  2024,
	  { ID_04 },
	  { OTHER_YEAR(2025) },
	  "a newer release appeared" },
	{ "year_2024",
	  2025,
	  { ID_04 },
	  { OTHER_YEAR(2024) },
	  "an older release is served" },
	{ "capped_annual",
	  2018,
	  { "OEUN000000000000029102313" },
	  { WITHHELD(REASON_CAPPED, 208000000, 2018) },
	  "the cap of an annual wage is the second amount" },
	{ "capped_hourly",
	  2025,
	  { "OEUM001054000000029121510", "OEUM001054000000029121515" },
	  { WITHHELD(REASON_CAPPED, 115000, 2025),
	    WITHHELD(REASON_CAPPED, 239200000, 2025) },
	  "the cap of an hourly wage is the first" },
	{ "withheld",
	  2025,
	  { "OEUM001018000000015125404", "OEUN000000000000053201103" },
	  { WITHHELD(REASON_NOT_RELEASED, 0, 2025),
	    WITHHELD(REASON_NOT_PUBLISHED_IN_THIS_FORM, 0, 2025) },
	  "footnotes 8 and 4" },
	{ "no_data",
	  2025,
	  { ID_04 },
	  { VERDICT(SERIES_NO_DATA) },
	  "the series exists, the year does not" },
	{ "does_not_exist",
	  2025,
	  { "OEUN000000000000015113201" },
	  { VERDICT(SERIES_DOES_NOT_EXIST) },
	  "an occupation that is gone" },
	{ "does_not_exist_datatype",
	  2025,
	  { "OEUN000000000000015125217", ID_04 },
	  { VERDICT(SERIES_DOES_NOT_EXIST), VERDICT(SERIES_MISSING) },
	  "only the one that is named does not exist" },
	{ "does_not_exist_length",
	  2025,
	  { ID_04 },
	  { VERDICT(SERIES_MISSING) },
	  "what is said of another series does not count" },
	{ "invalid_series",
	  2025,
	  { "NOTASERIES1" },
	  { VERDICT(SERIES_DOES_NOT_EXIST) },
	  "an ill-formed id" },
	{ "invalid_series_two_spaces",
	  2025,
	  { "laucn21219003!" },
	  { VERDICT(SERIES_DOES_NOT_EXIST) },
	  "two spaces before the id, Results as an array" },
	{ "valid_and_bogus",
	  2025,
	  { "BOGUS123", ID_01 },
	  { VERDICT(SERIES_DOES_NOT_EXIST), VALUE(1687890000, 0, 2025) },
	  "one bad id spoils nothing" },
	{ "monthly_mixed",
	  2025,
	  { "LNS14000000", "BOGUS123" },
	  { VERDICT(SERIES_MALFORMED), VERDICT(SERIES_DOES_NOT_EXIST) },
	  "months are not a reference year" },
	{ "nothing_understood",
	  2025,
	  { ID_04 },
	  { VERDICT(SERIES_MISSING) },
	  "a success without any series" },
	{ "locked",
	  2025,
	  { ID_04 },
	  { VERDICT(SERIES_LOCKED) },
	  "to be asked again" },
};

static void test_answered(void **state)
{
	struct str body = STR_INIT(65536);
	struct bls_reply reply;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT_OF(answered); i++) {
		const char *row = answered[i].comment;

		str_reset(&body);
		read_fixture(answered[i].fixture, &body);
		judge(body.data, body.length, answered[i].ids, answered[i].year,
		      &reply);
		row_int(row, reply.outcome, BLS_OK);
		row_int(row, reply.series_limit, 0);
		for (k = 0; answered[i].ids[k]; k++) {
			const struct series_result *expected =
				&answered[i].results[k];

			row_int(row, reply.results[k].verdict,
				expected->verdict);
			if (expected->year)
				row_int(row, reply.results[k].year,
					expected->year);
			if (expected->verdict == SERIES_FIGURE)
				row_true(row,
					 figure_equal(&reply.results[k].figure,
						      &expected->figure));
		}
	}
	str_release(&body);
}

static const struct {
	const char *fixture;
	enum bls_class outcome;
	const char *message;
} refused[] = {
	{ "request_failed", BLS_REQUEST_FAILED,
	  "Your request has failed. Please check your input parameters, and "
	  "try your request again." },
	{ "invalid_key", BLS_INVALID_KEY,
	  "The key:[key] provided by the User is invalid. Please provide a "
	  "proper key for the operation to be successful" },
	{ "invalid_key_short", BLS_INVALID_KEY,
	  "The key:INVALID provided by the User is invalid. Please provide a "
	  "proper key for the operation to be successful" },
	{ "quota", BLS_QUOTA,
	  "Request could not be serviced, as the daily threshold for total "
	  "number of requests allocated to the user with registration key "
	  "[key] has been reached." },
	{ "quota_keyless", BLS_QUOTA,
	  "Request could not be serviced, as the daily threshold for total "
	  "number of requests allocated to the user with registration key  "
	  "has been reached." },
	{ "quota_older", BLS_QUOTA,
	  "Request could not be serviced, as the daily threshold for total "
	  "number of requests allocated to the user has been reached." },
	{ "bad_end_year", BLS_BAD_PARAMETERS, "End year is invalid." },
	{ "bad_start_year", BLS_BAD_PARAMETERS,
	  "startyear: Value must be a four-digit number." },
};

static void test_refused(void **state)
{
	static const char *const ids[] = { ID_04, NULL };
	struct str body = STR_INIT(65536);
	struct bls_reply reply;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(refused); i++) {
		str_reset(&body);
		read_fixture(refused[i].fixture, &body);
		judge(body.data, body.length, ids, 2025, &reply);
		row_int(refused[i].fixture, reply.outcome, refused[i].outcome);
		row_text(refused[i].fixture, reply.message, refused[i].message);
		row_int(refused[i].fixture, reply.results[0].verdict,
			SERIES_MISSING);
	}
	str_release(&body);
}

/* An answer that was cut anywhere is no answer, and nothing is read beyond. */
static void test_cut_anywhere(void **state)
{
	static const char *const ids[] = { ID_04, "OEUN000000000000029102313",
					   NULL };
	static const char *const fixtures[] = { "value_with_no_data_lines",
						"capped_annual", "quota",
						"request_failed" };
	struct str body = STR_INIT(65536);
	struct bls_reply reply;
	size_t length;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(fixtures); i++) {
		str_reset(&body);
		read_fixture(fixtures[i], &body);
		while (body.data[body.length - 1] != '}')
			body.length--;
		for (length = 0; length < body.length; length++) {
			judge(body.data, length, ids, 0, &reply);
			row_int(fixtures[i], reply.outcome, BLS_MALFORMED);
			row_int(fixtures[i], reply.results[0].verdict,
				SERIES_MISSING);
		}
	}
	str_release(&body);
}

/* One byte changed anywhere: whatever comes of it, nothing breaks, and a
 * figure that is taken is of the year that was asked for. */
static void test_changed_anywhere(void **state)
{
	static const char bytes[] = { '\0', '"', '{', '}', '[',  ']',   ',',
				      ':',  '-', '9', 'x', '\\', '\xff' };
	static const char *const ids[] = { ID_08, ID_04, NULL };
	struct str body = STR_INIT(65536);
	struct bls_reply reply;
	size_t i;
	size_t k;

	(void)state;
	read_fixture("values_nation_and_metro", &body);
	for (i = 0; i < body.length; i++) {
		char old = body.data[i];

		for (k = 0; k < COUNT_OF(bytes); k++) {
			body.data[i] = bytes[k];
			judge(body.data, body.length, ids, 2025, &reply);
			if (reply.results[0].verdict == SERIES_FIGURE)
				assert_int_equal(reply.results[0].year, 2025);
		}
		body.data[i] = old;
	}
	str_release(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answered),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_changed_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
