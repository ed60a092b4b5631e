/* An answer that is made while it is sent, over a real socket. */
#include "fcgi_t.h"

/* Pieces of 40,000 bytes, `count` of them. */
struct pieces {
	int count;
	int made;
};

static bool next_piece(void *context, struct str *piece)
{
	struct pieces *p = context;
	int i;

	if (p->made == p->count)
		return false;
	for (i = 0; i < 10000; i++)
		str_addf(piece, "%04d", p->made);
	p->made++;
	return true;
}

/* What the records of type 6 hold, and whether the end came after them. */
static bool unpack(const struct str *records, struct str *out)
{
	const unsigned char *p = (const unsigned char *)records->data;
	const unsigned char *end = p + records->length;
	bool ended = false;

	while (end - p >= 8) {
		size_t n = (size_t)p[4] << 8 | p[5];

		if (p[1] == 6)
			str_add(out, p + 8, n);
		ended = p[1] == 3;
		p += 8 + n + p[6];
	}
	return ended && p == end;
}

static size_t reply(const char *method, struct pieces *p, struct str *text)
{
	struct str s = STR_INIT(10000);
	struct str got = STR_INIT(1000000);
	struct response rs = RESPONSE_INIT;
	struct request rq;
	int fd;

	add_request_of(&s, method, "0", "");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	rs.stream =
		(struct body_stream){ next_piece, p, (size_t)p->count * 40000 };
	assert_true(fcgi_reply(f, &rs));
	read_all(fd, &got);
	assert_true(unpack(&got, text));
	(void)close(fd);
	str_release(&s);
	str_release(&got);
	response_release(&rs);
	return (size_t)(strstr(text->data, "\r\n\r\n") + 4 - text->data);
}

static void test_stream(void **state)
{
	struct str text = STR_INIT(1000000);
	struct pieces p = { .count = 3 };
	size_t start = reply("GET", &p, &text);

	(void)state;
	assert_non_null(strstr(text.data, "Content-Length: 120000\r\n"));
	assert_int_equal(text.length - start, 120000);
	assert_memory_equal(text.data + start, "00000000", 8);
	assert_memory_equal(text.data + start + 39996, "00000001", 8);
	assert_memory_equal(text.data + start + 119996, "0002", 4);
	str_release(&text);
}

static void test_stream_of_nothing(void **state)
{
	struct str text = STR_INIT(1000000);
	struct pieces p = { .count = 0 };
	size_t start = reply("GET", &p, &text);

	(void)state;
	assert_int_equal(start, text.length);
	assert_non_null(strstr(text.data, "Content-Length: 0\r\n"));
	str_release(&text);
}

/* The length is told, nothing is made. */
static void test_stream_head(void **state)
{
	struct str text = STR_INIT(1000000);
	struct pieces p = { .count = 3 };
	size_t start = reply("HEAD", &p, &text);

	(void)state;
	assert_int_equal(start, text.length);
	assert_non_null(strstr(text.data, "Content-Length: 120000\r\n"));
	assert_int_equal(p.made, 0);
	str_release(&text);
}

/* When the client has gone nothing more is made. */
static void test_stream_gone(void **state)
{
	struct str s = STR_INIT(10000);
	struct response rs = RESPONSE_INIT;
	struct pieces p = { .count = 100 };
	struct request rq;
	int fd;

	(void)state;
	add_request(&s, "0", "");
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	(void)close(fd);
	rs.stream = (struct body_stream){ next_piece, &p, 1 };
	assert_false(fcgi_reply(f, &rs));
	assert_true(p.made < 2);
	/* and the next one is served */
	fd = send_request(&s, s.length);
	assert_int_equal(fcgi_accept(&rq), FCGI_GOT);
	rs.stream = (struct body_stream){ 0 };
	assert_true(fcgi_reply(f, &rs));
	(void)close(fd);
	str_release(&s);
	response_release(&rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_stream_of_nothing),
		cmocka_unit_test(test_stream_head),
		cmocka_unit_test(test_stream_gone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
