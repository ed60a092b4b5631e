#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char str_slop[1];

static bool grow(struct str *s, size_t n)
{
	size_t need;

	if (s->full || n > s->ceiling - s->length) {
		s->full = true;
		return false;
	}
	need = s->length + n + 1;
	if (need < s->capacity * 2)
		need = s->capacity * 2;
	if (need < 64)
		need = 64;
	if (need > s->ceiling + 1)
		need = s->ceiling + 1;
	s->data = xreallocarray(s->capacity ? s->data : NULL, need, 1);
	s->capacity = need;
	return true;
}

/* Make room for `n` more bytes and a NUL; false (and `full`) beyond the cap.
 * The capacity is never more than the ceiling and what the NUL takes. */
static inline bool reserve(struct str *s, size_t n)
{
	if (n < s->capacity - s->length && !s->full)
		return true;
	return grow(s, n);
}

char *str_extend(struct str *s, size_t n)
{
	char *room;

	if (!reserve(s, n))
		return NULL;
	room = s->data + s->length;
	s->length += n;
	s->data[s->length] = '\0';
	return room;
}

void str_add(struct str *s, const void *bytes, size_t n)
{
	if (!n || !reserve(s, n))
		return;
	memcpy(s->data + s->length, bytes, n);
	s->length += n;
	s->data[s->length] = '\0';
}

void str_adds(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void str_addc(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void str_addi(struct str *s, int64_t number)
{
	char digits[24];
	char *p = digits + sizeof digits;
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

	do {
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		*--p = '-';
	str_add(s, p, (size_t)(digits + sizeof digits - p));
}

void str_addv(struct str *s, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	if (n > 0 && reserve(s, (size_t)n)) {
		(void)vsnprintf(s->data + s->length, (size_t)n + 1, format,
				again);
		s->length += (size_t)n;
	}
	va_end(again);
}

void str_addf(struct str *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_addv(s, format, args);
	va_end(args);
}

void str_reset(struct str *s)
{
	s->length = 0;
	s->full = false;
	if (s->capacity)
		s->data[0] = '\0';
}

void str_release(struct str *s)
{
	if (s->capacity)
		free(s->data);
	*s = STR_INIT(s->ceiling);
}

char *str_take(struct str *s)
{
	char *text = s->capacity ? s->data : xstrdup("");

	*s = STR_INIT(s->ceiling);
	return text;
}
