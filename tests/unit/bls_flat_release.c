/* The file that names the current release. */
#include "bls/flat_release.h"

#include "table.h"

static const struct {
	const char *body;
	const char *code; /* NULL = refused */
	const char *description;
	const char *comment;
} releases[] = {
	{ "release_date\tdescription\r\n2025A01\tMay 2025\r\n", "2025A01",
	  "May 2025", "as BLS sends it" },
	{ "release_date\tdescription\n2025A01\tMay 2025\n", "2025A01",
	  "May 2025", "without carriage returns" },
	{ "release_date\tdescription\r\n2025A01\tMay 2025", "2025A01",
	  "May 2025", "without a last line feed" },
	{ "release_date\tdescription\r\n 2025A01 \t May 2025 \r\n", "2025A01",
	  "May 2025", "padded" },
	{ "release_date\tdescription\r\n2025A01\r\n", "2025A01", "May 2025",
	  "without description" },
	{ "release_date\tdescription\r\n2025A01\t\r\n", "2025A01", "May 2025",
	  "an empty description" },
	{ "release_date   \tdescription\r\n2026A01\tMay 2026, revised\r\n",
	  "2026A01", "May 2026, revised", "BLS's own words" },
	{ "<!DOCTYPE html><html><body>Error</body></html>", NULL, NULL,
	  "a page of HTML" },
	{ "", NULL, NULL, "empty" },
	{ "release_date\tdescription", NULL, NULL, "only the header, cut" },
	{ "release_date\tdescription\r\n", NULL, NULL, "only the header" },
	{ "release_date\tdescription\r\n2025M05\tMay 2025\r\n", NULL, NULL,
	  "a month" },
	{ "release_date\tdescription\r\n2025A0", NULL, NULL, "a row, cut" },
	{ "release_date\tdescription\r\n2025A01xxxxxxxxxxxxxxxxxxxxxxx\tx",
	  NULL, NULL, "too long a code" },
	{ "2025A01\tMay 2025\r\n", NULL, NULL, "no header" },
};

static void test_releases(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(releases); i++) {
		struct release release;
		struct error e;
		enum err code =
			flat_release_parse(releases[i].body, &release, &e);

		row_int(releases[i].comment, code,
			releases[i].code ? ERR_OK : ERR_REMOTE);
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
