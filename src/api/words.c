#include "api/words.h"

#include <ctype.h>
#include <string.h>

/* U+00C0..U+00FF without accents; '*' is not a letter. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
			    "aaaaaaaceeeeiiiidnooooo*ouuuuyty";
_Static_assert(sizeof latin == 65, "one character for each of 64");

/*
 * The next character of the text as a letter or digit, or '\0' for anything
 * else.  Advances the text.  Letters outside of Latin-1 stay as their bytes.
 */
static char next_letter(const char **text)
{
	unsigned char c = (unsigned char)*(*text)++;
	unsigned char next = (unsigned char)**text;
	char plain;

	if (c == 0xc3 && next >= 0x80 && next <= 0xbf) {
		(*text)++;
		plain = latin[next - 0x80];
		return plain == '*' ? '\0' : plain;
	}
	if (c == 0xe2 && next == 0x80) { /* dashes and curly quotes */
		*text += (*text)[1] ? 2 : 1;
		return '\0';
	}
	if (c >= 0x80)
		return (char)c;
	return isalnum(c) ? (char)tolower(c) : '\0';
}

static bool ends_with(const char *word, size_t length, const char *tail)
{
	size_t n = strlen(tail);

	return length >= n && memcmp(word + length - n, tail, n) == 0;
}

/* "secretaries" -> "secretary", "classes" -> "class", "nurses" -> "nurse". */
static void make_singular(char *word)
{
	size_t n = strlen(word);

	if (n < 4 || word[n - 1] != 's')
		return;
	if (ends_with(word, n, "ss") || ends_with(word, n, "us") ||
	    ends_with(word, n, "is"))
		return;
	if (n > 4 && ends_with(word, n, "ies")) {
		word[n - 3] = 'y';
		word[n - 2] = '\0';
	} else if (ends_with(word, n, "sses") || ends_with(word, n, "xes") ||
		   ends_with(word, n, "ches") || ends_with(word, n, "shes")) {
		word[n - 2] = '\0';
	} else {
		word[n - 1] = '\0';
	}
}

void words_split(const char *text, struct words *out)
{
	size_t used = 0;

	out->count = 0;
	while (out->count < WORDS_MAX) {
		char c = *text ? next_letter(&text) : '\0';

		if (c) {
			if (used < WORD_BYTES - 1)
				out->raw[out->count][used++] = c;
			continue;
		}
		/* An apostrophe joins: "driver's" is "drivers". */
		if (*text && text[-1] == '\'' && used)
			continue;
		if (used) {
			char *word = out->raw[out->count];

			word[used] = '\0';
			memcpy(out->singular[out->count], word, used + 1);
			make_singular(out->singular[out->count++]);
			used = 0;
		}
		if (!*text)
			break;
	}
}

void words_join(const struct words *w, char out[WORDS_TEXT_MAX])
{
	size_t used = 0;
	size_t i;

	for (i = 0; i < w->count; i++) {
		size_t n = strlen(w->singular[i]);

		if (i)
			out[used++] = ' ';
		memcpy(out + used, w->singular[i], n);
		used += n;
	}
	out[used] = '\0';
}
