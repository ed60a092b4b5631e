/*
 * The API keys of the configuration and what is known about each today: pure
 * bookkeeping, the database part is store/key_ledger.h.
 *
 * A key is used until its daily quota is counted up, BLS says "daily threshold"
 * (blocked until 05:00 UTC of the next day, which covers the midnights of UTC
 * and of both sides of US Eastern time; when BLS resets is not documented), or
 * BLS calls it invalid (blocked for a day: somebody has to renew it).
 * Rate limiting and server errors never block a key.
 */
#ifndef BLS_KEYRING_H
#define BLS_KEYRING_H

#include "base/config.h"

enum { KEY_TEXT_BYTES = 65, KEY_ID_BYTES = 17, KEY_LAST4_BYTES = 5 };

struct key {
	char text[KEY_TEXT_BYTES];   /* "" = working without a key */
	char id[KEY_ID_BYTES];       /* start of its hash, for the ledger */
	char last4[KEY_LAST4_BYTES]; /* for people */
	int used;                    /* requests today */
	int quota;
	int64_t blocked_until_ms; /* epoch; 0 = not blocked */
	int series_limit;         /* series a request may carry */
};

struct keyring {
	struct key keys[CONFIG_KEYS_MAX];
	size_t count;
	size_t next; /* round robin */
};

/* ERR_ARG when a key is not 8 to 64 letters and digits, or there are more than
 * CONFIG_KEYS_MAX; a key that is listed twice counts once. */
MUST_CHECK enum err keyring_init(struct keyring *ring,
				 const struct config *config, struct error *e);

/* A key with quota left, in turn; NULL when all are used up or blocked. */
struct key *keyring_pick(struct keyring *ring, int64_t now_ms);

/* Requests left today over all keys that are not blocked. */
int keyring_remaining(const struct keyring *ring, int64_t now_ms);

void key_block_quota(struct key *key, int64_t now_ms);
void key_block_invalid(struct key *key, int64_t now_ms);

#endif
