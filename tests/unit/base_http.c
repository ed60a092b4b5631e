/* Transfers: bounds, failures, and that a wish to stop is heard. */
#include "base/http.h"

#include "base/clock.h"
#include "base/stop.h"

#include "standin.h"

static struct http_pool *pool;
static struct str body;
static struct http_response r;

static void script(const struct asked *asked, struct answer *answer)
{
	const char *want = asked->count ? asked->ids[0] : "";

	if (strcmp(want, "big") == 0) {
		int i;

		for (i = 0; i < 2000; i++)
			str_adds(&answer->body, "0123456789");
	} else if (strcmp(want, "slow") == 0) {
		answer->delay_ms = 4000;
	} else if (strcmp(want, "gone") == 0) {
		answer->hang_up = true;
	} else if (strcmp(want, "later") == 0) {
		answer->status = 429;
		str_adds(&answer->body, "0123");
		answer->headers = "Retry-After: 7\r\n";
	} else if (strcmp(want, "dated") == 0) {
		answer->headers = "Retry-After: 0\r\nLast-Modified: Fri, 15 "
				  "May 2026 14:00:00 GMT\r\n";
		str_adds(&answer->body, "x");
	} else {
		str_adds(&answer->body, asked->key);
	}
}

static void fetch(const char *want, size_t body_max, int timeout_ms)
{
	char request_body[128];
	struct http_request request = {
		.url = standin_url,
		.body = request_body,
		.connect_timeout_ms = 1000,
		.timeout_ms = timeout_ms,
		.body_max = body_max,
	};

	(void)snprintf(request_body, sizeof request_body,
		       "{\"seriesid\":[\"%s\"],\"registrationkey\":\"echo\"}",
		       want);
	memset(&r, 0, sizeof r);
	http_fetch(pool, &request, &body, &r);
}

static void test_fetched(void **state)
{
	(void)state;
	fetch("", 1024, 2000);
	assert_int_equal(r.code, ERR_OK);
	assert_int_equal(r.status, 200);
	assert_string_equal(r.body, "echo");
	assert_int_equal(r.body_length, 4);
	assert_int_equal(r.retry_after_ms, -1);
	assert_int_equal(r.last_modified, 0);
	assert_int_equal(http_pool_active(pool), 0);
}

static void test_headers(void **state)
{
	(void)state;
	fetch("later", 1024, 2000);
	assert_int_equal(r.code, ERR_OK);
	assert_int_equal(r.status, 429);
	assert_int_equal(r.retry_after_ms, 7000);
	fetch("dated", 1024, 2000);
	assert_int_equal(r.last_modified, 1778853600);
}

static void test_bounds(void **state)
{
	(void)state;
	fetch("big", 20000, 2000);
	assert_int_equal(r.code, ERR_OK);
	assert_int_equal(r.body_length, 20000);
	fetch("big", 19999, 2000);
	assert_int_equal(r.code, ERR_TOO_BIG);
	assert_non_null(strstr(r.error, "19999"));
}

static struct {
	size_t length;
	size_t wanted;
	bool done;
	struct http_response r;
} stream;

static bool on_piece(void *context, const char *bytes, size_t length)
{
	size_t i;

	assert_ptr_equal(context, &stream);
	for (i = 0; i < length; i++)
		if (bytes[i] != '0' + (char)((stream.length + i) % 10))
			return false;
	stream.length += length;
	return stream.length < stream.wanted;
}

static void on_stream_done(void *context, const struct http_response *answer)
{
	assert_ptr_equal(context, &stream);
	stream.r = *answer;
	stream.done = true;
}

static void fetch_stream(const char *want, size_t wanted, size_t body_max)
{
	char request_body[128];
	struct http_request request = {
		.url = standin_url,
		.body = request_body,
		.connect_timeout_ms = 1000,
		.body_max = body_max,
		.bytes_per_s_min = 1,
		.chunk = on_piece,
	};

	(void)snprintf(request_body, sizeof request_body,
		       "{\"seriesid\":[\"%s\"]}", want);
	memset(&stream, 0, sizeof stream);
	stream.wanted = wanted;
	(void)http_submit(pool, &request, on_stream_done, &stream);
	while (!stream.done)
		http_pool_step(pool, 100);
}

/* A body that is handed on: whole, and only of a 200. */
static void test_stream(void **state)
{
	(void)state;
	fetch_stream("big", 1000000, 20000);
	assert_int_equal(stream.r.code, ERR_OK);
	assert_int_equal(stream.length, 20000);
	assert_int_equal(stream.r.body_length, 0);
	fetch_stream("big", 1000000, 19999);
	assert_int_equal(stream.r.code, ERR_TOO_BIG);
	fetch_stream("big", 1, 20000); /* the taker has enough */
	assert_int_equal(stream.r.code, ERR_ABORTED);
	assert_int_equal(stream.r.status, 200);
	fetch_stream("later", 1000000, 20000);
	assert_int_equal(stream.r.code, ERR_OK);
	assert_int_equal(stream.r.status, 429);
	assert_int_equal(stream.length, 0);
	fetch_stream("gone", 1000000, 20000);
	assert_int_equal(stream.r.code, ERR_NET);
}

static void test_failures(void **state)
{
	int64_t started_ms = clock_monotonic_ms();
	char good[sizeof standin_url];

	(void)state;
	fetch("slow", 1024, 300);
	assert_int_equal(r.code, ERR_TIMEOUT);
	assert_in_range(clock_monotonic_ms() - started_ms, 250, 1500);
	fetch("gone", 1024, 2000);
	assert_int_equal(r.code, ERR_NET);
	assert_true(r.error[0]);

	memcpy(good, standin_url, sizeof good);
	copy_text(standin_url, sizeof standin_url, "http://127.0.0.1:1/");
	fetch("", 1024, 2000);
	assert_int_equal(r.code, ERR_NET);
	copy_text(standin_url, sizeof standin_url, "file:///etc/hostname");
	fetch("", 1024, 2000);
	assert_int_equal(r.code, ERR_ARG);
	assert_int_equal(r.body_length, 0);
	memcpy(standin_url, good, sizeof good);
}

/* SIGTERM ends a look-up at once, not after its timeout. */
static void test_stopped(void **state)
{
	int64_t started_ms = clock_monotonic_ms();
	pid_t me = getpid();
	pid_t killer;

	(void)state;
	stop_init();
	killer = fork();
	if (!killer) {
		(void)usleep(200 * 1000);
		(void)kill(me, SIGTERM);
		_exit(0);
	}
	fetch("slow", 1024, 3900);
	(void)waitpid(killer, NULL, 0);
	assert_true(stop_wanted());
	assert_string_equal(stop_reason(), "SIGTERM");
	assert_int_equal(r.code, ERR_ABORTED);
	assert_in_range(clock_monotonic_ms() - started_ms, 150, 1500);
	assert_int_equal(http_pool_active(pool), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fetched),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_stopped), /* last: a wish stays */
	};
	int failed;

	body = STR_INIT(65536);
	standin_start(script);
	pool = http_pool_new("test");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	http_pool_free(pool);
	str_release(&body);
	standin_stop();
	return failed;
}
