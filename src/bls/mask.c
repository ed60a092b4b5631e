#include "bls/mask.h"

#include "base/text.h"
#include "bls/series.h"

#include <ctype.h>
#include <string.h>

enum { SUSPICIOUS_LENGTH = 16 };

static size_t word_length(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]))
		n++;
	return n;
}

static bool is_secret(const char *word, size_t length, const char *key,
		      size_t key_length)
{
	if (key_length && length >= key_length &&
	    memmem(word, length, key, key_length))
		return true;
	if (length == SERIES_ID_BYTES - 1 && strncmp(word, "OEU", 3) == 0)
		return false;
	return length >= SUSPICIOUS_LENGTH;
}

void mask_keys(const char *text, const char *key, char *out, size_t size)
{
	static const char mask[] = "[key]";
	size_t key_length = key ? strlen(key) : 0;
	struct str masked = STR_INIT(strlen(text) * sizeof mask);

	while (*text) {
		size_t length = word_length(text);

		if (length && is_secret(text, length, key, key_length))
			str_adds(&masked, mask);
		else
			str_add(&masked, text, length ? length : 1);
		text += length ? length : 1;
	}
	(void)text_copy(out, size, masked.data, masked.length);
	str_release(&masked);
}
