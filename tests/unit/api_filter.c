/* Filters that are none, and filters that name what is not there. */
#include "api_get_t.h"

/* A search for blanks is a search for nothing: all jobs, in the usual order. */
static void test_blank_search(void **state)
{
	static const char *const same[] = {
		"/api/jobs?search=", "/api/jobs?search=%20",
		"/api/jobs?search=++", "/api/jobs?search=%C2%A0%E2%80%8B"
	};
	struct str all = STR_INIT(RESPONSE_BODY_MAX);
	size_t i;

	(void)state;
	get("/api/jobs");
	str_add(&all, rs.body.data, rs.body.length);
	for (i = 0; i < COUNT_OF(same); i++) {
		get(same[i]);
		assert_string_equal(rs.body.data, all.data);
	}
	str_release(&all);
	get("/api/jobs/suggestions?q=%20");
	assert_int_equal(rs.status, 400);
}

/* What is no group is answered with those that there are. */
static void test_groups_named(void **state)
{
	(void)state;
	get("/api/jobs?group=15-1252");
	assert_int_equal(rs.status, 400);
	assert_body_has("group must be one of: 15-0000, 29-0000. Did you mean "
			"15-0000?");
	assert_body_has("\"didYouMean\":\"15-0000\"");
	get("/api/jobs?group=99-0000");
	assert_body_has("15-0000, 29-0000.");
	assert_null(strstr(rs.body.data, "didYouMean"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blank_search),
		cmocka_unit_test(test_groups_named),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
