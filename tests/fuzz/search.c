/* A question to the search: whatever it is, its hits exist, best first. */
#include "api/search.h"
#include "api/utf8.h"

#include "fuzz.h"

#include <string.h>

static const struct search_job jobs[] = {
	{ "15-1252", "Software Developers", 1687890 },
	{ "15-1253", "Software Quality Assurance Analysts and Testers", -1 },
	{ "29-1141", "Registered Nurses", 3282010 },
};

static const struct search_title titles[] = {
	{ 0, "Coder" },
	{ 0, "C++ Programmer" },
	{ 2, "RN (Registered Nurse)" },
	{ 2, "Infirmier dipl\xc3\xb4m\xc3\xa9" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct search *search;
	struct search_hits hits;
	char *question = fuzz_text(data, size);
	size_t i;

	if (!search)
		search = search_new(jobs, COUNT_OF(jobs), titles,
				    COUNT_OF(titles));
	if (utf8_valid(question, strlen(question))) {
		hits = search_run(search, question);
		HOLDS(hits.count <= COUNT_OF(jobs));
		for (i = 0; i < hits.count; i++)
			HOLDS(hits.list[i].job < COUNT_OF(jobs));
	}
	free(question);
	return 0;
}
