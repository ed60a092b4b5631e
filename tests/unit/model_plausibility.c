/* The guard's judgement of a round, as a table. */
#include "t.h"

#include "model/plausibility.h"

#include <string.h>

static const struct round_facts_compared usual = {
	.jobs = 831,
	.withdrawn = 1,
	.values = 11800,
	.vanished = 40,
	.employment_before = 154000000,
	.employment_after = 155400000,
	.medians = 820,
	.medians_jumped = 2,
};

static bool held(const struct round_facts_compared *f, const char *words)
{
	char reason[PLAUSIBLE_REASON_BYTES];

	if (round_is_plausible(f, reason))
		return false;
	assert_non_null(strstr(reason, words));
	return true;
}

static void test_usual_year(void **state)
{
	char reason[PLAUSIBLE_REASON_BYTES];

	(void)state;
	assert_true(round_is_plausible(&usual, reason));
	assert_string_equal(reason, "");
}

static void test_edges(void **state)
{
	struct round_facts_compared f;

	(void)state;
	f = usual;
	f.withdrawn = 41; /* 4.9 percent */
	assert_false(held(&f, ""));
	f.withdrawn = 42;
	assert_true(held(&f, "42 of 831 jobs would leave"));

	f = usual;
	f.vanished = 1180; /* 10 percent */
	assert_false(held(&f, ""));
	f.vanished = 1181;
	assert_true(held(&f, "1181 of 11800 published values"));

	f = usual;
	f.employment_after = 169400000; /* plus 10 percent */
	assert_false(held(&f, ""));
	f.employment_after++;
	assert_true(held(&f, "from 154000000 to 169400001"));
	f.employment_after = 138599999;
	assert_true(held(&f, "employment"));

	f = usual;
	f.medians_jumped = 82;
	assert_false(held(&f, ""));
	f.medians_jumped = 83;
	assert_true(held(&f, "83 of 820 median wages"));
}

static void test_few_jobs_say_nothing(void **state)
{
	struct round_facts_compared f = usual;

	(void)state;
	f.jobs = PLAUSIBLE_MIN_JOBS - 1;
	f.withdrawn = f.jobs;
	assert_false(held(&f, ""));
	f.jobs = PLAUSIBLE_MIN_JOBS;
	f.withdrawn = f.jobs;
	assert_true(held(&f, "jobs would leave"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual_year),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_few_jobs_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
