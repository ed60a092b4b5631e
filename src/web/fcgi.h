/*
 * FastCGI: the only file that knows libfcgi.  Used by a worker of api.fcgi (one
 * request after the other) and by events.fcgi (accept when epoll says so, then
 * detach the connection and write its records by itself).
 *
 *	int listener = fcgi_listen(path, &e);	... or fd 0 from systemd ...
 *	struct fcgi *f = fcgi_new(listener, base_url);
 *	while (...) {
 *		... wait until `listener` is readable (ppoll, epoll) ...
 *		got = fcgi_open(f);
 *		if (got == FCGI_MORE)
 *			got = fcgi_await(f, &rq);
 *		switch (got) {
 *		case FCGI_GOT:	dispatch(...); fcgi_reply(f, &rs); break;
 *		case FCGI_NONE:	break;	... a sibling took it, or cut short
 *		case FCGI_FULL:	... no descriptors: wait a little ...
 *		}
 *	}
 *
 * A request is taken in whole (fcgi_intake.h) before libfcgi sees any of it: one
 * that is cut short, drips, or claims lengths that do not add up is dropped here
 * and reaches neither the library nor a handler.
 */
#ifndef WEB_FCGI_H
#define WEB_FCGI_H

#include "web/request.h"
#include "web/response.h"

struct fcgi;

enum fcgi_got { FCGI_GOT, FCGI_NONE, FCGI_FULL, FCGI_MORE };

/*
 * A listening Unix socket at `path`: non-blocking, close-on-exec, mode 0660,
 * backlog 1024.  A socket that nobody listens on is replaced; one that somebody
 * does is ERR_BUSY.  `path` NULL: descriptor 0 must be a listening socket.
 */
MUST_CHECK enum err fcgi_listen(const char *path, int *listener,
				struct error *e);

/* One per process; `listener` is borrowed.  Paths are those below the path of
 * `base_url` (request_path.h). */
struct fcgi *fcgi_new(int listener, const char *base_url);
void fcgi_free(struct fcgi *f);

/*
 * In steps that never wait.  MORE of the first: a connection is there; of the
 * second: not all of the request is.  Its descriptor is to be watched until
 * then, but not longer than INTAKE_MS; -1: there is none.  `rq` borrows from
 * `f` until the reply.
 */
MUST_CHECK enum fcgi_got fcgi_open(struct fcgi *f);
MUST_CHECK enum fcgi_got fcgi_read(struct fcgi *f, struct request *rq);
int fcgi_connection(const struct fcgi *f);

/* The second step, and the waiting: GOT or NONE; a client that has not sent its
 * request after INTAKE_MS is dropped. */
MUST_CHECK enum fcgi_got fcgi_await(struct fcgi *f, struct request *rq);

/* Send the answer and end the request.  False when the client had gone, or kept
 * us waiting for more than ten seconds in all. */
bool fcgi_reply(struct fcgi *f, const struct response *rs);

/*
 * Send the head of `rs` and what its body holds, without Content-Length, and
 * keep the connection open: returns its descriptor (non-blocking, yours), or
 * -1 when the client had gone.  The request is over for `f`.
 */
MUST_CHECK int fcgi_detach(struct fcgi *f, const struct response *rs);

/* The request id of streams, which share their records.  It is what servers use
 * that do not multiplex: all there are. */
enum { FCGI_STREAM_ID = 1 };

/* For a detached connection: append records with `n` bytes of body, and the two
 * that end the answer. */
void fcgi_add_stdout(struct str *out, const void *bytes, size_t n);
void fcgi_add_end(struct str *out);

#endif
