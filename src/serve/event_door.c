#include "serve/event_door.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

enum { LOOK_MS = 100, FULL_PAUSE_MS = 50 };

struct door {
	int epoll_fd;
	int listener;
	bool closed; /* all places are taken: nobody is let in */
	size_t waiting;
	struct fcgi *places[DOOR_PLACES];
};

static bool watch(const struct door *d, int fd, int how, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = NULL };

	return epoll_ctl(d->epoll_fd, how, fd, &event) == 0;
}

struct door *door_new(int epoll_fd, int listener, const char *base_url)
{
	struct door *d = xcalloc(1, sizeof *d);
	size_t i;

	d->epoll_fd = epoll_fd;
	d->listener = listener;
	if (!watch(d, listener, EPOLL_CTL_ADD, EPOLLIN)) {
		free(d);
		return NULL;
	}
	for (i = 0; i < DOOR_PLACES; i++)
		d->places[i] = fcgi_new(listener, base_url);
	return d;
}

void door_free(struct door *d)
{
	size_t i;

	for (i = 0; d && i < DOOR_PLACES; i++)
		fcgi_free(d->places[i]);
	free(d);
}

/* Epoll forgets a descriptor when it is closed; one that is kept for a stream
 * is watched by the stream. */
static void try_place(struct door *d, struct fcgi *f, door_serve_fn serve,
		      void *context)
{
	struct request rq;
	int fd = fcgi_connection(f);

	switch (fcgi_read(f, &rq)) {
	case FCGI_MORE:
		return;
	case FCGI_GOT:
		(void)watch(d, fd, EPOLL_CTL_DEL, 0);
		serve(context, f, &rq);
		break;
	case FCGI_NONE:
	case FCGI_FULL:
		break;
	}
	d->waiting--;
}

/* False when nobody else can be let in now. */
static bool let_in(struct door *d, struct fcgi *f)
{
	const struct timespec pause = { .tv_nsec = FULL_PAUSE_MS * 1000000L };

	switch (fcgi_open(f)) {
	case FCGI_MORE:
		d->waiting++;
		(void)watch(d, fcgi_connection(f), EPOLL_CTL_ADD, EPOLLIN);
		return true;
	case FCGI_FULL:
		/* The listener stays readable: do not spin. */
		(void)nanosleep(&pause, NULL);
		return false;
	case FCGI_GOT:
	case FCGI_NONE:
		break;
	}
	return false;
}

/* While all places are taken the listener, which stays readable, is not
 * watched: else the loop would spin. */
static void open_or_close(struct door *d)
{
	bool closed = d->waiting == DOOR_PLACES;

	if (closed == d->closed)
		return;
	d->closed = closed;
	(void)watch(d, d->listener, EPOLL_CTL_MOD, closed ? 0 : EPOLLIN);
}

void door_look(struct door *d, door_serve_fn serve, void *context)
{
	bool open = true;
	size_t i;

	for (i = 0; i < DOOR_PLACES; i++) {
		struct fcgi *f = d->places[i];

		if (fcgi_connection(f) < 0)
			open = open && let_in(d, f);
		if (fcgi_connection(f) >= 0)
			try_place(d, f, serve, context);
	}
	open_or_close(d);
}

int door_wait_ms(const struct door *d)
{
	return d->waiting ? LOOK_MS : -1;
}
