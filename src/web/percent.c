#include "web/percent.h"

#include <string.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that "%XX" stands for; -1 when it is none. */
static int decode_byte(const char *text, size_t left)
{
	int high = left >= 3 ? hex_digit(text[1]) : -1;
	int low = left >= 3 ? hex_digit(text[2]) : -1;

	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static enum percent decode(const char *text, size_t length, bool plus, char *to,
			   size_t size)
{
	size_t used = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		int byte = (unsigned char)text[i];

		if (byte == '%') {
			byte = decode_byte(text + i, length - i);
			i += 2;
		} else if (plus && byte == '+') {
			byte = ' ';
		}
		if (byte < 0)
			return PERCENT_BROKEN;
		if (!byte)
			return PERCENT_NUL;
		if (used + 1 >= size)
			return PERCENT_LONG;
		to[used++] = (char)byte;
	}
	to[used] = '\0';
	return PERCENT_OK;
}

enum percent percent_decode(const char *text, size_t length, char *to,
			    size_t size)
{
	return decode(text, length, true, to, size);
}

enum percent percent_decode_path(const char *text, size_t length, char *to,
				 size_t size)
{
	return decode(text, length, false, to, size);
}

void percent_add(struct str *out, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~%+=";
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		char code[3] = { '%', hex[c >> 4], hex[c & 15] };

		if (c && strchr(plain, (char)c))
			str_addc(out, (char)c);
		else
			str_add(out, code, sizeof code);
	}
}

const char *percent_fault(enum percent code)
{
	switch (code) {
	case PERCENT_BROKEN:
		return "its percent-encoding is broken";
	case PERCENT_NUL:
		return "it holds a NUL";
	case PERCENT_LONG:
		return "it is too long";
	case PERCENT_OK:
		break;
	}
	return "it is empty";
}
