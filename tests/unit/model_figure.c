/* Figures keep exactly the digits that were published. */
#include "model/figure.h"

#include "table.h"

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t milli;
		int decimals;
		const char *comment;
	} rows[] = {
		{ "1687890", true, 1687890000, 0, "employment" },
		{ "65.38", true, 65380, 2, "hourly wage" },
		{ "71.20", true, 71200, 2, "a zero at the end" },
		{ "148100", true, 148100000, 0, "annual wage" },
		{ "0.6", true, 600, 1, "relative standard error" },
		{ "0.0", true, 0, 1, "a published zero" },
		{ "0", true, 0, 0, "a whole zero" },
		{ "22.020", true, 22020, 3, "jobs per 1,000" },
		{ "0.005", true, 5, 3, "only the last decimal" },
		{ "-12.5", true, -12500, 1, "negative" },
		{ "-0.5", true, -500, 1, "negative, below one" },
		{ "999999999999", true, 999999999999000, 0, "12 digits" },
		{ "-999999999999.999", true, -999999999999999, 3,
		  "the smallest" },
		{ "1000000000000", false, 0, 0, "13 digits" },
		{ "99999999999999999999999999", false, 0, 0, "overflow" },
		{ "1.2345", false, 0, 0, "four decimals" },
		{ "1.0000", false, 0, 0, "four decimals, zeros" },
		{ "", false, 0, 0, "empty" },
		{ "-", false, 0, 0, "the dash of a withheld value" },
		{ ".", false, 0, 0, "only a point" },
		{ ".5", false, 0, 0, "no digit before the point" },
		{ "5.", false, 0, 0, "no digit after the point" },
		{ "1,234", false, 0, 0, "thousands separator" },
		{ "abc", false, 0, 0, "letters" },
		{ "12a", false, 0, 0, "letters after" },
		{ "1.5a", false, 0, 0, "letters after the decimals" },
		{ "1.5.5", false, 0, 0, "two points" },
		{ " 12", false, 0, 0, "white space before" },
		{ "12 ", false, 0, 0, "white space after" },
		{ "+12", false, 0, 0, "a plus sign" },
		{ "--12", false, 0, 0, "two signs" },
		{ "1e3", false, 0, 0, "an exponent" },
		{ "$12", false, 0, 0, "a currency" },
		{ "NaN", false, 0, 0, "not a number" },
		{ "*", false, 0, 0, "the star of BLS's tables" },
		{ "#", false, 0, 0, "their mark of a cap" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct figure f = { .milli = 77, .reason = 9 };

		row_int(rows[i].comment, figure_parse(rows[i].text, &f),
			rows[i].ok);
		if (!rows[i].ok)
			continue;
		row_int(rows[i].comment, f.milli, rows[i].milli);
		row_int(rows[i].comment, f.decimals, rows[i].decimals);
		row_int(rows[i].comment, f.reason, REASON_NONE);
		row_int(rows[i].comment, f.cap_milli, 0);
	}
}

static void test_round_trip(void **state)
{
	static const char *const texts[] = {
		"0",
		"0.0",
		"0.00",
		"0.000",
		"0.6",
		"0.06",
		"0.006",
		"5",
		"10",
		"71.20",
		"65.38",
		"22.020",
		"2.03",
		"100.00",
		"1687890",
		"148100",
		"-1",
		"-0.5",
		"-12.5",
		"-0.001",
		"100.000",
		"9.9",
		"99.99",
		"0.600",
		"999999999999.999",
		"-999999999999.999",
	};
	char text[FIGURE_TEXT_BYTES];
	struct figure f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		row_true(texts[i], figure_parse(texts[i], &f));
		row_text(texts[i], figure_text(f.milli, f.decimals, text),
			 texts[i]);
	}
}

/* Every value with up to three decimals, written and read back. */
static void test_round_trip_all(void **state)
{
	char text[FIGURE_TEXT_BYTES];
	struct figure f;
	int64_t whole;
	uint8_t decimals;
	static const int64_t scale[] = { 1000, 100, 10, 1 };

	(void)state;
	for (decimals = 0; decimals <= 3; decimals++) {
		for (whole = -12000; whole <= 12000; whole++) {
			int64_t milli = whole * scale[decimals];

			(void)figure_text(milli, decimals, text);
			if (!figure_parse(text, &f) || f.milli != milli ||
			    f.decimals != decimals)
				fail_msg("%lld with %d decimals became %s",
					 (long long)milli, (int)decimals, text);
		}
	}
}

static void test_reasons(void **state)
{
	static const struct {
		enum reason reason;
		const char *name;
	} rows[] = {
		{ REASON_CAPPED, "capped" },
		{ REASON_NOT_RELEASED, "notReleased" },
		{ REASON_NOT_PUBLISHED_IN_THIS_FORM, "notPublishedInThisForm" },
		{ REASON_NO_SUCH_SERIES, "noSuchSeries" },
		{ REASON_NOT_IN_THIS_COPY, "notInThisCopy" },
	};
	size_t i;

	(void)state;
	assert_int_equal(COUNT_OF(rows), REASON__MAX - 1);
	for (i = 0; i < COUNT_OF(rows); i++) {
		row_text(rows[i].name, reason_name(rows[i].reason),
			 rows[i].name);
		row_int(rows[i].name, reason_parse(rows[i].name),
			rows[i].reason);
	}
	assert_null(reason_name(REASON_NONE));
	assert_null(reason_name(REASON__MAX));
	assert_int_equal(reason_parse(NULL), REASON_NONE);
	assert_int_equal(reason_parse(""), REASON_NONE);
	assert_int_equal(reason_parse("Capped"), REASON_NONE);
}

static void test_equal(void **state)
{
	const struct figure a = { 65380, 2, REASON_NONE, 0 };
	struct figure b = a;

	(void)state;
	assert_true(figure_equal(&a, &b));
	b.milli++;
	assert_false(figure_equal(&a, &b));
	b = a;
	b.decimals = 3; /* "65.380" is printed differently */
	assert_false(figure_equal(&a, &b));
	b = a;
	b.reason = REASON_CAPPED;
	assert_false(figure_equal(&a, &b));
	b = a;
	b.cap_milli = 115000;
	assert_false(figure_equal(&a, &b));
}

static void test_pack(void **state)
{
	static const struct figure rows[] = {
		{ .milli = 0 },
		{ .milli = 1687890000 },
		{ .milli = 65380, .decimals = 2 },
		{ .milli = -600, .decimals = 1 },
		{ .milli = 999999999999999, .decimals = 3 },
		{ .milli = -999999999999999, .decimals = 3 },
		{ .reason = REASON_NOT_RELEASED },
		{ .reason = REASON_NO_SUCH_SERIES },
		{ .reason = REASON_NOT_IN_THIS_COPY },
		{ .reason = REASON_CAPPED, .cap_milli = 239200000 },
		{ .reason = REASON_CAPPED },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct figure back = figure_unpack(figure_pack(&rows[i]));

		assert_true(figure_equal(&back, &rows[i]));
	}
}

static void test_of(void **state)
{
	static const struct {
		int64_t milli;
		const char *text;
	} rows[] = {
		{ 0, "0" },       { 2025000, "2025" }, { 87200, "87.2" },
		{ 3330, "3.33" }, { 773, "0.773" },    { -600, "-0.6" },
	};
	char text[FIGURE_TEXT_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct figure f = figure_of(rows[i].milli);

		assert_string_equal(figure_text(f.milli, f.decimals, text),
				    rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_round_trip_all),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_pack),
		cmocka_unit_test(test_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
