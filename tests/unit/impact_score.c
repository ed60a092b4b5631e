/* The whole score on a catalog small enough to compute by hand. */
#include "impact/score.h"

#include <math.h>
#include <string.h>

#include "impact_t.h"

/*
 * Four rated occupations and one that falls back:
 *
 *	           model human  pct  pct  mean   eloundou microsoft anthropic
 *	11-1011     0.1   0.1  .25  .25  .25      .25       .25      1/3
 *	11-1021     0.2   0.4  .5   1    .75      .75 +     .5       -
 *	11-1031     0.3   0.3  .75  .75  .75      .75 +     .75      2/3
 *	11-2021     0.4   0.2  1    .5   .75      .75 +     1        1
 *	11-2022     -     -                                 -        -
 *
 * + three means of 0.75 share ranks 2, 3, 4 of 4: 3/4 = 0.75.
 */
static const struct exposure_occupation occupations[] = {
	{ "11-1011", true, 100 }, { "11-1021", true, 100 },
	{ "11-1031", true, 100 }, { "11-2021", true, 300 },
	{ "11-2022", false, 0 },
};

static const struct exposure_rating ratings[] = {
	{ EXPOSURE_ELOUNDOU_MODEL, "11-1011.00", 0.1 },
	{ EXPOSURE_ELOUNDOU_MODEL, "11-1021.00", 0.2 },
	{ EXPOSURE_ELOUNDOU_MODEL, "11-1031.00", 0.3 },
	{ EXPOSURE_ELOUNDOU_MODEL, "11-2021.00", 0.4 },
	{ EXPOSURE_ELOUNDOU_HUMAN, "11-1011.00", 0.1 },
	{ EXPOSURE_ELOUNDOU_HUMAN, "11-1021.00", 0.4 },
	{ EXPOSURE_ELOUNDOU_HUMAN, "11-1031.00", 0.3 },
	{ EXPOSURE_ELOUNDOU_HUMAN, "11-2021.00", 0.2 },
	{ EXPOSURE_MICROSOFT, "11-1011", 0.01 },
	{ EXPOSURE_MICROSOFT, "11-1021", 0.02 },
	{ EXPOSURE_MICROSOFT, "11-1031", 0.03 },
	{ EXPOSURE_MICROSOFT, "11-2021", 0.04 },
	{ EXPOSURE_ANTHROPIC, "11-1011", 0 },
	{ EXPOSURE_ANTHROPIC, "11-1031", 0.5 },
	{ EXPOSURE_ANTHROPIC, "11-2021", 0.7 },
	/* outside the catalog: ranks nobody */
	{ EXPOSURE_MICROSOFT, "55-1011", 0.99 },
};

static const struct exposure_task tasks[] = {
	{ "11-1011.00", true, 0 },
	{ "11-1021.00", true, 4 },
	{ "11-1031.00", true, 2 },
	{ "11-2022.00", true, 1 },
};

static const struct exposure_zone zones[] = {
	{ "11-1011.00", 1 },
	{ "11-1021.00", 2 },
	{ "11-1031.00", 4 },
	{ "11-2021.00", 3 },
};

static struct exposure_input input(void)
{
	return (struct exposure_input){
		.occupations = occupations,
		.occupation_count = COUNT_OF(occupations),
		.ratings = ratings,
		.rating_count = COUNT_OF(ratings),
		.tasks = tasks,
		.task_count = COUNT_OF(tasks),
		.zones = zones,
		.zone_count = COUNT_OF(zones),
	};
}

static void compute(struct impact_score *out)
{
	const struct exposure_input in = input();
	struct error e;

	assert_int_equal(impact_compute(&in, out, &e), ERR_OK);
}

static void test_parts(void **state)
{
	struct impact_score s[COUNT_OF(occupations)];

	(void)state;
	compute(s);
	assert_string_equal(s[1].code, "11-1021");
	assert_int_equal(s[1].sources, 2);
	assert_near(s[1].parts[IMPACT_ELOUNDOU].value, 0.3);
	assert_near(s[1].parts[IMPACT_ELOUNDOU].percentile, 0.75);
	assert_near(s[1].parts[IMPACT_MICROSOFT].value, 0.02);
	assert_near(s[1].parts[IMPACT_MICROSOFT].percentile, 0.5);
	assert_false(s[1].parts[IMPACT_ANTHROPIC].present);
	assert_int_equal(s[3].sources, 3);
	assert_near(s[3].parts[IMPACT_ANTHROPIC].value, 0.7);
	assert_near(s[3].parts[IMPACT_ANTHROPIC].percentile, 1);
	assert_near(s[0].parts[IMPACT_ANTHROPIC].percentile, 1.0 / 3);
	assert_int_equal(s[4].sources, 0);
}

static void test_direct_scores(void **state)
{
	struct impact_score s[COUNT_OF(occupations)];

	(void)state;
	compute(s);
	assert_near(s[0].score, 100 * (0.25 + 0.25 + 1.0 / 3) / 3);
	/* two sources: their mean, spread is half their distance */
	assert_near(s[1].score, 62.5);
	assert_near(s[1].spread, 12.5);
	assert_true(s[1].has_spread);
	assert_int_equal(s[1].basis, BASIS_DIRECT);
	assert_near(s[3].score, 100 * (0.75 + 1 + 1) / 3);
	/* population standard deviation of .75 1 1 */
	assert_near(s[3].spread, 100 * sqrt(2 * 0.25 * 0.25 / 9));
}

static void test_fallback(void **state)
{
	struct impact_score s[COUNT_OF(occupations)];

	(void)state;
	compute(s);
	/* score and job zone from 11-2021, the only one of the broad group */
	assert_int_equal(s[4].basis, BASIS_BROAD);
	assert_near(s[4].score, s[3].score);
	assert_false(s[4].has_spread);
	assert_near(s[4].spread, 0);
	assert_int_equal(s[4].job_zone_basis, BASIS_BROAD);
	assert_near(s[4].job_zone, 3);
	/* automation: its own, 2nd of 4 */
	assert_int_equal(s[4].automation_basis, BASIS_DIRECT);
	assert_near(s[4].automation_percentile, 0.5);
	assert_int_equal(s[4].confidence, CONFIDENCE_LOW);
	/* 11-2021 in turn takes that, weight 0, by the plain mean */
	assert_int_equal(s[3].automation_basis, BASIS_BROAD);
	assert_near(s[3].automation_percentile, 0.5);
}

static void test_judgments(void **state)
{
	struct impact_score s[COUNT_OF(occupations)];

	(void)state;
	compute(s);
	assert_near(s[0].risk_index, (s[0].score + 25) / 2);
	assert_int_equal(s[0].risk, RISK_LOW);
	assert_int_equal(s[0].type, TYPE_LOW_EXPOSURE);
	assert_int_equal(s[0].confidence, CONFIDENCE_HIGH);
	assert_near(s[1].risk_index, (62.5 + 100) / 2);
	assert_int_equal(s[1].risk, RISK_VERY_HIGH);
	assert_int_equal(s[1].type, TYPE_AUTOMATION);
	assert_int_equal(s[1].confidence, CONFIDENCE_MEDIUM);
	/* 73.6 would be Very High; job zone 4 */
	assert_near(s[2].risk_index,
		    (100 * (0.75 + 0.75 + 2.0 / 3) / 3 + 75) / 2);
	assert_int_equal(s[2].risk, RISK_HIGH);
	assert_int_equal(s[2].type, TYPE_AUGMENTATION);
}

static void test_one_source_is_not_enough(void **state)
{
	struct exposure_input in = input();
	struct impact_score s[COUNT_OF(occupations)];
	struct error e;

	(void)state;
	in.rating_count = 12; /* without anthropic */
	assert_int_equal(impact_compute(&in, s, &e), ERR_OK);
	assert_int_equal(s[1].sources, 2);
	in.rating_count = 8; /* only eloundou: nobody has two */
	assert_int_equal(impact_compute(&in, s, &e), ERR_NOT_FOUND);
}

/* Half of eloundou is no eloundou. */
static void test_both_eloundou_ratings_are_needed(void **state)
{
	const struct exposure_rating half[] = {
		{ EXPOSURE_ELOUNDOU_MODEL, "11-1011.00", 0.1 },
		{ EXPOSURE_ELOUNDOU_MODEL, "11-1021.00", 0.9 },
		{ EXPOSURE_ELOUNDOU_HUMAN, "11-1021.00", 0.9 },
		{ EXPOSURE_MICROSOFT, "11-1011", 0.1 },
		{ EXPOSURE_MICROSOFT, "11-1021", 0.2 },
	};
	struct exposure_input in = input();
	struct impact_score s[COUNT_OF(occupations)];
	struct error e;

	(void)state;
	in.ratings = half;
	in.rating_count = COUNT_OF(half);
	assert_int_equal(impact_compute(&in, s, &e), ERR_OK);
	assert_false(s[0].parts[IMPACT_ELOUNDOU].present);
	assert_int_equal(s[0].sources, 1);
	assert_int_equal(s[0].basis, BASIS_MINOR);
	assert_near(s[0].score, 100);
	assert_near(s[1].parts[IMPACT_ELOUNDOU].percentile, 1);
}

/*
 * Ten occupations; model ranks 1..10, human ranks so that the first seven have
 * the same mean rank 4: (0.1 + 0.7) / 2 and (0.4 + 0.4) / 2 differ in binary,
 * yet all seven share ranks 1 to 7.
 */
static void test_equal_means_of_percentiles_tie(void **state)
{
	enum { TEN = 10, TIED = 7 };
	struct exposure_occupation ten[TEN];
	struct exposure_rating rows[3 * TEN];
	struct exposure_input in = input();
	struct impact_score s[TEN];
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < TEN; i++) {
		size_t human = i < TIED ? TIED - 1 - i : i;

		ten[i] = (struct exposure_occupation){ "11-1010", true, 1 };
		ten[i].code[6] = (char)('0' + i);
		rows[3 * i] = (struct exposure_rating){ EXPOSURE_ELOUNDOU_MODEL,
							"", (double)i };
		rows[3 * i + 1] =
			(struct exposure_rating){ EXPOSURE_ELOUNDOU_HUMAN, "",
						  (double)human };
		rows[3 * i + 2] = (struct exposure_rating){ EXPOSURE_MICROSOFT,
							    "", (double)i };
		(void)copy_text(rows[3 * i].code, SOC_BYTES, ten[i].code);
		(void)copy_text(rows[3 * i + 1].code, SOC_BYTES, ten[i].code);
		(void)copy_text(rows[3 * i + 2].code, SOC_BYTES, ten[i].code);
	}
	in.occupations = ten;
	in.occupation_count = TEN;
	in.ratings = rows;
	in.rating_count = COUNT_OF(rows);
	assert_int_equal(impact_compute(&in, s, &e), ERR_OK);
	for (i = 0; i < TIED; i++)
		assert_near(s[i].parts[IMPACT_ELOUNDOU].percentile, 0.4);
	assert_near(s[TIED].parts[IMPACT_ELOUNDOU].percentile, 0.8);
}

static void test_errors_say_what_is_wrong(void **state)
{
	const struct exposure_rating rating = { EXPOSURE_MICROSOFT, "11-1011",
						nan("") };
	const struct exposure_task task = { "11-1011.00", true, 5 };
	struct exposure_input in = input();
	struct impact_score s[COUNT_OF(occupations)];
	struct error e;

	(void)state;
	in.occupation_count = 0;
	assert_int_equal(impact_compute(&in, s, &e), ERR_ARG);
	in = input();
	in.ratings = &rating;
	in.rating_count = 1;
	assert_int_equal(impact_compute(&in, s, &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "11-1011"));
	in = input();
	in.tasks = &task;
	in.task_count = 1;
	assert_int_equal(impact_compute(&in, s, &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "T5"));
	in = input();
	in.task_count = 0;
	assert_int_equal(impact_compute(&in, s, &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.msg, "automation"));
	in = input();
	in.zone_count = 0;
	assert_int_equal(impact_compute(&in, s, &e), ERR_NOT_FOUND);
	assert_non_null(strstr(e.msg, "job zone"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_direct_scores),
		cmocka_unit_test(test_fallback),
		cmocka_unit_test(test_judgments),
		cmocka_unit_test(test_one_source_is_not_enough),
		cmocka_unit_test(test_both_eloundou_ratings_are_needed),
		cmocka_unit_test(test_equal_means_of_percentiles_tie),
		cmocka_unit_test(test_errors_say_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
