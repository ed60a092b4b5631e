#include "base/crypto.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
	PASSWORD_PASSES = 2,
	PASSWORD_MEMORY_BYTES = 19 * 1024 * 1024,
	SECRET_KEY_MAX = 384, /* bytes of a decoded webhook secret */
};

_Static_assert(CRYPTO_PASSWORD_TEXT == crypto_pwhash_STRBYTES, "same size");

void crypto_init(void)
{
	if (sodium_init() < 0)
		abort();
}

uint32_t crypto_random32(void)
{
	return randombytes_random();
}

void crypto_token(char out[CRYPTO_TOKEN_TEXT])
{
	uint8_t bytes[32];

	randombytes_buf(bytes, sizeof bytes);
	(void)sodium_bin2base64(out, CRYPTO_TOKEN_TEXT, bytes, sizeof bytes,
				sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void crypto_random_hex(char out[CRYPTO_DIGEST_HEX])
{
	uint8_t bytes[CRYPTO_DIGEST_BYTES];

	randombytes_buf(bytes, sizeof bytes);
	(void)sodium_bin2hex(out, CRYPTO_DIGEST_HEX, bytes, sizeof bytes);
}

void crypto_digest(const void *bytes, size_t n,
		   uint8_t out[CRYPTO_DIGEST_BYTES])
{
	(void)crypto_generichash(out, CRYPTO_DIGEST_BYTES, bytes, n, NULL, 0);
}

void crypto_digest_hex(const void *bytes, size_t n, char out[CRYPTO_DIGEST_HEX])
{
	uint8_t hash[CRYPTO_DIGEST_BYTES];

	crypto_digest(bytes, n, hash);
	(void)sodium_bin2hex(out, CRYPTO_DIGEST_HEX, hash, sizeof hash);
}

/* What the header has room for without knowing the library. */
static crypto_hash_sha256_state *state_of(struct crypto_sha256 *hash)
{
	_Static_assert(sizeof hash->state >= sizeof(crypto_hash_sha256_state),
		       "it fits");
	return (crypto_hash_sha256_state *)(void *)hash->state;
}

void crypto_sha256_begin(struct crypto_sha256 *hash)
{
	(void)crypto_hash_sha256_init(state_of(hash));
}

void crypto_sha256_add(struct crypto_sha256 *hash, const void *bytes, size_t n)
{
	(void)crypto_hash_sha256_update(state_of(hash), bytes, n);
}

void crypto_sha256_end(struct crypto_sha256 *hash, char out[CRYPTO_DIGEST_HEX])
{
	uint8_t digest[crypto_hash_sha256_BYTES];

	_Static_assert(sizeof digest == CRYPTO_DIGEST_BYTES, "same size");
	(void)crypto_hash_sha256_final(state_of(hash), digest);
	(void)sodium_bin2hex(out, CRYPTO_DIGEST_HEX, digest, sizeof digest);
}

void crypto_mac_hex(const char *key, const char *message,
		    char out[CRYPTO_DIGEST_HEX])
{
	uint8_t mac[CRYPTO_DIGEST_BYTES];
	size_t key_length = strnlen(key, crypto_generichash_KEYBYTES_MAX);

	(void)crypto_generichash(mac, sizeof mac, (const uint8_t *)message,
				 strlen(message), (const uint8_t *)key,
				 key_length);
	(void)sodium_bin2hex(out, CRYPTO_DIGEST_HEX, mac, sizeof mac);
}

/* A key of any length, as HMAC allows: the one-call form takes 32 bytes. */
static void hmac_sha256(const uint8_t *key, size_t length, const char *message,
			char out[CRYPTO_SIGNATURE_TEXT])
{
	uint8_t mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	(void)crypto_auth_hmacsha256_init(&state, key, length);
	(void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)message,
					    strlen(message));
	(void)crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof state);
	(void)sodium_bin2base64(out, CRYPTO_SIGNATURE_TEXT, mac, sizeof mac,
				sodium_base64_VARIANT_ORIGINAL);
}

bool crypto_webhook_signature(const char *secret, const char *message,
			      char out[CRYPTO_SIGNATURE_TEXT])
{
	static const char prefix[] = "whsec_";
	uint8_t key[SECRET_KEY_MAX];
	size_t length = 0;
	const char *text = secret + strlen(prefix);

	if (strncmp(secret, prefix, strlen(prefix)) != 0) {
		hmac_sha256((const uint8_t *)secret, strlen(secret), message,
			    out);
		return true;
	}
	if (sodium_base642bin(key, sizeof key, text, strlen(text), NULL,
			      &length, NULL,
			      sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    !length)
		return false;
	hmac_sha256(key, length, message, out);
	sodium_memzero(key, sizeof key);
	return true;
}

enum err crypto_password_hash(const char *password,
			      char out[CRYPTO_PASSWORD_TEXT], struct error *e)
{
	if (crypto_pwhash_str(out, password, strlen(password), PASSWORD_PASSES,
			      PASSWORD_MEMORY_BYTES) != 0)
		return err_set(e, ERR_IO, "no memory to hash a password");
	return ERR_OK;
}

static char dummy_hash[CRYPTO_PASSWORD_TEXT];

void crypto_password_prepare(void)
{
	if (!dummy_hash[0] &&
	    crypto_password_hash("", dummy_hash, NULL) != ERR_OK)
		dummy_hash[0] = '\0';
}

bool crypto_password_ok(const char *stored, const char *password)
{
	bool equal;

	crypto_password_prepare();
	equal = crypto_pwhash_str_verify(stored ? stored : dummy_hash, password,
					 strlen(password)) == 0;
	return equal && stored;
}

bool crypto_equal(const char *a, const char *b)
{
	size_t length = strlen(b);

	return strlen(a) == length && sodium_memcmp(a, b, length) == 0;
}
