/* The guard's judgment of a round: what it looks at, and its edges. */
#include "t.h"

#include "model/plausibility.h"

#include <stdio.h>
#include <string.h>

enum { MANY = 1000, HOURLY_MEDIAN = 8 };

static struct judged list[MANY];
static struct judgment verdict;

static void put(struct occupation_figures *f, int datatype, int64_t milli)
{
	f->of[datatype] = (struct figure){ .milli = milli };
}

/* A plausible occupation: figures that differ from one to the next. */
static void fill(struct occupation_figures *f, int i, int percent)
{
	static const int shares[] = { 60, 80, 100, 130, 160 };
	int64_t cents = (1500 + i) * percent / 100;
	int p;

	put(f, MEASURE_EMPLOYMENT, (int64_t)(1000 + 10 * i) * 1000);
	put(f, MEASURE_EMPLOYMENT_ERROR, 1500);
	put(f, MEASURE_WAGE_ERROR, 500);
	put(f, MEASURE_HOURLY_MEAN, cents * 10);
	put(f, MEASURE_ANNUAL_MEAN, cents * 10 * 2080);
	for (p = 0; p < 5; p++) {
		int64_t share = cents * shares[p] / 100;

		put(f, 6 + p, share * 10);
		put(f, 11 + p, share * 10 * 2080);
	}
}

static void reset(void)
{
	char code[32];
	int i;
	int d;

	for (i = 0; i < MANY; i++) {
		struct judged *o = &list[i];

		*o = (struct judged){ .parent = -1,
				      .shown = true,
				      .settled = true };
		(void)snprintf(code, sizeof code, "%02d-%04d", 11 + i / 100,
			       i % 100);
		copy_text(o->code, sizeof o->code, code);
		for (d = 0; d <= MEASURE__MAX; d++)
			o->published.of[d] = o->staged.of[d] = (struct figure){
				.reason = REASON_NO_SUCH_SERIES
			};
		fill(&o->published, i, 100);
		fill(&o->staged, i, 103);
	}
}

static bool held_of(size_t count, enum guard_rule rule, const char *words)
{
	char reason[PLAUSIBLE_REASON_BYTES];
	char own[PLAUSIBLE_REASON_BYTES];

	round_judge(list, count, &verdict);
	if (judgment_passes(&verdict, reason)) {
		assert_false(verdict.of[rule].broken);
		return false;
	}
	if (!verdict.of[rule].broken)
		print_error("%s\n", reason);
	assert_true(verdict.of[rule].broken);
	guard_rule_words(&verdict, rule, own);
	assert_non_null(strstr(own, words));
	assert_true(verdict.of[rule].worst_count > 0);
	return true;
}

static bool held(enum guard_rule rule, const char *words)
{
	return held_of(MANY, rule, words);
}

static void test_usual_year(void **state)
{
	(void)state;
	reset();
	assert_false(held(RULE_WAGES_JUMPED, ""));
	assert_int_equal(verdict.broken, 0);
}

static void leave(int i)
{
	list[i].gone = true;
	list[i].leaves = true;
}

static void test_jobs_leave(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < 50; i++)
		leave(i);
	assert_false(held(RULE_JOBS_WITHDRAWN, ""));
	leave(50);
	assert_true(held(RULE_JOBS_WITHDRAWN, "51 of 1000 jobs would leave"));
	assert_string_equal(verdict.of[RULE_JOBS_WITHDRAWN].worst[0].code,
			    list[50].code);
}

static void test_values_vanish_and_appear(void **state)
{
	struct figure none = { .reason = REASON_NOT_RELEASED };
	int i;

	(void)state;
	reset();
	for (i = 0; i < 450; i++)
		list[i].staged.of[2] = none;
	assert_false(held(RULE_VALUES_VANISHED, ""));
	list[i].staged.of[2] = none;
	assert_true(held(RULE_VALUES_VANISHED, "451 of 15000 published"));
	reset();
	for (i = 0; i < 714; i++)
		list[i].published.of[2] = none;
	assert_false(held(RULE_VALUES_APPEARED, ""));
	list[i].published.of[2] = none;
	assert_true(held(RULE_VALUES_APPEARED, "715 of 14285 values"));
}

static void scale(int i, int datatype, int percent)
{
	struct figure *f = &list[i].staged.of[datatype];

	f->milli = list[i].published.of[datatype].milli / 100 * percent;
}

static void test_totals(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < MANY; i++)
		scale(i, MEASURE_EMPLOYMENT, 112);
	assert_false(held(RULE_EMPLOYMENT_TOTAL, ""));
	for (i = 0; i < MANY; i++)
		scale(i, MEASURE_EMPLOYMENT, 113);
	assert_true(held(RULE_EMPLOYMENT_TOTAL,
			 "employment would go from 5995000 to 6774350"));
	for (i = 0; i < MANY; i++)
		scale(i, MEASURE_EMPLOYMENT, 300);
	assert_true(held(RULE_EMPLOYMENT_JUMPED, "1000 of 1000"));
	/* uniform, and small enough for each by itself */
	reset();
	for (i = 0; i < MANY; i++)
		fill(&list[i].staged, i, 126);
	list[0].staged.of[MEASURE_EMPLOYMENT].milli++;
	assert_true(held(RULE_WAGES_TOTAL, "the sum of mean annual wages"));
}

static void test_jumps(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < 30; i++)
		scale(i, MEASURE_EMPLOYMENT, 201);
	assert_false(held(RULE_EMPLOYMENT_JUMPED, ""));
	scale(i, MEASURE_EMPLOYMENT, 49);
	assert_true(held(RULE_EMPLOYMENT_JUMPED, "31 of 1000 occupations"));
	reset();
	for (i = 0; i < 31; i++)
		fill(&list[i].staged, i, 160);
	assert_true(held(RULE_WAGES_JUMPED, "372 of 12000 wages"));
}

static void swap(int i, int a, int b)
{
	struct figure *f = list[i].staged.of;
	struct figure kept = f[a];

	f[a] = f[b];
	f[b] = kept;
}

static void test_percentiles(void **state)
{
	(void)state;
	reset();
	swap(0, 6, 7);
	swap(1, 14, 15);
	assert_false(held(RULE_PERCENTILES, ""));
	swap(2, 11, 15);
	assert_true(held(RULE_PERCENTILES, "3 of 1000 occupations"));
}

/* A cap is above every number, and stands at the end. */
static void test_caps(void **state)
{
	struct figure cap = { .reason = REASON_CAPPED, .cap_milli = 115000 };
	int i;

	(void)state;
	reset();
	for (i = 0; i < 10; i++) {
		list[i].published.of[10] = list[i].staged.of[10] = cap;
		list[i].published.of[15] = list[i].staged.of[15] = cap;
	}
	assert_false(held(RULE_PERCENTILES, ""));
	for (i = 0; i < 10; i++)
		swap(i, 9, 10);
	assert_true(held(RULE_PERCENTILES, "10 of 1000 occupations"));
}

static void test_mean(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < 3; i++) {
		list[i].staged.of[3] = list[i].staged.of[10];
		list[i].staged.of[4] = list[i].staged.of[15];
	}
	assert_false(held(RULE_MEAN, ""));
	for (i = 0; i < 3; i++)
		list[i].staged.of[3].milli += 5;
	assert_true(held(RULE_MEAN, "3 of 1000 occupations"));
}

static void test_annual_against_hourly(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < 3; i++) /* as BLS rounds: $15.40 at the most */
		list[i].staged.of[13].milli += 15400;
	assert_false(held(RULE_ANNUAL_HOURLY, ""));
	for (i = 0; i < 3; i++)
		list[i].staged.of[13].milli += 601;
	assert_true(held(RULE_ANNUAL_HOURLY, "3 of 1000 occupations"));
	assert_int_equal(verdict.of[RULE_ANNUAL_HOURLY].worst[0].datatype, 13);
	/* paid by the year: there is nothing to compare with */
	for (i = 0; i < 3; i++)
		list[i].published.of[HOURLY_MEDIAN] =
			list[i].staged.of[HOURLY_MEDIAN] = (struct figure){
				.reason = REASON_NOT_PUBLISHED_IN_THIS_FORM
			};
	assert_false(held(RULE_ANNUAL_HOURLY, ""));
}

static void employ(int i, int64_t workers)
{
	put(&list[i].staged, MEASURE_EMPLOYMENT, workers * 1000);
	put(&list[i].published, MEASURE_EMPLOYMENT, workers * 1000);
}

static void test_parts(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < 900; i++) { /* 100 groups with nine children each */
		int group = 900 + i / 9;

		list[i].parent = group;
		employ(i, 10000 + i / 9);
		employ(group, 85000 + i / 9);
	}
	employ(900, 80000);
	/* within what is usual: nine are 1.06 times eight and a half */
	assert_false(held(RULE_PARTS, ""));
	employ(901, 80000);
	assert_true(held(RULE_PARTS, "2 of 100 groups"));
}

static void test_same_value_everywhere(void **state)
{
	int i;
	int d;

	(void)state;
	reset();
	for (i = 0; i < 100; i++)
		employ(i, 5001);
	assert_false(held(RULE_SAME_VALUE, ""));
	for (; i < 102; i++)
		employ(i, 5001);
	assert_true(held(RULE_SAME_VALUE, "1 of 13 measures"));
	for (i = 0; i < MANY; i++)
		for (d = 1; d <= MEASURE_NATIONAL; d++)
			put(&list[i].staged, d, 5000);
	assert_true(held(RULE_SAME_VALUE, "13 of 13 measures"));
	assert_true(verdict.of[RULE_ANNUAL_HOURLY].broken);
	assert_true(verdict.of[RULE_EMPLOYMENT_TOTAL].broken);
}

/* Whoever asks for one occupation gets a judgment of that one. */
static void test_single_occupations(void **state)
{
	(void)state;
	reset();
	assert_false(held_of(1, RULE_PERCENTILES, ""));
	swap(0, 6, 10);
	assert_true(held_of(1, RULE_PERCENTILES, "1 of 1"));
	reset();
	scale(0, MEASURE_EMPLOYMENT, 300);
	assert_true(held_of(1, RULE_EMPLOYMENT_JUMPED, "1 of 1"));
	assert_false(verdict.of[RULE_EMPLOYMENT_TOTAL].broken);
}

/* What is as it was says nothing, nor does what is not settled. */
static void test_looks_at_changes_only(void **state)
{
	int i;

	(void)state;
	reset();
	for (i = 0; i < MANY; i++) {
		swap(i, 6, 10);
		list[i].published = list[i].staged;
	}
	assert_false(held(RULE_PERCENTILES, ""));
	assert_int_equal(verdict.of[RULE_PERCENTILES].whole, 0);
	reset();
	for (i = 0; i < MANY; i++) {
		swap(i, 6, 10);
		list[i].settled = false;
	}
	assert_false(held(RULE_PERCENTILES, ""));
	/* a first round, and nothing published: rows by themselves */
	reset();
	for (i = 0; i < MANY; i++) {
		struct figure none = { .reason = REASON_NO_SUCH_SERIES };
		int d;

		list[i].shown = false;
		for (d = 0; d <= MEASURE__MAX; d++)
			list[i].published.of[d] = none;
	}
	assert_false(held(RULE_VALUES_APPEARED, ""));
	for (i = 0; i < MANY; i++)
		swap(i, 6, 10);
	assert_true(held(RULE_PERCENTILES, "1000 of 1000"));
}

static void test_words(void **state)
{
	char reason[PLAUSIBLE_REASON_BYTES];
	int rule;
	int i;

	(void)state;
	for (rule = 0; rule < RULE__MAX; rule++)
		assert_true(strlen(guard_rule_name((enum guard_rule)rule)) > 4);
	reset();
	for (i = 0; i < MANY; i++)
		swap(i, 6, 10);
	round_judge(list, MANY, &verdict);
	assert_false(judgment_passes(&verdict, reason));
	assert_int_equal(verdict.of[RULE_PERCENTILES].worst_count,
			 DIFFERENCES_PER_RULE);
	assert_int_equal(verdict.of[RULE_PERCENTILES].differences, MANY);
	/* by number of workers */
	assert_string_equal(verdict.of[RULE_PERCENTILES].worst[0].code,
			    list[MANY - 1].code);
	assert_non_null(strstr(reason, " broken"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual_year),
		cmocka_unit_test(test_jobs_leave),
		cmocka_unit_test(test_values_vanish_and_appear),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_jumps),
		cmocka_unit_test(test_percentiles),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_mean),
		cmocka_unit_test(test_annual_against_hourly),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_same_value_everywhere),
		cmocka_unit_test(test_single_occupations),
		cmocka_unit_test(test_looks_at_changes_only),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
