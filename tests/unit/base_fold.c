/* Text as people type and paste it, in the form in which it is compared. */
#include "base/fold.h"
#include "base/utf8.h"

#include "table.h"

#include <string.h>

static const struct {
	const char *text;
	const char *folded;
	const char *formed;
	const char *why;
} rows[] = {
	{ "Software Developer", "software developer", "Software Developer",
	  "plain" },
	{ "software\xc2\xa0"
	  "developer",
	  "software developer", "software developer", "no-break space" },
	{ "a\xe2\x80\x89"
	  "b\xe3\x80\x80"
	  "c\xe2\x80\xaf"
	  "d",
	  "a b c d", "a b c d", "thin, ideographic, narrow no-break space" },
	{ " a \t b\n", "a b", "a b", "runs, and at the ends" },
	{ "re\xcc\x81sume\xcc\x81", "resume", "resume", "decomposed accents" },
	{ "R\xc3\xa9sum\xc3\xa9", "resume", "Resume", "composed accents" },
	{ "\xef\xbd\x8e\xef\xbd\x95\xef\xbd\x92\xef\xbd\x93\xef\xbd\x85",
	  "nurse", "nurse", "full-width letters" },
	{ "\xef\xbc\x91\xef\xbc\x95\xef\xbc\x8d\xef\xbc\x91", "15-1", "15-1",
	  "full-width digits and dash" },
	{ "of\xef\xac\x81"
	  "ce",
	  "office", "office", "a ligature" },
	{ "soft\xc2\xadware", "software", "software", "soft hyphen" },
	{ "\xef\xbb\xbfnu\xe2\x80\x8brse\xe2\x80\x8f", "nurse", "nurse",
	  "BOM, zero-width space, mark of direction" },
	{ "\xe2\x80\xaa"
	  "a\xe2\x80\xac\xe2\x81\xa0"
	  "b",
	  "ab", "ab", "embedding and word joiner" },
	{ "15\xe2\x80\x93"
	  "1252",
	  "15-1252", "15-1252", "en dash" },
	{ "a\xe2\x80\x94"
	  "b\xe2\x88\x92"
	  "c\xe2\x80\x91"
	  "d\xe2\x80\x90"
	  "e\xef\xb9\xa3"
	  "f",
	  "a-b-c-d-e-f", "a-b-c-d-e-f",
	  "em dash, minus, no-break hyphen, hyphen, small hyphen" },
	{ "driver\xe2\x80\x99s", "driver's", "driver's", "curly apostrophe" },
	{ "driver\xca\xbcs d\xc2\xb4s`t", "driver's d's't", "driver's d's't",
	  "modifier apostrophe, acute, grave" },
	{ "\xe2\x80\x9cRN\xe2\x80\x9d", "rn", "RN", "curly quotes" },
	{ "a \xe2\x80\xa2 b\xe2\x80\xa6", "a b...", "a b...",
	  "bullet, ellipsis" },
	{ "STRASSE stra\xc3\x9f"
	  "e \xe1\xba\x9e",
	  "strasse strasse ss", "STRASSE strasse SS", "sharp s" },
	{ "\xc3\x86r\xc3\xb8 \xc5\x81\xc3\xb3", "aero lo", "AEro Lo",
	  "letters that do not decompose" },
	{ "C\xe2\x99\xaf", "c#", "C#", "sharp" },
	{ "\xce\xa3\xcf\x82", "\xcf\x83\xcf\x83", "\xce\xa3\xcf\x82",
	  "final sigma" },
	{ "\xf0\x9f\x98\x80", "", "", "no letter" },
	{ "a\xff\xc3(b", "a (b", "a (b", "not UTF-8" },
	{ "", "", "", "empty" },
};

static void test_fold(void **state)
{
	char key[FOLD_BYTES];
	char again[FOLD_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		size_t length = fold(rows[i].text, FOLD_CASE, key);

		row_int(rows[i].why, (int64_t)length, (int64_t)strlen(key));
		row_text(rows[i].why, key, rows[i].folded);
		(void)fold(key, FOLD_CASE, again);
		row_text(rows[i].why, again, key);
		(void)fold(rows[i].text, FOLD_FORM, key);
		row_text(rows[i].why, key, rows[i].formed);
	}
}

/* One character of three bytes becomes 18 of 33. */
static void test_expansion(void **state)
{
	char text[3 * 400 + 1];
	char key[FOLD_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < 400; i++)
		memcpy(text + 3 * i, "\xef\xb7\xba", 4);
	assert_in_range(fold(text, FOLD_CASE, key), FOLD_BYTES - 40,
			FOLD_BYTES - 1);
	assert_true(utf8_valid(key, strlen(key)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_expansion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
