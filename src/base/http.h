/*
 * Several HTTP transfers at once in one thread (libcurl multi).
 *
 *	struct http_pool *pool = http_pool_new(user_agent);
 *	http_submit(pool, &request, on_done, context);
 *	while (http_pool_active(pool))
 *		http_pool_step(pool, 100);	... calls on_done
 *	http_pool_free(pool);
 *
 * A transfer has bounds of its own: time to connect, total time, a floor of
 * speed, and the size of the answer (http_request.body_max).  Redirects are not
 * followed, only http and https are spoken, certificates are verified.
 *
 * A large file is not kept: with `chunk` set, what comes under status 200 is
 * handed on piece by piece (the body of any other status is dropped), and the
 * body of the response is empty.
 */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include "base/err.h"
#include "base/str.h"

struct http_pool;

/* A piece of the body; false: no more of it is wanted (ERR_ABORTED). */
typedef bool (*http_chunk_fn)(void *context, const char *bytes, size_t length);

struct http_request {
	const char *url;
	const char *body;          /* POST this JSON; NULL = GET.  Copied. */
	int64_t if_modified_since; /* epoch seconds; 0 = not asked */
	int connect_timeout_ms;
	int timeout_ms;      /* in all; 0 = only the floor of speed */
	int bytes_per_s_min; /* the floor; 0 = the usual one */
	size_t body_max;     /* more bytes than this is ERR_TOO_BIG */
	http_chunk_fn chunk; /* NULL: the body is kept until the end; called
			      * with the context of http_submit() */
	const char *const *headers; /* "name: value" each; borrowed until
				     * http_submit() returns */
	size_t header_count;
	/* The address is anyone's: https to a public address, or this machine
	 * (see base/http_guard.h); anything else is ERR_ARG. */
	bool guarded;
};

enum { HTTP_REDIRECT_BYTES = 200 };

struct http_response {
	enum err code; /* ERR_OK: an HTTP answer came, whatever its status */
	char error[256];
	char redirect[HTTP_REDIRECT_BYTES]; /* where it points to; "" = not */
	long status;
	int64_t retry_after_ms; /* -1 = not given */
	int64_t last_modified;  /* epoch seconds; 0 = not given */
	int64_t elapsed_ms;
	/* The end of the body was announced, by its length or its coding, and
	 * came; otherwise it is only where the connection ended. */
	bool whole;
	const char *body; /* borrowed for the time of the call; NUL-ended */
	size_t body_length;
	const char *content_type; /* "" if none */
};

typedef void (*http_done_fn)(void *context, const struct http_response *r);

/* `user_agent` is copied. */
struct http_pool *http_pool_new(const char *user_agent);
void http_pool_free(struct http_pool *pool); /* cancels what is in flight */

/* Returns a number that names the transfer. */
uint64_t http_submit(struct http_pool *pool, const struct http_request *request,
		     http_done_fn done, void *context);

/* Let transfers go on for at most `wait_ms`; calls `done` of finished ones.
 * Returns early when a signal or http_pool activity wakes it. */
void http_pool_step(struct http_pool *pool, int wait_ms);
/* The same; returns early also when `fd` can be read. */
void http_pool_step_until(struct http_pool *pool, int fd, int wait_ms);

size_t http_pool_active(const struct http_pool *pool);
/* Drop every transfer without calling back. */
void http_pool_cancel(struct http_pool *pool);

/*
 * One transfer to its end (release look-up, probes).  `body` must be a str with
 * the ceiling wanted; r->body points into it.  ERR_ABORTED as soon as a stop is
 * wanted (base/stop.h); every other transfer of the pool is dropped with it.
 */
void http_fetch(struct http_pool *pool, const struct http_request *request,
		struct str *body, struct http_response *r);

#endif
