/* Requests to events.fcgi come in side by side. */
#include "fcgi_t.h"

#include "base/clock.h"
#include "serve/event_door.h"
#include "web/fcgi_intake.h"

#include <sys/epoll.h>

enum { PATIENCE_MS = 10000 };

static int served;

static void serve(void *context, struct fcgi *one, const struct request *rq)
{
	struct response rs = RESPONSE_INIT;

	(void)context;
	assert_string_equal(rq->path, "/api/x");
	assert_true(fcgi_reply(one, &rs));
	response_release(&rs);
	served++;
}

/* Until so many were served, or for so long. */
static void look(struct door *d, int epoll_fd, int wanted, int64_t ms)
{
	int64_t end_ms = clock_monotonic_ms() + ms;
	struct epoll_event events[4];

	while (served < wanted && clock_monotonic_ms() < end_ms) {
		(void)epoll_wait(epoll_fd, events, 4, 20);
		door_look(d, serve, NULL);
	}
}

/* Some that never end their request, more than there are places; those that do
 * are answered all the same, at the latest when the others' time is over. */
static void test_side_by_side(void **state)
{
	struct str s = STR_INIT(10000);
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	struct door *d = door_new(epoll_fd, listener, "");
	int slow[DOOR_PLACES];
	int64_t begin_ms;
	size_t i;
	int fd;

	(void)state;
	assert_non_null(d);
	assert_int_equal(door_wait_ms(d), -1);
	add_request(&s, "5", "hello");
	for (i = 0; i < DOOR_PLACES - 1; i++)
		slow[i] = send_request(&s, i);
	fd = send_request(&s, s.length);
	begin_ms = clock_monotonic_ms();
	look(d, epoll_fd, 1, PATIENCE_MS);
	assert_int_equal(served, 1);
	assert_true(clock_monotonic_ms() - begin_ms < INTAKE_MS);
	assert_true(door_wait_ms(d) >= 0);
	(void)close(fd);
	/* no place is left: the next one waits until the slow are dropped */
	slow[i] = send_request(&s, 9);
	look(d, epoll_fd, 2, 100);
	fd = send_request(&s, s.length);
	look(d, epoll_fd, 2, PATIENCE_MS);
	assert_int_equal(served, 2);
	(void)close(fd);
	look(d, epoll_fd, 3, INTAKE_MS + 500);
	assert_int_equal(door_wait_ms(d), -1);
	for (i = 0; i < DOOR_PLACES; i++)
		(void)close(slow[i]);
	door_free(d);
	(void)close(epoll_fd);
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_side_by_side),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
