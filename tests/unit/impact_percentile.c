/* Percentile ranks: order, ties, gaps. */
#include "impact/percentile.h"

#include "impact_t.h"

#define ABSENT           \
	{                \
		false, 0 \
	}

enum { MOST = 6 };

struct row {
	const char *what;
	size_t count;
	struct maybe in[MOST];
	double out[MOST];
};

static const struct row rows[] = {
	{ "one value is the highest", 1, { { true, 7 } }, { 1 } },
	{ "rank over number, in any order",
	  4,
	  { { true, 30 }, { true, 10 }, { true, 40 }, { true, 20 } },
	  { 0.75, 0.25, 1, 0.5 } },
	{ "two share ranks 2 and 3",
	  4,
	  { { true, 1 }, { true, 5 }, { true, 5 }, { true, 9 } },
	  { 0.25, 0.625, 0.625, 1 } },
	{ "three share ranks 1 to 3",
	  4,
	  { { true, 0 }, { true, 0 }, { true, 8 }, { true, 0 } },
	  { 0.5, 0.5, 1, 0.5 } },
	{ "all equal",
	  3,
	  { { true, 2 }, { true, 2 }, { true, 2 } },
	  { 2.0 / 3, 2.0 / 3, 2.0 / 3 } },
	{ "what is absent is neither ranked nor counted",
	  5,
	  { { true, 3 }, ABSENT, { true, 1 }, ABSENT, { true, 3 } },
	  { 2.5 / 3, 0, 1.0 / 3, 0, 2.5 / 3 } },
	{ "published digits decide, however small",
	  2,
	  { { true, 0.5 }, { true, 0.49999999999999994 } },
	  { 1, 0.5 } },
};

static void check(const struct row *row, const struct maybe *out)
{
	size_t i;

	for (i = 0; i < row->count; i++) {
		assert_int_equal(out[i].present, row->in[i].present);
		if (out[i].present)
			assert_near(out[i].value, row->out[i]);
	}
}

static void test_ranks(void **state)
{
	struct maybe out[MOST];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		print_message("%s\n", rows[i].what);
		percentile_rank(rows[i].in, rows[i].count, out);
		check(&rows[i], out);
		/* In place. */
		for (k = 0; k < rows[i].count; k++)
			out[k] = rows[i].in[k];
		percentile_rank(out, rows[i].count, out);
		check(&rows[i], out);
	}
}

static void test_nothing_present(void **state)
{
	struct maybe values[2] = { ABSENT, ABSENT };

	(void)state;
	percentile_rank(values, COUNT_OF(values), values);
	assert_false(values[0].present);
	assert_false(values[1].present);
	percentile_rank(values, 0, values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranks),
		cmocka_unit_test(test_nothing_present),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
