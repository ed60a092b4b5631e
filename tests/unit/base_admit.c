/* The door for text from outside, and where texts are cut. */
#include "base/text.h"

#include "base/err.h"
#include "base/utf8.h"

#include "table.h"

#include <stdio.h>

#define REPLACEMENT "\xEF\xBF\xBD"

static const struct {
	const char *comment;
	const char *from;
	size_t length; /* 0: all of it */
	const char *to;
} rows[] = {
	{ "empty", "", 0, "" },
	{ "ASCII", "Bakers (51-3011)", 0, "Bakers (51-3011)" },
	{ "UTF-8", "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", 0,
	  "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80" },
	{ "ISO 8859-1", "Mayag\xFC\x65z, PR", 0, "Mayag\xC3\xBC\x65z, PR" },
	{ "dashes and quotes", "\x93\x61\x94 \x96 \x97 \x80 \x9F", 0,
	  "\xE2\x80\x9C\x61\xE2\x80\x9D \xE2\x80\x93 \xE2\x80\x94 "
	  "\xE2\x82\xAC \xC5\xB8" },
	{ "undefined", "\x81\x8D\x8F\x90\x9D", 0,
	  REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT },
	{ "one bad byte: all of it", "\xC3\xA9 \xE9", 0,
	  "\xC3\x83\xC2\xA9 \xC3\xA9" },
	{ "overlong", "\xC0\xAF", 0, "\xC3\x80\xC2\xAF" },
	{ "half a pair", "\xED\xA0\x80", 0, "\xC3\xAD\xC2\xA0\xE2\x82\xAC" },
	{ "beyond Unicode", "\xF4\x90\x80\x80", 0,
	  "\xC3\xB4" REPLACEMENT "\xE2\x82\xAC\xE2\x82\xAC" },
	{ "cut", "\xE2\x82", 0, "\xC3\xA2\xE2\x80\x9A" },
	{ "controls", "a\r\nb\tc\x7F\x1B[2J", 0, "a  b c  [2J" },
	{ "zero bytes", "a\0b\0", 4, "a b " },
	{ "C1", "a\xC2\x9B\x62\xC2\x85\x63", 0, "a b c" },
	{ "separators", "a\xE2\x80\xA8\x62\xE2\x80\xA9\x63", 0, "a b c" },
	{ "not a separator", "\xE2\x80\xAF\xC2\xA0", 0,
	  "\xE2\x80\xAF\xC2\xA0" },
};

static void test_admit(void **state)
{
	struct str out = STR_INIT(1000);
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		size_t length =
			rows[i].length ? rows[i].length : strlen(rows[i].from);

		str_reset(&out);
		text_admit(&out, rows[i].from, length);
		row_text(rows[i].comment, out.data, rows[i].to);
		row_true(rows[i].comment,
			 text_copy(text, sizeof text, rows[i].from, length));
		row_text(rows[i].comment, text, rows[i].to);
		/* what went through is not changed any more */
		str_reset(&out);
		text_admit(&out, text, strlen(text));
		row_text(rows[i].comment, out.data, rows[i].to);
	}
	str_release(&out);
}

/* Every byte alone, and no more than three bytes for one. */
static void test_every_byte(void **state)
{
	struct str out = STR_INIT(3);
	int byte;

	(void)state;
	for (byte = 0; byte < 256; byte++) {
		char c = (char)byte;

		str_reset(&out);
		text_admit(&out, &c, 1);
		assert_false(out.full);
		assert_true(out.length > 0);
		assert_int_equal(utf8_count(out.data, out.length), 1);
		assert_true(utf8_valid(out.data, out.length));
	}
	str_release(&out);
}

/* In any room: valid, and "..." at the end where something is missing. */
static void test_cut(void **state)
{
	static const char long_text[] = "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98"
					"\x80 caf\xC3\xA9 \xF0\x9F\x98\x80";
	char text[64];
	char formatted[64];
	char copied[64];
	size_t size;

	(void)state;
	for (size = 1; size < sizeof text; size++) {
		bool fits = sizeof long_text <= size;
		size_t length;

		assert_int_equal(text_copy(text, size, long_text,
					   sizeof long_text - 1),
				 fits);
		assert_int_equal(text_format(formatted, size, "%s", long_text),
				 fits);
		assert_string_equal(formatted, text);
		assert_int_equal(copy_text(copied, size, long_text), fits);
		length = strlen(text);
		assert_true(length < size);
		assert_true(utf8_valid(text, length));
		assert_true(utf8_valid(copied, strlen(copied)));
		assert_true(fits || strlen(copied) + 4 >= size);
		if (!fits && size > 3)
			assert_string_equal(text + length - 3, "...");
	}
}

static void test_messages(void **state)
{
	struct str text = STR_INIT(1000);
	struct error e;
	int i;

	(void)state;
	for (i = 0; i < 150; i++)
		str_adds(&text, "\xC3\xA9");
	(void)err_set(&e, ERR_DB, "x%s", text.data);
	assert_true(utf8_valid(e.msg, strlen(e.msg)));
	assert_string_equal(e.msg + strlen(e.msg) - 5, "\xC3\xA9...");
	err_prefix(&e, "%s", text.data);
	assert_true(utf8_valid(e.msg, strlen(e.msg)));
	assert_string_equal(e.msg + strlen(e.msg) - 5, "\xC3\xA9...");
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_admit),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
