#include "api/response.h"

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

const char *status_text(int status)
{
	static const struct {
		int status;
		const char *text;
	} known[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 409, "Conflict" },
		{ 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
	};
	size_t i;

	for (i = 0; i < COUNT_OF(known); i++)
		if (known[i].status == status)
			return known[i].text;
	return "Unknown";
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
		str_addi(out, (int64_t)rs->body.length);
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
	if (body && may_have_body(rs->status))
		str_add(out, rs->body.data, rs->body.length);
}
