/*
 * Memory that is given back all at once: texts of a result set, of a snapshot.
 *
 *	struct arena a = { 0 };
 *	char *copy = arena_strdup(&a, text);
 *	arena_release(&a);	... every piece is gone, `a` is usable again
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
};

/* Zeroed and aligned for any type; lives until arena_release(). */
void *arena_alloc(struct arena *a, size_t bytes);
char *arena_strndup(struct arena *a, const char *text, size_t length);
char *arena_strdup(struct arena *a, const char *text);
void arena_release(struct arena *a);

#endif
