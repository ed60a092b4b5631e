#include "base/text.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char ELLIPSIS[] = "...";
static const char UNDEFINED[] = "\xef\xbf\xbd"; /* U+FFFD */

/* 0x80 to 0x9f of Windows-1252; 0: undefined. */
static const uint16_t windows_1252[] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static void add_windows_1252(struct str *out, unsigned char byte)
{
	unsigned character = byte;

	if (byte < 0xa0)
		character = windows_1252[byte - 0x80];
	if (!character) {
		str_adds(out, UNDEFINED);
	} else if (character < 0x800) {
		str_addc(out, (char)(0xc0 | character >> 6));
		str_addc(out, (char)(0x80 | (character & 0x3f)));
	} else {
		str_addc(out, (char)(0xe0 | character >> 12));
		str_addc(out, (char)(0x80 | (character >> 6 & 0x3f)));
		str_addc(out, (char)(0x80 | (character & 0x3f)));
	}
}

static bool is_control(const char *character, size_t length)
{
	const unsigned char *p = (const unsigned char *)character;

	if (length == 1)
		return p[0] < 0x20 || p[0] == 0x7f;
	if (length == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;
	return length == 3 && p[0] == 0xe2 && p[1] == 0x80 &&
	       (p[2] == 0xa8 || p[2] == 0xa9);
}

void text_admit(struct str *out, const char *bytes, size_t length)
{
	bool valid = utf8_valid(bytes, length);
	size_t n;

	for (; length; bytes += n, length -= n) {
		bool ascii = (unsigned char)bytes[0] < 0x80;

		n = valid && !ascii ? utf8_next(bytes, length) : 1;
		if (!valid && !ascii)
			add_windows_1252(out, (unsigned char)bytes[0]);
		else if (is_control(bytes, n))
			str_addc(out, ' ');
		else
			str_add(out, bytes, n);
	}
}

/* `text` is known to be longer than the array. */
static void cut(char *to, size_t size, const char *text)
{
	size_t room = size - 1;
	size_t dots = room < sizeof ELLIPSIS - 1 ? 0 : sizeof ELLIPSIS - 1;
	size_t length = utf8_cut(text, room - dots);

	memmove(to, text, length);
	memcpy(to + length, ELLIPSIS, dots);
	to[length + dots] = '\0';
}

bool text_copy(char *to, size_t size, const char *bytes, size_t length)
{
	struct str text = STR_INIT(length * 3);
	bool fits;

	text_admit(&text, bytes, length);
	fits = text.length < size;
	if (fits)
		memcpy(to, text.data, text.length + 1);
	else
		cut(to, size, text.data);
	str_release(&text);
	return fits;
}

bool text_vformat(char *to, size_t size, const char *format, va_list args)
{
	int length = vsnprintf(to, size, format, args);
	bool fits = length >= 0 && (size_t)length < size;

	if (length >= 0 && !fits)
		cut(to, size, to);
	return fits;
}

bool text_format(char *to, size_t size, const char *format, ...)
{
	va_list args;
	bool fits;

	va_start(args, format);
	fits = text_vformat(to, size, format, args);
	va_end(args);
	return fits;
}

const char *text_plural(int64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

const char *text_span(int64_t seconds, char out[TEXT_SPAN_BYTES])
{
	static const struct {
		int64_t seconds;
		int64_t from; /* so many of them, at least */
		const char *one;
		const char *many;
	} units[] = {
		{ 86400, 3, "day", "days" },
		{ 3600, 2, "hour", "hours" },
		{ 60, 2, "minute", "minutes" },
		{ 1, 0, "second", "seconds" },
	};
	size_t i = 0;
	int64_t n;

	while (i + 1 < COUNT_OF(units) &&
	       seconds < units[i].from * units[i].seconds)
		i++;
	n = seconds / units[i].seconds;
	(void)text_format(out, TEXT_SPAN_BYTES, "%lld %s", (long long)n,
			  text_plural(n, units[i].one, units[i].many));
	return out;
}

void text_excerpt(struct str *out, const char *text, size_t max)
{
	size_t length = strlen(text);
	size_t used = 0;
	size_t n;

	while (used < length) {
		n = utf8_next(text + used, length - used);
		if (used + (n ? n : 1) > max) {
			str_adds(out, "\xe2\x80\xa6");
			return;
		}
		if (n)
			str_add(out, text + used, n);
		else
			str_adds(out, "\xef\xbf\xbd");
		used += n ? n : 1;
	}
}
