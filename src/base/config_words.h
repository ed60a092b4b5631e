/* Values of the configuration that are words out of a list. */
#ifndef BASE_CONFIG_WORDS_H
#define BASE_CONFIG_WORDS_H

#include "base/err.h"

struct words {
	const char *const *list;
	size_t count;
};

extern const struct words words_source;   /* as enum source */
extern const struct words words_complete; /* as enum complete */
extern const struct words words_tls;      /* as enum db_tls */
extern const struct words words_areas;    /* bit n is the n-th, as AREA_ */

/* The place of `value` in the list.  ERR_ARG names the key and the list. */
MUST_CHECK enum err words_one(const struct words *words, const char *key,
			      const char *value, int *field, struct error *e);
/* A bit for each word of the comma list `value`. */
MUST_CHECK enum err words_some(const struct words *words, const char *key,
			       const char *value, int *field, struct error *e);
/* "national,state" on standard output. */
void words_print(const struct words *words, int bits);

#endif
