/*
 * What can become of a request to the BLS API, and what is done about it: one
 * class per outcome, one decision per class, in one table.
 *
 * Facts behind it: https://www.bls.gov/developers/api_faqs.htm (status codes,
 * limits) and recorded answers; success is never judged by HTTP 200 or
 * REQUEST_SUCCEEDED alone but series by series (bls/reply.h).
 */
#ifndef BLS_OUTCOME_H
#define BLS_OUTCOME_H

#include "base/http.h"

enum bls_class {
	BLS_OK,
	BLS_INCOMPLETE,  /* well, but for series that it lacks or spoils */
	BLS_UNREACHABLE, /* no connection, reset, TLS failure */
	BLS_TIMEOUT,
	BLS_PROCESSING,   /* HTTP 202 */
	BLS_RATE_LIMITED, /* HTTP 429 */
	BLS_FORBIDDEN,    /* HTTP 403, "Access Denied" of the front end */
	BLS_SERVER_ERROR, /* HTTP 5xx */
	BLS_HTML,         /* a maintenance page, or the way to one (3xx) */
	BLS_EMPTY,        /* no body */
	BLS_MALFORMED,    /* cut or broken JSON, or not of the known form */
	BLS_TOO_BIG,
	BLS_OVER_CAPACITY,  /* REQUEST_FAILED_ERROR, ..._OVER_CAPACITY */
	BLS_REQUEST_FAILED, /* the generic text: one bad id spoils the request
			     */
	BLS_QUOTA,          /* "daily threshold": this key, until tomorrow */
	BLS_INVALID_KEY,    /* this key, until somebody mends it */
	BLS_REFUSED,        /* not processed for another reason */
	BLS_BAD_PARAMETERS, /* our bug */
	BLS_BAD_REQUEST,    /* HTTP 4xx: our bug, or a wrong api_url */
	BLS__MAX
};

enum bls_action {
	BLS_DELIVER,  /* look at the series */
	BLS_RETRY,    /* the same request again, later, at most three times */
	BLS_BISECT,   /* once again, then in two halves */
	BLS_NEXT_KEY, /* at once, with another key */
	BLS_STOP,     /* end the run: nobody can mend this but a person */
	BLS_LEAVE,    /* end it, for asking again makes it worse; the next run
		       * that is scheduled asks anew */
};

struct bls_policy {
	const char *name; /* in logs, failures and metrics */
	enum bls_action action;
	bool counts_for_breaker; /* the service is in trouble */
};

const struct bls_policy *bls_policy(enum bls_class outcome);

/* By class: requests that ended so, and requests sent again because of it. */
struct bls_tally {
	int requests[BLS__MAX];
	int retries[BLS__MAX];
};

/*
 * Judge transport and HTTP only: BLS_OK means that the body is worth parsing.
 * Status 200 with a page of HTML is a page of HTML.
 */
enum bls_class bls_classify_http(const struct http_response *response);

/*
 * What it came to, for people: "HTTP 302, a redirect to https://...", "an HTML
 * page with HTTP 200, title \"Maintenance\"".  A 403 means another thing to
 * who sends a `contact` address ("" = none): then it is this host that BLS does
 * not want.  It may quote what BLS sent, and that may repeat a key: a text of
 * the API goes through bls/mask.h.
 */
void bls_explain(enum bls_class outcome, const struct http_response *response,
		 const char *contact, char *out, size_t size);

/* Judge `status` and the texts of `message` of a parsed reply. */
enum bls_class bls_classify_status(const char *status, const char *messages);

#endif
