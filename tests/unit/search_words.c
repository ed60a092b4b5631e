/* Words, the forms of a title, and what it names. */
#include "search/forms.h"
#include "search/head.h"

#include "t.h"
#include "table.h"

#include "base/str.h"

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
		{ "nurse\xe2\x80\x93midwife", "nurse midwife" },
		{ "R\xc3\x89SUM\xc3\x89 re\xcc\x81sume\xcc\x81",
		  "resume resume" },
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
		{ "Helpers--Roofers, Masons, and Tilers",
		  "Helpers--Roofers, Masons, and Tilers",
		  "Helpers--Roofers, Masons, and Tilers" },
		{ "Supervisors of Mechanics and Repairers",
		  "Supervisors of Mechanics and Repairers",
		  "Supervisors of Mechanics and Repairers" },
		{ "Captains, Mates, and Pilots of Vessels",
		  "Captains, Mates, and Pilots of Vessels|Captains|Mates",
		  "Captains, Mates, and Pilots of Vessels" },
		{ "Sales and Related Workers, All Other",
		  "Sales and Related Workers|Related Workers",
		  "Sales and Related Workers, All Other" },
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

/* The heads of a title, and what it is about: "a b|c". */
static void list_heads(const char *title, bool official, struct str *out)
{
	struct search_heads heads;
	struct words words;
	size_t i;

	words_split(title, &words);
	words_drop_small(&words);
	heads = search_heads(title, official, &words);
	for (i = 0; i < words.count; i++)
		if (heads.heads >> i & 1)
			str_addf(out, "%s ", words.singular[i]);
	str_addc(out, '|');
	for (i = 0; i < words.count; i++)
		if (heads.about >> i & 1)
			str_addf(out, " %s", words.singular[i]);
}

static void test_heads(void **state)
{
	static const struct {
		const char *title;
		bool official;
		const char *heads;
	} rows[] = {
		{ "Clerical Dentist Assistant", false, "assistant |" },
		{ "Dentists, General", true, "dentist |" },
		{ "Heavy and Tractor-Trailer Truck Drivers", true, "driver |" },
		{ "Helpers--Electricians", true, "helper | electrician" },
		{ "Helpers--Electricians", false, "helper | electrician" },
		{ "First-Line Supervisors of Police and Detectives", true,
		  "supervisor | police detective" },
		{ "Plumbers, Pipefitters, and Steamfitters", true,
		  "plumber pipefitter steamfitter |" },
		{ "Sales and Related Workers", true, "worker |" },
		{ "Director of Nursing", false, "director | nursing" },
		{ "Attorney at Law", false, "attorney | law" },
		{ "Manager, Marketing", false, "manager |" },
		{ "Waiter/Waitress", false, "waiter waitress |" },
		{ "Registered Nurse (RN)", false, "nurse | rn" },
		{ "Driver - Night Shift", false, "driver | night shift" },
		{ "Clergy", true, "clergy |" },
		{ "of", false, "of |" },
		{ "", false, "|" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct str heads = STR_INIT(1000);

		list_heads(rows[i].title, rows[i].official, &heads);
		row_text(rows[i].title, heads.data, rows[i].heads);
		str_release(&heads);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_many_words),
		cmocka_unit_test(test_small_words),
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
