/*
 * A growing piece of text, and the few checked helpers for reading text.
 * Zero-initialize a struct text; text_free() when done. Out of memory ends
 * the process: this is a test double with a supervisor above it.
 */
#ifndef BLS_EMULATOR_TEXT_H
#define BLS_EMULATOR_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *data; /* NUL-terminated once anything was added */
	size_t len;
	size_t room;
};

void text_add(struct text *t, const char *bytes, size_t len);
void text_str(struct text *t, const char *s);
void text_fmt(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Adds len times the same byte. */
void text_fill(struct text *t, char byte, size_t len);
/* Adds s as a JSON string with its quotes. */
void text_json(struct text *t, const char *s);
void text_clear(struct text *t);
void text_free(struct text *t);

/* Whole decimal number within [min, max] and nothing else. */
bool parse_long(const char *s, long min, long max, long *out);
/* Copies src into a fixed array; false (and empty) when it does not fit. */
bool copy_str(char *dst, size_t room, const char *src);
/* Decodes %XX and '+' in place. */
void url_decode(char *s);

#endif
