/*
 * A growing string with a ceiling.
 *
 *	struct str s = STR_INIT(BLS_REPLY_MAX);
 *	str_add(&s, bytes, n);
 *	if (s.full) ... more than the ceiling came ...
 *	str_release(&s);
 *
 * Adding beyond the ceiling adds nothing and latches `full`, so the caller
 * checks once, at the end.  `data` is never NULL and always ends with NUL.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/base.h"

#include <stdarg.h>

struct str {
	char *data;
	size_t length;
	size_t capacity; /* bytes allocated; 0 while `data` is the empty slop */
	size_t ceiling;  /* most bytes it may hold, without the NUL */
	bool full;
};

extern char str_slop[];

#define STR_INIT(max_bytes)                              \
	(struct str)                                     \
	{                                                \
		.data = str_slop, .ceiling = (max_bytes) \
	}

void str_add(struct str *s, const void *bytes, size_t n);
void str_adds(struct str *s, const char *text);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *format, ...) PRINTF(2, 3);
void str_addi(struct str *s, int64_t number);
void str_addv(struct str *s, const char *format, va_list args) PRINTF(2, 0);

/*
 * Room at the end for `n` bytes that the caller writes there, all of them, at
 * once; NULL (and `full`) beyond the ceiling.
 */
char *str_extend(struct str *s, size_t n);

/* Empty it, keep its memory. */
void str_reset(struct str *s);
/* Give its memory back; it is empty and usable afterwards. */
void str_release(struct str *s);
/* The text, now owned by the caller (free()); `s` is empty afterwards. */
char *str_take(struct str *s);

#endif
