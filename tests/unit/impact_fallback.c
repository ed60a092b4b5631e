/* The fallback: nearest group first, weighted by employment. */
#include "impact/fallback.h"

#include <string.h>

#include "impact_t.h"

enum { MOST = 6 };

struct row {
	const char *what;
	size_t count;
	struct exposure_occupation occupations[MOST];
	struct maybe values[MOST]; /* the first is absent */
	enum impact_basis basis;   /* of the first */
	double value;              /* of the first */
};

static const struct row rows[] = {
	{ "broad group before minor and major",
	  5,
	  { { "15-1251", true, 900 },
	    { "15-1252", true, 100 },
	    { "15-1253", true, 300 },
	    { "15-1299", true, 500 },
	    { "15-2011", true, 500 } },
	  { { false, 0 },
	    { true, 40 },
	    { true, 80 },
	    { true, 0 },
	    { true, 0 } },
	  BASIS_BROAD,
	  (100 * 40 + 300 * 80) / 400.0 },
	{ "minor group when the broad one has none",
	  4,
	  { { "15-1221", true, 900 },
	    { "15-1252", true, 100 },
	    { "15-1299", true, 100 },
	    { "15-2011", true, 500 } },
	  { { false, 0 }, { true, 40 }, { true, 60 }, { true, 0 } },
	  BASIS_MINOR,
	  50 },
	{ "major group when the minor one has none",
	  3,
	  { { "15-3011", true, 900 },
	    { "15-1252", true, 100 },
	    { "17-3011", true, 100 } },
	  { { false, 0 }, { true, 40 }, { true, 60 } },
	  BASIS_MAJOR,
	  40 },
	{ "a withheld employment weighs nothing",
	  3,
	  { { "15-1251", true, 900 },
	    { "15-1252", false, 999 },
	    { "15-1253", true, 300 } },
	  { { false, 0 }, { true, 40 }, { true, 80 } },
	  BASIS_BROAD,
	  80 },
	{ "no employment at all: the plain mean",
	  3,
	  { { "15-1251", true, 900 },
	    { "15-1252", false, 0 },
	    { "15-1253", true, 0 } },
	  { { false, 0 }, { true, 40 }, { true, 80 } },
	  BASIS_BROAD,
	  60 },
	{ "a group without a number still is the nearest",
	  3,
	  { { "15-1251", true, 900 },
	    { "15-1252", false, 0 },
	    { "15-1299", true, 300 } },
	  { { false, 0 }, { true, 40 }, { true, 80 } },
	  BASIS_BROAD,
	  40 },
};

static enum err fill(const struct exposure_occupation *occupations,
		     size_t count, struct maybe *values,
		     enum impact_basis *basis, struct error *e)
{
	const struct exposure_input in = {
		.occupations = occupations,
		.occupation_count = count,
	};

	return fallback_fill(&in, values, basis, e);
}

static void test_groups(void **state)
{
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		const struct row *row = &rows[i];
		enum impact_basis basis[MOST];
		struct maybe values[MOST];
		struct error e;

		print_message("%s\n", row->what);
		memcpy(values, row->values, sizeof values);
		assert_int_equal(fill(row->occupations, row->count, values,
				      basis, &e),
				 ERR_OK);
		assert_true(values[0].present);
		assert_near(values[0].value, row->value);
		assert_int_equal(basis[0], row->basis);
		for (k = 1; k < row->count; k++) {
			assert_int_equal(basis[k], BASIS_DIRECT);
			assert_near(values[k].value, row->values[k].value);
		}
	}
}

/* The second absent one must not lean on the first, which was just filled. */
static void test_only_direct_values_count(void **state)
{
	const struct exposure_occupation occupations[] = {
		{ "15-1251", true, 900 },
		{ "15-1252", true, 100 },
		{ "15-1299", true, 100 },
		{ "15-2011", true, 300 },
	};
	struct maybe values[] = {
		{ false, 0 },
		{ false, 0 },
		{ true, 20 },
		{ true, 60 },
	};
	enum impact_basis basis[COUNT_OF(values)];
	struct error e;

	(void)state;
	assert_int_equal(fill(occupations, COUNT_OF(values), values, basis, &e),
			 ERR_OK);
	assert_near(values[0].value, 20);
	assert_near(values[1].value, 20);
	assert_int_equal(basis[0], BASIS_MINOR);
	assert_int_equal(basis[1], BASIS_MINOR);
}

static void test_nothing_to_fall_back_on(void **state)
{
	const struct exposure_occupation occupations[] = {
		{ "15-1251", true, 900 },
		{ "17-2011", true, 100 },
	};
	struct maybe values[] = { { true, 20 }, { false, 0 } };
	enum impact_basis basis[COUNT_OF(values)];
	struct error e;

	(void)state;
	assert_int_equal(fill(occupations, COUNT_OF(values), values, basis, &e),
			 ERR_NOT_FOUND);
	assert_non_null(strstr(e.msg, "17-2011"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_only_direct_values_count),
		cmocka_unit_test(test_nothing_to_fall_back_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
