/*
 * What every file may use: attributes, array sizes and the memory policy.
 *
 * Memory: running out of it is fatal (x*alloc print one line and exit 71, the
 * supervisor restarts, the sync resumes from its checkpoint).  The size of
 * anything fed from outside is bounded where it is read, so an attacker cannot
 * reach that exit.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK        __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN          __attribute__((noreturn))
#define COUNT_OF(array)   (sizeof(array) / sizeof((array)[0]))

/* Allocate or exit.  The caller owns what it gets and frees it with free(). */
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);

/*
 * Room for one more element: returns the array, grown by doubling if needed.
 * `capacity` is updated; new elements are not initialized.
 */
void *xgrow(void *array, size_t count, size_t *capacity, size_t size);

/* Copy `text` into a fixed array, cutting what does not fit after a whole
 * character; always ends NUL.  Returns false when something was cut. */
bool copy_text(char *to, size_t size, const char *text);

/* The place of `word` in a list that ends with NULL; -1: it is not there. */
MUST_CHECK int word_index(const char *word, const char *const *words);

/* Decimal digits only, within [min, max]; anything else is false. */
MUST_CHECK bool parse_int64(const char *text, int64_t min, int64_t max,
			    int64_t *out);

#endif
