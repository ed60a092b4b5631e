/* Event streams over socket pairs: what is sent, who is dropped, who ends. */
#include "base/clock.h"
#include "serve/event_hub.h"
#include "serve/event_stream.h"

#include "t.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct bench {
	int epoll_fd;
	struct hub *hub;
	int peer; /* the web server's end */
};

static const struct identity ann = { .username = "ann" };

static int join(struct bench *b, const struct identity *who, int64_t now_ms)
{
	int pair[2];

	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	hub_add(b->hub, pair[0], who, now_ms);
	return pair[1];
}

static int set_up(void **state)
{
	static struct bench bench;

	bench.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	bench.hub = hub_new(bench.epoll_fd);
	bench.peer = join(&bench, &ann, 1000);
	*state = &bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;

	hub_free(b->hub);
	(void)close(b->peer);
	(void)close(b->epoll_fd);
	return 0;
}

static size_t take(int fd, char *bytes, size_t size)
{
	ssize_t n = recv(fd, bytes, size, MSG_DONTWAIT);

	return n > 0 ? (size_t)n : 0;
}

/* Let epoll tell the hub what happened. */
static void turn(struct bench *b, int64_t now_ms)
{
	struct epoll_event events[8];
	int count = epoll_wait(b->epoll_fd, events, 8, 0);
	int i;

	for (i = 0; i < count; i++)
		hub_ready(b->hub, events[i].data.ptr, events[i].events, now_ms);
	hub_sweep(b->hub);
}

static void test_record(void **state)
{
	struct bench *b = *state;
	char bytes[64];

	hub_send(b->hub, "hello", 5, 1000);
	assert_int_equal(take(b->peer, bytes, sizeof bytes), 13);
	/* version 1, STDOUT, request 1, length 5, no padding */
	assert_memory_equal(bytes, "\1\6\0\1\0\5\0\0hello", 13);
}

static void test_silence(void **state)
{
	struct bench *b = *state;
	char bytes[64];

	hub_keep_alive(b->hub, 1000 + HUB_SILENT_MS - 1);
	assert_int_equal(take(b->peer, bytes, sizeof bytes), 0);
	hub_keep_alive(b->hub, 1000 + HUB_SILENT_MS);
	assert_int_equal(take(b->peer, bytes, sizeof bytes), 11);
	assert_memory_equal(bytes + 8, ":\n\n", 3);
	/* it has heard something now */
	hub_keep_alive(b->hub, 1000 + HUB_SILENT_MS + 1);
	assert_int_equal(take(b->peer, bytes, sizeof bytes), 0);
}

static void test_gone(void **state)
{
	struct bench *b = *state;

	(void)shutdown(b->peer, SHUT_RDWR);
	turn(b, 2000);
	assert_int_equal(hub_count(b->hub), 0);
	hub_send(b->hub, "hello", 5, 2000);
}

/* Whoever does not read is dropped when its buffer is full; others go on. */
static void test_slow(void **state)
{
	struct bench *b = *state;
	int reader = join(b, &ann, 1000);
	static char text[16 * 1024];
	static char sink[64 * 1024];
	size_t got = 0;
	int sent;

	memset(text, 'x', sizeof text);
	assert_int_equal(hub_count(b->hub), 2);
	for (sent = 0; sent < 200 && hub_count(b->hub) == 2; sent++) {
		hub_send(b->hub, text, sizeof text, 1000);
		got += take(reader, sink, sizeof sink);
		turn(b, 1000);
	}
	assert_true(sent < 200);
	assert_int_equal(hub_count(b->hub), 1);
	while (take(reader, sink, sizeof sink))
		;
	assert_true(got > 0);
	(void)close(reader);
}

/* What did not fit at once arrives whole and in order later. */
static void test_rest(void **state)
{
	struct bench *b = *state;
	static char text[32 * 1024];
	static char all[400 * 1024];
	size_t got = 0;
	size_t want = 0;
	size_t n;
	size_t at;

	memset(text, 'y', sizeof text);
	while (want < 9 * (sizeof text + 8)) {
		hub_send(b->hub, text, sizeof text, 1000);
		want += sizeof text + 8;
	}
	assert_int_equal(hub_count(b->hub), 1);
	while (got < want) {
		n = take(b->peer, all + got, sizeof all - got);
		turn(b, 1000);
		if (!n && !(n = take(b->peer, all + got, sizeof all - got)))
			break;
		got += n;
	}
	assert_int_equal(got, want);
	for (at = 0; at < got; at += sizeof text + 8)
		assert_memory_equal(all + at, "\1\6\0\1\x80\0\0\0y", 9);
}

static void test_stuck(void **state)
{
	struct bench *b = *state;
	static char text[32 * 1024];
	int i;

	for (i = 0; i < 9; i++)
		hub_send(b->hub, text, sizeof text, 1000);
	hub_keep_alive(b->hub, 1000 + HUB_STUCK_MS - 1);
	assert_int_equal(hub_count(b->hub), 1);
	hub_keep_alive(b->hub, 1000 + HUB_STUCK_MS);
	assert_int_equal(hub_count(b->hub), 0);
}

static enum err say(void *context, const struct identity *who)
{
	const enum err *answer = context;

	assert_string_equal(who->username, "ann");
	return *answer;
}

static void test_revoked(void **state)
{
	struct bench *b = *state;
	enum err answer = ERR_OK;
	char bytes[64];

	hub_recheck(b->hub, 8, 1000 + HUB_RECHECK_MS, say, &answer);
	assert_int_equal(hub_count(b->hub), 1);
	/* the database is away: nobody is sent off for it */
	answer = ERR_NET;
	hub_recheck(b->hub, 8, 1000 + 2 * HUB_RECHECK_MS, say, &answer);
	assert_int_equal(hub_count(b->hub), 1);
	answer = ERR_AUTH;
	/* its turn has not come */
	hub_recheck(b->hub, 8, 1001 + 2 * HUB_RECHECK_MS, say, &answer);
	assert_int_equal(hub_count(b->hub), 1);
	hub_recheck(b->hub, 8, 1000 + 3 * HUB_RECHECK_MS, say, &answer);
	assert_int_equal(hub_count(b->hub), 0);
	/* empty STDOUT, END_REQUEST, end of file */
	assert_int_equal(take(b->peer, bytes, sizeof bytes), 24);
	assert_memory_equal(bytes, "\1\6\0\1\0\0\0\0\1\3\0\1\0\10\0\0", 16);
	assert_int_equal(recv(b->peer, bytes, sizeof bytes, 0), 0);
}

static void test_expired(void **state)
{
	struct bench *b = *state;
	struct identity late = { .username = "ann",
				 .expires_ms = clock_now_ms() - 1 };
	int peer = join(b, &late, 1000);
	enum err answer = ERR_OK;

	hub_recheck(b->hub, 0, 1001, say, &answer);
	assert_int_equal(hub_count(b->hub), 1);
	(void)close(peer);
}

static void test_event(void **state)
{
	struct str out = STR_INIT(1024);
	int64_t first = event_next_id();

	(void)state;
	assert_true(event_next_id() > first);
	assert_true(first >= clock_now_ms() - 1000);
	event_write_status(&out, 7, "{\"a\":1}");
	assert_string_equal(out.data,
			    "event: status\nid: 7\ndata: {\"a\":1}\n\n");
	str_release(&out);
}

#define WITH_HUB(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static void test_count_of(void **state)
{
	static const struct identity bob = { .username = "bob" };
	struct bench *b = *state;
	int peer = join(b, &bob, 1000);
	int other = join(b, &bob, 1000);

	assert_int_equal(hub_count(b->hub), 3);
	assert_int_equal(hub_count_of(b->hub, "bob"), 2);
	assert_int_equal(hub_count_of(b->hub, "ann"), 1);
	assert_int_equal(hub_count_of(b->hub, "eve"), 0);
	/* One that has gone makes room at once, before it is swept. */
	(void)close(peer);
	turn(b, 2000);
	assert_int_equal(hub_count_of(b->hub, "bob"), 1);
	(void)close(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_HUB(test_record),        WITH_HUB(test_silence),
		WITH_HUB(test_gone),          WITH_HUB(test_slow),
		WITH_HUB(test_rest),          WITH_HUB(test_stuck),
		WITH_HUB(test_revoked),       WITH_HUB(test_expired),
		cmocka_unit_test(test_event), WITH_HUB(test_count_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
