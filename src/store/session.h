/*
 * Sessions of signed-in people, and the count of failed sign-ins.
 *
 * A session is known by the hash of its secret (crypto_digest_hex).  It ends at
 * its absolute time, or when it was not used for SESSION_IDLE_S, or with its
 * account.  All times are the database's, so that processes on several hosts
 * agree.
 */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "store/account.h"

enum {
	SESSION_IDLE_S = 3600,
	LOGIN_FAILURES_MAX = 5, /* per account, address or device ... */
	LOGIN_WINDOW_S = 900,   /* ... within this time */
	LOGIN_SUBJECT_BYTES = 81,
};

struct session {
	char username[USERNAME_BYTES];
	enum role role;
	int64_t expires_ms; /* absolute, UTC */
};

MUST_CHECK enum err session_create(struct db *db, const char *token_hash,
				   const char *username, int hours,
				   int64_t *expires_ms, struct error *e);

/*
 * The session that is alive under this hash; ERR_NOT_FOUND.  `touch`: it was
 * used just now, so its idle time starts again.
 */
MUST_CHECK enum err session_find(struct db *db, const char *token_hash,
				 bool touch, struct session *session,
				 struct error *e);

MUST_CHECK enum err session_end(struct db *db, const char *token_hash,
				struct error *e);

/* Remove sessions that are over and failures that no longer count. */
MUST_CHECK enum err session_purge(struct db *db, struct error *e);

/*
 * Seconds to wait when `before` failures count already and the oldest of the
 * newest LOGIN_FAILURES_MAX of them is `age_ms` old; 0 = go ahead.
 */
int login_wait_s(int64_t before, int64_t age_ms);

/*
 * One try to sign in, counted before the password is looked at, so that tries
 * side by side cannot outrun the limit.  `subject` is "user:NAME",
 * "address:NETWORK" or "device:NONCE".  *wait_s > 0: too many, and this one is
 * not counted.
 */
MUST_CHECK enum err login_attempt_begin(struct db *db, const char *subject,
					int64_t *id, int *wait_s,
					struct error *e);
/* It was no failure after all. */
MUST_CHECK enum err login_attempt_forget(struct db *db, int64_t id,
					 struct error *e);
/* Whoever signed in starts afresh. */
MUST_CHECK enum err login_attempts_clear(struct db *db, const char *subject,
					 struct error *e);

#endif
