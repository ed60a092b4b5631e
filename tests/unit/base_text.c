/* Numbers out of text, bounded copies, growing strings, tab separated text. */
#include "base/err.h"
#include "base/str.h"
#include "base/text.h"
#include "base/tsv.h"
#include "model/check.h"

#include "table.h"

#include <stdlib.h>

static void test_parse_int64(void **state)
{
	static const struct {
		const char *text;
		int64_t min;
		int64_t max;
		bool ok;
		int64_t value;
		const char *comment;
	} rows[] = {
		{ "0", 0, 9, true, 0, "zero" },
		{ "42", 0, 99, true, 42, "digits" },
		{ "007", 0, 9, true, 7, "leading zeros" },
		{ "-5", -9, 9, true, -5, "negative" },
		{ "9", 0, 9, true, 9, "the maximum" },
		{ "10", 0, 9, false, 0, "above the maximum" },
		{ "-1", 0, 9, false, 0, "below the minimum" },
		{ "", 0, 9, false, 0, "empty" },
		{ "-", -9, 9, false, 0, "only a sign" },
		{ "+5", 0, 9, false, 0, "a plus sign" },
		{ " 5", 0, 9, false, 0, "white space before" },
		{ "5 ", 0, 9, false, 0, "white space after" },
		{ "5x", 0, 9, false, 0, "letters after" },
		{ "0x5", 0, 9, false, 0, "hexadecimal" },
		{ "1e3", 0, 9999, false, 0, "an exponent" },
		{ "5.0", 0, 9, false, 0, "a fraction" },
		{ "--5", -9, 9, false, 0, "two signs" },
		{ "9223372036854775807", 0, INT64_MAX, true, INT64_MAX,
		  "the largest" },
		{ "9223372036854775808", 0, INT64_MAX, false, 0, "overflow" },
		{ "99999999999999999999999", 0, INT64_MAX, false, 0,
		  "far beyond" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		int64_t value = 77;

		row_int(rows[i].comment,
			parse_int64(rows[i].text, rows[i].min, rows[i].max,
				    &value),
			rows[i].ok);
		row_int(rows[i].comment, value,
			rows[i].ok ? rows[i].value : 77);
	}
}

static void test_copy_text(void **state)
{
	char four[4] = "abc";

	(void)state;
	assert_true(copy_text(four, sizeof four, "xyz"));
	assert_string_equal(four, "xyz");
	assert_false(copy_text(four, sizeof four, "wxyz"));
	assert_string_equal(four, "wxy");
	assert_true(copy_text(four, sizeof four, ""));
	assert_string_equal(four, "");
	assert_false(copy_text(four, 1, "a"));
	assert_string_equal(four, "");
}

/* Whole, or it ends in "..." behind a whole character. */
static void test_cut(void **state)
{
	static const struct {
		const char *text;
		const char *in_10_bytes;
	} rows[] = {
		{ "", "" },
		{ "ninechars", "ninechars" },
		{ "ten chars!", "ten ch..." },
		{ "Could not connect", "Could ..." },
		{ "Mayag\xc3\xbc"
		  "ezes",
		  "Mayag..." },
		{ "Maya\xc3\xbc"
		  "guez",
		  "Maya\xc3\xbc..." },
		{ "wait \xe2\x80\xa6 more", "wait ..." },
		{ "go \xf0\x9f\x98\x80 anywhere", "go ..." },
	};
	char ten[10];
	char three[3];
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		(void)text_format(ten, sizeof ten, "%s", rows[i].text);
		row_text(rows[i].text, ten, rows[i].in_10_bytes);
		(void)text_format(ten, sizeof ten, "%s", rows[i].text);
		row_text(rows[i].text, ten, rows[i].in_10_bytes);
	}
	(void)text_format(three, sizeof three, "%s", "abcd");
	assert_string_equal(three, "ab");

	(void)err_set(&e, ERR_NET, "%0300d", 1);
	assert_int_equal(strlen(e.msg), sizeof e.msg - 1);
	assert_string_equal(e.msg + sizeof e.msg - 6, "00...");
	(void)err_set(&e, ERR_NET, "%0200d", 1);
	err_prefix(&e, "step");
	assert_int_equal(strlen(e.msg), 206); /* nothing was cut */
	err_prefix(&e, "%0300d", 7);
	assert_string_equal(e.msg + sizeof e.msg - 6, "00...");
	assert_non_null(strstr(e.msg, "00...: step: 00"));
}

/* A reason that is longer than a component's message has room for. */
static void test_cut_check(void **state)
{
	struct check c = { .score = 0 };

	(void)state;
	check_set(&c, CHECK_FAIL, 0, "failed: %0300d", 1);
	assert_string_equal(c.message + sizeof c.message - 6, "00...");
}

static void test_grow(void **state)
{
	int *numbers = NULL;
	size_t capacity = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		numbers = xgrow(numbers, i, &capacity, sizeof *numbers);
		assert_true(capacity > i);
		numbers[i] = (int)i;
	}
	for (i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	free(numbers);
}

/* Adding beyond the ceiling adds nothing, and nothing after it either. */
static void test_str_ceiling(void **state)
{
	struct str s = STR_INIT(5);

	(void)state;
	assert_string_equal(s.data, "");
	str_adds(&s, "abc");
	str_addc(&s, 'd');
	str_addc(&s, 'e');
	assert_false(s.full);
	assert_string_equal(s.data, "abcde");
	str_addc(&s, 'f');
	assert_true(s.full);
	str_add(&s, "", 0);
	assert_string_equal(s.data, "abcde");
	assert_int_equal(s.length, 5);
	str_reset(&s);
	assert_false(s.full);
	assert_string_equal(s.data, "");
	str_adds(&s, "abcdef");
	assert_true(s.full);
	str_adds(&s, "a");
	assert_string_equal(s.data, "");
	str_release(&s);
	str_addf(&s, "%d-%s", 12, "ab");
	assert_string_equal(s.data, "12-ab");
	str_addf(&s, "%d", 3);
	assert_true(s.full);
	assert_string_equal(s.data, "12-ab");
	str_release(&s);
	assert_string_equal(s.data, "");
}

static void test_str_without_room(void **state)
{
	struct str s = STR_INIT(0);

	(void)state;
	str_adds(&s, "");
	assert_false(s.full);
	str_addc(&s, 'a');
	assert_true(s.full);
	assert_string_equal(s.data, "");
	str_release(&s);
}

static void test_str_numbers(void **state)
{
	struct str s = STR_INIT(1000);

	(void)state;
	str_addi(&s, 0);
	str_addc(&s, ' ');
	str_addi(&s, -7);
	str_addc(&s, ' ');
	str_addi(&s, INT64_MAX);
	str_addc(&s, ' ');
	str_addi(&s, INT64_MIN);
	assert_string_equal(s.data, "0 -7 9223372036854775807 "
				    "-9223372036854775808");
	str_release(&s);
}

static void test_str_take(void **state)
{
	struct str s = STR_INIT(1000);
	char *text;
	int i;

	(void)state;
	text = str_take(&s);
	assert_string_equal(text, "");
	free(text);
	for (i = 0; i < 200; i++)
		str_addf(&s, "%d,", i % 10);
	text = str_take(&s);
	assert_int_equal(strlen(text), 400);
	assert_string_equal(text + 394, "7,8,9,");
	assert_int_equal(s.length, 0);
	str_adds(&s, "again");
	assert_string_equal(s.data, "again");
	str_release(&s);
	free(text);
}

static void test_tsv(void **state)
{
	char text[] = "# comment\n\na\tb\tc\n1\t\t3\n# another\nx\ty\tz";
	struct tsv t;
	bool bad;

	(void)state;
	assert_true(tsv_open(&t, text));
	assert_int_equal(t.columns, 3);
	assert_string_equal(t.names[2], "c");
	assert_true(tsv_next(&t, &bad));
	assert_string_equal(t.cells[0], "1");
	assert_null(t.cells[1]);
	assert_string_equal(t.cells[2], "3");
	assert_true(tsv_next(&t, &bad));
	assert_int_equal(t.line, 6);
	assert_string_equal(t.cells[2], "z");
	assert_false(tsv_next(&t, &bad));
	assert_false(bad);
	assert_false(tsv_next(&t, &bad));
}

static void test_tsv_bad(void **state)
{
	static const struct {
		const char *text;
		bool opens;
		const char *comment;
	} rows[] = {
		{ "", false, "nothing" },
		{ "# only a comment\n", false, "no header" },
		{ "a\t\tc\n1\t2\t3\n", false, "a column without a name" },
		{ "a\tb\t\n", false, "a tab at the end of the header" },
		{ "a\tb\n1\n", true, "a cell too few" },
		{ "a\tb\n1\t2\t3\n", true, "a cell too many" },
		{ "a\tb\n1\t2\t\n", true, "an empty cell too many" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		char *text = xstrdup(rows[i].text);
		struct tsv t;
		bool bad = false;

		row_int(rows[i].comment, tsv_open(&t, text), rows[i].opens);
		if (rows[i].opens) {
			row_true(rows[i].comment, !tsv_next(&t, &bad));
			row_true(rows[i].comment, bad);
		}
		free(text);
	}
}

/* More columns than there is room for: refused, nothing overwritten. */
static void test_tsv_wide(void **state)
{
	struct str line = STR_INIT(1000);
	struct str text = STR_INIT(1000);
	struct tsv t;
	bool bad;
	int i;

	(void)state;
	for (i = 0; i < TSV_COLUMNS_MAX; i++)
		str_adds(&line, i ? "\tx" : "x");
	str_addf(&text, "%s\n%s\n%s\ty\n", line.data, line.data, line.data);
	assert_true(tsv_open(&t, text.data));
	assert_int_equal(t.columns, TSV_COLUMNS_MAX);
	assert_true(tsv_next(&t, &bad));
	assert_false(tsv_next(&t, &bad));
	assert_true(bad);
	str_reset(&text);
	str_addf(&text, "%s\tx\n", line.data);
	assert_false(tsv_open(&t, text.data));
	str_release(&line);
	str_release(&text);
}

static void test_spans(void **state)
{
	static const struct {
		int64_t seconds;
		const char *words;
	} rows[] = {
		{ 0, "0 seconds" },     { 1, "1 second" },
		{ 119, "119 seconds" }, { 120, "2 minutes" },
		{ 896, "14 minutes" },  { 7199, "119 minutes" },
		{ 7200, "2 hours" },    { 97200, "27 hours" },
		{ 259200, "3 days" },   { 34560000, "400 days" },
	};
	char span[TEXT_SPAN_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(text_span(rows[i].seconds, span),
				    rows[i].words);
	assert_string_equal(text_plural(1, "day", "days"), "day");
	assert_string_equal(text_plural(0, "day", "days"), "days");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_int64),
		cmocka_unit_test(test_copy_text),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_cut_check),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_str_ceiling),
		cmocka_unit_test(test_str_without_room),
		cmocka_unit_test(test_str_numbers),
		cmocka_unit_test(test_str_take),
		cmocka_unit_test(test_tsv),
		cmocka_unit_test(test_tsv_bad),
		cmocka_unit_test(test_tsv_wide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
