/*
 * The open event streams: detached FastCGI connections that are written to
 * without ever waiting for one of them.
 *
 *	                    +--> out (bounded) --> fd
 *	hub_send --> record-+
 *	                    +--> out (bounded) --> fd
 *
 * A record is written as far as it goes, the rest when epoll says so.
 *
 * Whoever reads so slowly that its buffer overflows, or takes nothing for
 * HUB_STUCK_MS, is dropped; its browser asks again and gets the present status.
 */
#ifndef SERVE_EVENT_HUB_H
#define SERVE_EVENT_HUB_H

#include "admin/auth.h"

enum {
	HUB_CLIENTS_MAX = 16384,
	HUB_BUFFER_MAX = 128 * 1024,
	HUB_SILENT_MS = 15000, /* then a comment is sent */
	HUB_STUCK_MS = 30000,
	HUB_RECHECK_MS = 30000, /* is the session still valid? */
};

struct hub;
struct hub_client;

/* Clients are watched by `epoll_fd` with themselves as data.ptr. */
struct hub *hub_new(int epoll_fd);
/* Ends every stream in good order. */
void hub_free(struct hub *hub);

size_t hub_count(const struct hub *hub);
/* Those of one account or token. */
size_t hub_count_of(const struct hub *hub, const char *username);

/* Takes the descriptor over, also when it cannot keep it. */
void hub_add(struct hub *hub, int fd, const struct identity *who,
	     int64_t now_ms);

/* epoll has news of one client. */
void hub_ready(struct hub *hub, struct hub_client *client, uint32_t events,
	       int64_t now_ms);

/* Text to all. */
void hub_send(struct hub *hub, const char *text, size_t length, int64_t now_ms);
/* A comment to those who heard nothing for HUB_SILENT_MS; drop the stuck. */
void hub_keep_alive(struct hub *hub, int64_t now_ms);

/*
 * Ask about the sessions whose turn it is, `most` of them.  Streams whose
 * session is over end.  While `valid` cannot tell, they go on; what expires by
 * the clock ends in any case.
 */
typedef enum err (*hub_valid_fn)(void *context, const struct identity *who);
void hub_recheck(struct hub *hub, size_t most, int64_t now_ms,
		 hub_valid_fn valid, void *context);

/* Free what was dropped: after each round of epoll events, not within. */
void hub_sweep(struct hub *hub);

#endif
