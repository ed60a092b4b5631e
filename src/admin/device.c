#include "admin/device.h"

#include "store/account.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char hex_digits[] = "0123456789abcdef";

enum { NAME_DIGITS = 8, MESSAGE_BYTES = 160 };

/* The database does not tell "Admin" from "admin": one account, one name. */
static void lower(const char *username, char out[USERNAME_BYTES])
{
	size_t i;

	for (i = 0; i < USERNAME_BYTES - 1 && username[i]; i++)
		out[i] = (char)tolower((unsigned char)username[i]);
	out[i] = '\0';
}

void device_cookie_name(const char *username, bool https,
			char out[DEVICE_COOKIE_NAME_BYTES])
{
	char name[USERNAME_BYTES];
	char digest[CRYPTO_DIGEST_HEX];

	lower(username, name);
	crypto_digest_hex(name, strlen(name), digest);
	(void)snprintf(out, DEVICE_COOKIE_NAME_BYTES, "%sbls_device_%.*s",
		       https ? "__Secure-" : "", NAME_DIGITS, digest);
}

static void stamp_of(const struct device_key *key, const char *password_hash,
		     char out[DEVICE_STAMP_TEXT])
{
	char message[MESSAGE_BYTES];
	char mac[CRYPTO_DIGEST_HEX];

	(void)snprintf(message, sizeof message, "stamp:%s", password_hash);
	crypto_mac_hex(key->secret, message, mac);
	(void)snprintf(out, DEVICE_STAMP_TEXT, "%.*s", DEVICE_STAMP_TEXT - 1,
		       mac);
}

static void sign(const struct device *device, const char *username,
		 char out[DEVICE_MAC_TEXT])
{
	char name[USERNAME_BYTES];
	char message[MESSAGE_BYTES];
	char mac[CRYPTO_DIGEST_HEX];

	lower(username, name);
	(void)snprintf(message, sizeof message, "device:%s.%s.%s",
		       device->nonce, device->stamp, name);
	crypto_mac_hex(device->key->secret, message, mac);
	(void)snprintf(out, DEVICE_MAC_TEXT, "%.*s", DEVICE_MAC_TEXT - 1, mac);
}

/* The next part, of exactly so many hexadecimal digits, up to `end`. */
static bool take(const char **text, char *out, size_t bytes, char end)
{
	size_t digits = strspn(*text, hex_digits);

	if (digits != bytes - 1 || (*text)[digits] != end)
		return false;
	memcpy(out, *text, digits);
	out[digits] = '\0';
	*text += digits + (end != '\0');
	return true;
}

static const struct device_key *take_key(const char **text,
					 const struct device_keys *keys)
{
	char number[24];
	size_t digits = strspn(*text, "0123456789");
	int64_t id;
	size_t i;

	if (!digits || digits >= sizeof number || (*text)[digits] != '.')
		return NULL;
	memcpy(number, *text, digits);
	number[digits] = '\0';
	*text += digits + 1;
	if (!parse_int64(number, 1, INT64_MAX, &id))
		return NULL;
	for (i = 0; i < keys->count; i++)
		if (keys->keys[i].id == id)
			return &keys->keys[i];
	return NULL;
}

bool device_read(const char *cookie, const char *username,
		 const struct device_keys *keys, struct device *device)
{
	char mac[DEVICE_MAC_TEXT];
	char right[DEVICE_MAC_TEXT];

	*device = (struct device){ .key = take_key(&cookie, keys) };
	if (!device->key || !username_valid(username) ||
	    !take(&cookie, device->nonce, sizeof device->nonce, '.') ||
	    !take(&cookie, device->stamp, sizeof device->stamp, '.') ||
	    !take(&cookie, mac, sizeof mac, '\0'))
		return false;
	sign(device, username, right);
	return crypto_equal(mac, right);
}

bool device_current(const struct device *device, const char *password_hash)
{
	char stamp[DEVICE_STAMP_TEXT];

	stamp_of(device->key, password_hash, stamp);
	return crypto_equal(device->stamp, stamp);
}

void device_write(const struct device_key *key, const char *username,
		  const char *password_hash, const char *nonce,
		  char out[DEVICE_COOKIE_BYTES])
{
	struct device device = { .key = key };
	char random[CRYPTO_DIGEST_HEX];
	char mac[DEVICE_MAC_TEXT];

	crypto_random_hex(random);
	(void)snprintf(device.nonce, sizeof device.nonce, "%.*s",
		       DEVICE_NONCE_TEXT - 1, nonce ? nonce : random);
	stamp_of(key, password_hash, device.stamp);
	sign(&device, username, mac);
	(void)snprintf(out, DEVICE_COOKIE_BYTES, "%lld.%s.%s.%s",
		       (long long)key->id, device.nonce, device.stamp, mac);
}
