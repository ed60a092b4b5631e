/* Tags of public answers, and what 304 says. */
#include "api_call_t.h"

#include <stdio.h>

static void test_etag(void **state)
{
	struct request rq = request_to("GET", "/api/jobs");
	char first[ETAG_BYTES];
	char list[200];

	(void)state;
	routes_dispatch(&app, &rq, &rs);
	assert_memory_equal(rs.etag, "W/\"", 3);
	memcpy(first, rs.etag, sizeof first);
	rq.if_none_match = first;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 304);
	assert_string_equal(rs.etag, first);
	(void)snprintf(list, sizeof list, "\"x\", %s , \"y\"", first);
	rq.if_none_match = list;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 304);
	/* Strong spelling of the same tag: the comparison is weak. */
	rq.if_none_match = first + 2;
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 304);
	rq.if_none_match = "*";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 304);
	rq.if_none_match = "\"x\", W/\"y\", broken\"";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	rq.if_none_match = first;
	rq.query = "page=2";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	assert_string_not_equal(rs.etag, first);
	rq.query = "page=0";
	rq.if_none_match = "*";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 400);
}

/* 304 says what 200 would have said, and HEAD the same. */
static void test_not_modified_headers(void **state)
{
	struct request rq = request_to("GET", "/api/jobs");
	char *head;

	(void)state;
	rq.query = "limit=2";
	routes_dispatch(&app, &rq, &rs);
	assert_true(head_has("Link: </api/jobs?limit=2&page=1>"));
	assert_true(head_has("Vary: Accept-Encoding\r\n"));
	assert_string_equal(rs.cache_control,
			    "public, max-age=0, must-revalidate");
	head = xstrdup(rs.head.data);
	rq.if_none_match = "*";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 304);
	assert_string_equal(rs.head.data, head);
	assert_string_equal(rs.cache_control,
			    "public, max-age=0, must-revalidate");
	rq.if_none_match = "";
	rq.method = "HEAD";
	routes_dispatch(&app, &rq, &rs);
	assert_int_equal(rs.status, 200);
	assert_string_equal(rs.head.data, head);
	free(head);
}

/* The same figures under another version of the data are tagged anew. */
static void test_etag_of_version(void **state)
{
	struct dataset *d = api_dataset();
	struct request rq = request_to("GET", "/api/jobs/suggestions");
	struct app other = app;
	char first[ETAG_BYTES];

	(void)state;
	d->version = 8;
	other.snapshot = api_snapshot_of(d);
	dataset_free(d);
	rq.query = "q=nurse";
	routes_dispatch(&app, &rq, &rs);
	assert_memory_equal(rs.etag, "W/\"7-", 5);
	memcpy(first, rs.etag, sizeof first);
	routes_dispatch(&other, &rq, &rs);
	assert_memory_equal(rs.etag, "W/\"8-", 5);
	assert_string_equal(rs.etag + 5, first + 5);
	snapshot_free(other.snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_etag),
		cmocka_unit_test(test_not_modified_headers),
		cmocka_unit_test(test_etag_of_version),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
