#include "bls/outcome.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { TITLE_BYTES = 64 };

static const struct bls_policy policies[] = {
	[BLS_OK] = { "ok", BLS_DELIVER, false },
	[BLS_INCOMPLETE] = { "incomplete", BLS_DELIVER, false },
	[BLS_UNREACHABLE] = { "unreachable", BLS_RETRY, true },
	[BLS_TIMEOUT] = { "timeout", BLS_RETRY, true },
	[BLS_PROCESSING] = { "processing", BLS_RETRY, true },
	[BLS_RATE_LIMITED] = { "rate-limited", BLS_RETRY, true },
	[BLS_FORBIDDEN] = { "forbidden", BLS_LEAVE, true },
	[BLS_SERVER_ERROR] = { "server-error", BLS_RETRY, true },
	[BLS_HTML] = { "html", BLS_RETRY, true },
	[BLS_EMPTY] = { "empty", BLS_RETRY, true },
	[BLS_MALFORMED] = { "malformed", BLS_RETRY, true },
	[BLS_TOO_BIG] = { "too-big", BLS_RETRY, true },
	[BLS_OVER_CAPACITY] = { "over-capacity", BLS_RETRY, true },
	[BLS_REQUEST_FAILED] = { "request-failed", BLS_BISECT, false },
	[BLS_QUOTA] = { "quota", BLS_NEXT_KEY, false },
	[BLS_INVALID_KEY] = { "invalid-key", BLS_NEXT_KEY, false },
	[BLS_REFUSED] = { "refused", BLS_RETRY, false },
	[BLS_BAD_PARAMETERS] = { "bad-parameters", BLS_STOP, false },
	[BLS_BAD_REQUEST] = { "bad-request", BLS_STOP, false },
};
_Static_assert(COUNT_OF(policies) == BLS__MAX, "a decision for every class");

const struct bls_policy *bls_policy(enum bls_class outcome)
{
	return &policies[outcome];
}

/* An HTML page begins with a tag or a declaration, after white space. */
static bool looks_like_html(const char *body)
{
	body += strspn(body, " \t\r\n\xef\xbb\xbf");
	return strncasecmp(body, "<!doctype", 9) == 0 ||
	       strncasecmp(body, "<html", 5) == 0 || body[0] == '<';
}

static enum bls_class classify_status_code(long status)
{
	if (status == 202)
		return BLS_PROCESSING;
	if (status == 408)
		return BLS_TIMEOUT;
	if (status == 429)
		return BLS_RATE_LIMITED;
	if (status == 401 || status == 403)
		return BLS_FORBIDDEN;
	if (status >= 500)
		return BLS_SERVER_ERROR;
	if (status >= 300 && status < 400)
		return BLS_HTML; /* we follow no redirect */
	return status >= 200 && status < 300 ? BLS_OK : BLS_BAD_REQUEST;
}

enum bls_class bls_classify_http(const struct http_response *response)
{
	enum bls_class by_status;

	if (response->code == ERR_TIMEOUT)
		return BLS_TIMEOUT;
	if (response->code == ERR_TOO_BIG)
		return BLS_TOO_BIG;
	if (response->code != ERR_OK)
		return BLS_UNREACHABLE;
	by_status = classify_status_code(response->status);
	if (by_status != BLS_OK)
		return by_status;
	if (strspn(response->body, " \t\r\n") == response->body_length)
		return BLS_EMPTY;
	return looks_like_html(response->body) ? BLS_HTML : BLS_OK;
}

/* The title of an HTML page, its white space made single; "" = none. */
static void title_of(const char *body, char title[TITLE_BYTES])
{
	const char *from = strcasestr(body, "<title");
	size_t length = 0;
	size_t n;

	from = from ? strchr(from, '>') : NULL;
	title[0] = '\0';
	if (!from)
		return;
	from += 1 + strspn(from + 1, " \t\r\n");
	n = strcspn(from, "<");
	while (n && strchr(" \t\r\n", from[n - 1]))
		n--;
	(void)text_copy(title, TITLE_BYTES, from, n);
	for (n = 0; title[n]; n++)
		if (title[n] != ' ' || title[n + 1] != ' ')
			title[length++] = title[n];
	title[length] = '\0';
}

static const char *forbidden_text(const char *contact)
{
	return contact[0] ? "BLS refuses this host although the address is sent"
			  : "BLS wants a contact address in the User-Agent: "
			    "set contact_email";
}

void bls_explain(enum bls_class outcome, const struct http_response *response,
		 const char *contact, char *out, size_t size)
{
	const struct http_response *r = response;
	char title[TITLE_BYTES];
	bool named;

	if (r->code != ERR_OK) {
		(void)text_format(out, size, "%s", r->error);
		return;
	}
	title_of(r->body, title);
	named = title[0] != '\0';
	if (outcome == BLS_FORBIDDEN)
		(void)text_format(out, size, "%s (HTTP %ld)",
				  forbidden_text(contact), r->status);
	else if (r->status >= 300 && r->status < 400)
		(void)text_format(out, size, "HTTP %ld, a redirect to %s",
				  r->status,
				  r->redirect[0] ? r->redirect : "nowhere");
	else if (outcome == BLS_HTML)
		(void)text_format(out, size,
				  "an HTML page with HTTP %ld, title \"%s\"",
				  r->status, title);
	else if (outcome == BLS_EMPTY)
		(void)text_format(out, size, "nothing, with HTTP %ld",
				  r->status);
	else
		(void)text_format(out, size, "HTTP %ld%s%s%s", r->status,
				  named ? ", title \"" : "", title,
				  named ? "\"" : "");
}

enum bls_class bls_classify_status(const char *status, const char *messages)
{
	if (strcmp(status, "REQUEST_SUCCEEDED") == 0 ||
	    strcmp(status, "REQUEST_PARTIALLY_PROCESSED") == 0)
		return BLS_OK;
	/* both refusals mention a key, so the threshold is looked for first */
	if (strcasestr(messages, "daily threshold"))
		return BLS_QUOTA;
	if (strcasestr(messages, "provided by the User is invalid") ||
	    strncasecmp(messages, "The key:", 8) == 0)
		return BLS_INVALID_KEY;
	if (strcmp(status, "REQUEST_NOT_PROCESSED") == 0)
		return BLS_REFUSED;
	if (strcmp(status, "REQUEST_FAILED_INVALID_PARAMETERS") == 0)
		return BLS_BAD_PARAMETERS;
	if (strcmp(status, "REQUEST_FAILED") == 0)
		return BLS_REQUEST_FAILED;
	if (strncmp(status, "REQUEST_FAILED", 14) == 0)
		return BLS_OVER_CAPACITY;
	return BLS_MALFORMED;
}
