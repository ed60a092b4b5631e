/* A question to the search: whatever it is, its hits exist, and it is brought
 * to a form of bounded length. */
#include "search/search.h"
#include "base/fold.h"
#include "base/utf8.h"

#include "fuzz.h"

#include <string.h>

static const struct search_job jobs[] = {
	{ "15-1252", "Software Developers", 1687890 },
	{ "15-1253", "Software Quality Assurance Analysts and Testers", -1 },
	{ "29-1141", "Registered Nurses", 3282010 },
};

static const struct search_title titles[] = {
	{ 0, SEARCH_OWN, "coder" },
	{ 0, SEARCH_ALTERNATE, "C++ Programmer" },
	{ 2, SEARCH_REPORTED, "RN (Registered Nurse)" },
	{ 2, SEARCH_LAY, "Infirmier dipl\xc3\xb4m\xc3\xa9" },
};

static const struct search_synonym synonyms[] = {
	{ "qa", "quality assurance" },
	{ "dev", "developer" },
	{ "person with a computer", "software developer" },
};

static const struct code_alias aliases[] = {
	{ "15-1132", 0, "Software Developers, Applications", true },
	{ "15-1132", 1, "Software Developers, Applications", true },
	{ "29-1111", 2, NULL, false },
};

static const struct search_input input = {
	jobs,     COUNT_OF(jobs),     titles,  COUNT_OF(titles),
	synonyms, COUNT_OF(synonyms), aliases, COUNT_OF(aliases),
};

static void check_hits(struct search_hits hits)
{
	size_t i;

	HOLDS(hits.count <= COUNT_OF(jobs));
	for (i = 0; i < hits.count; i++)
		HOLDS(hits.list[i].job < COUNT_OF(jobs));
}

/* Whatever the bytes are, what is compared is bounded UTF-8. */
static void check_fold(const char *text)
{
	char out[FOLD_BYTES];
	size_t length = fold(text, FOLD_CASE, out);

	HOLDS(length < FOLD_BYTES && length == strlen(out));
	HOLDS(utf8_valid(out, length));
	length = fold(text, FOLD_FORM, out);
	HOLDS(length < FOLD_BYTES && utf8_valid(out, length));
}

/* Whatever is a code is found as one, and its canonical spelling again. */
static void check_code(const struct search *search, const char *text)
{
	struct code_answer answer = codes_find(search_codes(search), text);
	struct code_answer again;

	HOLDS(answer.count <= COUNT_OF(jobs));
	HOLDS(answer.kind != CODE_NONE || !answer.count);
	HOLDS((answer.kind >= CODE_OWN) == (answer.count > 0));
	if (!*answer.code)
		return;
	HOLDS(soc_valid(answer.code));
	again = codes_find(search_codes(search), answer.code);
	HOLDS(again.kind == answer.kind && again.jobs == answer.jobs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct search *search;
	char *question = fuzz_text(data, size);

	if (!search)
		search = search_new(&input);
	check_fold(question);
	check_code(search, question);
	if (utf8_valid(question, strlen(question))) {
		check_hits(search_run(search, question));
		check_hits(search_filter(search, question));
	}
	free(question);
	return 0;
}
