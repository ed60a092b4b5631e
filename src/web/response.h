/*
 * One HTTP answer.  A handler sets a status (200 stands there already), writes
 * its JSON and is done:
 *
 *	struct jw w = response_json(rs);
 *	jw_object(&w); ... jw_end(&w);
 *
 * Headers that every answer has (Content-Type, Content-Length, Cache-Control,
 * ETag) come from fields; others are added with response_header().  The owner
 * of the response resets it between requests; its memory is kept.
 */
#ifndef WEB_RESPONSE_H
#define WEB_RESPONSE_H

#include "base/jw.h"
#include "base/str.h"

enum {
	RESPONSE_BODY_MAX = 64 * 1024 * 1024,
	RESPONSE_HEAD_MAX = 16 * 1024,
	ETAG_BYTES = 64,
};

/*
 * A body that is made while it is sent, so that a long one needs no more memory
 * than a piece: `next` appends a piece and returns true, or returns false when
 * there is none left.  `length` is that of all pieces together; a client can
 * tell by it that an answer was cut.
 */
struct body_stream {
	bool (*next)(void *context, struct str *piece);
	void *context; /* lives until the answer is sent */
	size_t length;
};

struct response {
	int status;
	const char *content_type;  /* constant; "application/json" */
	const char *cache_control; /* constant; "no-store" */
	char etag[ETAG_BYTES];     /* with its quotes; "" = none */
	struct str head;           /* further lines, "Name: value\r\n" */
	struct str body;
	struct body_stream stream; /* instead of `body`, when there is `next` */
};

#define RESPONSE_INIT                                              \
	(struct response)                                          \
	{                                                          \
		.status = 200, .content_type = "application/json", \
		.cache_control = "no-store",                       \
		.head = STR_INIT(RESPONSE_HEAD_MAX),               \
		.body = STR_INIT(RESPONSE_BODY_MAX)                \
	}

void response_reset(struct response *rs);
void response_release(struct response *rs);

/* Drop what the body holds and start a JSON document in it. */
struct jw response_json(struct response *rs);

/*
 * Add a header line.  A value with a line end or another control character is
 * a mistake in the program: assert.
 */
void response_header(struct response *rs, const char *name, const char *format,
		     ...) PRINTF(3, 4);

/* "OK", "Not Found"; "Unknown" for a status this program never sends. */
const char *status_text(int status);
/* The type of its problem, "/problems/not-found"; "about:blank" when there is
 * none. */
const char *status_problem(int status);

/*
 * The whole answer as a CGI document: "Status: 200 OK\r\n", headers, empty
 * line, body.  `out` is emptied first.  Without `body` the length that the
 * body would have is still told.
 */
void response_write(const struct response *rs, bool body, struct str *out);

/* After that, when the answer has a stream: its next piece in `out`, which is
 * emptied first.  False when all has been said. */
MUST_CHECK bool response_next(const struct response *rs, bool body,
			      struct str *out);

#endif
