/* Raw values: folding codes, aggregates, the three kinds of sources. */
#include "impact/raw.h"

#include "impact_t.h"

static const struct exposure_aggregate aggregates[] = {
	{ "13-2020", "13-2022" },
	{ "13-2020", "13-2023" },
	{ "29-2010", "29-2011" },
	{ "29-2010", "29-2012" },
};

static void test_fold_averages_and_sorts(void **state)
{
	struct sample samples[] = {
		{ "15-1252.00", 0.9, 1 },
		{ "11-1011.03", 0.4, 1 },
		{ "11-1011.00", 0.2, 3 },
	};
	size_t count;

	(void)state;
	count = raw_fold(samples, COUNT_OF(samples), FOLD_TO_SOC);
	assert_int_equal(count, 2);
	assert_string_equal(samples[0].code, "11-1011");
	assert_near(samples[0].value, (3 * 0.2 + 1 * 0.4) / 4);
	assert_near(samples[0].weight, 1);
	assert_string_equal(samples[1].code, "15-1252");
	assert_near(samples[1].value, 0.9);
}

static void test_fold_keeps_whole_codes_apart(void **state)
{
	struct sample samples[] = {
		{ "11-1011.03", 0.4, 1 },
		{ "11-1011.00", 0.2, 1 },
	};

	(void)state;
	assert_int_equal(raw_fold(samples, COUNT_OF(samples), FOLD_TO_ONET), 2);
	assert_string_equal(samples[0].code, "11-1011.00");
	assert_string_equal(samples[1].code, "11-1011.03");
	assert_int_equal(raw_fold(samples, 0, FOLD_TO_ONET), 0);
}

static void test_one_rating_keeps_its_digits(void **state)
{
	const double published = 0.49999999999999994;
	struct sample one[] = { { "43-9021.00", published, 1 } };
	struct sample two[] = {
		{ "43-9021.00", published, 1 },
		{ "43-9021.01", published, 1 },
	};

	(void)state;
	assert_int_equal(raw_fold(one, 1, FOLD_TO_SOC), 1);
	assert_true(one[0].value < 0.5);
	/* An average is ours, and settled. */
	assert_int_equal(raw_fold(two, 2, FOLD_TO_SOC), 1);
	assert_false(two[0].value < 0.5);
}

static void test_equal_averages_are_equal(void **state)
{
	struct sample samples[] = {
		{ "11-1011.00", 0.1, 1 },
		{ "11-1011.03", 0.2, 1 },
		{ "11-1011.05", 0.3, 1 },
		{ "15-1252.00", 0.2, 1 },
	};

	(void)state;
	/* (0.1 + 0.2 + 0.3) / 3 is 0.20000000000000004 in binary. */
	assert_int_equal(raw_fold(samples, COUNT_OF(samples), FOLD_TO_SOC), 2);
	assert_true(samples[0].value == samples[1].value);
}

/* Halfway between two twelfth decimals even the order of addition shows. */
static void test_order_of_rows_does_not_matter(void **state)
{
	struct sample up[] = {
		{ "11-1011.00", 0.01, 1 },
		{ "11-1011.03", 0.02, 1 },
		{ "11-1011.05", 0.2700000000015, 1 },
	};
	struct sample down[] = {
		{ "11-1011.05", 0.2700000000015, 1 },
		{ "11-1011.03", 0.02, 1 },
		{ "11-1011.00", 0.01, 1 },
	};

	(void)state;
	assert_int_equal(raw_fold(up, COUNT_OF(up), FOLD_TO_SOC), 1);
	assert_int_equal(raw_fold(down, COUNT_OF(down), FOLD_TO_SOC), 1);
	assert_true(up[0].value == down[0].value);
}

static void test_aggregates(void **state)
{
	const struct exposure_occupation occupations[] = {
		{ "13-2020", true, 10 }, /* two children */
		{ "29-2010", true, 10 }, /* one child has a value */
		{ "29-2011", true, 10 }, /* its own value */
		{ "31-1120", true, 10 }, /* neither */
	};
	const struct sample folded[] = {
		{ "13-2022", 0.2, 1 },
		{ "13-2023", 0.6, 1 },
		{ "29-2011", 0.8, 1 },
	};
	const struct exposure_input in = {
		.occupations = occupations,
		.occupation_count = COUNT_OF(occupations),
		.aggregates = aggregates,
		.aggregate_count = COUNT_OF(aggregates),
	};
	struct maybe out[COUNT_OF(occupations)];

	(void)state;
	raw_pick(&in, folded, COUNT_OF(folded), out);
	assert_true(out[0].present);
	assert_near(out[0].value, 0.4);
	assert_true(out[1].present);
	assert_near(out[1].value, 0.8);
	assert_near(out[2].value, 0.8);
	assert_false(out[3].present);
	raw_pick(&in, folded, 0, out);
	assert_false(out[0].present);
}

static void test_an_aggregate_keeps_its_own_value(void **state)
{
	const struct exposure_occupation occupation = { "13-2020", true, 10 };
	const struct sample folded[] = {
		{ "13-2020", 0.9, 1 },
		{ "13-2022", 0.2, 1 },
	};
	const struct exposure_input in = {
		.occupations = &occupation,
		.occupation_count = 1,
		.aggregates = aggregates,
		.aggregate_count = COUNT_OF(aggregates),
	};
	struct maybe out;

	(void)state;
	raw_pick(&in, folded, COUNT_OF(folded), &out);
	assert_near(out.value, 0.9);
}

static void test_a_rating_takes_only_its_source(void **state)
{
	const struct exposure_occupation occupation = { "11-1011", true, 10 };
	const struct exposure_rating ratings[] = {
		{ EXPOSURE_ELOUNDOU_MODEL, "11-1011.00", 0.3 },
		{ EXPOSURE_ELOUNDOU_HUMAN, "11-1011.00", 0.9 },
		{ EXPOSURE_ELOUNDOU_MODEL, "11-1011.03", 0.5 },
		{ EXPOSURE_MICROSOFT, "11-1011", 0.1 },
	};
	const struct exposure_input in = {
		.occupations = &occupation,
		.occupation_count = 1,
		.ratings = ratings,
		.rating_count = COUNT_OF(ratings),
	};
	struct maybe out;

	(void)state;
	raw_rating(&in, EXPOSURE_ELOUNDOU_MODEL, &out);
	assert_near(out.value, 0.4);
	raw_rating(&in, EXPOSURE_MICROSOFT, &out);
	assert_near(out.value, 0.1);
	raw_rating(&in, EXPOSURE_ANTHROPIC, &out);
	assert_false(out.present);
}

static void test_automation_weighs_core_tasks_double(void **state)
{
	const struct exposure_occupation occupation = { "11-1011", true, 10 };
	const struct exposure_task tasks[] = {
		/* (1 x 1 + 0.5 x 0.25) / 1.5 = 0.75 */
		{ "11-1011.00", true, 4 },
		{ "11-1011.00", false, 1 },
		/* 0, although it has three tasks: a code, not a task, counts */
		{ "11-1011.03", true, 0 },
		{ "11-1011.03", true, 0 },
		{ "11-1011.03", false, 0 },
		{ "15-1252.00", true, 4 },
	};
	const struct exposure_input in = {
		.occupations = &occupation,
		.occupation_count = 1,
		.tasks = tasks,
		.task_count = COUNT_OF(tasks),
	};
	struct maybe out;

	(void)state;
	raw_automation(&in, &out);
	assert_true(out.present);
	assert_near(out.value, (0.75 + 0) / 2);
}

static void test_each_automation_label(void **state)
{
	const struct exposure_occupation occupation = { "11-1011", true, 10 };
	struct exposure_task task = { "11-1011.00", true, 0 };
	const struct exposure_input in = {
		.occupations = &occupation,
		.occupation_count = 1,
		.tasks = &task,
		.task_count = 1,
	};
	struct maybe out;

	(void)state;
	for (task.automation = 0; task.automation <= 4; task.automation++) {
		raw_automation(&in, &out);
		assert_near(out.value, 0.25 * task.automation);
	}
}

static void test_job_zone_is_a_plain_mean(void **state)
{
	const struct exposure_occupation occupations[] = {
		{ "11-1011", true, 10 },
		{ "13-2020", true, 10 },
	};
	const struct exposure_zone zones[] = {
		{ "11-1011.00", 5 },
		{ "13-2022.00", 2 },
		{ "11-1011.03", 4 },
		{ "13-2023.00", 3 },
	};
	const struct exposure_input in = {
		.occupations = occupations,
		.occupation_count = COUNT_OF(occupations),
		.zones = zones,
		.zone_count = COUNT_OF(zones),
		.aggregates = aggregates,
		.aggregate_count = COUNT_OF(aggregates),
	};
	struct maybe out[COUNT_OF(occupations)];

	(void)state;
	raw_job_zone(&in, out);
	assert_near(out[0].value, 4.5);
	assert_near(out[1].value, 2.5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fold_averages_and_sorts),
		cmocka_unit_test(test_fold_keeps_whole_codes_apart),
		cmocka_unit_test(test_one_rating_keeps_its_digits),
		cmocka_unit_test(test_equal_averages_are_equal),
		cmocka_unit_test(test_order_of_rows_does_not_matter),
		cmocka_unit_test(test_aggregates),
		cmocka_unit_test(test_an_aggregate_keeps_its_own_value),
		cmocka_unit_test(test_a_rating_takes_only_its_source),
		cmocka_unit_test(test_automation_weighs_core_tasks_double),
		cmocka_unit_test(test_each_automation_label),
		cmocka_unit_test(test_job_zone_is_a_plain_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
