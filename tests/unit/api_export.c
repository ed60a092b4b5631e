/* The export and its description over the small catalog. */
#include "api_t.h"
#include "base/config.h"
#include "model/export.h"

#include <stdio.h>

static struct snapshot *snapshot;
static struct response rs;
static struct str body; /* of the answer, all pieces together */

static int set_up(void **state)
{
	(void)state;
	snapshot = api_snapshot();
	rs = RESPONSE_INIT;
	body = STR_INIT(1000000);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	str_release(&body);
	return 0;
}

static void ask(const char *line)
{
	struct str head = STR_INIT(RESPONSE_HEAD_MAX + RESPONSE_BODY_MAX);
	struct str piece = STR_INIT(EXPORT_PIECE_MAX);
	bool wanted = strncmp(line, "HEAD", 4) != 0;
	const char *end;

	api_answer(snapshot, line, &rs);
	response_write(&rs, wanted, &head);
	end = strstr(head.data, "\r\n\r\n") + 4;
	str_reset(&body);
	str_adds(&body, end);
	while (response_next(&rs, wanted, &piece))
		str_add(&body, piece.data, piece.length);
	str_release(&head);
	str_release(&piece);
}

static void assert_head_has(const char *part)
{
	if (!strstr(rs.head.data, part))
		fail_msg("no %s in %s", part, rs.head.data);
}

/* The codes of the records, in order. */
static void csv_codes(char *out, size_t size)
{
	const char *p = strstr(body.data, "\r\n");
	size_t used = 0;

	out[0] = '\0';
	for (; p && p[2] && used + SOC_BYTES + 1 < size;
	     p = strstr(p, "\r\n")) {
		p += 2;
		used += (size_t)snprintf(out + used, size - used, "%s%.7s",
					 used ? " " : "", p);
	}
}

static void test_csv(void **state)
{
	static const struct {
		const char *query;
		const char *codes;
	} rows[] = {
		{ "", "15-1251 15-1252 15-1253 29-1141 29-1151 29-1215" },
		{ "?format=csv&sort=-code",
		  "29-1215 29-1151 29-1141 15-1253 15-1252 15-1251" },
		{ "?risk=High&risk=Medium", "15-1252 15-1253 29-1141" },
		{ "?group=29-0000&sort=-employment",
		  "29-1141 29-1215 29-1151" },
		{ "?minWage=100000&area=national", "15-1252 29-1151 29-1215" },
		{ "?search=coder", "15-1251" },
		{ "?search=zebra+coder", "15-1251" },
		{ "?search=nothinglikeit", "" },
	};
	char line[128];
	char codes[256];
	char count[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		(void)snprintf(line, sizeof line, "GET /api/jobs/export%s",
			       rows[i].query);
		ask(line);
		assert_int_equal(rs.status, 200);
		csv_codes(codes, sizeof codes);
		assert_string_equal(codes, rows[i].codes);
		assert_int_equal(rs.stream.length, body.length);
		(void)snprintf(count, sizeof count, "X-Total-Count: %zu\r\n",
			       (strlen(codes) + 1) / SOC_BYTES);
		assert_head_has(count);
	}
}

/* Row by row what the list says. */
static void test_json_is_the_list(void **state)
{
	struct response list = RESPONSE_INIT;
	struct str expected = STR_INIT(100000);
	const char *p;
	const char *end;
	size_t i;

	(void)state;
	api_answer(snapshot, "GET /api/jobs?sort=-title&limit=100", &list);
	ask("GET /api/jobs/export?format=ndjson&sort=-title");
	assert_string_equal(rs.content_type, "application/x-ndjson");
	p = strstr(list.body.data, "[{") + 1;
	end = strstr(p, "}],\"pagination\"") + 1;
	for (i = 0; p < end; i++) {
		const char *next = strstr(p, "},{\"code\"");

		next = next && next < end ? next + 1 : end;
		str_add(&expected, p, (size_t)(next - p));
		str_addc(&expected, '\n');
		p = next + 1;
	}
	assert_int_equal(i, snapshot->count);
	assert_string_equal(body.data, expected.data);
	str_release(&expected);
	response_release(&list);
}

static void test_json(void **state)
{
	static const char start[] =
		"{\"total\":1,\"dataYear\":2025,\"release\":\"2025A01\","
		"\"version\":7,\"publishedAt\":\"2026-05-15T14:00:00Z\","
		"\"filters\":{\"search\":\"15-1252\","
		"\"risk\":[\"High\"],\"sort\":\"code\"},"
		"\"matchQuality\":\"full\",\"jobs\":[\n"
		"{\"code\":\"15-1252\",";

	(void)state;
	ask("GET /api/jobs/export?format=json&search=15-1252"
	    "&risk=High&sort=code");
	assert_string_equal(rs.content_type, "application/json");
	assert_ptr_equal(strstr(body.data, start), body.data);
	assert_non_null(strstr(body.data, "}\n]}\n"));
}

/* Order alone, and a search for nothing, leave all of them. */
static void test_file_names(void **state)
{
	static const char *const full[] = { "", "sort=-employment",
					    "search=", "search=+" };
	static const char *const part[] = { "search=nurse", "group=15-0000",
					    "minScore=50" };
	char line[128];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(full); i++) {
		(void)snprintf(line, sizeof line, "GET /api/jobs/export?%s",
			       full[i]);
		ask(line);
		assert_head_has("filename=\"bls-jobs-2025-v7.csv\"\r\n");
	}
	for (i = 0; i < COUNT_OF(part); i++) {
		(void)snprintf(line, sizeof line, "GET /api/jobs/export?%s",
			       part[i]);
		ask(line);
		assert_head_has("filename=\"bls-jobs-filtered-");
	}
}

static void test_head_and_headers(void **state)
{
	size_t length;
	char etag[ETAG_BYTES];

	(void)state;
	ask("GET /api/jobs/export?format=csv&risk=High");
	length = body.length;
	assert_string_equal(rs.content_type,
			    "text/csv; charset=utf-8; header=present");
	assert_head_has("Content-Disposition: attachment; "
			"filename=\"bls-jobs-filtered-5321c5f1-2025-v7.csv\""
			"\r\n");
	assert_head_has("Link: </api/jobs/export/datapackage.json?risk=High&"
			"format=csv>; rel=\"describedby\"; "
			"type=\"application/json\"\r\n");
	assert_head_has("X-Total-Count, Content-Disposition\r\n");
	(void)copy_text(etag, sizeof etag, rs.etag);
	ask("HEAD /api/jobs/export?format=csv&risk=High");
	assert_int_equal(body.length, 0);
	assert_int_equal(rs.stream.length, length);
	assert_string_equal(rs.etag, etag);
	ask("GET /api/jobs/export?format=json&risk=High");
	assert_string_not_equal(rs.etag, etag);
}

static void test_wrong(void **state)
{
	static const struct {
		const char *query;
		const char *parameter;
	} rows[] = {
		{ "format=xml", "format" },
		{ "format=CSV", "format" },
		{ "format=csv&format=json", "format" },
		{ "page=1", "page" },
		{ "limit=10", "limit" },
		{ "group=99-0000", "group" },
		{ "minWage=2&maxWage=1", "minWage" },
		{ "sort=nothing", "sort" },
	};
	static const char *const paths[] = { "/api/jobs/export",
					     "/api/jobs/export/"
					     "datapackage.json" };
	char line[128];
	char parameter[64];
	size_t i;

	(void)state;
	for (i = 0; i < 2 * COUNT_OF(rows); i++) {
		(void)snprintf(line, sizeof line, "GET %s?%s", paths[i % 2],
			       rows[i / 2].query);
		ask(line);
		assert_int_equal(rs.status, 400);
		assert_null(rs.stream.next);
		(void)snprintf(parameter, sizeof parameter,
			       "\"parameter\":\"%s\"", rows[i / 2].parameter);
		assert_non_null(strstr(body.data, parameter));
	}
}

static void test_not_yet(void **state)
{
	struct snapshot *kept = snapshot;

	(void)state;
	snapshot = NULL;
	ask("GET /api/jobs/export");
	snapshot = kept;
	assert_int_equal(rs.status, 503);
	assert_null(rs.stream.next);
}

/* The description has a field per column, in its order. */
static void test_fields(void **state)
{
	struct str names = STR_INIT(10000);
	const char *p;

	(void)state;
	ask("GET /api/jobs/export/datapackage.json");
	assert_int_equal(rs.status, 200);
	for (p = strstr(body.data, "\"fields\":["); p;
	     p = strstr(p + 1, "{\"name\":\"")) {
		const char *name = strstr(p, "{\"name\":\"") + 9;

		if (!strstr(p, "{\"name\":\""))
			break;
		str_addf(&names, "%s%.*s", names.length ? "," : "",
			 (int)strcspn(name, "\""), name);
		p = name;
	}
	str_adds(&names, "\r\n");
	ask("GET /api/jobs/export");
	assert_memory_equal(body.data, names.data, names.length);
	str_release(&names);
}

static void assert_described(const char *query)
{
	struct str expected = STR_INIT(1000);
	struct crypto_sha256 hash;
	char digest[CRYPTO_DIGEST_HEX];
	char line[256];

	(void)snprintf(line, sizeof line, "GET /api/jobs/export?%s", query);
	ask(line);
	crypto_sha256_begin(&hash);
	crypto_sha256_add(&hash, body.data, body.length);
	crypto_sha256_end(&hash, digest);
	str_addf(&expected, "\"bytes\":%zu,\"hash\":\"sha256:%s\"", body.length,
		 digest);
	(void)snprintf(line, sizeof line,
		       "GET /api/jobs/export/datapackage.json?%s", query);
	ask(line);
	if (!strstr(body.data, expected.data))
		fail_msg("no %s in %s", expected.data, body.data);
	str_release(&expected);
}

static void test_hash(void **state)
{
	(void)state;
	assert_described("");
	assert_described("format=json");
	assert_described("format=ndjson&risk=High&sort=-title");
	assert_described("format=csv&search=nothinglikeit");
}

/* The address of the data: absolute, encoded, never with two dots. */
static void test_path(void **state)
{
	static const struct {
		const char *base_url;
		const char *query;
		const char *path;
	} rows[] = {
		{ "https://example.org", "",
		  "https://example.org/api/jobs/export?format=csv" },
		{ "https://example.org/bls/", "format=json&risk=Very+High",
		  "https://example.org/bls/api/jobs/export?risk=Very+High&"
		  "format=json" },
		{ "https://example.org", "search=a%20%22b%22...c",
		  "https://example.org/api/jobs/export?"
		  "search=a%20%22b%22.%2E.c&format=csv" },
		{ "https://example.org", "search=a'b>c",
		  "https://example.org/api/jobs/export?search=a%27b%3Ec&"
		  "format=csv" },
	};
	static struct config config;
	char path[256];
	char line[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct app app = { .snapshot = snapshot, .config = &config };
		struct str space = STR_INIT(10000);
		struct request rq;
		struct error e;

		(void)copy_text(config.base_url, sizeof config.base_url,
				rows[i].base_url);
		(void)snprintf(line, sizeof line,
			       "GET /api/jobs/export/datapackage.json?%s",
			       rows[i].query);
		assert_int_equal(request_line(&rq, line, &space, &e), ERR_OK);
		routes_dispatch(&app, &rq, &rs);
		(void)snprintf(path, sizeof path, "\"path\":\"%s\"",
			       rows[i].path);
		if (!strstr(rs.body.data, path))
			fail_msg("no %s in %s", path, rs.body.data);
		str_release(&space);
	}
}

/* Names that the list is sorted by are those of the columns. */
static void test_columns(void **state)
{
	int i;

	(void)state;
	assert_int_equal(SORT__MAX, JOB__COLUMNS);
	assert_int_equal(SORT__ALL, JOB_MATCHED_TITLE);
	for (i = 0; i < SORT__ALL; i++)
		assert_string_equal(sort_names[i], job_columns[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file_names),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json_is_the_list),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_head_and_headers),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_not_yet),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
