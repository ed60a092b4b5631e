/*
 * Randomness, hashes and passwords, all from libsodium.
 *
 * Passwords: argon2id (RFC 9106) with 19 MiB and two passes, the minimum that
 * OWASP's Password Storage Cheat Sheet names.  Tokens: 256 random bits, shown
 * once, stored only as their BLAKE2b-256 hash.
 */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/err.h"

enum {
	CRYPTO_DIGEST_BYTES = 32,
	CRYPTO_DIGEST_HEX = 2 * CRYPTO_DIGEST_BYTES + 1,
	CRYPTO_TOKEN_TEXT = 44,     /* 43 characters of base64url and NUL */
	CRYPTO_PASSWORD_TEXT = 128, /* a stored password, with NUL */
};

/* Must be called once before anything else here; exits when it fails. */
void crypto_init(void);

uint32_t crypto_random32(void);
void crypto_token(char out[CRYPTO_TOKEN_TEXT]);
/* 256 random bits in hexadecimal digits: a key for crypto_mac_hex(). */
void crypto_random_hex(char out[CRYPTO_DIGEST_HEX]);

/* BLAKE2b-256. */
void crypto_digest(const void *bytes, size_t n,
		   uint8_t out[CRYPTO_DIGEST_BYTES]);
/* The same, in lower-case hexadecimal digits. */
void crypto_digest_hex(const void *bytes, size_t n,
		       char out[CRYPTO_DIGEST_HEX]);

/* SHA-256, piece by piece, in lower-case hexadecimal digits: what others check
 * files with. */
struct crypto_sha256 {
	_Alignas(8) uint8_t state[112];
};

void crypto_sha256_begin(struct crypto_sha256 *hash);
void crypto_sha256_add(struct crypto_sha256 *hash, const void *bytes, size_t n);
void crypto_sha256_end(struct crypto_sha256 *hash, char out[CRYPTO_DIGEST_HEX]);

/* BLAKE2b-256 keyed with `key` (at most 64 bytes count): a message code. */
void crypto_mac_hex(const char *key, const char *message,
		    char out[CRYPTO_DIGEST_HEX]);

/*
 * The signature of Standard Webhooks: HMAC-SHA256 over `message` in base64.
 * `secret` is "whsec_" and the key in base64, or any other text, which is the
 * key as it stands.  False when what follows "whsec_" is no base64.
 */
enum { CRYPTO_SIGNATURE_TEXT = 45 };
MUST_CHECK bool crypto_webhook_signature(const char *secret,
					 const char *message,
					 char out[CRYPTO_SIGNATURE_TEXT]);

MUST_CHECK enum err crypto_password_hash(const char *password,
					 char out[CRYPTO_PASSWORD_TEXT],
					 struct error *e);
/* Make the dummy hash now, before forking: the first unknown name of a process
 * would take twice as long otherwise. */
void crypto_password_prepare(void);
/* `stored` NULL does the same work against a dummy and is always false, so that
 * an unknown name takes as long as a wrong password. */
MUST_CHECK bool crypto_password_ok(const char *stored, const char *password);

/* Compare texts in a time that depends on the length of `b` only. */
MUST_CHECK bool crypto_equal(const char *a, const char *b);

#endif
