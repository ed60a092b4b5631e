#include "envelope.h"

#include <stdarg.h>
#include <stdio.h>

#include "pages.h"

#define RESPONSE_MS 70

void envelope_message(struct text *messages, const char *fmt, ...)
{
	char line[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	if (messages->len)
		text_str(messages, ",");
	text_json(messages, line);
}

static void begin(struct reply *reply, const char *status, int ms)
{
	reply->status = 200;
	reply->type = "application/json";
	text_clear(&reply->body);
	text_str(&reply->body, "{\"status\":");
	text_json(&reply->body, status);
	text_fmt(&reply->body, ",\"responseTime\":%d,", ms);
}

void envelope_refusal(struct reply *reply, const char *status,
		      const char *message, const char *results)
{
	begin(reply, status, 0);
	text_str(&reply->body, "\"message\":[");
	text_json(&reply->body, message);
	text_fmt(&reply->body, "],\"Results\":%s}", results);
}

static void add(struct text *to, const struct text *from)
{
	if (from->len)
		text_add(to, from->data, from->len);
}

static void write_messages(struct text *body, const struct text *messages,
			   const struct fault *fault)
{
	if (fault->kind == FAULT_NO_MESSAGE)
		return;
	text_str(body, "\"message\":[");
	add(body, messages);
	if (fault->kind == FAULT_REFUSED_IN_WORDS)
		text_fmt(body, "%s%s", messages->len ? "," : "",
			 "\"Requested Series list has been reduced to the "
			 "system-allowed limit of 25 series.\"");
	if (fault->kind == FAULT_HUGE_BODY) {
		text_str(body, messages->len ? ",\"" : "\"");
		text_fill(body, 'x', (size_t)fault->bytes);
		text_str(body, "\"");
	}
	text_str(body, "],");
}

static void write_results(struct text *body, const char *list,
			  const struct text *members, const struct fault *fault)
{
	bool array = fault->kind == FAULT_RESULTS_ARRAY;

	text_str(body, "\"Results\":");
	if (fault->kind == FAULT_NULL_RESULTS) {
		text_str(body, "null}");
		return;
	}
	if (fault->kind == FAULT_DEEP_NESTING) {
		text_fill(body, '[', (size_t)fault->bytes);
		text_fill(body, ']', (size_t)fault->bytes);
		text_str(body, "}");
		return;
	}
	text_fmt(body, "%s{\n\"%s\":\n[", array ? "[" : "", list);
	add(body, members);
	text_fmt(body, "]\n}%s}", array ? "]" : "");
}

void envelope_success(struct reply *reply, const struct fault *fault,
		      const char *list, const struct text *messages,
		      const struct text *members)
{
	begin(reply,
	      fault->kind == FAULT_REFUSED_IN_WORDS ? "REQUEST_NOT_PROCESSED"
						    : "REQUEST_SUCCEEDED",
	      RESPONSE_MS);
	write_messages(&reply->body, messages, fault);
	write_results(&reply->body, list, members, fault);
	page_cut(reply, fault);
}
