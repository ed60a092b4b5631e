#include "bls/keyring.h"

#include "base/crypto.h"
#include "base/log.h"
#include "bls/request.h"

#include <ctype.h>
#include <string.h>

enum { KEY_LEAST_LENGTH = 8 };

#define DAY_MS   INT64_C(86400000)
#define RESET_MS INT64_C(18000000) /* 05:00 UTC */

static bool key_ok(const char *text)
{
	size_t length = strlen(text);
	size_t i;

	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]))
			return false;
	return length >= KEY_LEAST_LENGTH && length < KEY_TEXT_BYTES;
}

static void init_key(struct key *key, const char *text, int quota)
{
	char hash[CRYPTO_DIGEST_HEX];

	*key = (struct key){ .quota = quota,
			     .series_limit = BLS_SERIES_WITH_KEY };
	copy_text(key->text, sizeof key->text, text);
	crypto_digest_hex(text, strlen(text), hash);
	hash[KEY_ID_BYTES - 1] = '\0';
	copy_text(key->id, sizeof key->id, hash);
	copy_text(key->last4, sizeof key->last4,
		  text + strlen(text) - (KEY_LAST4_BYTES - 1));
}

static void init_keyless(struct key *key)
{
	*key = (struct key){ .quota = BLS_QUOTA_WITHOUT_KEY,
			     .series_limit = BLS_SERIES_WITHOUT_KEY };
	copy_text(key->id, sizeof key->id, "keyless");
}

static bool known(const struct keyring *ring, const char *text)
{
	size_t i;

	for (i = 0; i < ring->count; i++)
		if (strcmp(ring->keys[i].text, text) == 0)
			return true;
	return false;
}

enum err keyring_init(struct keyring *ring, const struct config *config,
		      struct error *e)
{
	const char *texts[CONFIG_KEYS_MAX + 1];
	char copy[sizeof config->api_keys];
	size_t count = config_split(config->api_keys, copy, sizeof copy, texts,
				    COUNT_OF(texts));
	size_t i;

	*ring = (struct keyring){ 0 };
	if (count > CONFIG_KEYS_MAX)
		return err_set(e, ERR_ARG, "api_keys: more than %d keys",
			       CONFIG_KEYS_MAX);
	for (i = 0; i < count; i++) {
		if (!key_ok(texts[i]))
			return err_set(e, ERR_ARG,
				       "api_keys: key %zu is not 8 to 64 "
				       "letters and digits",
				       i + 1);
		/* listed twice, it still has one quota */
		if (!known(ring, texts[i]))
			init_key(&ring->keys[ring->count++], texts[i],
				 config->daily_quota);
	}
	if (!ring->count)
		init_keyless(&ring->keys[ring->count++]);
	return ERR_OK;
}

static bool usable(const struct key *key, int64_t now_ms)
{
	return key->blocked_until_ms <= now_ms && key->used < key->quota;
}

struct key *keyring_pick(struct keyring *ring, int64_t now_ms)
{
	size_t i;

	for (i = 0; i < ring->count; i++) {
		size_t index = (ring->next + i) % ring->count;

		if (usable(&ring->keys[index], now_ms)) {
			ring->next = (index + 1) % ring->count;
			return &ring->keys[index];
		}
	}
	return NULL;
}

int keyring_remaining(const struct keyring *ring, int64_t now_ms)
{
	int sum = 0;
	size_t i;

	for (i = 0; i < ring->count; i++)
		if (usable(&ring->keys[i], now_ms))
			sum += ring->keys[i].quota - ring->keys[i].used;
	return sum;
}

/* BLS counts what an ignored key sends with all that is sent without one. */
struct forecast_key key_forecast(const struct key *key, int64_t now_ms)
{
	bool ignored = key->ignored_until_ms > now_ms;
	int quota = ignored && key->quota > BLS_QUOTA_WITHOUT_KEY
			    ? BLS_QUOTA_WITHOUT_KEY
			    : key->quota;
	bool refused = key->invalid && key->blocked_until_ms > now_ms;

	return (struct forecast_key){
		.remaining = usable(key, now_ms) && key->used < quota
				     ? quota - key->used
				     : 0,
		.quota = refused ? 0 : quota,
		.series_limit = key->series_limit,
	};
}

void key_set_aside(struct key *key, bool quota, int64_t now_ms)
{
	int64_t reset_ms = (now_ms / DAY_MS + 1) * DAY_MS + RESET_MS;

	/* what was in flight with it is refused as well */
	if (key->blocked_until_ms <= now_ms)
		log_warn("key ...%s is set aside: %s", key->last4,
			 quota ? "its daily quota is used up"
			       : "BLS calls it invalid; renew it");
	key->invalid = !quota;
	key->blocked_until_ms = quota ? reset_ms : now_ms + DAY_MS;
}

const char *key_trouble(const struct key *key)
{
	return key->invalid ? "invalid" : "quota";
}

void key_ignore(struct key *key, int limit, int64_t now_ms)
{
	key->series_limit = limit;
	key->ignored_until_ms = now_ms + DAY_MS;
}

void key_recall_ignored(struct key *key, int64_t until_ms, int64_t now_ms)
{
	if (until_ms <= now_ms)
		return;
	key->series_limit = BLS_SERIES_WITHOUT_KEY;
	key->ignored_until_ms = until_ms;
}
