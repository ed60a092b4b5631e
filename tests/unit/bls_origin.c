/* Which addresses are BLS's own: only what they lack does not exist. */
#include "bls/origin.h"

#include "table.h"

static void test_hosts(void **state)
{
	static const struct {
		const char *url;
		bool complete;
	} rows[] = {
		{ "https://download.bls.gov/pub/time.series/oe/", true },
		{ "https://api.bls.gov/publicAPI/v2/timeseries/data/", true },
		{ "https://API.BLS.GOV/", true },
		{ "https://bls.gov", true },
		{ "https://data.bls.gov:443/x", true },
		{ "http://user:word@download.bls.gov/", true },
		{ "http://127.0.0.1:8080/pub/time.series/oe/", false },
		{ "http://localhost/", false },
		{ "https://mirror.example.org/bls.gov/", false },
		{ "https://bls.gov.example.org/", false },
		{ "https://notbls.gov/", false },
		{ "https://example.org/?from=.bls.gov", false },
		{ "https://example.org#api.bls.gov", false },
		{ "https://api.bls.gov@example.org/", false },
		{ "https://bls.go/", false },
		{ "", false },
	};
	struct config c = { .source_complete = COMPLETE_AUTO };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		copy_text(c.flat_url, sizeof c.flat_url, rows[i].url);
		copy_text(c.api_url, sizeof c.api_url, "http://localhost/");
		row_int(rows[i].url, origin_complete(&c, true),
			rows[i].complete);
		copy_text(c.api_url, sizeof c.api_url, rows[i].url);
		copy_text(c.flat_url, sizeof c.flat_url, "http://localhost/");
		row_int(rows[i].url, origin_complete(&c, false),
			rows[i].complete);
	}
}

static void test_said(void **state)
{
	struct config c = { .source_complete = COMPLETE_YES };

	(void)state;
	copy_text(c.api_url, sizeof c.api_url, "http://127.0.0.1/");
	assert_true(origin_complete(&c, false));
	c.source_complete = COMPLETE_NO;
	copy_text(c.api_url, sizeof c.api_url, "https://api.bls.gov/");
	assert_false(origin_complete(&c, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
