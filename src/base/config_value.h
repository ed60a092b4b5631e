/*
 * The value of a configuration key: from text, bounded, and printed.  For
 * config.c, which has the table of the keys.
 */
#ifndef BASE_CONFIG_VALUE_H
#define BASE_CONFIG_VALUE_H

#include "base/config.h"

enum config_type {
	CONFIG_TEXT,
	CONFIG_SECRET, /* printed as "(set)" */
	CONFIG_URL,
	CONFIG_HOSTS, /* comma list */
	CONFIG_NUMBER,
	CONFIG_SOURCE,
	CONFIG_COMPLETE,
	CONFIG_TLS,
	CONFIG_AREAS,
	CONFIG_LEVEL,
};

struct config_key {
	const char *name;
	enum config_type type;
	size_t offset; /* in struct config */
	size_t size;   /* of a text */
	int min;
	int max;
	const char *standard;
};

MUST_CHECK enum err config_value_set(struct config *c,
				     const struct config_key *key,
				     const char *value, struct error *e);

/* "key = value" on standard output. */
void config_value_print(const struct config *c, const struct config_key *key);

#endif
