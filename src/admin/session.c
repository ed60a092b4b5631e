#include "admin/session.h"

#include "admin/auth.h"
#include "admin/auth_memory.h"
#include "admin/sign_in.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"
#include "web/body.h"
#include "web/call.h"
#include "web/problem.h"

#include <stdio.h>
#include <string.h>

enum { BUSY_RETRY_S = 1 };
enum { FIELD_USERNAME, FIELD_PASSWORD };
static const struct body_field sign_in_fields[] = {
	[FIELD_USERNAME] = { "username", BODY_TEXT, true, USERNAME_BYTES - 1 },
	[FIELD_PASSWORD] = { "password", BODY_TEXT, true, PASSWORD_MAX },
};

static void write_identity(struct response *rs, const struct identity *who)
{
	char expires[CLOCK_TEXT_BYTES];
	struct jw w = response_json(rs);

	jw_object(&w);
	jw_kv_string(&w, "username", who->username);
	jw_kv_string(&w, "role", role_name(who->role));
	jw_kv_string(&w, "csrfToken", who->csrf[0] ? who->csrf : NULL);
	jw_kv_string(&w, "expiresAt",
		     who->expires_ms
			     ? clock_format(who->expires_ms, false, expires)
			     : NULL);
	jw_end(&w);
}

static bool over_https(const struct call *call)
{
	return auth_over_https(call->rq, call->app->config->base_url);
}

static void set_cookie(const struct call *call, const char *name,
		       const char *value, const char *path, int max_age_s)
{
	response_header(call->rs, "Set-Cookie",
			"%s=%s; Path=%s; HttpOnly; SameSite=Strict; "
			"Max-Age=%d%s",
			name, value, path, max_age_s,
			over_https(call) ? "; Secure" : "");
}

static void set_session_cookie(const struct call *call, const char *value,
			       int max_age_s)
{
	set_cookie(call, auth_cookie_name(over_https(call)), value, "/",
		   max_age_s);
}

/* Shown at the next sign-in, and nowhere else. */
static void set_device_cookie(const struct call *call, const struct sign_in *s)
{
	char name[DEVICE_COOKIE_NAME_BYTES];

	if (!s->device[0])
		return;
	device_cookie_name(s->account.username, over_https(call), name);
	set_cookie(call, name, s->device, call->rq->path, DEVICE_DAYS * 86400);
}

/* The browser's earlier session ends with the new one. */
static void end_earlier(const struct call *call)
{
	char cookie[AUTH_COOKIE_MAX_BYTES];
	char digest[CRYPTO_DIGEST_HEX];
	struct error e;
	bool has = request_cookie(call->rq, auth_cookie_name(over_https(call)),
				  cookie, sizeof cookie);

	if (!has)
		return;
	crypto_digest_hex(cookie, strlen(cookie), digest);
	if (session_end(call->app->db, digest, &e) != ERR_OK)
		log_warn("session: %s", e.msg);
}

static void begin_session(const struct call *call, const struct sign_in *s)
{
	int hours = call->app->config->session_hours;
	char secret[CRYPTO_TOKEN_TEXT];
	struct identity who = { .role = s->account.role };
	struct error e;

	end_earlier(call);
	crypto_token(secret);
	crypto_digest_hex(secret, strlen(secret), who.secret_hash);
	if (session_create(call->app->db, who.secret_hash, s->account.username,
			   hours, &who.expires_ms, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	copy_text(who.username, sizeof who.username, s->account.username);
	auth_csrf_token(secret, who.csrf);
	auth_audit(call, who.username, "sign-in", "");
	write_identity(call->rs, &who);
	set_session_cookie(call, secret, hours * 3600);
	set_device_cookie(call, s);
}

static int minutes_of(int seconds)
{
	return (seconds + 59) / 60;
}

static void answer(struct call *call, const struct sign_in *s)
{
	switch (s->verdict) {
	case SIGN_IN_RIGHT:
		begin_session(call, s);
		break;
	case SIGN_IN_WRONG:
		auth_audit(call, sign_in_name(s->username), "sign-in-failed",
			   "");
		problem(call->rs, call->rq, 401, "Name or password is wrong.");
		break;
	case SIGN_IN_LIMITED:
		auth_audit(call, sign_in_name(s->username), "sign-in-limited",
			   "");
		problem_later(call->rs, call->rq, 429, s->wait_s,
			      "Too many failed sign-ins. Try again in %d %s.",
			      minutes_of(s->wait_s),
			      text_plural(minutes_of(s->wait_s), "minute",
					  "minutes"));
		break;
	case SIGN_IN_BUSY:
		problem_later(call->rs, call->rq, 503, BUSY_RETRY_S,
			      "Another sign-in is being checked. Try again "
			      "in a moment.");
		break;
	}
}

void session_sign_in(struct call *call)
{
	struct body_value values[COUNT_OF(sign_in_fields)];
	char name[DEVICE_COOKIE_NAME_BYTES];
	char cookie[DEVICE_COOKIE_BYTES];
	const struct request *rq = call->rq;
	struct sign_in s = { .address = rq->remote_addr, .cookie = "" };
	struct error e;
	const char *why = auth_foreign_origin(rq, call->app->config->base_url);

	if (why) {
		problem(call->rs, rq, 403, "%s", why);
		return;
	}
	if (!body_parse(rq, sign_in_fields, COUNT_OF(sign_in_fields), values,
			call->rs))
		return;
	s.username = values[FIELD_USERNAME].text;
	s.password = values[FIELD_PASSWORD].text;
	device_cookie_name(s.username, over_https(call), name);
	if (request_cookie(rq, name, cookie, sizeof cookie))
		s.cookie = cookie;
	if (sign_in_try(call->app->db, &s, &e) != ERR_OK)
		problem_error(call->rs, rq, &e);
	else
		answer(call, &s);
	explicit_bzero(values, sizeof values);
}

/* Fills `who`, or writes the refusal. */
static bool identify(struct call *call, bool touch, struct identity *who)
{
	struct error e;
	enum err code = auth_identify(call->app, call->rq, touch, who, &e);

	if (code == ERR_OK)
		return true;
	if (code == ERR_AUTH)
		auth_sign_in_first(call->rq, call->rs);
	else
		problem_error(call->rs, call->rq, &e);
	return false;
}

void session_show(struct call *call)
{
	struct identity who;

	if (identify(call, true, &who))
		write_identity(call->rs, &who);
}

void session_sign_out(struct call *call)
{
	struct identity who;
	const char *why;
	struct error e;

	if (!identify(call, false, &who))
		return;
	why = auth_forged(call->rq, &who, call->app->config->base_url);
	if (why) {
		auth_audit(call, who.username, "refused", why);
		problem(call->rs, call->rq, 403, "%s", why);
		return;
	}
	if (who.bearer) {
		problem(call->rs, call->rq, 403,
			"A token does not sign out; revoke it with "
			"`bls-sync token revoke`.");
		return;
	}
	if (session_end(call->app->db, who.secret_hash, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	auth_memory_drop(who.secret_hash);
	auth_audit(call, who.username, "sign-out", "");
	call->rs->status = 204;
	set_session_cookie(call, "", 0);
}
