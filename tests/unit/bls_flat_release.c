/* The file that names the current release. */
#include "bls/flat_release.h"

#include "table.h"

static const struct {
	const char *body;
	const char *code; /* NULL = refused */
	const char *description;
	const char *comment;
	enum err error;
} releases[] = {
	{ "release_date\tdescription\r\n2025A01\tMay 2025\r\n", "2025A01",
	  "May 2025", "as BLS sends it", ERR_OK },
	{ "release_date\tdescription\n2025A01\tMay 2025\n", "2025A01",
	  "May 2025", "without carriage returns", ERR_OK },
	{ "release_date\tdescription\r\n2025A01\tMay 2025", "2025A01",
	  "May 2025", "without a last line feed", ERR_OK },
	{ "release_date\tdescription\r\n 2025A01 \t May 2025 \r\n", "2025A01",
	  "May 2025", "padded", ERR_OK },
	{ "description\tx\trelease_date\r\nMay 2025\ty\t2025A01\r\n", "2025A01",
	  "May 2025", "another order, a column more", ERR_OK },
	{ "\xEF\xBB\xBFrelease_date\tdescription\n2025A01\tMay \x96 2025\n\x1A",
	  "2025A01", "May \xE2\x80\x93 2025", "from a Windows desktop",
	  ERR_OK },
	{ "release_date\tdescription\n2024A01\tMay 2024\n2025A01\tMay 2025\n"
	  "2023A01\tMay 2023\n",
	  "2025A01", "May 2025", "the newest of three", ERR_OK },
	{ "release_date\tdescription\r\n2025M05\tx\r\n2025A01\tMay 2025\r\n",
	  "2025A01", "May 2025", "one that is none", ERR_OK },
	{ "release_date\tdescription\r\n2025A01\r\n", "2025A01", "May 2025",
	  "without description", ERR_OK },
	{ "release_date\tdescription\r\n2025A01\t\r\n", "2025A01", "May 2025",
	  "an empty description", ERR_OK },
	{ "release_date   \tdescription\r\n2026A01\tMay 2026, revised\r\n",
	  "2026A01", "May 2026, revised", "BLS's own words", ERR_OK },
	{ "<!DOCTYPE html><html><body>Error</body></html>", NULL, NULL,
	  "a page of HTML", ERR_FORMAT },
	{ "", NULL, NULL, "empty", ERR_REMOTE },
	{ "release_date\tdescription", NULL, NULL, "only the header, cut",
	  ERR_REMOTE },
	{ "release_date\tdescription\r\n", NULL, NULL, "only the header",
	  ERR_REMOTE },
	{ "release_date\tdescription\r\n2025M05\tMay 2025\r\n", NULL, NULL,
	  "a month", ERR_FORMAT },
	{ "release_date\tdescription\r\n2025A0", NULL, NULL, "a row, cut",
	  ERR_REMOTE },
	{ "release_date\tdescription\r\n2025A01xxxxxxxxxxxxxxxxxxxxxxx\tx",
	  NULL, NULL, "too long a code", ERR_FORMAT },
	{ "2025A01\tMay 2025\r\n", NULL, NULL, "no header", ERR_FORMAT },
};

static void test_releases(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(releases); i++) {
		struct release release;
		struct error e;
		enum err code = flat_release_parse(releases[i].body,
						   strlen(releases[i].body),
						   true, &release, &e);

		row_int(releases[i].comment, code, releases[i].error);
		if (!releases[i].code)
			continue;
		row_text(releases[i].comment, release.code, releases[i].code);
		row_text(releases[i].comment, release.description,
			 releases[i].description);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_releases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
