/* oe.data: every cut, and what is not such a file. */
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

struct kept {
	struct flat_row row;
	char period[32];
	char value[64];
	char footnotes[32];
};

static struct kept rows[8];
static size_t row_count;
static size_t rows_wanted;

static bool take(void *context, const struct flat_row *row)
{
	assert_ptr_equal(context, rows);
	if (row_count < COUNT_OF(rows)) {
		struct kept *kept = &rows[row_count];

		kept->row = *row;
		copy_text(kept->period, sizeof kept->period, row->period);
		copy_text(kept->value, sizeof kept->value, row->value);
		copy_text(kept->footnotes, sizeof kept->footnotes,
			  row->footnotes);
	}
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
	row_text(how, rows[0].row.series.occupation, "00-0000");
	row_int(how, rows[0].row.series.datatype, 1);
	row_text(how, rows[0].value, "155495730");
	row_text(how, rows[0].footnotes, "");
	row_text(how, rows[1].row.series.occupation, "29-1023");
	row_text(how, rows[1].value, "-");
	row_text(how, rows[1].footnotes, "5");
	row_text(how, rows[2].row.series.occupation, "15-1252");
	row_int(how, rows[2].row.year, 2025);
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
		row_int(how, flat_data_end(&d, false), ERR_OK);
		row_int(how, d.file.line, 7);
		row_int(how, d.national, 3);
		row_int(how, d.metropolitan, 1);
		row_int(how, d.state, 1);
		assert_rows(how);
	}
	d = begin();
	for (cut = 0; cut < length; cut++)
		assert_true(flat_data_feed(&d, file + cut, 1));
	assert_int_equal(flat_data_end(&d, false), ERR_OK);
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
		row_int(how, flat_data_end(&d, false), ERR_REMOTE);
		row_true(how, d.file.error.msg[0] != '\0');
	}
}

#define ROW "OEUN000000000000015125203\t2025\tA01\t71.20\t\r\n"

static const struct {
	const char *comment;
	const char *text;
	const char *error; /* NULL: read to its end */
	int rows;
	const char *note; /* NULL: nothing was passed over */
	int64_t lost;     /* of the nation, perhaps */
} texts[] = {
	{ "header alone", HEADER, NULL, 0, NULL, 0 },
	{ "trimmed, bare line ends",
	  "series_id\tyear\tperiod\tvalue\tfootnote_codes\n"
	  "OEUN000000000000015125203\t2025\tA01\t71.20\t4,8\n",
	  NULL, 1, NULL, 0 },
	{ "no last cell",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t71.20\r\n", NULL, 1,
	  NULL, 0 },
	{ "blank lines", HEADER ROW "\r\n\n", NULL, 1, NULL, 0 },
	{ "another order",
	  "value\tfootnote_codes\tperiod\tyear\tseries_id\r\n"
	  "71.20\t\tA01\t2025\tOEUN000000000000015125203\r\n",
	  NULL, 1, NULL, 0 },
	{ "more columns",
	  "x\tseries_id\tyear\tperiod\tvalue\tfootnote_codes\ty\r\n"
	  "1\tOEUN000000000000015125203\t2025\tA01\t71.20\t\t2\r\n"
	  "1\tOEUS010000054150015125203\t2025\tA01\t71.20\t\t2\r\n",
	  NULL, 1, NULL, 0 },
	{ "no footnotes at all",
	  "series_id\tyear\tperiod\tvalue\n"
	  "OEUN000000000000015125203\t2025\tA01\t71.20\n",
	  NULL, 1, NULL, 0 },
	{ "empty lines first", "\r\n" HEADER ROW, NULL, 1, NULL, 0 },
	{ "from a Windows desktop", "\xEF\xBB\xBF" HEADER ROW "\x1A", NULL, 1,
	  NULL, 0 },
	{ "tabs at the end",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t1\t\t\r\n", NULL, 1,
	  NULL, 0 },
	{ "an unknown data type",
	  HEADER "OEUN000000000000015125218\t2025\tA01\t1\t\r\n" ROW
		 "OEUN000000000000015125299\t2025\tA01\t1\t\r\n"
		 "OEUN000000000000015125200\t2025\tA01\t1\t\r\n",
	  NULL, 1,
	  "oe.data.0.Current: lines with an unknown data type: 3, the first is "
	  "line 2 (\"18\"); passed over",
	  0 },
	{ "an unknown kind of area",
	  HEADER "OEUC001018000000015125201\t2025\tA01\t1\t\r\n" ROW, NULL, 1,
	  "unknown kind of area: 1, the first is line 2 (\"C\")", 0 },
	{ "an unknown footnote",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t-\t9\r\n"
		 "OEUN000000000000015125204\t2025\tA01\t-\t4,12345678901\r\n"
		 "OEUN000000000000015125205\t2025\tA01\t1.0\t1,2,3,4,5,8\r\n",
	  NULL, 3, "unknown footnote: 2, the first is line 2 (\"9\")", 0 },
	{ "a page behind rows", HEADER ROW "<html>\r\n</html>\r\n", NULL, 1,
	  "2 lines cannot be read and are passed over, the first is line 3: it "
	  "has no series id of OEWS",
	  2 },
	{ "too few cells", HEADER "OEUN000000000000015125203\r\n" ROW, NULL, 1,
	  "line 2 cannot be read and is passed over: it has no year: \"\"", 1 },
	{ "two rows in one line",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t1\t"
		 "OEUN000000000000015125204\t2025\tA01\t1\t\r\n" ROW,
	  NULL, 1, "line 2 cannot be read and is passed over: it has more", 1 },
	{ "short id", HEADER "OEUN0000000000000151252\t2025\tA01\t1\t\r\n" ROW,
	  NULL, 1, "line 2 cannot be read", 1 },
	{ "letters in the data type",
	  HEADER "OEUN0000000000000151252x1\t2025\tA01\t1\t\r\n" ROW, NULL, 1,
	  "line 2 cannot be read", 1 },
	{ "year in letters",
	  HEADER "OEUN000000000000015125203\t20x5\tA01\t1\t\r\n" ROW, NULL, 1,
	  "line 2 cannot be read and is passed over: it has no year: \"20x5\"",
	  1 },
	{ "another survey",
	  HEADER "LAUST010000000000003\t2025\tM01\t4.1\t\r\n" ROW, NULL, 1,
	  "line 2 cannot be read", 1 },
	{ "bytes of any kind", HEADER "OEUN\xFF\xFE\x01\x02\r\n" ROW, NULL, 1,
	  "line 2 cannot be read", 1 },
	{ "a long value is the taker's",
	  HEADER "OEUN000000000000015125203\t2025\tA01\t"
		 "1111111111111111111111111111111111111111\t\r\n",
	  NULL, 1, NULL, 0 },
	{ "HTML", "<!DOCTYPE html>\n<html>\n", "line 1 is not the header", 0,
	  NULL, 0 },
	{ "a column is missing", "series_id\tyear\tperiod\tfootnote_codes\r\n",
	  "no column \"value\"", 0, NULL, 0 },
	{ "blanks for tabs", "series_id year period value footnote_codes\r\n",
	  "no column \"series_id\"", 0, NULL, 0 },
};

static void test_texts(void **state)
{
	static const struct footnotes notes;
	char note[LABSTAT_NOTE_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		const char *comment = texts[i].comment;
		struct flat_data d = begin();
		bool fed;

		d.notes = &notes;
		fed = flat_data_feed(&d, texts[i].text, strlen(texts[i].text));
		row_int(comment, fed, !texts[i].error);
		row_int(comment, flat_data_end(&d, true),
			texts[i].error ? ERR_FORMAT : ERR_OK);
		if (texts[i].error && !strstr(d.file.error.msg, texts[i].error))
			fail_msg("%s: %s", comment, d.file.error.msg);
		row_int(comment, (int64_t)row_count, texts[i].rows);
		row_int(comment, d.lost_national, texts[i].lost);
		if (labstat_note(&d.file.notes, 0, note) != !!texts[i].note ||
		    (texts[i].note && !strstr(note, texts[i].note)))
			fail_msg("%s: %s", comment, note);
		/* nothing more is taken after an error */
		if (texts[i].error)
			row_true(comment, !flat_data_feed(&d, "x", 1));
	}
}

static int64_t lost_line;

static void lose(void *context, const struct labstat_damage *damage)
{
	assert_ptr_equal(context, rows);
	lost_line = damage->line;
}

/* The one whose rows are coming hears of it; of the nation no line is missing
 * where it is plain that it was an area's. */
static void test_lost(void **state)
{
	static const char area[] =
		HEADER "OEUM001018000000015125201\t2025\tA01\t1\t\r\n"
		       "OEUM00101800000001512520x\t2025\tA01\t1\t\r\n"
		       "OEUM001018000000015125203\t\tA01\t1\t\r\n";
	struct flat_data d = begin();

	(void)state;
	d.metros = true;
	d.lost = lose;
	assert_true(flat_data_feed(&d, area, sizeof area - 1));
	assert_int_equal(row_count, 1);
	assert_int_equal(d.file.notes.damaged, 2);
	assert_int_equal(d.lost_national, 0);
	assert_int_equal(lost_line, 4);
	assert_true(flat_data_feed(&d, "\x01\n", 2));
	assert_int_equal(d.lost_national, 1);
	assert_int_equal(lost_line, 5);
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
	assert_int_equal(rows[0].row.series.area_type, 'M');
	assert_string_equal(rows[0].row.series.area, "0010180");
	assert_string_equal(rows[0].value, "66060");
	assert_int_equal(d.metropolitan, 2);

	d = begin();
	d.states = true;
	assert_true(flat_data_feed(&d, file, sizeof file - 1));
	assert_int_equal(row_count, 4);
	assert_string_equal(rows[3].row.series.area, "0100000");
	assert_string_equal(rows[3].footnotes, "8");
}

/* The taker may say that it is enough: no error, and no more rows. */
static void test_enough(void **state)
{
	struct flat_data d = begin();

	(void)state;
	rows_wanted = 2;
	assert_false(flat_data_feed(&d, file, sizeof file - 1));
	assert_int_equal(row_count, 2);
	assert_int_equal(d.file.error.code, ERR_OK);
}

/* Areas come with states: without them the rest is missing. */
static void test_no_states(void **state)
{
	struct flat_data d = begin();

	(void)state;
	assert_true(flat_data_feed(&d, file,
				   (size_t)(strstr(file, "OEUS") - file)));
	assert_int_equal(flat_data_end(&d, true), ERR_REMOTE);
	assert_non_null(strstr(d.file.error.msg, "no states"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces), cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_texts),  cmocka_unit_test(test_lost),
		cmocka_unit_test(test_enough), cmocka_unit_test(test_no_states),
		cmocka_unit_test(test_areas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
