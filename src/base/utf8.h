/* UTF-8 as RFC 3629 defines it: no surrogates, no overlong forms. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character at `text`, 1..4; 0 when it is not valid UTF-8. */
size_t utf8_next(const char *text, size_t left);

bool utf8_valid(const char *text, size_t length);

/* Characters of a valid text. */
size_t utf8_count(const char *text, size_t length);

/* How many of the first `max` bytes of a valid text make whole characters: one
 * that begins in them and ends behind them is left out. */
size_t utf8_cut(const char *text, size_t max);

#endif
