/*
 * One HTTP request, as handlers see it: plain text, no FastCGI.  Everything is
 * borrowed from whoever made the request (web/fcgi or a test) and lives until
 * its answer is sent.  No pointer is ever NULL: what was not sent is "".
 *
 *	struct request rq = REQUEST_INIT;
 *	request_line(&rq, "GET /api/jobs?page=2", &space, &e)
 *
 * The second is for tests and `api.fcgi --request`.
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "base/err.h"
#include "base/str.h"

enum {
	REQUEST_BODY_MAX = 64 * 1024,
	REQUEST_PATH_MAX = 512,
	/* What the web server lets through; a longer request line is 414. */
	REQUEST_QUERY_MAX = 8192,
};

struct request {
	const char *method; /* as sent: "GET" */
	const char *path;   /* decoded by the web server: "/api/jobs/15-1252" */
	const char *query;  /* after the "?", still encoded */
	const char *body;
	size_t body_length;
	bool body_too_big; /* more than REQUEST_BODY_MAX came; body is "" */
	const char *content_type;
	const char *cookie;        /* the whole Cookie header */
	const char *authorization; /* "Bearer ..." */
	const char *csrf_token;    /* X-CSRF-Token */
	const char *if_none_match;
	const char *last_event_id;
	const char *origin;
	const char *sec_fetch_site;
	const char *user_agent;
	const char *remote_addr; /* of the client, from the web server */
	const char *id;          /* the web server's id of this request */
	bool https;
};

#define REQUEST_INIT                                                        \
	(struct request)                                                    \
	{                                                                   \
		.method = "", .path = "", .query = "", .body = "",          \
		.content_type = "", .cookie = "", .authorization = "",      \
		.csrf_token = "", .if_none_match = "", .last_event_id = "", \
		.origin = "", .sec_fetch_site = "", .user_agent = "",       \
		.remote_addr = "", .id = ""                                 \
	}

/*
 * Fill method, path and query from "GET /api/jobs?page=2".  The parts are
 * copied into `space`, which must outlive the request.
 */
MUST_CHECK enum err request_line(struct request *rq, const char *line,
				 struct str *space, struct error *e);

/*
 * The value of a cookie, copied into `out`; false when it is absent, empty or
 * longer than the room.
 */
MUST_CHECK bool request_cookie(const struct request *rq, const char *name,
			       char *out, size_t size);

#endif
