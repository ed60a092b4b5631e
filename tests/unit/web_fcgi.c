/* FastCGI over a real socket: whole, cut short, detached, taken. */
#include "fcgi_t.h"

#include "base/clock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void test_whole(void **state)
{
	struct str s = STR_INIT(10000);
	struct str got = STR_INIT(1000000);
	struct response rs = RESPONSE_INIT;
	struct request rq;
	int fd;

	(void)state;
	add_request(&s, "5", "hello");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	assert_string_equal(rq.method, "POST");
	assert_string_equal(rq.path, "/api/x");
	assert_string_equal(rq.query, "a=b");
	assert_string_equal(rq.body, "hello");
	assert_int_equal(rq.body_length, 5);
	assert_string_equal(rq.csrf_token, "token");
	assert_string_equal(rq.remote_addr, "192.0.2.1");
	assert_string_equal(rq.cookie, "");
	assert_true(rq.https);
	str_adds(&rs.body, "{}");
	assert_true(fcgi_reply(f, &rs));
	read_all(fd, &got);
	assert_memory_equal(got.data, "\1\6\0\1", 4);
	assert_memory_equal(got.data + 8, "Status: 200 OK\r\n", 16);
	/* the end: empty output, then END_REQUEST with status 0 */
	assert_memory_equal(got.data + got.length - 24,
			    "\1\6\0\1\0\0\0\0\1\3\0\1\0\10\0\0"
			    "\0\0\0\0\0\0\0\0",
			    24);
	(void)close(fd);
	str_release(&s);
	str_release(&got);
	response_release(&rs);
}

/* However much of a request is missing, no handler sees it. */
static void test_cut_short(void **state)
{
	struct str s = STR_INIT(10000);
	struct request rq;
	size_t n;
	int fd;

	(void)state;
	assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
	add_request(&s, "5", "hello");
	for (n = 0; n < s.length - 8; n++) {
		fd = send_request(&s, n);
		(void)close(fd);
		assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
	}
	str_reset(&s);
	add_request(&s, "6", "hello");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
	(void)close(fd);
	str_reset(&s);
	add_request(&s, "5x", "hello");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
	(void)close(fd);
	str_release(&s);
}

static void test_too_big(void **state)
{
	struct str s = STR_INIT(10000);
	struct response rs = RESPONSE_INIT;
	struct request rq;
	int fd;

	(void)state;
	add_request(&s, "65537", "hello");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	assert_true(rq.body_too_big);
	assert_string_equal(rq.body, "");
	assert_true(fcgi_reply(f, &rs));
	(void)close(fd);
	str_release(&s);
	response_release(&rs);
}

/* A long answer is many records; its client may be gone. */
static void test_long_answer(void **state)
{
	struct str s = STR_INIT(10000);
	struct response rs = RESPONSE_INIT;
	struct request rq;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < 200000; i++)
		str_adds(&rs.body, "0123456789");
	add_request(&s, "", "");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	(void)close(fd);
	assert_false(fcgi_reply(f, &rs));
	str_release(&s);
	response_release(&rs);
}

static void test_detach(void **state)
{
	struct str s = STR_INIT(10000);
	struct str more = STR_INIT(1000);
	struct str got = STR_INIT(10000);
	struct response rs = RESPONSE_INIT;
	struct request rq;
	int stream;
	int fd;

	(void)state;
	add_request(&s, "0", "");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	rs.content_type = "text/event-stream";
	str_adds(&rs.body, "retry: 3000\n\n");
	stream = fcgi_detach(f, &rs);
	assert_true(stream >= 0);
	assert_true(fcntl(stream, F_GETFL) & O_NONBLOCK);
	/* The next request is served while the stream is open. */
	assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
	fcgi_add_stdout(&more, ":\n\n", 3);
	fcgi_add_end(&more);
	assert_int_equal(write(stream, more.data, more.length),
			 (ssize_t)more.length);
	(void)close(stream);
	read_all(fd, &got);
	assert_non_null(memmem(got.data, got.length,
			       "Content-Type: text/event-stream\r\n", 33));
	assert_null(memmem(got.data, got.length, "Content-Length", 14));
	assert_non_null(
		memmem(got.data, got.length, "\r\n\r\nretry: 3000\n\n", 17));
	assert_non_null(memmem(got.data, got.length, "\0\3\0\0:\n\n", 7));
	(void)close(fd);
	str_release(&s);
	str_release(&more);
	str_release(&got);
	response_release(&rs);
}

static void test_listen(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char other[80];
	char too_long[200];
	struct stat st;
	struct error e;
	int fd;
	int stale;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(fcgi_listen(path, &fd, &e), ERR_BUSY);
	(void)snprintf(other, sizeof other, "%s/other", folder);
	(void)copy_text(address.sun_path, sizeof address.sun_path, other);
	stale = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(stale, (const struct sockaddr *)&address,
			      sizeof address),
			 0);
	(void)close(stale);
	assert_int_equal(fcgi_listen(other, &fd, &e), ERR_OK);
	(void)close(fd);
	(void)unlink(other);
	fd = open(other, O_CREAT | O_WRONLY, 0600);
	(void)close(fd);
	assert_int_equal(fcgi_listen(other, &fd, &e), ERR_IO);
	(void)unlink(other);
	memset(too_long, 'x', sizeof too_long);
	too_long[sizeof too_long - 1] = '\0';
	assert_int_equal(fcgi_listen(too_long, &fd, &e), ERR_ARG);
}

/* Records of a request with these parameters, under an id of its own. */
static void add_odd(struct str *s, int id, const char *params, size_t length,
		    const char *body)
{
	static const unsigned char begin[8] = { 0, 1 };
	size_t from = s->length;
	size_t at;

	add_record(s, 1, begin, sizeof begin);
	add_record(s, 4, params, length);
	add_record(s, 4, "", 0);
	if (*body)
		add_record(s, 5, body, strlen(body));
	add_record(s, 5, "", 0);
	for (at = from; at < s->length;
	     at += 8 + (size_t)(unsigned char)s->data[at + 4] * 256 +
		   (unsigned char)s->data[at + 5])
		s->data[at + 3] = (char)id;
}

/* What other servers send: another id, a body of unsaid length, a mount. */
static void test_other_servers(void **state)
{
	struct str s = STR_INIT(10000);
	struct str params = STR_INIT(1000);
	struct str got = STR_INIT(10000);
	struct response rs = RESPONSE_INIT;
	struct request rq;
	int fd;

	(void)state;
	add_pair(&params, "REQUEST_METHOD", "POST");
	add_pair(&params, "SCRIPT_NAME", "/bls");
	add_pair(&params, "PATH_INFO", "/api/x");
	add_pair(&params, "REQUEST_URI", "/bls/api/x?c=d");
	add_odd(&s, 7, params.data, params.length, "chunked");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	assert_string_equal(rq.path, "/api/x");
	assert_string_equal(rq.query, "c=d");
	assert_string_equal(rq.body, "chunked");
	assert_false(rq.https);
	str_adds(&rs.body, "{}");
	assert_true(fcgi_reply(f, &rs));
	read_all(fd, &got);
	assert_memory_equal(got.data, "\1\6\0\7", 4);
	assert_memory_equal(got.data + got.length - 24,
			    "\1\6\0\7\0\0\0\0\1\3\0\7", 12);
	(void)close(fd);
	str_release(&s);
	str_release(&params);
	str_release(&got);
	response_release(&rs);
}

/* A length that claims gigabytes allocates none, and ends nothing. */
static void test_overlong(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
	} rows[] = {
		{ "\xff\xff\xff\xff\xff\xff\xff\xff", 8 },
		{ "\xff\xff\xff\xff\1AB", 7 },
		{ "\1\xff\xff\xff\xff"
		  "AB",
		  7 },
		{ "\xff\xff\xff\xfe\xff\xff\xff\xfeREST", 12 },
		{ "\4\5NAMEVALU", 10 },
		{ "\4", 1 },
		{ "\x80\0\0", 3 },
	};
	struct str s = STR_INIT(10000);
	struct request rq;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		str_reset(&s);
		add_odd(&s, 1, rows[i].bytes, rows[i].length, "");
		fd = send_request(&s, s.length);
		assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
		(void)close(fd);
	}
	/* records that come when they may not */
	for (i = 0; i < 12; i++) {
		str_reset(&s);
		add_request(&s, "5", "hello");
		s.data[1] = (char)i; /* the first one's type */
		if (i == 1)
			s.data[0] = 2; /* another version */
		fd = send_request(&s, s.length);
		assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
		(void)close(fd);
	}
	str_release(&s);
}

/* One byte after the other, soon enough each: the time is for all of them. */
static void test_drip(void **state)
{
	struct str s = STR_INIT(10000);
	struct request rq;
	int64_t begin_ms;
	pid_t child;
	size_t i;
	int fd;

	(void)state;
	add_request(&s, "5", "hello");
	fd = connect_client();
	child = fork();
	if (child == 0) {
		for (i = 0; i < 60; i++) {
			(void)!send(fd, s.data + i, 1, MSG_NOSIGNAL);
			(void)usleep(100000);
		}
		_exit(0);
	}
	begin_ms = clock_monotonic_ms();
	assert_int_equal(fcgi_accept(&rq), FCGI_NONE);
	assert_true(clock_monotonic_ms() - begin_ms < 5000);
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
	(void)close(fd);
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_too_big),
		cmocka_unit_test(test_long_answer),
		cmocka_unit_test(test_detach),
		cmocka_unit_test(test_other_servers),
		cmocka_unit_test(test_overlong),
		cmocka_unit_test(test_drip),
		/* the last one: it leaves a connection in the queue */
		cmocka_unit_test(test_listen),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
