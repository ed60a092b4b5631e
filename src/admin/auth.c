#include "admin/auth.h"

#include "admin/auth_memory.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "store/audit.h"
#include "web/call.h"
#include "web/problem.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *auth_cookie_name(bool https)
{
	return https ? "__Host-bls_session" : "bls_session";
}

bool auth_over_https(const struct request *rq, const char *base_url)
{
	static const char scheme[] = "https://";

	return rq->https ||
	       strncasecmp(base_url, scheme, sizeof scheme - 1) == 0;
}

const char *auth_bearer(const char *authorization)
{
	static const char scheme[] = "Bearer ";
	const char *token;

	if (strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
		return NULL;
	token = authorization + sizeof scheme - 1;
	token += strspn(token, " ");
	return *token ? token : NULL;
}

void auth_csrf_token(const char *secret, char out[CRYPTO_DIGEST_HEX])
{
	crypto_mac_hex(secret, "csrf", out);
}

/* "https://host:port" of a URL: up to the path. */
static size_t origin_length(const char *url)
{
	const char *host = strstr(url, "://");

	if (!host)
		return strlen(url);
	host += 3;
	return (size_t)(host - url) + strcspn(host, "/");
}

/*
 * Browsers say where a request comes from: by Sec-Fetch-Site on https and on
 * this machine, by Origin everywhere.  Who says neither is no browser.
 */
const char *auth_foreign_origin(const struct request *rq, const char *base_url)
{
	size_t length = origin_length(base_url);

	if (*rq->sec_fetch_site) {
		if (strcmp(rq->sec_fetch_site, "same-origin") == 0)
			return NULL;
		return "The request comes from another site.";
	}
	if (!*rq->origin)
		return NULL;
	if (strlen(rq->origin) == length &&
	    strncasecmp(rq->origin, base_url, length) == 0)
		return NULL;
	return "The request comes from another site than base_url of the "
	       "configuration.";
}

static bool is_read(const struct request *rq)
{
	return strcmp(rq->method, "GET") == 0 ||
	       strcmp(rq->method, "HEAD") == 0;
}

const char *auth_forged(const struct request *rq, const struct identity *who,
			const char *base_url)
{
	if (is_read(rq) || who->bearer)
		return NULL;
	if (!*rq->csrf_token)
		return "The header X-CSRF-Token is missing; GET /api/session "
		       "tells the token.";
	if (!crypto_equal(rq->csrf_token, who->csrf))
		return "X-CSRF-Token is not the token of this session.";
	return auth_foreign_origin(rq, base_url);
}

static enum err identify_bearer(struct db *db, bool touch, struct identity *who,
				struct error *e)
{
	struct token token;
	enum err code = token_find(db, who->secret_hash, touch, &token, e);

	if (code == ERR_NOT_FOUND)
		return err_set(e, ERR_AUTH, "The token is not known.");
	if (code != ERR_OK)
		return code;
	(void)snprintf(who->username, sizeof who->username, "token:%s",
		       token.name);
	who->role = token.role;
	who->expires_ms = token.expires_ms;
	return ERR_OK;
}

static enum err identify_session(struct db *db, bool touch,
				 struct identity *who, struct error *e)
{
	struct session session;
	enum err code = session_find(db, who->secret_hash, touch, &session, e);

	if (code == ERR_NOT_FOUND)
		return err_set(e, ERR_AUTH, "The session is over.");
	if (code != ERR_OK)
		return code;
	copy_text(who->username, sizeof who->username, session.username);
	who->role = session.role;
	who->expires_ms = session.expires_ms;
	return ERR_OK;
}

static enum err identify(struct db *db, bool touch, struct identity *who,
			 struct error *e)
{
	return who->bearer ? identify_bearer(db, touch, who, e)
			   : identify_session(db, touch, who, e);
}

/* A connection that the server closed meanwhile shows at first use: once more
 * with a new one.  Looking somebody up twice does no harm. */
static enum err look_up(struct db *db, bool touch, struct identity *who,
			struct error *e)
{
	enum err code = ERR_OK;
	int tries;

	for (tries = 0; tries < 2; tries++) {
		code = identify(db, touch, who, e);
		if (code != ERR_NET)
			break;
	}
	if (code == ERR_OK)
		auth_memory_keep(who, clock_monotonic_ms());
	else if (code == ERR_AUTH)
		auth_memory_drop(who->secret_hash);
	return code;
}

enum err auth_identify(const struct app *app, const struct request *rq,
		       bool touch, struct identity *who, struct error *e)
{
	char cookie[AUTH_COOKIE_MAX_BYTES];
	const char *secret = auth_bearer(rq->authorization);
	bool https;

	*who = (struct identity){ .bearer = secret };
	if (*rq->authorization && !secret)
		return err_set(e, ERR_AUTH,
			       "Only Authorization: Bearer is understood.");
	if (!secret) {
		https = auth_over_https(rq, app->config->base_url);
		if (!request_cookie(rq, auth_cookie_name(https), cookie,
				    sizeof cookie))
			return err_set(e, ERR_AUTH, "Nobody is signed in.");
		secret = cookie;
		auth_csrf_token(secret, who->csrf);
	}
	crypto_digest_hex(secret, strlen(secret), who->secret_hash);
	return look_up(app->db, touch, who, e);
}

enum err auth_recheck(struct db *db, const struct identity *who,
		      struct error *e)
{
	struct identity again = *who;
	enum err code = look_up(db, false, &again, e);

	if (code == ERR_OK && again.role < who->role)
		return err_set(e, ERR_AUTH, "The role was taken back.");
	return code;
}

void auth_review(struct db *db)
{
	struct identity known;
	struct identity now;
	struct error e;
	enum err code = ERR_OK;
	int left = AUTH_MEMORY_PLACES;

	while ((code == ERR_OK || code == ERR_AUTH) && left-- > 0 &&
	       auth_memory_due(clock_monotonic_ms(), &known)) {
		now = known;
		code = identify(db, false, &now, &e);
		if (code == ERR_AUTH ||
		    (code == ERR_OK && now.role != known.role))
			auth_memory_drop(known.secret_hash);
	}
}

void auth_sign_in_first(const struct request *rq, struct response *rs)
{
	problem(rs, rq, 401, "%s",
		*rq->authorization ? "The token is not known, or has expired. "
				     "Make one with `bls-sync token create`."
				   : "Sign in first.");
	response_header(rs, "WWW-Authenticate", "Bearer realm=\"bls-sync\"");
}

void auth_audit(const struct call *call, const char *username,
		const char *action, const char *detail)
{
	struct audit_entry entry = { .username = username,
				     .address = call->rq->remote_addr,
				     .action = action,
				     .detail = detail };
	struct error e;

	if (audit_write(call->app->db, &entry, &e) != ERR_OK)
		log_error("audit %s %s: %s", username, action, e.msg);
}

static bool refuse(const struct call *call, const struct identity *who,
		   const char *why)
{
	char what[256];

	(void)text_format(what, sizeof what, "%s %s: %s", call->rq->method,
			  call->rq->path, why);
	auth_audit(call, who->username, "refused", what);
	problem(call->rs, call->rq, 403, "%s", why);
	return false;
}

static bool database_is_away(enum err code)
{
	return code == ERR_NET || code == ERR_BUSY || code == ERR_TIMEOUT;
}

bool auth_guard(struct call *call)
{
	/* One request at a time: it lives until the next one. */
	static struct identity who;
	const struct request *rq = call->rq;
	const char *why;
	enum err code;
	struct error e;

	if (!call->app->db) {
		auth_sign_in_first(rq, call->rs);
		return false;
	}
	code = auth_identify(call->app, rq, true, &who, &e);
	if (database_is_away(code) && is_read(rq) &&
	    auth_memory_find(who.secret_hash, clock_monotonic_ms(), &who))
		code = ERR_OK;
	if (code == ERR_AUTH) {
		auth_sign_in_first(rq, call->rs);
		return false;
	}
	if (code != ERR_OK) {
		problem_error(call->rs, rq, &e);
		return false;
	}
	why = auth_forged(rq, &who, call->app->config->base_url);
	if (why)
		return refuse(call, &who, why);
	if (who.role != ROLE_ADMIN &&
	    (call->route->access == ACCESS_ADMIN || !is_read(rq)))
		return refuse(call, &who, "This needs the role admin.");
	call->who = &who;
	return true;
}
