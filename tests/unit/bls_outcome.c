/* What transport and HTTP say about an answer, and what is done about it. */
#include "bls/outcome.h"

#include "table.h"

static const struct {
	enum err code;
	long status;
	const char *body;
	enum bls_class outcome;
	const char *comment;
} rows[] = {
	{ ERR_OK, 200, "{\"status\":\"\"}", BLS_OK, "worth parsing" },
	{ ERR_OK, 200, " \r\n{}", BLS_OK, "white space before" },
	{ ERR_OK, 200, "<!DOCTYPE html><html>", BLS_HTML, "a page" },
	{ ERR_OK, 200, "<!doctype HTML>", BLS_HTML, "in lower case" },
	{ ERR_OK, 200, "\n\n<html><body>Maintenance", BLS_HTML,
	  "without declaration" },
	{ ERR_OK, 200, "\xef\xbb\xbf<HTML>", BLS_HTML, "a byte order mark" },
	{ ERR_OK, 200, "<?xml version=\"1.0\"?>", BLS_HTML, "XML" },
	{ ERR_OK, 200, "", BLS_EMPTY, "empty" },
	{ ERR_OK, 200, " \t\r\n", BLS_EMPTY, "only white space" },
	{ ERR_OK, 204, "", BLS_EMPTY, "no content" },
	{ ERR_OK, 202, "{}", BLS_PROCESSING, "not ready yet" },
	{ ERR_OK, 429, "", BLS_RATE_LIMITED, "too many requests" },
	{ ERR_OK, 429, "<html>", BLS_RATE_LIMITED, "the same as a page" },
	{ ERR_OK, 401, "", BLS_FORBIDDEN, "not authorised" },
	{ ERR_OK, 403, "<HTML><TITLE>Access Denied</TITLE>", BLS_FORBIDDEN,
	  "the front end" },
	{ ERR_OK, 500, "{}", BLS_SERVER_ERROR, "server error" },
	{ ERR_OK, 502, "<html>", BLS_SERVER_ERROR, "bad gateway" },
	{ ERR_OK, 503, "", BLS_SERVER_ERROR, "unavailable" },
	{ ERR_OK, 504, "", BLS_SERVER_ERROR, "gateway timeout" },
	{ ERR_OK, 400, "{}", BLS_BAD_REQUEST, "syntax" },
	{ ERR_OK, 404, "<html>", BLS_BAD_REQUEST, "a wrong address" },
	{ ERR_OK, 415, "", BLS_BAD_REQUEST, "content type" },
	{ ERR_OK, 301, "", BLS_HTML, "moved, to a page of maintenance" },
	{ ERR_OK, 408, "", BLS_TIMEOUT, "we were too slow for it" },
	{ ERR_TIMEOUT, 0, "", BLS_TIMEOUT, "no answer in time" },
	{ ERR_TIMEOUT, 200, "{\"sta", BLS_TIMEOUT, "half an answer in time" },
	{ ERR_TOO_BIG, 200, "{", BLS_TOO_BIG, "too big" },
	{ ERR_NET, 0, "", BLS_UNREACHABLE, "no connection" },
	{ ERR_NET, 200, "{}", BLS_UNREACHABLE, "cut off" },
};

static void test_http(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct http_response r = {
			.code = rows[i].code,
			.status = rows[i].status,
			.body = rows[i].body,
			.body_length = strlen(rows[i].body),
		};

		row_int(rows[i].comment, bls_classify_http(&r),
			rows[i].outcome);
	}
}

static const struct {
	enum bls_class outcome;
	const char *name;
	enum bls_action action;
	bool breaker;
} policies[] = {
	{ BLS_OK, "ok", BLS_DELIVER, false },
	{ BLS_INCOMPLETE, "incomplete", BLS_DELIVER, false },
	{ BLS_UNREACHABLE, "unreachable", BLS_RETRY, true },
	{ BLS_TIMEOUT, "timeout", BLS_RETRY, true },
	{ BLS_PROCESSING, "processing", BLS_RETRY, true },
	{ BLS_RATE_LIMITED, "rate-limited", BLS_RETRY, true },
	{ BLS_FORBIDDEN, "forbidden", BLS_LEAVE, true },
	{ BLS_SERVER_ERROR, "server-error", BLS_RETRY, true },
	{ BLS_HTML, "html", BLS_RETRY, true },
	{ BLS_EMPTY, "empty", BLS_RETRY, true },
	{ BLS_MALFORMED, "malformed", BLS_RETRY, true },
	{ BLS_TOO_BIG, "too-big", BLS_RETRY, true },
	{ BLS_OVER_CAPACITY, "over-capacity", BLS_RETRY, true },
	{ BLS_REQUEST_FAILED, "request-failed", BLS_BISECT, false },
	{ BLS_QUOTA, "quota", BLS_NEXT_KEY, false },
	{ BLS_INVALID_KEY, "invalid-key", BLS_NEXT_KEY, false },
	{ BLS_REFUSED, "refused", BLS_RETRY, false },
	{ BLS_BAD_PARAMETERS, "bad-parameters", BLS_STOP, false },
	{ BLS_BAD_REQUEST, "bad-request", BLS_STOP, false },
};

/* Quota and refusals of parameters never open the breaker, and never retry. */
static void test_policies(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(COUNT_OF(policies), BLS__MAX);
	for (i = 0; i < COUNT_OF(policies); i++) {
		const struct bls_policy *p = bls_policy(policies[i].outcome);

		row_text(policies[i].name, p->name, policies[i].name);
		row_int(policies[i].name, p->action, policies[i].action);
		row_int(policies[i].name, p->counts_for_breaker,
			policies[i].breaker);
	}
}

static const struct {
	struct http_response r;
	const char *contact;
	const char *text;
} explained[] = {
	{ { .code = ERR_NET, .error = "Connection reset" },
	  "",
	  "Connection reset" },
	{ { .status = 403, .body = "<HTML><TITLE>Access Denied</TITLE>" },
	  "a@example.org",
	  "BLS refuses this host although the address is sent (HTTP 403)" },
	{ { .status = 401, .body = "" },
	  "a@example.org",
	  "BLS refuses this host although the address is sent (HTTP 401)" },
	{ { .status = 403, .body = "" },
	  "",
	  "BLS wants a contact address in the User-Agent: set contact_email "
	  "(HTTP 403)" },
	{ { .status = 302,
	    .body = "<html>",
	    .redirect = "https://www.example.org/sorry" },
	  "",
	  "HTTP 302, a redirect to https://www.example.org/sorry" },
	{ { .status = 304, .body = "" },
	  "",
	  "HTTP 304, a redirect to nowhere" },
	{ { .status = 200,
	    .body = "<!DOCTYPE html>\n<title lang=en>\n Page \x96  not\n found "
		    "\n</title>" },
	  "",
	  "an HTML page with HTTP 200, title \"Page \xE2\x80\x93 not found\"" },
	{ { .status = 200, .body = "<html><body>Sorry" },
	  "",
	  "an HTML page with HTTP 200, title \"\"" },
	{ { .status = 200, .body = "<title>cut" },
	  "",
	  "an HTML page with HTTP 200, title \"cut\"" },
	{ { .status = 200, .body = "<title" },
	  "",
	  "an HTML page with HTTP 200, title \"\"" },
	{ { .status = 200, .body = " \r\n" }, "", "nothing, with HTTP 200" },
	{ { .status = 503, .body = "<title>Busy</title>" },
	  "",
	  "HTTP 503, title \"Busy\"" },
	{ { .status = 503, .body = "" }, "", "HTTP 503" },
};

/* What people read of an answer that is of no use. */
static void test_explain(void **state)
{
	char text[160];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(explained); i++) {
		struct http_response r = explained[i].r;

		r.body_length = r.body ? strlen(r.body) : 0;
		bls_explain(bls_classify_http(&r), &r, explained[i].contact,
			    text, sizeof text);
		row_text(explained[i].text, text, explained[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_http),
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_explain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
