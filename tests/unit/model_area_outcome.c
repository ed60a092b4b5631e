/* When areas may change over, and where they stand in words. */
#include "model/area_outcome.h"
#include "model/area_standing.h"

#include "t.h"

#include <string.h>

static void test_a_tenth(void **state)
{
	static const struct {
		struct area_outcome outcome;
		const char *reason; /* NULL: they change over */
	} rows[] = {
		{ { 0 }, NULL },
		{ { .done = 54 }, NULL },
		{ { .done = 18, .failed = 2 }, NULL },
		{ { .done = 17, .failed = 2 }, "2 of 19 areas failed" },
		{ { .done = 11, .failed = 43 }, "43 of 54 areas failed" },
		/* those without figures are areas of the list, too */
		{ { .done = 9, .failed = 1 }, NULL },
		{ { .done = 8, .failed = 1, .skipped = 1 }, NULL },
		{ { .failed = 1 }, "1 of 1 areas failed" },
		{ { .done = 20, .shown = 20, .vanished = 2 }, NULL },
		{ { .done = 20, .shown = 20, .vanished = 3 },
		  "3 of 20 areas would vanish" },
		{ { .shown = 54, .vanished = 54 }, "54 of 54 areas would" },
		/* the first import of all */
		{ { .done = 20 }, NULL },
	};
	char reason[AREAS_REASON_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		bool ok = area_outcome_ok(&rows[i].outcome, reason);

		assert_int_equal(ok, !rows[i].reason);
		if (rows[i].reason)
			assert_non_null(strstr(reason, rows[i].reason));
		assert_int_equal(ok, reason[0] == '\0');
	}
}

static void test_standing(void **state)
{
	struct area_standing s = { 0 };
	struct str out = STR_INIT(1024);
	struct jw w = JW_INIT(&out);

	(void)state;
	assert_false(area_standing_any(&s));
	area_standing_write(&w, &s);
	assert_string_equal(out.data, "null");
	s = (struct area_standing){ .total = 54,
				    .loaded = 11,
				    .failed = 43,
				    .held = true,
				    .trouble = "43 of 54 areas failed" };
	str_reset(&out);
	w = JW_INIT(&out);
	area_standing_write(&w, &s);
	assert_string_equal(out.data,
			    "{\"total\":54,\"loaded\":11,\"failed\":43,"
			    "\"skipped\":0,\"pending\":0,\"isHeld\":true,"
			    "\"lastError\":\"43 of 54 areas failed\"}");
	/* a kind that could not be read has no areas yet */
	s = (struct area_standing){ .kinds_failed = 1 };
	assert_true(area_standing_any(&s));
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_tenth),
		cmocka_unit_test(test_standing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
