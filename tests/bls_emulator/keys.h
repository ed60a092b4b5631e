/*
 * Registration keys and their daily quota; visitors without a key are counted
 * by address. A quota day is a UTC day of the world's clock.
 */
#ifndef BLS_EMULATOR_KEYS_H
#define BLS_EMULATOR_KEYS_H

#include "state.h"

#define KEY_QUOTA     500
#define KEYLESS_QUOTA 25

enum key_verdict { KEY_OK, KEY_INVALID, KEY_SPENT };

/* Puts the demonstration keys into a new world. */
void keys_init(struct world *w);
struct key *keys_find(struct world *w, const char *key);
/* Finds or makes the entry; NULL when the table is full or the key too long. */
struct key *keys_upsert(struct world *w, const char *key);
/* Makes it so many requests used on the present quota day. */
void keys_set_used(const struct world *w, struct key *k, long used);
/* Requests used on the present quota day. */
long keys_used_today(const struct world *w, long used, long day);
/* Counts one request against the key ("" = none) or the address. */
enum key_verdict keys_charge(struct world *w, const char *key,
			     const char *address);

#endif
