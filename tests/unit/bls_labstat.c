/* The reader of LABSTAT files: columns by name, and what is no fault. */
#include "bls/labstat.h"

#include "table.h"

#include <stdio.h>

static const struct labstat_column columns[] = {
	{ .names = "code old_code" },
	{ .names = "name" },
	{ .names = "note", .optional = true },
};

static const struct labstat_file file = { "xx.list", columns,
					  COUNT_OF(columns) };

static struct str seen;
static int enough; /* rows */

static bool take(void *context, struct labstat *l, const char *const *cells)
{
	assert_ptr_equal(context, &seen);
	if (strcmp(cells[0], "?") == 0)
		labstat_unknown(l, LABSTAT_FOOTNOTE, cells[1]);
	else if (strcmp(cells[0], "!") == 0)
		labstat_damaged(l, "%s", cells[1]);
	else
		str_addf(&seen, "%s|%s|%s;", cells[0], cells[1], cells[2]);
	return --enough;
}

static struct labstat begin(void)
{
	str_reset(&seen);
	enough = 1000000;
	return LABSTAT_INIT(&file, take, &seen);
}

static const struct {
	const char *comment;
	const char *text;
	const char *rows;
	int64_t damaged;
} good[] = {
	{ "as BLS writes them", "code\tname\tnote\r\n1\tA\tx\r\n2\tB\t\r\n",
	  "1|A|x;2|B|;", 0 },
	{ "bare line ends", "code\tname\n1\tA\n2\tB\n", "1|A|;2|B|;", 0 },
	{ "another order, more columns",
	  "x\tnote\tname\ty\tcode\n-\tn\tA\t-\t1\n", "1|A|n;", 0 },
	{ "another name", "name\told_code\nA\t1\n", "1|A|;", 0 },
	{ "the first of two", "code\tname\tcode\n1\tA\t2\n", "1|A|;", 0 },
	{ "capitals", "CODE\tName\n1\tA\n", "1|A|;", 0 },
	{ "padding", " code \tname  \n 1  \t  A B \n", "1|A B|;", 0 },
	{ "tabs at the end", "code\tname\t\t\n1\tA\t\t\t\t\n2\tB\n",
	  "1|A|;2|B|;", 0 },
	{ "rows that end early", "code\tname\tnote\n1\n2\tB\n", "1||;2|B|;",
	  0 },
	{ "a byte order mark",
	  "\xEF\xBB\xBF"
	  "code\tname\n1\tA\n",
	  "1|A|;", 0 },
	{ "blank lines", "\r\n \ncode\tname\n\n1\tA\n\t\t\n\r\n", "1|A|;", 0 },
	{ "no line end at the end", "code\tname\n1\tA\n2\tB", "1|A|;2|B|;", 0 },
	{ "Ctrl-Z behind the last line", "code\tname\n1\tA\r\n\x1A", "1|A|;",
	  0 },
	{ "Ctrl-Z behind the last cell", "code\tname\tnote\n1\tA\x1A", "1|A|;",
	  0 },
	{ "Ctrl-Z and a line end", "code\tname\n1\tA\n\x1A\r\n", "1|A|;", 0 },
	{ "header alone", "code\tname", "", 0 },
	{ "Windows-1252, by cell", "code\tname\tnote\n1\t\xFC\t\xC3\xBC\n",
	  "1|\xC3\xBC|\xC3\xBC;", 0 },
	{ "controls become blanks, and those at the end go",
	  "code\tname\n1\t\x01"
	  "A\x02"
	  "B\x03\n",
	  "1|A B|;", 0 },
	{ "cells too many", "code\tname\n1\tA\tx\n2\tB\n", "2|B|;", 1 },
	{ "one that the taker refuses", "code\tname\n!\tno\n2\tB\n", "2|B|;",
	  1 },
};

/* All at once, in two pieces cut anywhere, byte by byte. */
static void test_good(void **state)
{
	struct labstat l;
	size_t cut;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(good); i++) {
		size_t length = strlen(good[i].text);

		for (cut = 0; cut <= length; cut++) {
			l = begin();
			row_true(good[i].comment,
				 labstat_feed(&l, good[i].text, cut));
			row_true(good[i].comment,
				 labstat_feed(&l, good[i].text + cut,
					      length - cut));
			row_int(good[i].comment, labstat_end(&l, true), ERR_OK);
			row_text(good[i].comment, seen.data, good[i].rows);
			row_int(good[i].comment, l.notes.damaged,
				good[i].damaged);
		}
		l = begin();
		for (cut = 0; cut < length; cut++)
			assert_true(labstat_feed(&l, good[i].text + cut, 1));
		assert_int_equal(labstat_end(&l, true), ERR_OK);
		row_text(good[i].comment, seen.data, good[i].rows);
	}
}

static const struct {
	const char *comment;
	const char *text;
	size_t length; /* 0: all of it */
	bool whole;
	enum err code;
	const char *error;
} bad[] = {
	{ "nothing", "", 0, true, ERR_REMOTE, "is empty" },
	{ "blanks", "\r\n\r\n", 0, true, ERR_REMOTE, "is empty" },
	{ "a page", "<!DOCTYPE html>\n<html></html>\n", 0, true, ERR_FORMAT,
	  "line 1 is not the header: no column \"code\" in \"<!DOCTYPE "
	  "html>\"" },
	{ "a column is missing", "\ncode\tnote\n1\tx\n", 0, true, ERR_FORMAT,
	  "line 2 is not the header: no column \"name\" in \"code note\"" },
	{ "blanks instead of tabs", "code   name\n1   A\n", 0, true, ERR_FORMAT,
	  "no column \"code\"" },
	{ "no header", "1\tA\n2\tB\n", 0, true, ERR_FORMAT, "no column" },
	{ "an archive", "PK\3\4\24\0\6\0\n\0\0", 12, true, ERR_FORMAT,
	  "line 1 is not the header: binary data" },
	{ "UTF-16",
	  "\xFF\xFE"
	  "c\0o\0d\0e\0\n\0",
	  12, true, ERR_FORMAT, "binary data" },
	{ "a cut header", "code\tna", 0, false, ERR_REMOTE,
	  "is cut after line 0" },
	{ "cut, and nobody knows", "code\tname\n1\tA\n2\tB", 0, false,
	  ERR_REMOTE, "is cut after line 2" },
	{ "cut before its last cell", "code\tname\tnote\n1\tA\tx\n2\tB", 0,
	  true, ERR_REMOTE, "is cut after line 2" },
};

static void test_bad(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad); i++) {
		struct labstat l = begin();
		size_t length =
			bad[i].length ? bad[i].length : strlen(bad[i].text);

		row_int(bad[i].comment,
			labstat_read(&l, bad[i].text, length, bad[i].whole),
			bad[i].code);
		if (!strstr(l.error.msg, bad[i].error))
			fail_msg("%s: %s", bad[i].comment, l.error.msg);
		row_true(bad[i].comment, !labstat_feed(&l, "x", 1));
	}
}

/* Lines that are too long lose themselves; a header that is, is none. */
static void test_long(void **state)
{
	static char line[2 * LABSTAT_LINE_BYTES];
	struct labstat l = begin();
	int step;

	(void)state;
	memset(line, 'x', sizeof line);
	assert_false(labstat_feed(&l, line, LABSTAT_LINE_BYTES));
	assert_int_equal(l.error.code, ERR_FORMAT);
	assert_non_null(strstr(l.error.msg, "line 1 is longer than 16383"));
	for (step = 0; step < 2; step++) {
		size_t piece = step ? 1000 : sizeof line;
		size_t at;

		l = begin();
		assert_true(labstat_feed(&l, "code\tname\n", 10));
		for (at = 0; at < sizeof line; at += piece)
			assert_true(labstat_feed(&l, line + at,
						 at + piece > sizeof line
							 ? sizeof line - at
							 : piece));
		assert_true(labstat_feed(&l, "\n2\tB\n", 5));
		assert_int_equal(labstat_end(&l, true), ERR_OK);
		assert_string_equal(seen.data, "2|B|;");
		assert_int_equal(l.notes.damaged, 1);
		assert_int_equal(l.notes.damage[0].line, 2);
	}
	/* the longest that fits */
	l = begin();
	assert_true(labstat_feed(&l, "name\tcode\n", 10));
	line[LABSTAT_LINE_BYTES - 3] = '\t';
	assert_true(labstat_feed(&l, line, LABSTAT_LINE_BYTES - 1));
	assert_true(labstat_feed(&l, "\n", 1));
	assert_int_equal(labstat_end(&l, false), ERR_OK);
	assert_int_equal(seen.length, LABSTAT_LINE_BYTES + 1);
}

/* One in ten, and more than a few: it is not such a file. */
static void test_hopeless(void **state)
{
	struct labstat l = begin();
	int i;

	(void)state;
	assert_true(labstat_feed(&l, "code\tname\n", 10));
	for (i = 0; i < 100; i++)
		assert_true(labstat_feed(&l, "!\tthat is no line\n", 18));
	assert_false(labstat_feed(&l, "!\tno\n", 5));
	assert_int_equal(labstat_end(&l, true), ERR_FORMAT);
	assert_string_equal(l.error.msg, "101 of 102 lines cannot be read, the "
					 "first is line 2: that is no line");
	l = begin();
	assert_true(labstat_feed(&l, "code\tname\n", 10));
	for (i = 0; i < 1500; i++)
		assert_true(labstat_feed(&l, i % 11 ? "1\tA\n" : "!\tno\n",
					 i % 11 ? 4 : 5));
	assert_int_equal(labstat_end(&l, true), ERR_OK);
	assert_int_equal(l.notes.damaged, 137);
	assert_int_equal(l.notes.damage[LABSTAT_DAMAGED_KEPT - 1].line, 211);
}

static void test_notes(void **state)
{
	static const char text[] = "code\tname\n?\t9\n!\tit is odd\n?\t8\n"
				   "!\tso\n1\tA\n";
	char note[LABSTAT_NOTE_BYTES];
	struct labstat l = begin();

	(void)state;
	assert_int_equal(labstat_read(&l, text, sizeof text - 1, true), ERR_OK);
	assert_string_equal(seen.data, "1|A|;");
	assert_true(labstat_note(&l.notes, 0, note));
	assert_string_equal(note,
			    "xx.list: 2 lines cannot be read and are passed "
			    "over, the first is line 3: it is odd");
	assert_true(labstat_note(&l.notes, 1, note));
	assert_string_equal(note, "xx.list: lines with an unknown footnote: 2, "
				  "the first is line 2 (\"9\"); read without "
				  "it");
	assert_false(labstat_note(&l.notes, 2, note));
	l = begin();
	assert_false(labstat_note(&l.notes, 0, note));
}

static void test_enough(void **state)
{
	static const char text[] = "code\tname\n1\tA\n2\tB\n3\tC\n";
	struct labstat l = begin();

	(void)state;
	enough = 2;
	assert_false(labstat_feed(&l, text, sizeof text - 1));
	assert_string_equal(seen.data, "1|A|;2|B|;");
	assert_int_equal(labstat_end(&l, true), ERR_OK);
}

static bool only_two(void *context, struct labstat *l, const char *key,
		     size_t length)
{
	(void)context;
	if (length == 1 && *key == '3') {
		labstat_damaged(l, "three");
		return false;
	}
	return length == 1 && *key == '2';
}

static void test_want(void **state)
{
	static const char *const texts[] = {
		"code\tname\n1\tA\n 2 \tB\n3\tC\n\n",
		"name\tcode\nA\t1\nB\t2 \nC\t3\nD\n",
		"x\tname\tcode\tnote\nx\tA\t1\tx\nx\tB\t2\t\nx\tC\t3\t",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		struct labstat l = begin();

		l.want = only_two;
		row_int(texts[i],
			labstat_read(&l, texts[i], strlen(texts[i]), true),
			ERR_OK);
		row_text(texts[i], seen.data, "2|B|;");
		row_int(texts[i], l.notes.damaged, 1);
	}
}

static void test_url(void **state)
{
	char url[32];

	(void)state;
	assert_true(labstat_url("http://a/oe/", "oe.area", url, sizeof url));
	assert_string_equal(url, "http://a/oe/oe.area");
	assert_true(labstat_url("http://a/oe", "oe.area", url, sizeof url));
	assert_string_equal(url, "http://a/oe/oe.area");
	assert_false(labstat_url("http://a/oe", "oe.area", url, 19));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),  cmocka_unit_test(test_bad),
		cmocka_unit_test(test_long),  cmocka_unit_test(test_hopeless),
		cmocka_unit_test(test_notes), cmocka_unit_test(test_enough),
		cmocka_unit_test(test_want),  cmocka_unit_test(test_url),
	};
	int failed;

	seen = STR_INIT(1000000);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&seen);
	return failed;
}
