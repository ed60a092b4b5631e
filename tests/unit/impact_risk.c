/* Levels, types, confidence, their edges and their names. */
#include "impact/risk.h"

#include "impact_t.h"

static void test_index(void **state)
{
	(void)state;
	assert_near(risk_index(87.2, 0.5), 68.6);
	assert_near(risk_index(100, 1), 100);
	assert_near(risk_index(0.2, 0.001), 0.15);
}

static void test_levels(void **state)
{
	static const struct {
		double index;
		double job_zone;
		enum risk_level level;
	} rows[] = {
		{ 0, 1, RISK_LOW },
		{ 29.999999, 1, RISK_LOW },
		{ 30, 1, RISK_MEDIUM },
		{ 49.999999, 3, RISK_MEDIUM },
		{ 50, 3, RISK_HIGH },
		{ 69.999999, 3, RISK_HIGH },
		{ 70, 3, RISK_VERY_HIGH },
		{ 100, 3.999999, RISK_VERY_HIGH },
		/* one lower from job zone 4 on, never below Low */
		{ 100, 4, RISK_HIGH },
		{ 70, 5, RISK_HIGH },
		{ 69.999999, 4, RISK_MEDIUM },
		{ 49.999999, 4.5, RISK_LOW },
		{ 30, 4, RISK_LOW },
		{ 29.999999, 5, RISK_LOW },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		print_message("%g in zone %g\n", rows[i].index,
			      rows[i].job_zone);
		assert_int_equal(risk_judge(rows[i].index, rows[i].job_zone),
				 rows[i].level);
	}
}

static void test_types(void **state)
{
	(void)state;
	assert_int_equal(impact_judge(49.999999, 5), TYPE_LOW_EXPOSURE);
	assert_int_equal(impact_judge(49.999999, 1), TYPE_LOW_EXPOSURE);
	assert_int_equal(impact_judge(50, 4), TYPE_AUGMENTATION);
	assert_int_equal(impact_judge(50, 3.999999), TYPE_AUTOMATION);
	assert_int_equal(impact_judge(100, 5), TYPE_AUGMENTATION);
}

static void test_confidence(void **state)
{
	static const struct {
		enum impact_basis basis;
		int sources;
		double spread;
		enum confidence confidence;
	} rows[] = {
		{ BASIS_DIRECT, 3, 0, CONFIDENCE_HIGH },
		{ BASIS_DIRECT, 3, 10, CONFIDENCE_HIGH },
		{ BASIS_DIRECT, 3, 10.000001, CONFIDENCE_MEDIUM },
		{ BASIS_DIRECT, 2, 0, CONFIDENCE_MEDIUM },
		{ BASIS_DIRECT, 2, 20, CONFIDENCE_MEDIUM },
		{ BASIS_DIRECT, 3, 20, CONFIDENCE_MEDIUM },
		{ BASIS_DIRECT, 3, 20.000001, CONFIDENCE_LOW },
		{ BASIS_DIRECT, 2, 20.000001, CONFIDENCE_LOW },
		{ BASIS_BROAD, 1, 0, CONFIDENCE_LOW },
		{ BASIS_MINOR, 0, 0, CONFIDENCE_LOW },
		{ BASIS_MAJOR, 0, 0, CONFIDENCE_LOW },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		const struct impact_score score = {
			.basis = rows[i].basis,
			.sources = rows[i].sources,
			.spread = rows[i].spread,
			.has_spread = rows[i].basis == BASIS_DIRECT,
		};

		print_message("row %zu\n", i);
		assert_int_equal(confidence_judge(&score), rows[i].confidence);
	}
}

static void test_names(void **state)
{
	enum exposure_source source;

	(void)state;
	assert_string_equal(risk_level_name(RISK_LOW), "Low");
	assert_string_equal(risk_level_name(RISK_MEDIUM), "Medium");
	assert_string_equal(risk_level_name(RISK_HIGH), "High");
	assert_string_equal(risk_level_name(RISK_VERY_HIGH), "Very High");
	assert_string_equal(impact_type_name(TYPE_LOW_EXPOSURE),
			    "Low exposure");
	assert_string_equal(impact_type_name(TYPE_AUGMENTATION),
			    "Augmentation-leaning");
	assert_string_equal(impact_type_name(TYPE_AUTOMATION),
			    "Automation-leaning");
	assert_string_equal(confidence_name(CONFIDENCE_HIGH), "High");
	assert_string_equal(confidence_name(CONFIDENCE_MEDIUM), "Medium");
	assert_string_equal(confidence_name(CONFIDENCE_LOW), "Low");
	assert_string_equal(impact_basis_name(BASIS_DIRECT), "direct");
	assert_string_equal(impact_basis_name(BASIS_BROAD), "broad");
	assert_string_equal(impact_basis_name(BASIS_MINOR), "minor");
	assert_string_equal(impact_basis_name(BASIS_MAJOR), "major");
	assert_string_equal(impact_source_name(IMPACT_ELOUNDOU), "eloundou");
	assert_string_equal(impact_source_name(IMPACT_MICROSOFT), "microsoft");
	assert_string_equal(impact_source_name(IMPACT_ANTHROPIC), "anthropic");
	assert_true(exposure_source_parse("eloundou_human", &source));
	assert_int_equal(source, EXPOSURE_ELOUNDOU_HUMAN);
	assert_string_equal(exposure_source_name(source), "eloundou_human");
	assert_false(exposure_source_parse("eloundou", &source));
	assert_string_equal(IMPACT_VERSION, "ai-1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_index), cmocka_unit_test(test_levels),
		cmocka_unit_test(test_types), cmocka_unit_test(test_confidence),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
