/*
 * Requests and answers over FastCGI: the only file that knows libfcgi. Every
 * wait of a worker is in here, and ends at once when the process is told to
 * stop (web_stopping()), because SIGTERM is blocked everywhere else.
 */
#ifndef BLS_EMULATOR_WEB_H
#define BLS_EMULATOR_WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

#define BODY_MAX_BYTES (4 << 20)

struct request {
	const char *method;
	char path[2048]; /* as sent, without the query, not decoded */
	const char *query;
	const char *content_type;
	const char *user_agent;
	const char *if_modified_since;
	const char *address;
	struct text body;
};

struct reply {
	int status;
	const char *type;
	struct text headers; /* further lines, each with CR LF */
	struct text body;
	bool no_length; /* leave Content-Length out */
	size_t promise; /* Content-Length when it shall be wrong, else 0 */
};

enum web_event { WEB_REQUEST, WEB_BROKEN, WEB_STOP };

/* Before the workers are forked; catches SIGTERM and SIGINT. */
bool web_init(void);
/* In each worker, with the listening socket. */
bool web_open(int listener);
/* Waits for a request; WEB_BROKEN: cut on its way, nothing to answer. */
enum web_event web_accept(struct request *r);
/* False when the client has left. */
bool web_send(const struct request *r, const struct reply *reply);
/* Ends the exchange and frees what belongs to it. */
void web_finish(struct request *r, struct reply *reply);
/* Sleeps; false when the client left or the process shall stop meanwhile. */
bool web_wait(long ms);
bool web_stopping(void);
void web_close(void);

#endif
