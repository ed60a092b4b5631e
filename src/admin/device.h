/*
 * Device cookies (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies"): a browser that signed in to an account once shows it at the next
 * sign-in, and its failures are counted by themselves.  So strangers who guess
 * lock only strangers out, never a browser that is known.
 *
 *	bls_device_5f3a90c1=7.<nonce>.<stamp>.<signature>
 *	           |        |  |       |       `- over all of it and the account
 *	           |        |  |       `- of the stored password: a new one makes
 *	           |        |  |          the cookie void
 *	           |        |  `- the device, random
 *	           |        `- the key (store/device_key.h)
 *	           `- of the account: a browser may know several
 *
 * It opens nothing: without the password it is worth a bucket of its own for
 * wrong ones.  Its form is known to nginx too (nginx/bls-sync/http.conf).
 */
#ifndef ADMIN_DEVICE_H
#define ADMIN_DEVICE_H

#include "store/device_key.h"
#include "web/request.h"

enum {
	DEVICE_COOKIE_NAME_BYTES = 40,
	DEVICE_COOKIE_BYTES = 128,
	DEVICE_NONCE_TEXT = 33, /* 128 bits in hex */
	DEVICE_STAMP_TEXT = 17,
	DEVICE_MAC_TEXT = 33,
	/* What a key that is about to be replaced is still believed. */
	DEVICE_DAYS = DEVICE_KEY_KEEP_DAYS - DEVICE_KEY_TURN_DAYS,
};

struct device {
	const struct device_key *key;
	char nonce[DEVICE_NONCE_TEXT];
	char stamp[DEVICE_STAMP_TEXT];
};

/* "bls_device_5f3a90c1", on https "__Secure-bls_device_5f3a90c1". */
void device_cookie_name(const char *username, bool https,
			char out[DEVICE_COOKIE_NAME_BYTES]);

/* True for a cookie of the form above with a good signature; no database.
 * `device` borrows from `keys`; its key is NULL if they do not hold it. */
MUST_CHECK bool device_read(const char *cookie, const char *username,
			    const struct device_keys *keys,
			    struct device *device);

/* Has the account still the password that it had when the cookie was made? */
MUST_CHECK bool device_current(const struct device *device,
			       const char *password_hash);

/* A cookie's value; `nonce` NULL: of a new device. */
void device_write(const struct device_key *key, const char *username,
		  const char *password_hash, const char *nonce,
		  char out[DEVICE_COOKIE_BYTES]);

#endif
