/* UTF-8 as RFC 3629 defines it: no surrogates, no overlong forms. */
#ifndef API_UTF8_H
#define API_UTF8_H

#include "base/base.h"
#include "base/str.h"

/* Bytes of the character at `text`, 1..4; 0 when it is not valid UTF-8. */
size_t utf8_next(const char *text, size_t left);

bool utf8_valid(const char *text, size_t length);

/* Characters of a valid text. */
size_t utf8_count(const char *text, size_t length);

/*
 * Append at most `max` bytes of `text`, with U+FFFD for what is not UTF-8 and
 * an ellipsis when something was left out.
 */
void utf8_add(struct str *out, const char *text, size_t max);

#endif
