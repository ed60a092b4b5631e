/* Words, and the ranking of occupations by what people call them. */
#include "api/search.h"
#include "api/words.h"

#include "api_t.h"

static void test_words(void **state)
{
	static const struct {
		const char *text;
		const char *joined;
	} rows[] = {
		{ "Registered Nurses", "registered nurse" },
		{ "R.N., (Caf\xc3\xa9)", "r n cafe" },
		{ "Secretaries/Clerks-II", "secretary clerk ii" },
		{ "Waitresses", "waitress" },
		{ "Mechanics' Helpers", "mechanic helper" },
		{ "Driver's", "driver" },
		{ "Business Analysis Bus", "business analysis bus" },
		{ "Coaches, Boxes, Brushes", "coach box brush" },
		{ "Physics", "physic" },
		{ "\xe2\x80\x9cX\xe2\x80\x9d", "x" },
		{ " ... ", "" },
		{ "", "" },
	};
	char joined[WORDS_TEXT_MAX];
	struct words words;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		words_split(rows[i].text, &words);
		words_join(&words, joined);
		assert_string_equal(joined, rows[i].joined);
	}
}

static void test_many_words(void **state)
{
	char text[400];
	struct words words;

	(void)state;
	memset(text, 'y', sizeof text);
	text[sizeof text - 1] = '\0';
	words_split(text, &words);
	assert_int_equal(words.count, 1);
	assert_int_equal(strlen(words.raw[0]), WORD_BYTES - 1);
	for (size_t i = 1; i < sizeof text - 1; i += 2)
		text[i] = ' ';
	words_split(text, &words);
	assert_int_equal(words.count, WORDS_MAX);
}

static void test_ranking(void **state)
{
	static const struct {
		const char *question;
		const char *codes;   /* best first */
		const char *matched; /* of the first; NULL: official */
		const char *why;
	} rows[] = {
		{ "software developers", "15-1252 15-1251", NULL,
		  "the official title before others" },
		{ "Software Developer", "15-1252 15-1251", NULL, "singular" },
		{ "DEVELOPER software", "15-1252 15-1251", NULL,
		  "order and case do not matter" },
		{ "softw", "15-1252 15-1253 15-1251", NULL,
		  "official beginnings by employment, then others" },
		{ "nurse", "29-1151 29-1141", NULL,
		  "a title that begins with it, though nobody counted it" },
		{ "nurs regis", "", NULL, "only the last word may be begun" },
		{ "regis", "29-1141", NULL, "a word begun" },
		{ "coder", "15-1251", "Coder", "another title" },
		{ "coders", "15-1251", "Coder", "plural of another title" },
		{ "software engineer", "15-1252", "Software Engineer",
		  "exact other title" },
		{ "junior software", "15-1251", "Software Developer, Junior",
		  "all words in another title" },
		{ "programmer", "15-1251 15-1252", NULL,
		  "word of the official title first" },
		{ "rn", "", NULL, "no such word" },
		{ "r.n.", "29-1141", "R.N.", "letters with dots" },
		{ "country doctors", "29-1215", "Country Doctor's Physician",
		  "apostrophe" },
		{ "15-12", "15-1252 15-1253 15-1251", NULL,
		  "code begun, by employment" },
		{ "151252", "15-1252", NULL, "code without dash" },
		{ "15-1252.00", "15-1252", NULL, "code of O*NET" },
		{ "29", "29-1141 29-1215 29-1151", NULL, "major group" },
		{ "99", "", NULL, "no such code" },
		{ "!?", "", NULL, "no words" },
		{ "zebra", "", NULL, "unknown word" },
	};
	struct snapshot *s = api_snapshot();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct search_hits hits =
			search_run(s->search, rows[i].question);
		struct str codes = STR_INIT(1000);
		size_t k;

		for (k = 0; k < hits.count; k++)
			str_addf(&codes, "%s%s", k ? " " : "",
				 s->facts[hits.list[k].job].code);
		if (strcmp(codes.data, rows[i].codes) != 0)
			fail_msg("%s (%s): %s", rows[i].question, rows[i].why,
				 codes.data);
		if (hits.count && rows[i].matched)
			assert_string_equal(hits.list[0].matched,
					    rows[i].matched);
		else if (hits.count)
			assert_null(hits.list[0].matched);
		str_release(&codes);
	}
	snapshot_free(s);
}

static void test_empty_index(void **state)
{
	struct search *s = search_new(NULL, 0, NULL, 0);

	(void)state;
	assert_int_equal(search_run(s, "nurse").count, 0);
	assert_int_equal(search_run(s, "29").count, 0);
	search_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_many_words),
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_empty_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
