#include "api/utf8.h"

#include <string.h>

static bool continues(const unsigned char *p, size_t count)
{
	size_t i;

	for (i = 1; i <= count; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

size_t utf8_next(const char *text, size_t left)
{
	const unsigned char *p = (const unsigned char *)text;

	if (!left)
		return 0;
	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		return left >= 2 && continues(p, 1) ? 2 : 0;
	if (p[0] >= 0xe0 && p[0] <= 0xef) {
		if (left < 3 || !continues(p, 2))
			return 0;
		if (p[0] == 0xe0 && p[1] < 0xa0)
			return 0;
		return p[0] == 0xed && p[1] > 0x9f ? 0 : 3;
	}
	if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		if (left < 4 || !continues(p, 3))
			return 0;
		if (p[0] == 0xf0 && p[1] < 0x90)
			return 0;
		return p[0] == 0xf4 && p[1] > 0x8f ? 0 : 4;
	}
	return 0;
}

bool utf8_valid(const char *text, size_t length)
{
	size_t n;

	for (; length; text += n, length -= n) {
		n = utf8_next(text, length);
		if (!n)
			return false;
	}
	return true;
}

size_t utf8_count(const char *text, size_t length)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

void utf8_add(struct str *out, const char *text, size_t max)
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
