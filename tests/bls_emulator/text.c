#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void reserve(struct text *t, size_t more)
{
	size_t room = t->room ? t->room : 4096;
	char *data;

	if (more > SIZE_MAX / 4 || t->len > SIZE_MAX / 4)
		_exit(71);
	while (room < t->len + more + 1)
		room *= 2;
	if (room == t->room)
		return;
	data = realloc(t->data, room);
	if (!data)
		_exit(71);
	t->data = data;
	t->room = room;
}

void text_add(struct text *t, const char *bytes, size_t len)
{
	reserve(t, len);
	memcpy(t->data + t->len, bytes, len);
	t->len += len;
	t->data[t->len] = '\0';
}

void text_str(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

__attribute__((format(printf, 2, 0))) static void add_va(struct text *t,
							 const char *fmt,
							 va_list args)
{
	va_list copy;
	int len;

	va_copy(copy, args);
	len = vsnprintf(NULL, 0, fmt, copy);
	va_end(copy);
	if (len < 0)
		_exit(71);
	reserve(t, (size_t)len);
	vsnprintf(t->data + t->len, (size_t)len + 1, fmt, args);
	t->len += (size_t)len;
}

void text_fmt(struct text *t, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_va(t, fmt, args);
	va_end(args);
}

void text_fill(struct text *t, char byte, size_t len)
{
	reserve(t, len);
	memset(t->data + t->len, byte, len);
	t->len += len;
	t->data[t->len] = '\0';
}

void text_json(struct text *t, const char *s)
{
	text_add(t, "\"", 1);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			text_fmt(t, "\\%c", c);
		else if (c < 0x20)
			text_fmt(t, "\\u%04x", c);
		else
			text_add(t, s, 1);
	}
	text_add(t, "\"", 1);
}

void text_clear(struct text *t)
{
	t->len = 0;
	if (t->data)
		t->data[0] = '\0';
}

void text_free(struct text *t)
{
	free(t->data);
	*t = (struct text){ 0 };
}

bool parse_long(const char *s, long min, long max, long *out)
{
	char *end;
	long n;

	if (*s != '-' && (*s < '0' || *s > '9'))
		return false;
	errno = 0;
	n = strtol(s, &end, 10);
	if (errno || end == s || *end || n < min || n > max)
		return false;
	*out = n;
	return true;
}

bool copy_str(char *dst, size_t room, const char *src)
{
	size_t len = strlen(src);

	dst[0] = '\0';
	if (len >= room)
		return false;
	memcpy(dst, src, len + 1);
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

void url_decode(char *s)
{
	char *to = s;

	while (*s) {
		int hi = s[0] == '%' ? hex_digit(s[1]) : -1;
		int lo = hi >= 0 ? hex_digit(s[2]) : -1;

		if (lo >= 0 && (hi || lo)) {
			*to++ = (char)(hi * 16 + lo);
			s += 3;
		} else {
			*to++ = *s == '+' ? ' ' : *s;
			s++;
		}
	}
	*to = '\0';
}
