/*
 * The API keys of the configuration and what is known about each today: pure
 * bookkeeping, the database part is store/key_ledger.h.
 *
 * A key is used until its daily quota is counted up, BLS says "daily threshold"
 * (blocked until 05:00 UTC of the next day, which covers the midnights of UTC
 * and of both sides of US Eastern time; when BLS resets is not documented), or
 * BLS calls it invalid (blocked for a day: somebody has to renew it).
 * Rate limiting and server errors never block a key.
 *
 * A key that BLS does not know may also be ignored in silence: the answer is
 * cut to 25 series, as without a key.  Such a key is used on, with as many
 * series, and for a day it is remembered and shown as ignored.
 */
#ifndef BLS_KEYRING_H
#define BLS_KEYRING_H

#include "base/config.h"
#include "model/forecast.h"

enum { KEY_TEXT_BYTES = 65, KEY_ID_BYTES = 17, KEY_LAST4_BYTES = 5 };

struct key {
	char text[KEY_TEXT_BYTES];   /* "" = working without a key */
	char id[KEY_ID_BYTES];       /* start of its hash, for the ledger */
	char last4[KEY_LAST4_BYTES]; /* for people */
	int used;                    /* requests today */
	int quota;
	int64_t blocked_until_ms; /* epoch; 0 = not blocked */
	bool invalid;             /* BLS refuses it, for a day at least */
	int64_t ignored_until_ms; /* epoch; 0 = BLS heeds it */
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

/* What it is good for, today and on other days. */
struct forecast_key key_forecast(const struct key *key, int64_t now_ms);

/* Requests left today over all keys that are not blocked. */
int keyring_remaining(const struct keyring *ring, int64_t now_ms);

/* BLS refuses it: its quota is used up, or it is invalid. */
void key_set_aside(struct key *key, bool quota, int64_t now_ms);
/* Why it was set aside: "quota" or "invalid". */
const char *key_trouble(const struct key *key);
/* BLS answers it as if no key were sent: `limit` series a request. */
void key_ignore(struct key *key, int limit, int64_t now_ms);
/* What an earlier run found out; of no account when it is over. */
void key_recall_ignored(struct key *key, int64_t until_ms, int64_t now_ms);

#endif
