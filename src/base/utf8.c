#include "base/utf8.h"

static bool continues(const unsigned char *p, size_t count)
{
	size_t i;

	for (i = 1; i <= count; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/*
 * The table of RFC 3629, section 4: what the first byte promises, and what the
 * second may be (that is what keeps overlong forms and surrogates out).
 */
static const struct form {
	unsigned char first_min;
	unsigned char first_max;
	unsigned char second_min;
	unsigned char second_max;
	size_t length;
} forms[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

size_t utf8_next(const char *text, size_t left)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i;

	if (!left)
		return 0;
	if (p[0] < 0x80)
		return 1;
	for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const struct form *form = &forms[i];

		if (p[0] < form->first_min || p[0] > form->first_max)
			continue;
		if (left < form->length || p[1] < form->second_min ||
		    p[1] > form->second_max)
			return 0;
		return continues(p, form->length - 1) ? form->length : 0;
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

size_t utf8_cut(const char *text, size_t max)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t back;

	for (back = 1; back <= 3 && back <= max; back++) {
		unsigned char c = p[max - back];
		size_t length = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

		if ((c & 0xc0) != 0x80)
			return length > back ? max - back : max;
	}
	return max;
}
