/* Words, and the ranking of occupations by what people call them. */
#include "api/search.h"
#include "api/search_forms.h"
#include "api/words.h"

#include "api_t.h"
#include "table.h"

#include <stdio.h>

/* "a|b|c" */
static const char *list_forms(const struct search_forms *forms, char *out,
			      size_t size)
{
	size_t used = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; i < forms->count && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%s",
					 i ? "|" : "", forms->of[i]);
	return out;
}

static void test_words(void **state)
{
	static const struct {
		const char *text;
		const char *joined;
	} rows[] = {
		{ "Registered Nurses", "registered nurse" },
		{ "R.N., (Caf\xc3\xa9)", "rn cafe" },
		{ "U.S.D.A. inspector", "usda inspector" },
		{ "No. 1 R.X", "no 1 rx" },
		{ "C++ and C#, 1+1", "c++ and c# 1+1" },
		{ "+#+", "" },
		{ "Firemen, Midwives", "fireman midwife" },
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
		words_join(&words, 0, words.count, joined);
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

static void test_small_words(void **state)
{
	static const struct {
		const char *text;
		const char *joined;
	} rows[] = {
		{ "Director of the Arts", "director art" },
		{ "Nurse for", "nurse for" },
		{ "a", "a" },
		{ "IT and HR", "it hr" },
		{ "nurse or doctor", "nurse doctor" },
		{ "OR nurse", "or nurse" },
		{ "Door to Door Salesman", "door salesman" },
	};
	char joined[WORDS_TEXT_MAX];
	struct words words;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		words_split(rows[i].text, &words);
		words_drop_small(&words);
		words_join(&words, 0, words.count, joined);
		assert_string_equal(joined, rows[i].joined);
	}
}

static void test_replace(void **state)
{
	char joined[WORDS_TEXT_MAX];
	struct words words;
	size_t i;

	(void)state;
	words_split("one two three", &words);
	assert_true(words_replace(&words, 1, 1, "2 and a half"));
	words_join(&words, 0, words.count, joined);
	assert_string_equal(joined, "one 2 and a half three");
	assert_true(words_replace(&words, 0, 5, ""));
	words_join(&words, 0, words.count, joined);
	assert_string_equal(joined, "three");
	for (i = words.count; i < WORDS_MAX; i++)
		assert_true(words_replace(&words, 0, 0, "x"));
	assert_false(words_replace(&words, 0, 1, "y z"));
	assert_int_equal(words.count, WORDS_MAX);
	words_join(&words, 0, 1, joined);
	assert_string_equal(joined, "x");
}

static void test_forms(void **state)
{
	static const struct {
		const char *title;
		const char *official; /* forms, | between */
		const char *other;
	} rows[] = {
		{ "Registered Nurses", "Registered Nurses",
		  "Registered Nurses" },
		{ "RN (Registered Nurse)", "RN (Registered Nurse)",
		  "RN|Registered Nurse" },
		{ "Painter (Car) Helper", "Painter (Car) Helper",
		  "Painter (Car) Helper" },
		{ "(Nurse)", "(Nurse)", "(Nurse)" },
		{ "Cooks, All Other", "Cooks", "Cooks, All Other" },
		{ "Sawyers, Except Head Sawyers, Wood", "Sawyers",
		  "Sawyers, Except Head Sawyers, Wood" },
		{ "Plumbers, Pipefitters, and Steamfitters",
		  "Plumbers, Pipefitters, and Steamfitters|Plumbers|"
		  "Pipefitters|Steamfitters",
		  "Plumbers, Pipefitters, and Steamfitters" },
		{ "Waiters and Waitresses",
		  "Waiters and Waitresses|Waiters|Waitresses",
		  "Waiters and Waitresses" },
		{ "Dentists, General", "Dentists, General|Dentists",
		  "Dentists, General" },
		{ "Heavy and Tractor-Trailer Truck Drivers",
		  "Heavy and Tractor-Trailer Truck Drivers",
		  "Heavy and Tractor-Trailer Truck Drivers" },
		{ "", "", "" },
	};
	struct search_forms forms;
	char all[1000];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		search_forms_official(rows[i].title, &forms);
		row_text(rows[i].title, list_forms(&forms, all, sizeof all),
			 rows[i].official);
		search_forms_other(rows[i].title, &forms);
		row_text(rows[i].title, list_forms(&forms, all, sizeof all),
			 rows[i].other);
	}
}

static const struct {
	const char *question;
	const char *codes;   /* best first */
	const char *matched; /* of the first; NULL: official */
	const char *why;
} questions[] = {
	{ "software testers", "15-1253 15-1252 15-1251", NULL,
	  "the official title, then what has part of it" },
	{ "Software Tester", "15-1253 15-1252 15-1251", NULL, "singular" },
	{ "TESTERS software", "15-1253 15-1252 15-1251", NULL,
	  "order and case do not matter" },
	{ "softw", "15-1252 15-1253 15-1251", NULL,
	  "official beginnings by employment, then others" },
	{ "nurse", "29-1141 29-1151", NULL, "both, the bigger first" },
	{ "regis", "29-1141", NULL, "a word begun" },
	{ "nurs regis", "29-1141", NULL, "words cut short" },
	{ "coder", "15-1251", "Coder", "another title" },
	{ "coders", "15-1251", "Coder", "plural of another title" },
	{ "software engineer", "15-1252 15-1253 15-1251", "Software Engineer",
	  "exact other title" },
	{ "programmer", "15-1251 15-1252", NULL,
	  "word of the official title first" },
	{ "rn", "29-1141", "R.N.", "letters with dots, short" },
	{ "r.n.", "29-1141", "R.N.", "letters with dots" },
	{ "rns", "29-1141", "R.N.", "plural of a short word" },
	{ "country doctors", "29-1215", "Country Doctor's Physician",
	  "apostrophe" },
	{ "medic", "29-1215", "medic", "everyday word of ours" },
	{ "geek", "15-1252", "geek", "everyday word of ours" },
	{ "dev", "15-1252 15-1251", NULL, "a word for a word" },
	{ "bug", "15-1252 15-1253 15-1251", NULL, "a word for a word" },
	{ "bug wiz", "15-1252 15-1251 15-1253", NULL, "both replaced" },
	{ "applications programmer", "15-1251 15-1252",
	  "Applications Programmer", "ours before the bigger occupation" },
	{ "cdoer", "15-1251", "Coder", "exchanged letters are one slip" },
	{ "fysicia", "29-1215", "Country Doctor's Physician", "f for ph" },
	{ "rnx", "", NULL, "no slip in three letters" },
	{ "bug dev", "15-1252 15-1251 15-1253", NULL, "two of them" },
	{ "registred", "29-1141", NULL, "a letter is missing" },
	{ "regisstered", "29-1141", NULL, "a letter too many" },
	{ "registared nurse", "29-1141 29-1151", NULL, "another letter" },
	{ "reigstered", "29-1141", NULL, "exchanged letters" },
	{ "regeestered", "29-1141", NULL, "two slips in a long word" },
	{ "nrse", "29-1141 29-1151", NULL, "one slip in four letters" },
	{ "nrze", "", NULL, "two slips in four letters" },
	{ "cdr", "", NULL, "no slips in three letters" },
	{ "soft ware", "15-1252 15-1253 15-1251", NULL, "one word as two" },
	{ "softwaretester", "15-1253", NULL, "two words as one" },
	{ "zebra tester", "15-1253", NULL, "an unknown word beside" },
	{ "15-12", "15-1252 15-1253 15-1251", NULL,
	  "code begun, by employment" },
	{ "151252", "15-1252", NULL, "code without dash" },
	{ "15-1252.00", "15-1252", NULL, "code of O*NET" },
	{ "SOC 15-1252", "15-1252", NULL, "code with its name" },
	{ "soc code 15-1252", "15-1252", NULL, "code with its name" },
	{ "29", "29-1141 29-1151 29-1215", NULL, "major group" },
	{ "99", "", NULL, "no such code" },
	{ "!?", "", NULL, "no words" },
	{ "zebra", "", NULL, "unknown word" },
};

static void test_ranking(void **state)
{
	struct snapshot *s = api_snapshot();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(questions); i++) {
		struct search_hits hits =
			search_run(s->search, questions[i].question);
		struct str codes = STR_INIT(1000);
		char why[200];
		size_t k;

		(void)snprintf(why, sizeof why, "%s (%s)",
			       questions[i].question, questions[i].why);
		for (k = 0; k < hits.count; k++)
			str_addf(&codes, "%s%s", k ? " " : "",
				 s->facts[hits.list[k].job].code);
		row_text(why, codes.data, questions[i].codes);
		if (hits.count && questions[i].matched)
			row_text(why, hits.list[0].matched,
				 questions[i].matched);
		else if (hits.count)
			row_true(why, !hits.list[0].matched);
		str_release(&codes);
	}
	snapshot_free(s);
}

static void test_empty_index(void **state)
{
	struct search_input none = { 0 };
	struct search *s = search_new(&none);

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
		cmocka_unit_test(test_small_words),
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_empty_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
