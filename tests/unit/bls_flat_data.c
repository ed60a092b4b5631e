/* oe.data and oe.footnote: every cut, and what is not such a file. */
#include "bls/flat_data.h"

#include "base/str.h"

#include "table.h"

#include <stdio.h>

#define HEADER                                           \
	"series_id                     \tyear\tperiod\t" \
	"       value\tfootnote_codes\r\n"

static const char file[] =
	HEADER "OEUM001018000000000000001     \t2025\tA01\t       66060\t\r\n"
	       "OEUN000000000000000000001     \t2025\tA01\t   155495730\t\r\n"
	       "OEUN000000000000029102313     \t2025\tA01\t           -\t5\r\n"
	       "OEUN000000054150015125204     \t2025\tA01\t      150000\t\r\n"
	       "OEUN000000000000015125203     \t2025\tA01\t       71.20\t\r\n"
	       "OEUS010000000000000000001     \t2025\tA01\t     2066060\t8\r\n";

static struct flat_row rows[8];
static size_t row_count;
static size_t rows_wanted;

static bool take(void *context, const struct flat_row *row)
{
	assert_ptr_equal(context, rows);
	if (row_count < COUNT_OF(rows))
		rows[row_count] = *row;
	return ++row_count < rows_wanted;
}

static struct flat_data begin(void)
{
	row_count = 0;
	rows_wanted = 100;
	return FLAT_DATA_INIT(take, rows);
}

static void assert_rows(const char *how)
{
	row_int(how, (int64_t)row_count, 3);
	row_text(how, rows[0].series.occupation, "00-0000");
	row_int(how, rows[0].series.datatype, 1);
	row_text(how, rows[0].value, "155495730");
	row_text(how, rows[0].footnotes, "");
	row_text(how, rows[1].series.occupation, "29-1023");
	row_text(how, rows[1].value, "-");
	row_text(how, rows[1].footnotes, "5");
	row_text(how, rows[2].series.occupation, "15-1252");
	row_int(how, rows[2].year, 2025);
	row_text(how, rows[2].period, "A01");
	row_text(how, rows[2].value, "71.20");
}

/* In two pieces cut anywhere, and byte by byte: the same rows. */
static void test_pieces(void **state)
{
	size_t length = sizeof file - 1;
	struct flat_data d;
	char how[32];
	size_t cut;

	(void)state;
	for (cut = 0; cut <= length; cut++) {
		d = begin();
		(void)snprintf(how, sizeof how, "cut at %zu", cut);
		row_true(how, flat_data_feed(&d, file, cut));
		row_true(how, flat_data_feed(&d, file + cut, length - cut));
		row_int(how, flat_data_end(&d), ERR_OK);
		row_int(how, d.lines, 7);
		row_int(how, d.national, 3);
		row_int(how, d.metropolitan, 1);
		row_int(how, d.state, 1);
		assert_rows(how);
	}
	d = begin();
	for (cut = 0; cut < length; cut++)
		assert_true(flat_data_feed(&d, file + cut, 1));
	assert_int_equal(flat_data_end(&d), ERR_OK);
	assert_rows("byte by byte");
}

/* A file that ends anywhere but after its last line is not whole. */
static void test_cut_short(void **state)
{
	size_t length = sizeof file - 1;
	struct flat_data d;
	char how[32];
	size_t cut;

	(void)state;
	for (cut = 0; cut < length; cut++) {
		d = begin();
		(void)snprintf(how, sizeof how, "ends at %zu", cut);
		row_true(how, flat_data_feed(&d, file, cut));
		if (cut == sizeof HEADER - 1)
			continue; /* no rows at all: the total is missing */
		row_int(how, flat_data_end(&d), ERR_REMOTE);
		row_true(how, d.error.msg[0] != '\0');
	}
}

static const struct {
	const char *comment;
	const char *text;
	const char *error; /* NULL: read to its end */
	int rows;
} texts[] = {
	{ "header alone", HEADER, NULL, 0 },
	{ "trimmed, bare line ends",
	  "series_id\tyear\tperiod\tvalue\tfootnote_codes\n"
	  "OEUN000000000000015125203\t2025\tA01\t71.20\t4,8\n",
	  NULL, 1 },
	{ "no last cell",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t71.20\r\n", NULL, 1 },
	{ "blank lines",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t71.20\t\r\n\r\n\n",
	  NULL, 1 },
	{ "HTML", "<!DOCTYPE html>\n<html>\n", "line 1 is not the header", 0 },
	{ "another header",
	  "series_id\tyear\tperiod\tfootnote_codes\tvalue\r\n",
	  "line 1 is not the header", 0 },
	{ "more columns",
	  "series_id\tyear\tperiod\tvalue\tfootnote_codes\tx\r\n",
	  "line 1 is not the header", 0 },
	{ "empty lines first", "\r\n" HEADER, "line 1", 0 },
	{ "HTML behind rows",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t71.20\t\r\n<html>\r\n",
	  "line 3 is not a row", 1 },
	{ "too few cells", HEADER "OEUN000000000000015125203\t2025\tA01\r\n",
	  "line 2 has not five cells", 0 },
	{ "too many cells",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t1\t\t\r\n",
	  "line 2 has not five cells", 0 },
	{ "short id", HEADER "OEUN0000000000000151252\t2025\tA01\t1\t\r\n",
	  "line 2 is not a row", 0 },
	{ "year in letters",
	  HEADER "OEUN000000000000015125203\t20x5\tA01\t1\t\r\n",
	  "line 2 is not a row", 0 },
	{ "a long value",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t"
		 "1111111111111111111111111111111111111111\t\r\n",
	  "line 2 is not a row", 0 },
};

static void test_texts(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct flat_data d = begin();
		bool fed = flat_data_feed(&d, texts[i].text,
					  strlen(texts[i].text));
		enum err code = flat_data_end(&d);

		row_int(texts[i].comment, fed, !texts[i].error);
		row_int(texts[i].comment, code,
			texts[i].error ? ERR_REMOTE : ERR_OK);
		if (texts[i].error)
			row_true(texts[i].comment,
				 strstr(d.error.msg, texts[i].error));
		row_int(texts[i].comment, (int64_t)row_count, texts[i].rows);
		/* nothing more is taken after an error */
		if (texts[i].error)
			row_true(texts[i].comment, !flat_data_feed(&d, "x", 1));
	}
}

static void test_bounds(void **state)
{
	struct flat_data d = begin();
	char line[FLAT_LINE_BYTES + 1];
	size_t cut;

	(void)state;
	memset(line, 'O', sizeof line);
	assert_false(flat_data_feed(&d, line, sizeof line));
	assert_int_equal(flat_data_end(&d), ERR_REMOTE);
	assert_non_null(strstr(d.error.msg, "line 1 is too long"));
	assert_int_equal(strlen(d.head), sizeof d.head - 1);

	d = begin();
	assert_true(flat_data_feed(&d, HEADER, sizeof HEADER - 1));
	for (cut = 0; cut + 1 < FLAT_LINE_BYTES; cut++)
		assert_true(flat_data_feed(&d, line, 1));
	assert_false(flat_data_feed(&d, line, 1));
	assert_non_null(strstr(d.error.msg, "line 2 is too long"));

	d = begin();
	assert_true(flat_data_feed(&d, HEADER, sizeof HEADER - 1));
	assert_false(flat_data_feed(&d, "OEUN0000000000000\0000\n", 20));
	assert_non_null(strstr(d.error.msg, "zero byte"));
}

/* Rows of areas, all industries, when they are wanted; nothing else of them. */
static void test_areas(void **state)
{
	static const char more[] =
		"OEUM001018054150000000001     \t2025\tA01\t         1\t\r\n"
		"OEUS01000000000\r\n";
	struct flat_data d = begin();

	(void)state;
	d.metros = true;
	assert_true(flat_data_feed(&d, file, sizeof file - 1));
	assert_true(flat_data_feed(&d, more, sizeof more - 1));
	assert_int_equal(row_count, 4);
	assert_int_equal(rows[0].series.area_type, 'M');
	assert_string_equal(rows[0].series.area, "0010180");
	assert_string_equal(rows[0].value, "66060");
	assert_int_equal(d.metropolitan, 2);

	d = begin();
	d.states = true;
	assert_true(flat_data_feed(&d, file, sizeof file - 1));
	assert_int_equal(row_count, 4);
	assert_string_equal(rows[3].series.area, "0100000");
	assert_string_equal(rows[3].footnotes, "8");
	/* what cannot be read of it is no file of BLS */
	assert_false(flat_data_feed(
		&d, "OEUS010000000000000000x1\t2025\tA01\t1\t\n", 37));
	assert_non_null(strstr(d.error.msg, "is not a row"));
}

/* The taker may say that it is enough: no error, and no more rows. */
static void test_enough(void **state)
{
	struct flat_data d = begin();

	(void)state;
	rows_wanted = 2;
	assert_false(flat_data_feed(&d, file, sizeof file - 1));
	assert_int_equal(row_count, 2);
	assert_int_equal(d.error.code, ERR_OK);
}

/* Areas come with states: without them the rest is missing. */
static void test_no_states(void **state)
{
	struct flat_data d = begin();

	(void)state;
	assert_true(flat_data_feed(&d, file,
				   (size_t)(strstr(file, "OEUS") - file)));
	assert_int_equal(flat_data_end(&d), ERR_REMOTE);
	assert_non_null(strstr(d.error.msg, "no states"));
}

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
	assert_int_equal(footnotes_parse(list, &notes, &e), ERR_OK);
	assert_int_equal(notes.count, 4);
	for (i = 0; i < COUNT_OF(figures); i++) {
		struct flat_row row = { .series.datatype =
						figures[i].datatype };
		struct figure f = { 0 };
		char how[64];

		(void)snprintf(how, sizeof how, "%s with %s", figures[i].value,
			       figures[i].notes);
		copy_text(row.value, sizeof row.value, figures[i].value);
		copy_text(row.footnotes, sizeof row.footnotes,
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

static void test_footnotes(void **state)
{
	static const char *const bad[] = {
		"",
		"<html>\r\n</html>\r\n",
		"footnote_code\tfootnote_text",
		"footnote_code\tfootnote_text\r\n",
		"footnote_code\tfootnote_text\r\n5\tThis wage is eq",
		"footnote_code\tfootnote_text\r\nno tab\r\n",
	};
	struct str many = STR_INIT(FOOTNOTE_FILE_MAX_BYTES);
	struct footnotes notes;
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++)
		row_int(bad[i], footnotes_parse(bad[i], &notes, &e),
			ERR_REMOTE);
	str_adds(&many, "footnote_code\tfootnote_text\n");
	for (i = 0; i < FOOTNOTES_MAX; i++)
		str_addf(&many, "%zu\ttext\n", i);
	assert_int_equal(footnotes_parse(many.data, &notes, &e), ERR_OK);
	assert_int_equal(notes.count, FOOTNOTES_MAX);
	assert_string_equal(notes.of[63].code, "63");
	str_adds(&many, "64\ttext\n");
	assert_int_equal(footnotes_parse(many.data, &notes, &e), ERR_REMOTE);
	str_release(&many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_enough),
		cmocka_unit_test(test_no_states),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_footnotes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
