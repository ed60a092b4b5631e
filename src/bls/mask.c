#include "bls/mask.h"

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
	size_t used = 0;

	while (*text && used + 1 < size) {
		size_t length = word_length(text);
		const char *from = text;
		size_t n = length ? length : 1;

		text += n;
		if (length && is_secret(from, length, key, key_length)) {
			from = mask;
			n = sizeof mask - 1;
		}
		if (n > size - 1 - used)
			n = size - 1 - used;
		memcpy(out + used, from, n);
		used += n;
	}
	out[used] = '\0';
}
