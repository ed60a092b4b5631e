/*
 * Failures, as RFC 9457 says them: application/problem+json with type, title,
 * status, detail and instance, and `parameter` when one is at fault.  `type`
 * is a stable name per kind ("/problems/invalid-parameter"), for programs;
 * `detail` is for people.  What was in the response before is dropped.
 *
 * Details may quote what the client sent: bytes that are not UTF-8 are
 * replaced, and nothing longer than 200 bytes is repeated.
 */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "web/param.h"
#include "web/request.h"
#include "web/response.h"

void problem(struct response *rs, const struct request *rq, int status,
	     const char *format, ...) PRINTF(4, 5);

/* `parameter` is what is wrong, in the query, the body or the path. */
void problem_parameter(struct response *rs, const struct request *rq,
		       int status, const char *parameter, const char *format,
		       ...) PRINTF(5, 6);

/* Add a member to a problem that was written: `json` is its value. */
void problem_member(struct response *rs, const char *key, const char *json);

/* 400: what params_parse() found, and as `didYouMean` what it suggests. */
void problem_fault(struct response *rs, const struct request *rq,
		   const struct param_fault *fault);

/* 400: the parameter has to be one of these; `meant` may be NULL. */
void problem_value(struct response *rs, const struct request *rq,
		   const char *parameter, const char *meant,
		   const struct param_names *known);

/* 429 or 503: the client is told when to come back. */
void problem_later(struct response *rs, const struct request *rq, int status,
		   int retry_after_s, const char *format, ...) PRINTF(5, 6);

/*
 * The status that fits the error: ARG 400, AUTH 403, NOT_FOUND 404, CONFLICT
 * 409, TOO_BIG 413; what comes from the database or the system is logged here
 * and told without its text: BUSY, NET, TIMEOUT, IO 503 with Retry-After,
 * anything else 500.
 */
void problem_error(struct response *rs, const struct request *rq,
		   const struct error *e);

#endif
