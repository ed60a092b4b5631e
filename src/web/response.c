#include "web/response.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void response_reset(struct response *rs)
{
	rs->status = 200;
	rs->content_type = "application/json";
	rs->cache_control = "no-store";
	rs->etag[0] = '\0';
	str_reset(&rs->head);
	str_reset(&rs->body);
	rs->stream = (struct body_stream){ 0 };
}

void response_release(struct response *rs)
{
	str_release(&rs->head);
	str_release(&rs->body);
}

struct jw response_json(struct response *rs)
{
	rs->content_type = "application/json";
	str_reset(&rs->body);
	rs->stream = (struct body_stream){ 0 };
	return JW_INIT(&rs->body);
}

void response_header(struct response *rs, const char *name, const char *format,
		     ...)
{
	size_t start;
	va_list args;
	const char *p;

	str_adds(&rs->head, name);
	str_adds(&rs->head, ": ");
	start = rs->head.length;
	va_start(args, format);
	str_addv(&rs->head, format, args);
	va_end(args);
	for (p = rs->head.data + start; *p; p++)
		assert((unsigned char)*p >= 0x20 && *p != 0x7f);
	str_adds(&rs->head, "\r\n");
}

static const struct status {
	int status;
	const char *text;
	const char *problem; /* NULL: no failure */
} statuses[] = {
	{ 200, "OK", NULL },
	{ 201, "Created", NULL },
	{ 202, "Accepted", NULL },
	{ 204, "No Content", NULL },
	{ 301, "Moved Permanently", NULL },
	{ 304, "Not Modified", NULL },
	{ 400, "Bad Request", "/problems/bad-request" },
	{ 401, "Unauthorized", "/problems/sign-in-required" },
	{ 403, "Forbidden", "/problems/forbidden" },
	{ 404, "Not Found", "/problems/not-found" },
	{ 405, "Method Not Allowed", "/problems/method-not-allowed" },
	{ 409, "Conflict", "/problems/conflict" },
	{ 413, "Content Too Large", "/problems/too-large" },
	{ 414, "URI Too Long", "/problems/uri-too-long" },
	{ 415, "Unsupported Media Type", "/problems/unsupported-media-type" },
	{ 429, "Too Many Requests", "/problems/too-many-requests" },
	{ 500, "Internal Server Error", "/problems/internal-error" },
	{ 503, "Service Unavailable", "/problems/unavailable" },
};

static const struct status *find_status(int status)
{
	static const struct status unknown = { 0, "Unknown", NULL };
	size_t i;

	for (i = 0; i < COUNT_OF(statuses); i++)
		if (statuses[i].status == status)
			return &statuses[i];
	return &unknown;
}

const char *status_text(int status)
{
	return find_status(status)->text;
}

const char *status_problem(int status)
{
	const char *problem = find_status(status)->problem;

	return problem ? problem : "about:blank";
}

/* 204 and 304 have no body, and say nothing about one. */
static bool may_have_body(int status)
{
	return status != 204 && status != 304;
}

void response_write(const struct response *rs, bool body, struct str *out)
{
	str_reset(out);
	str_adds(out, "Status: ");
	str_addi(out, rs->status);
	str_addc(out, ' ');
	str_adds(out, status_text(rs->status));
	if (may_have_body(rs->status)) {
		str_adds(out, "\r\nContent-Type: ");
		str_adds(out, rs->content_type);
		str_adds(out, "\r\nContent-Length: ");
		str_addi(out, (int64_t)(rs->stream.next ? rs->stream.length
							: rs->body.length));
	}
	str_adds(out, "\r\nCache-Control: ");
	str_adds(out, rs->cache_control);
	if (rs->etag[0]) {
		str_adds(out, "\r\nETag: ");
		str_adds(out, rs->etag);
	}
	str_adds(out, "\r\n");
	str_add(out, rs->head.data, rs->head.length);
	str_adds(out, "\r\n");
	if (body && may_have_body(rs->status) && !rs->stream.next)
		str_add(out, rs->body.data, rs->body.length);
}

bool response_next(const struct response *rs, bool body, struct str *out)
{
	str_reset(out);
	return body && may_have_body(rs->status) && rs->stream.next &&
	       rs->stream.next(rs->stream.context, out);
}
