#include "model/soc.h"

#include "base/fold.h"

#include <string.h>

bool soc_valid(const char *code)
{
	static const char form[] = "00-0000";
	size_t i;

	for (i = 0; i < sizeof form - 1; i++) {
		if (form[i] == '-' ? code[i] != '-'
				   : code[i] < '0' || code[i] > '9')
			return false;
	}
	return !code[i];
}

bool soc_from_digits(const char *six, char out[SOC_BYTES])
{
	memcpy(out, six, 2);
	out[2] = '-';
	memcpy(out + 3, six + 2, 4);
	out[7] = '\0';
	return soc_valid(out);
}

enum { MAJOR_DIGITS = 2, ONET_DIGITS = 2 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Past what people put before a code. */
static const char *after_label(const char *text)
{
	static const char *const labels[] = { "o*net-soc", "onet-soc", "o*net",
					      "onet",      "soc",      "code" };
	size_t i;

	for (i = 0; i < COUNT_OF(labels); i++) {
		size_t length = strlen(labels[i]);

		if (strncmp(text, labels[i], length) == 0 &&
		    (text[length] == ' ' || text[length] == ':'))
			text += length + strspn(text + length, " :");
	}
	return text;
}

/* Up to `most` digits; the rest of the text. */
static const char *take_digits(const char *text, struct soc_text *out,
			       size_t most)
{
	for (; most && is_digit(*text); most--)
		out->digits[out->count++] = *text++;
	return text;
}

struct soc_text soc_read(const char *text)
{
	static const struct soc_text none = { .count = 0 };
	struct soc_text out = { .count = 0 };
	char folded[FOLD_BYTES];
	const char *p;
	size_t gap;
	size_t more = 0;

	(void)fold(text, FOLD_CASE, folded);
	p = take_digits(after_label(folded), &out, MAJOR_DIGITS);
	if (out.count < MAJOR_DIGITS)
		return none;
	gap = strspn(p, " -.");
	out.sure = memchr(p, '-', gap) || memchr(p, '.', gap);
	p = take_digits(p + gap, &out, SOC_DIGITS - MAJOR_DIGITS);
	if (out.count == SOC_DIGITS) {
		out.sure = true;
		gap = strspn(p, " -.");
		for (p += gap; more < ONET_DIGITS && is_digit(*p); more++)
			p++;
		if (!gap && more && more < ONET_DIGITS)
			return none;
	}
	return *p ? none : out;
}

bool soc_spelled(const char *text, char out[SOC_BYTES])
{
	struct soc_text read = soc_read(text);

	return read.count == SOC_DIGITS && soc_from_digits(read.digits, out);
}

void soc_major_group(const char *code, char out[SOC_BYTES])
{
	memcpy(out, "00-0000", SOC_BYTES);
	memcpy(out, code, 2);
}
