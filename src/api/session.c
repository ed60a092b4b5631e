#include "api/session.h"

#include "api/auth.h"
#include "api/auth_memory.h"
#include "api/body.h"
#include "api/problem.h"
#include "api/routes.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { FIELD_USERNAME, FIELD_PASSWORD };
static const struct body_field sign_in_fields[] = {
	[FIELD_USERNAME] = { "username", BODY_TEXT, true, USERNAME_BYTES - 1 },
	[FIELD_PASSWORD] = { "password", BODY_TEXT, true, PASSWORD_MAX },
};

/* One try to sign in. */
struct attempt {
	const char *username;
	const char *password;
	char account_subject[LOGIN_SUBJECT_BYTES];
	char address_subject[LOGIN_SUBJECT_BYTES];
	int64_t account_id; /* 0 = not counted */
	int64_t address_id;
	int wait_s;
	bool ok;
	struct account account;
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

static void set_cookie(const struct call *call, const char *value,
		       int max_age_s)
{
	bool https = call->rq->https;

	response_header(call->rs, "Set-Cookie",
			"%s=%s; Path=/; HttpOnly; SameSite=Strict; "
			"Max-Age=%d%s",
			auth_cookie_name(https), value, max_age_s,
			https ? "; Secure" : "");
}

/* What failed, for the log; what is told does not depend on it. */
static enum err count_attempt(struct db *db, struct attempt *a, struct error *e)
{
	enum err code = login_attempt_begin(db, a->address_subject,
					    &a->address_id, &a->wait_s, e);

	if (code != ERR_OK || a->wait_s) {
		a->address_id = 0;
		return code;
	}
	code = login_attempt_begin(db, a->account_subject, &a->account_id,
				   &a->wait_s, e);
	if (code == ERR_OK && a->wait_s) {
		a->account_id = 0;
		/* Somebody else's failures may have locked the account. */
		code = login_attempt_forget(db, a->address_id, e);
	}
	return code;
}

/* Known and unknown names take the same time. */
static enum err verify(struct db *db, struct attempt *a, struct error *e)
{
	enum err code = account_get(db, a->username, &a->account, e);

	if (code != ERR_OK && code != ERR_NOT_FOUND)
		return code;
	a->ok = crypto_password_ok(
		code == ERR_OK ? a->account.password_hash : NULL, a->password);
	return ERR_OK;
}

/* Failures of the account are forgiven; of the address only this try is taken
 * back, or one good account would let it guess others without end. */
static enum err forgive(struct db *db, const struct attempt *a, struct error *e)
{
	enum err code = login_attempts_clear(db, a->account_subject, e);

	if (code == ERR_OK)
		code = login_attempt_forget(db, a->address_id, e);
	return code;
}

static enum err try_sign_in(struct db *db, struct attempt *a, struct error *e)
{
	enum err code = count_attempt(db, a, e);

	if (code == ERR_OK && !a->wait_s)
		code = verify(db, a, e);
	if (code == ERR_OK && a->ok)
		code = forgive(db, a, e);
	return code;
}

/* A name that cannot exist is not written anywhere: it may be a password. */
static const char *known_form(const char *username)
{
	return username_valid(username) ? username : "(invalid)";
}

static void prepare(struct attempt *a, const struct call *call,
		    const struct body_value *values)
{
	*a = (struct attempt){ .username = values[FIELD_USERNAME].text,
			       .password = values[FIELD_PASSWORD].text };
	(void)snprintf(a->account_subject, sizeof a->account_subject,
		       "user:%.64s", known_form(a->username));
	(void)snprintf(a->address_subject, sizeof a->address_subject,
		       "address:%.64s", call->rq->remote_addr);
}

/* The browser's earlier session ends with the new one. */
static void end_earlier(const struct call *call)
{
	char cookie[AUTH_COOKIE_MAX_BYTES];
	char digest[CRYPTO_DIGEST_HEX];
	struct error e;
	bool has = request_cookie(call->rq, auth_cookie_name(call->rq->https),
				  cookie, sizeof cookie);

	if (has) {
		crypto_digest_hex(cookie, strlen(cookie), digest);
		if (session_end(call->app->db, digest, &e) != ERR_OK)
			log_warn("session: %s", e.msg);
	}
	if (session_purge(call->app->db, &e) != ERR_OK)
		log_warn("session: %s", e.msg);
}

static void begin_session(const struct call *call, const struct attempt *a)
{
	int hours = call->app->config->session_hours;
	char secret[CRYPTO_TOKEN_TEXT];
	struct identity who = { .role = a->account.role };
	struct error e;

	end_earlier(call);
	crypto_token(secret);
	crypto_digest_hex(secret, strlen(secret), who.secret_hash);
	if (session_create(call->app->db, who.secret_hash, a->account.username,
			   hours, &who.expires_ms, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	copy_text(who.username, sizeof who.username, a->account.username);
	auth_csrf_token(secret, who.csrf);
	auth_audit(call, who.username, "sign-in", "");
	write_identity(call->rs, &who);
	set_cookie(call, secret, hours * 3600);
}

static int minutes_of(int seconds)
{
	return (seconds + 59) / 60;
}

void session_sign_in(struct call *call)
{
	struct body_value values[COUNT_OF(sign_in_fields)];
	const struct request *rq = call->rq;
	struct attempt a;
	struct error e;
	const char *why = auth_foreign_origin(rq, call->app->config->base_url);

	if (why) {
		problem(call->rs, rq, 403, "%s", why);
		return;
	}
	if (!body_parse(rq, sign_in_fields, COUNT_OF(sign_in_fields), values,
			call->rs))
		return;
	prepare(&a, call, values);
	if (try_sign_in(call->app->db, &a, &e) != ERR_OK) {
		problem_error(call->rs, rq, &e);
	} else if (a.wait_s) {
		auth_audit(call, known_form(a.username), "sign-in-limited", "");
		problem_later(call->rs, rq, 429, a.wait_s,
			      "Too many failed sign-ins. Try again in %d %s.",
			      minutes_of(a.wait_s),
			      text_plural(minutes_of(a.wait_s), "minute",
					  "minutes"));
	} else if (!a.ok) {
		auth_audit(call, known_form(a.username), "sign-in-failed", "");
		problem(call->rs, rq, 401, "Name or password is wrong.");
	} else {
		begin_session(call, &a);
	}
	explicit_bzero(values, sizeof values);
}

/* Fills `who`, or writes the refusal. */
static bool identify(struct call *call, bool touch, struct identity *who)
{
	struct error e;
	enum err code = auth_identify(call->app->db, call->rq, touch, who, &e);

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
	set_cookie(call, "", 0);
}
