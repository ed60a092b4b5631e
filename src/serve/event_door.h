/*
 * Where connections come in to events.fcgi: their requests are taken in side by
 * side, so that one that drips holds up neither the others nor the streams.
 *
 *	struct door *d = door_new(epoll_fd, listener, base_url);
 *	... epoll says data.ptr NULL, or door_wait_ms() is over:
 *		door_look(d, serve, context);
 */
#ifndef SERVE_EVENT_DOOR_H
#define SERVE_EVENT_DOOR_H

#include "web/fcgi.h"

enum { DOOR_PLACES = 32 }; /* the rest waits in the queue of the socket */

struct door;

/* Answers a request that has come whole: fcgi_reply() or fcgi_detach(). */
typedef void (*door_serve_fn)(void *context, struct fcgi *f,
			      const struct request *rq);

/* Watches `listener` and the connections by `epoll_fd`, with data.ptr NULL;
 * NULL, and errno, when that cannot be. */
struct door *door_new(int epoll_fd, int listener, const char *base_url);
void door_free(struct door *d);

/* Take in what is there, drop what took too long. */
void door_look(struct door *d, door_serve_fn serve, void *context);

/* When to look again although epoll says nothing; -1: never. */
int door_wait_ms(const struct door *d);

#endif
