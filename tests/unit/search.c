/* The ranking of occupations by what people call them, and rows of a search. */
#include "search/search.h"

#include "api_t.h"
#include "table.h"

#include <stdio.h>

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
	{ "software\xc2\xa0testers", "15-1253 15-1252 15-1251", NULL,
	  "no-break space" },
	{ "so\xcc\x81"
	  "ftware \xef\xbd\x94\xef\xbd\x85"
	  "sters",
	  "15-1253 15-1252 15-1251", NULL, "accent, full-width letters" },
	{ "soft\xc2\xadware te\xe2\x80\x8b"
	  "sters",
	  "15-1253 15-1252 15-1251", NULL, "soft hyphen, zero-width space" },
	{ "country doctor\xe2\x80\x99s", "29-1215",
	  "Country Doctor's Physician", "curly apostrophe" },
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

static void assert_answer_has(struct snapshot *s, const char *target,
			      const char *part)
{
	struct response rs = RESPONSE_INIT;
	char line[200];

	(void)snprintf(line, sizeof line, "GET %s", target);
	api_answer(s, line, &rs);
	if (!strstr(rs.body.data, part))
		fail_msg("%s: no %s in %s", target, part, rs.body.data);
	response_release(&rs);
}

/* A row of a search says by what title it is there, and how well; so does the
 * answer as a whole. */
static void test_matched(void **state)
{
	static const struct {
		const char *target;
		const char *part;
	} rows[] = {
		{ "/api/jobs?search=coder", "\"matchedTitle\":\"Coder\","
					    "\"matchQuality\":\"full\"}" },
		{ "/api/jobs?search=coder",
		  "\"matchQuality\":\"full\",\"filters\"" },
		{ "/api/jobs?search=software+testers&sort=-employment",
		  "\"matchedTitle\":null,\"matchQuality\":\"full\"}" },
		{ "/api/jobs?search=15-1252", "\"matchedTitle\":null" },
		{ "/api/jobs?search=zebra+coder",
		  "\"matchedTitle\":\"Coder\","
		  "\"matchQuality\":\"partial\"}" },
		{ "/api/jobs?search=coder&risk=Low",
		  "\"matchQuality\":null,\"filters\"" },
		{ "/api/jobs?limit=1", "14:00:00Z\"}],\"pagination\"" },
		{ "/api/jobs/stats?search=zebra+coder",
		  "\"matchQuality\":\"partial\",\"filters\"" },
		{ "/api/jobs/stats?search=coder", "\"totalJobs\":1," },
		{ "/api/jobs/stats?search=coder",
		  "\"matchQuality\":\"full\",\"filters\"" },
	};
	struct snapshot *s = api_snapshot();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_answer_has(s, rows[i].target, rows[i].part);
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
		cmocka_unit_test(test_ranking),
		cmocka_unit_test(test_matched),
		cmocka_unit_test(test_empty_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
