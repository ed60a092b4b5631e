/* What may have been meant: slips, upper case, beginnings; and nothing else. */
#include "base/nearest.h"

#include "t.h"

#include <string.h>

static const char *const names[] = {
	"medianAnnualWage",
	"medianHourlyWage",
	"minWage",
	"maxWage",
	"risk",
	"sort",
	"page",
	"education",
	"impactType",
	"Very High",
	NULL,
};

static const struct {
	const char *text;
	const char *meant; /* NULL: nothing */
} rows[] = {
	{ "medianAnualWage", "medianAnnualWage" },
	{ "MEDIANANNUALWAGE", "medianAnnualWage" },
	{ "min_wage", "minWage" },
	{ "maxwage", "maxWage" },
	{ "rsik", "risk" },
	{ "srot", "sort" },
	{ "pages", "page" },
	{ "very high", "Very High" },
	{ "very-high", "Very High" },
	/* it begins so; of two that do, the first */
	{ "edu", "education" },
	{ "impact", "impactType" },
	{ "median", "medianAnnualWage" },
	/* too short to be anything */
	{ "p", NULL },
	{ "", NULL },
	{ "zzz", NULL },
	{ "salary", NULL },
	{ "a word that is much longer than any name that there may be, and "
	  "then some",
	  NULL },
};

static const char *nearest_of(const char *text)
{
	struct nearest n = NEAREST_TO(text);
	size_t i;

	for (i = 0; names[i]; i++)
		nearest_offer(&n, names[i]);
	return n.name;
}

static void test_meant(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		const char *meant = nearest_of(rows[i].text);

		if (!rows[i].meant != !meant ||
		    (meant && strcmp(meant, rows[i].meant) != 0))
			fail_msg("%s: %s", rows[i].text,
				 meant ? meant : "nothing");
	}
}

static unsigned distance(const char *a, const char *b)
{
	struct edit e;
	size_t i;

	edit_begin(&e, a);
	for (i = 1; b[i - 1]; i++)
		(void)edit_line(&e, b, i);
	return e.of[i - 1][e.length];
}

static void test_distance(void **state)
{
	(void)state;
	assert_int_equal(distance("", ""), 0);
	assert_int_equal(distance("", "abc"), 3);
	assert_int_equal(distance("abc", ""), 3);
	assert_int_equal(distance("nurse", "nurse"), 0);
	assert_int_equal(distance("nruse", "nurse"), 1);
	assert_int_equal(distance("fone", "phone"), 1);
	assert_int_equal(distance("kitten", "sitting"), 3);
	assert_int_equal(distance("ab", "ba"), 1);
}

/* The least of a line: no word that begins so can be nearer. */
static void test_least(void **state)
{
	struct edit e;

	(void)state;
	edit_begin(&e, "nurse");
	assert_int_equal(edit_line(&e, "xyz", 1), 1);
	assert_int_equal(edit_line(&e, "xyz", 2), 2);
	assert_int_equal(edit_line(&e, "xyz", 3), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_meant),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
