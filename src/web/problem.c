#include "web/problem.h"

#include "base/log.h"
#include "base/text.h"

#include <string.h>

enum { DETAIL_MAX = PARAM_DETAIL_MAX, QUOTED_MAX = 200, RETRY_AFTER_S = 2 };

/*
 * What an error becomes.  One of the database or the system is logged and told
 * without its text; what is not here is our mistake: 500.
 */
static const struct {
	int status;
	bool internal;
} answers[ERR__MAX] = {
	[ERR_ARG] = { 400, false },       [ERR_AUTH] = { 403, false },
	[ERR_NOT_FOUND] = { 404, false }, [ERR_CONFLICT] = { 409, false },
	[ERR_TOO_BIG] = { 413, false },   [ERR_BUSY] = { 503, true },
	[ERR_DEADLOCK] = { 503, true },   [ERR_NET] = { 503, true },
	[ERR_TIMEOUT] = { 503, true },    [ERR_IO] = { 503, true },
};

/* What is wrong besides the status; all may be NULL. */
struct fault {
	const char *detail;
	const char *parameter;
	const char *nearest;
};

static void write_utf8(struct jw *w, const char *key, const char *text,
		       size_t max)
{
	struct str clean = STR_INIT((size_t)4 * DETAIL_MAX);

	text_excerpt(&clean, text, max);
	jw_kv_string(w, key, clean.data);
	str_release(&clean);
}

static void write_problem(struct response *rs, const struct request *rq,
			  int status, const struct fault *fault)
{
	const char *type = status == 400 && fault->parameter
				   ? "/problems/invalid-parameter"
				   : status_problem(status);
	struct jw w;

	response_reset(rs);
	rs->status = status;
	w = response_json(rs);
	rs->content_type = "application/problem+json";
	jw_object(&w);
	jw_kv_string(&w, "type", type);
	jw_kv_string(&w, "title", status_text(status));
	jw_kv_int(&w, "status", status);
	write_utf8(&w, "detail", fault->detail, DETAIL_MAX);
	write_utf8(&w, "instance", rq->path, QUOTED_MAX);
	if (fault->parameter)
		write_utf8(&w, "parameter", fault->parameter, QUOTED_MAX);
	if (fault->nearest)
		jw_kv_string(&w, "didYouMean", fault->nearest);
	jw_end(&w);
}

static void write_formatted(struct response *rs, const struct request *rq,
			    int status, const char *parameter,
			    const char *format, va_list args) PRINTF(5, 0);

static void write_formatted(struct response *rs, const struct request *rq,
			    int status, const char *parameter,
			    const char *format, va_list args)
{
	struct str detail = STR_INIT(DETAIL_MAX);
	struct fault fault = { .parameter = parameter };

	str_addv(&detail, format, args);
	fault.detail = detail.data;
	write_problem(rs, rq, status, &fault);
	str_release(&detail);
}

void problem(struct response *rs, const struct request *rq, int status,
	     const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_formatted(rs, rq, status, NULL, format, args);
	va_end(args);
}

void problem_parameter(struct response *rs, const struct request *rq,
		       int status, const char *parameter, const char *format,
		       ...)
{
	va_list args;

	va_start(args, format);
	write_formatted(rs, rq, status, parameter, format, args);
	va_end(args);
}

void problem_member(struct response *rs, const char *key, const char *json)
{
	struct str whole = STR_INIT(RESPONSE_BODY_MAX);
	struct jw w = JW_INIT(&whole);

	jw_object(&w);
	jw_members(&w, rs->body.data + 1, rs->body.length - 2);
	jw_key(&w, key);
	jw_raw(&w, json, strlen(json));
	jw_end(&w);
	str_reset(&rs->body);
	str_add(&rs->body, whole.data, whole.length);
	str_release(&whole);
}

void problem_fault(struct response *rs, const struct request *rq,
		   const struct param_fault *fault)
{
	const struct fault told = { fault->detail.data, fault->parameter,
				    *fault->nearest ? fault->nearest : NULL };

	write_problem(rs, rq, 400, &told);
}

void problem_value(struct response *rs, const struct request *rq,
		   const char *parameter, const char *meant,
		   const struct param_names *known)
{
	struct param_fault fault = PARAM_FAULT_INIT;

	param_fault_value(&fault, parameter, meant, known);
	problem_fault(rs, rq, &fault);
	param_fault_release(&fault);
}

void problem_later(struct response *rs, const struct request *rq, int status,
		   int retry_after_s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_formatted(rs, rq, status, NULL, format, args);
	va_end(args);
	response_header(rs, "Retry-After", "%d", retry_after_s);
}

void problem_error(struct response *rs, const struct request *rq,
		   const struct error *e)
{
	int status = answers[e->code].status;

	if (status && !answers[e->code].internal) {
		problem(rs, rq, status, "%s", e->msg);
	} else if (status) {
		log_warn("%s %s: %s", rq->method, rq->path, e->msg);
		problem_later(rs, rq, status, RETRY_AFTER_S,
			      "The database cannot be reached at the moment.");
	} else {
		log_error("%s %s: %s", rq->method, rq->path, e->msg);
		problem(rs, rq, 500,
			"The request could not be answered; the reason is in "
			"the log of the service.");
	}
}
