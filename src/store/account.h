/*
 * Accounts and API tokens: who may sign in, and with what rights.
 *
 * Managed from the command line only (`bls-sync user`, `bls-sync token`, with
 * the database user of migrations); the API reads them.  Each change and its
 * row in the audit trail are one transaction.  Passwords are kept as
 * argon2id hashes, tokens as BLAKE2b hashes of 256 random bits.
 */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "base/crypto.h"
#include "db/db.h"
#include "model/password.h"

enum role { ROLE_READER, ROLE_ADMIN, ROLE__MAX };

enum {
	USERNAME_BYTES = 65,
	TOKEN_DAYS = 365, /* a token's term, unless another one is asked for */
	TOKEN_DAYS_MAX = 3650,
};

/* Who changes accounts, and for which site. */
struct actor {
	const char *name; /* for the audit trail: "cli:root" */
	const char *site; /* its address; no part of a password */
};

struct account {
	char username[USERNAME_BYTES];
	char password_hash[CRYPTO_PASSWORD_TEXT];
	enum role role;
};

/* By enum role, then NULL. */
extern const char *const role_names[ROLE__MAX + 1];
const char *role_name(enum role role);
/* False for an unknown name. */
MUST_CHECK bool role_parse(const char *name, enum role *role);

/* 1 to 64 of a-z A-Z 0-9 . _ @ -, not starting with a dash. */
MUST_CHECK bool username_valid(const char *name);

/* ERR_CONFLICT when the name is taken, ERR_ARG for a bad name or password. */
MUST_CHECK enum err account_add(struct db *db, const struct actor *by,
				const char *name, const char *password,
				enum role role, struct error *e);
/* Ends the account's sessions and lifts its lock.  ERR_NOT_FOUND. */
MUST_CHECK enum err account_set_password(struct db *db, const struct actor *by,
					 const char *name, const char *password,
					 struct error *e);
/* Its sessions end with it.  ERR_NOT_FOUND. */
MUST_CHECK enum err account_remove(struct db *db, const struct actor *by,
				   const char *name, struct error *e);
/* ERR_NOT_FOUND. */
MUST_CHECK enum err account_get(struct db *db, const char *name,
				struct account *account, struct error *e);

struct token {
	char name[USERNAME_BYTES];
	enum role role;
	int64_t created_ms;
	int64_t used_ms;    /* 0 = never */
	int64_t expires_ms; /* 0 = does not: made before tokens had a term */
};

struct token_order {
	const char *name;
	enum role role;
	int days; /* it is good for, 1 to TOKEN_DAYS_MAX */
};

/* `text` is the token, shown this once.  ERR_CONFLICT when the name is taken.
 */
MUST_CHECK enum err token_create(struct db *db, const struct actor *by,
				 const struct token_order *order,
				 char text[CRYPTO_TOKEN_TEXT], struct error *e);
/* By name.  *tokens is an array of *count, to be freed by the caller. */
MUST_CHECK enum err token_list(struct db *db, struct token **tokens,
			       size_t *count, struct error *e);
/* ERR_NOT_FOUND. */
MUST_CHECK enum err token_revoke(struct db *db, const struct actor *by,
				 const char *name, struct error *e);
/* The token with this hash (crypto_digest_hex of its text) that has not
 * expired; `touch`: noted as used now.  ERR_NOT_FOUND. */
MUST_CHECK enum err token_find(struct db *db, const char *token_hash,
			       bool touch, struct token *token,
			       struct error *e);

#endif
