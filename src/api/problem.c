#include "api/problem.h"

#include "api/utf8.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>

enum { DETAIL_MAX = 512, QUOTED_MAX = 200, RETRY_AFTER_S = 2 };

static const struct {
	int status;
	const char *type;
} types[] = {
	{ 400, "/problems/bad-request" },
	{ 401, "/problems/sign-in-required" },
	{ 403, "/problems/forbidden" },
	{ 404, "/problems/not-found" },
	{ 405, "/problems/method-not-allowed" },
	{ 409, "/problems/conflict" },
	{ 413, "/problems/too-large" },
	{ 415, "/problems/unsupported-media-type" },
	{ 422, "/problems/invalid-content" },
	{ 429, "/problems/too-many-requests" },
	{ 500, "/problems/internal-error" },
	{ 503, "/problems/unavailable" },
};

static const char *type_of(int status, const char *parameter)
{
	size_t i;

	if (status == 400 && parameter)
		return "/problems/invalid-parameter";
	for (i = 0; i < COUNT_OF(types); i++)
		if (types[i].status == status)
			return types[i].type;
	return "about:blank";
}

static void write_utf8(struct jw *w, const char *key, const char *text,
		       size_t max)
{
	struct str clean = STR_INIT((size_t)4 * DETAIL_MAX);

	utf8_add(&clean, text, max);
	jw_kv_string(w, key, clean.data);
	str_release(&clean);
}

static void write_problem(struct response *rs, const struct request *rq,
			  int status, const char *parameter, const char *detail)
{
	struct jw w;

	response_reset(rs);
	rs->status = status;
	w = response_json(rs);
	rs->content_type = "application/problem+json";
	jw_object(&w);
	jw_kv_string(&w, "type", type_of(status, parameter));
	jw_kv_string(&w, "title", status_text(status));
	jw_kv_int(&w, "status", status);
	write_utf8(&w, "detail", detail, DETAIL_MAX);
	write_utf8(&w, "instance", rq->path, QUOTED_MAX);
	if (parameter)
		write_utf8(&w, "parameter", parameter, QUOTED_MAX);
	jw_end(&w);
}

void problem(struct response *rs, const struct request *rq, int status,
	     const char *format, ...)
{
	char detail[DETAIL_MAX];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	write_problem(rs, rq, status, NULL, detail);
}

void problem_parameter(struct response *rs, const struct request *rq,
		       int status, const char *parameter, const char *format,
		       ...)
{
	char detail[DETAIL_MAX];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	write_problem(rs, rq, status, parameter, detail);
}

void problem_later(struct response *rs, const struct request *rq, int status,
		   int retry_after_s, const char *format, ...)
{
	char detail[DETAIL_MAX];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	write_problem(rs, rq, status, NULL, detail);
	response_header(rs, "Retry-After", "%d", retry_after_s);
}

void problem_error(struct response *rs, const struct request *rq,
		   const struct error *e)
{
	switch (e->code) {
	case ERR_ARG:
		problem(rs, rq, 400, "%s", e->msg);
		return;
	case ERR_AUTH:
		problem(rs, rq, 403, "%s", e->msg);
		return;
	case ERR_NOT_FOUND:
		problem(rs, rq, 404, "%s", e->msg);
		return;
	case ERR_CONFLICT:
		problem(rs, rq, 409, "%s", e->msg);
		return;
	case ERR_TOO_BIG:
		problem(rs, rq, 413, "%s", e->msg);
		return;
	case ERR_BUSY:
	case ERR_DEADLOCK:
	case ERR_NET:
	case ERR_TIMEOUT:
	case ERR_IO:
		log_warn("%s %s: %s", rq->method, rq->path, e->msg);
		problem_later(rs, rq, 503, RETRY_AFTER_S,
			      "The database cannot be reached at the moment.");
		return;
	case ERR_OK:
	case ERR_QUOTA:
	case ERR_REMOTE:
	case ERR_DB:
	case ERR_ABORTED:
	case ERR_FENCED:
	case ERR__MAX:
		break;
	}
	log_error("%s %s: %s", rq->method, rq->path, e->msg);
	problem(rs, rq, 500,
		"The request could not be answered; the reason "
		"is in the log of the service.");
}
