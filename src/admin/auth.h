/*
 * Who is asking: a signed-in person (cookie) or a script (bearer token), and
 * whether that is enough for the route.
 *
 * A cookie goes with every request that a browser makes, also those that
 * another site caused.  So whatever changes something and comes with a cookie
 * must show the CSRF token too (X-CSRF-Token: a keyed hash of the session's
 * secret, which another site cannot read), and must not come from another site
 * by Sec-Fetch-Site or Origin.  A bearer token is only ever sent on purpose and
 * needs neither.
 */
#ifndef ADMIN_AUTH_H
#define ADMIN_AUTH_H

#include "store/session.h"
#include "web/request.h"
#include "web/response.h"

struct app;
struct call;

enum { AUTH_COOKIE_MAX_BYTES = 256 };

struct identity {
	char username[USERNAME_BYTES + 8]; /* a script: "token:NAME" */
	enum role role;
	bool bearer;
	char secret_hash[CRYPTO_DIGEST_HEX]; /* of the cookie or token */
	char csrf[CRYPTO_DIGEST_HEX];        /* "" for bearer */
	int64_t expires_ms;                  /* 0 = does not expire */
};

/*
 * The guard of the route table (routes.h): 401 when nobody is signed in, 403
 * when it is not enough or the request was forged, 503 when the database that
 * knows is away.
 */
MUST_CHECK bool auth_guard(struct call *call);

/* The guard's parts, for the session routes. */

/* ERR_AUTH: nobody, or not any more.  `touch`: it counts as use. */
MUST_CHECK enum err auth_identify(const struct app *app,
				  const struct request *rq, bool touch,
				  struct identity *who, struct error *e);
/* Is it still so?  ERR_AUTH when it ended or was revoked meanwhile. */
MUST_CHECK enum err auth_recheck(struct db *db, const struct identity *who,
				 struct error *e);

/* Ask again about those who are remembered for when the database is away
 * (auth_memory.h), and forget whom it does not know any more.  For the master,
 * while the database answers. */
void auth_review(struct db *db);

/* NULL when it comes from our own pages or from a script; else why not. */
const char *auth_foreign_origin(const struct request *rq, const char *base_url);
/* NULL when `who` may send this request; else why not. */
const char *auth_forged(const struct request *rq, const struct identity *who,
			const char *base_url);

/* Does the browser speak https?  Behind a proxy that ends TLS only base_url
 * says so. */
MUST_CHECK bool auth_over_https(const struct request *rq, const char *base_url);
/* "__Host-bls_session" on https, which a browser takes only with Secure and
 * from this host; "bls_session" on plain http. */
const char *auth_cookie_name(bool https);
/* "Bearer abc" -> "abc"; NULL for anything else. */
const char *auth_bearer(const char *authorization);
void auth_csrf_token(const char *secret, char out[CRYPTO_DIGEST_HEX]);

/* The refusal of somebody who is not signed in. */
void auth_sign_in_first(const struct request *rq, struct response *rs);

/* Write to the audit trail; failing to is logged, not fatal. */
void auth_audit(const struct call *call, const char *username,
		const char *action, const char *detail);

#endif
