/* oe.footnote, and why there is no value: caps in whatever words. */
#include "bls/footnote.h"

#include "base/str.h"
#include "bls/flat_data.h"

#include "table.h"

#include <stdio.h>

static const struct {
	const char *value;
	const char *notes;
	int datatype;
	bool good;
	enum reason reason;
	int64_t milli; /* of the value or the cap */
} figures[] = {
	{ "71.20", "", 3, true, REASON_NONE, 71200 },
	{ "0", "", 1, true, REASON_NONE, 0 },
	{ "71.20", "9", 3, true, REASON_NONE, 71200 },
	{ "-", "5", 3, true, REASON_CAPPED, 115000 },
	{ "-", "5", 13, true, REASON_CAPPED, 239200000 },
	{ "-", "8,5", 13, true, REASON_CAPPED, 239200000 },
	{ "-", "7", 3, true, REASON_CAPPED, 90000 },
	{ "-", "4", 3, true, REASON_NOT_PUBLISHED_IN_THIS_FORM, 0 },
	{ "-", "8", 3, true, REASON_NOT_RELEASED, 0 },
	{ "-", "", 3, true, REASON_NOT_RELEASED, 0 },
	{ "-", "X", 3, true, REASON_NOT_RELEASED, 0 },
	{ "-", "abcdefghijklmno,4", 3, true, REASON_NOT_PUBLISHED_IN_THIS_FORM,
	  0 },
	{ "1,234", "", 1, false, REASON_NONE, 0 },
	{ "", "8", 1, false, REASON_NONE, 0 },
	{ "-5", "", 1, false, REASON_NONE, 0 },
	{ "--", "5", 1, false, REASON_NONE, 0 },
};

static void test_figures(void **state)
{
	static const char list[] =
		"footnote_code\tfootnote_text\r\n"
		"4\tWages for some occupations ...\r\n"
		"5\tThis wage is equal to or greater than $115.00 per hour or "
		"$239,200 per year.\r\n"
		"7\tThis wage is equal to or greater than $90.00 per hour or "
		"$187,200 per year.\r\n"
		"8\tEstimate not released.\r\n";
	struct footnotes notes;
	struct error e;
	size_t i;

	(void)state;
	assert_int_equal(footnotes_parse(list, sizeof list - 1, true, &notes,
					 &e),
			 ERR_OK);
	assert_int_equal(notes.count, 4);
	for (i = 0; i < COUNT_OF(figures); i++) {
		struct flat_row row = { .series.datatype = figures[i].datatype,
					.value = figures[i].value,
					.footnotes = figures[i].notes };
		struct figure f = { 0 };
		char how[64];

		(void)snprintf(how, sizeof how, "%s with %s", figures[i].value,
			       figures[i].notes);
		row_int(how, flat_row_figure(&row, &notes, &f),
			figures[i].good);
		if (!figures[i].good)
			continue;
		row_int(how, f.reason, figures[i].reason);
		row_int(how, f.reason == REASON_CAPPED ? f.cap_milli : f.milli,
			figures[i].milli);
	}
}

static const struct {
	const char *comment;
	const char *text;
	enum err code;
	size_t count;
	int64_t damaged;
} lists[] = {
	{ "empty", "", ERR_REMOTE, 0, 0 },
	{ "HTML", "<html>\r\n</html>\r\n", ERR_FORMAT, 0, 0 },
	{ "header alone", "footnote_code\tfootnote_text\r\n", ERR_REMOTE, 0,
	  0 },
	{ "no text", "footnote_code\r\n5\r\n", ERR_FORMAT, 0, 0 },
	{ "another order, more columns",
	  "x\tfootnote_text\tfootnote_code\r\n1\tA\t5\r\n2\tB\t8\t\r\n", ERR_OK,
	  2, 0 },
	{ "no last line end", "footnote_code\tfootnote_text\r\n5\tThis wage",
	  ERR_OK, 1, 0 },
	{ "a line without code",
	  "footnote_code\tfootnote_text\r\n\tA\r\n123456789012\tB\r\n"
	  "8\tC\r\n",
	  ERR_OK, 1, 2 },
};

static void test_footnotes(void **state)
{
	struct str many = STR_INIT(FOOTNOTE_FILE_MAX_BYTES);
	struct footnotes notes;
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lists); i++) {
		row_int(lists[i].comment,
			footnotes_parse(lists[i].text, strlen(lists[i].text),
					true, &notes, &e),
			lists[i].code);
		row_int(lists[i].comment, (int64_t)notes.count,
			(int64_t)lists[i].count);
		row_int(lists[i].comment, notes.passed.damaged,
			lists[i].damaged);
	}
	str_adds(&many, "footnote_code\tfootnote_text\n");
	assert_int_equal(footnotes_parse("footnote_code\tfootnote_text\n5\tA",
					 31, false, &notes, &e),
			 ERR_REMOTE);
	for (i = 0; i <= FOOTNOTES_MAX; i++)
		str_addf(&many, "%zu\ttext\n", i);
	assert_int_equal(footnotes_parse(many.data, many.length, true, &notes,
					 &e),
			 ERR_OK);
	assert_int_equal(notes.count, FOOTNOTES_MAX);
	assert_string_equal(notes.of[63].code, "63");
	assert_int_equal(notes.passed.damaged, 1);
	str_release(&many);
}

static const struct {
	const char *code;
	const char *text;
	int datatype;
	enum reason reason;
	int64_t cap_milli;
} caps[] = {
	{ "5", "$115.00 per hour or $239,200 per year.", 8, REASON_CAPPED,
	  115000 },
	{ "5", "$115.00 per hour or $239,200 per year.", 13, REASON_CAPPED,
	  239200000 },
	{ "5", "This wage is at least $115.00/hour or $239,200/year", 8,
	  REASON_CAPPED, 115000 },
	{ "5", "This wage is at least $115.00/hour or $239,200/year", 13,
	  REASON_CAPPED, 239200000 },
	{ "5", "$120 an hour, or $249,600 a year, or more", 3, REASON_CAPPED,
	  120000 },
	{ "5", "$120 an hour, or $249,600 a year, or more", 15, REASON_CAPPED,
	  249600000 },
	{ "5", "Annual wage of $ 239,200.00 or more; hourly: $ 115.00", 13,
	  REASON_CAPPED, 239200000 },
	{ "5", "Annual wage of $ 239,200.00 or more; hourly: $ 115.00", 10,
	  REASON_CAPPED, 115000 },
	{ "5", "Hourly, at least $115.00.", 13, REASON_CAPPED, 0 },
	{ "5", "Above the cap.", 8, REASON_CAPPED, 0 },
	{ "5", NULL, 8, REASON_CAPPED, 0 },
	{ "7", "Wages exceed $130.00 per hour ($270,400 per year).", 8,
	  REASON_CAPPED, 130000 },
	{ "7", "Wages exceed $130.00 per hour ($270,400 per year).", 11,
	  REASON_CAPPED, 270400000 },
	{ "8", "Estimate not released.", 8, REASON_NOT_RELEASED, 0 },
	{ "9", "It costs $5.", 8, REASON_NOT_RELEASED, 0 },
	{ "9", "$", 8, REASON_NOT_RELEASED, 0 },
	{ "5", "at least $, $x, $1.2.3, $,5, $.5", 8, REASON_CAPPED, 0 },
};

/* The amount of the cap, in whatever words. */
static void test_caps(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(caps); i++) {
		const char *how = caps[i].text ? caps[i].text : "no text";
		struct figure f;

		withhold_figure(&f);
		withhold_because(caps[i].code, caps[i].text, caps[i].datatype,
				 &f);
		row_int(how, f.reason, caps[i].reason);
		row_int(how, f.cap_milli, caps[i].cap_milli);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_footnotes),
		cmocka_unit_test(test_caps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
