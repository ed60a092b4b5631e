/*
 * The keys that sign device cookies (admin/device.h), newest first.  All hosts
 * share them.  A key signs for DEVICE_KEY_TURN_DAYS, then a new one is made; it
 * is believed for DEVICE_KEY_KEEP_DAYS.  Deleting the rows makes strangers of
 * all browsers.
 */
#ifndef STORE_DEVICE_KEY_H
#define STORE_DEVICE_KEY_H

#include "base/crypto.h"
#include "db/db.h"

enum {
	DEVICE_KEY_TURN_DAYS = 90,
	DEVICE_KEY_KEEP_DAYS = 400,
	DEVICE_KEYS_MAX = 8,
};

struct device_key {
	int64_t id;
	char secret[CRYPTO_DIGEST_HEX];
};

struct device_keys {
	struct device_key keys[DEVICE_KEYS_MAX];
	size_t count;
};

MUST_CHECK enum err device_keys_load(struct db *db, struct device_keys *keys,
				     struct error *e);

/* Make a new key if there is none that may sign, and forget the oldest; then
 * load, so keys[0] may sign. */
MUST_CHECK enum err device_keys_turn(struct db *db, struct device_keys *keys,
				     struct error *e);

#endif
