/*
 * A FastCGI request, taken from its connection whole before anything reads it:
 * within a time for all of it, however slowly it drips, within bounds, and held
 * against its own lengths.  libfcgi trusts what it is sent: it waits for ever,
 * and allocates whatever length a parameter claims.
 *
 *	intake_begin(&in, fd);
 *	while ((state = intake_read(&in)) == INTAKE_MORE)
 *		... wait until `fd` is readable, or in.deadline_ms has come ...
 *	... INTAKE_WHOLE: params, body ...
 */
#ifndef WEB_FCGI_INTAKE_H
#define WEB_FCGI_INTAKE_H

#include "base/str.h"

enum {
	INTAKE_MS = 2000, /* for all of a request */
	INTAKE_PARAMS_MAX = 65535,
	INTAKE_DRAIN_MAX = 1024 * 1024, /* of a body that is too big */
};

enum intake_state { INTAKE_MORE, INTAKE_WHOLE, INTAKE_BAD };

struct intake {
	int fd;              /* non-blocking, borrowed */
	int64_t deadline_ms; /* monotonic */
	int request_id;    /* the answer bears it; 0 before the first record */
	struct str params; /* names and values as they are sent */
	struct str body;
	size_t body_length; /* of what came, also beyond the bound */
	bool params_ended;
	unsigned char header[8]; /* of the record that is being read */
	size_t header_length;
	size_t content; /* bytes of it that are still to come */
	size_t padding;
};

#define INTAKE_INIT(body_max)                                    \
	(struct intake)                                          \
	{                                                        \
		.fd = -1, .params = STR_INIT(INTAKE_PARAMS_MAX), \
		.body = STR_INIT(body_max)                       \
	}

void intake_begin(struct intake *in, int fd);

/* Reads what is there.  BAD: the other side hung up, sent what is no request,
 * or took too long. */
MUST_CHECK enum intake_state intake_read(struct intake *in);

void intake_release(struct intake *in);

#endif
