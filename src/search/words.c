#include "search/words.h"

#include "base/fold.h"

#include <ctype.h>
#include <string.h>

enum { SMALL_MAX = 4 }; /* letters of the longest small word */

/* The next character of a folded text, or '\0' for what parts words. */
static char next_letter(const char **text)
{
	unsigned char c = (unsigned char)*(*text)++;

	return c >= 0x80 || isalnum(c) ? (char)c : '\0';
}

static bool ends_with(const char *word, size_t length, const char *tail)
{
	size_t n = strlen(tail);

	return length >= n && memcmp(word + length - n, tail, n) == 0;
}

/* "secretaries" -> "secretary", "classes" -> "class", "nurses" -> "nurse",
 * "firemen" -> "fireman". */
static void make_singular(char *word)
{
	size_t n = strlen(word);

	if (n > 4 && ends_with(word, n, "men") && !ends_with(word, n, "imen") &&
	    !ends_with(word, n, "domen"))
		word[n - 2] = 'a';
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
	} else if (n > 4 && ends_with(word, n, "wives")) {
		memcpy(word + n - 3, "fe", 3);
	} else {
		word[n - 1] = '\0';
	}
}

/* Is the letter before `text` the only one of its word, with a dot behind it
 * and another letter behind that?  "R.N." goes on after the "R". */
static bool is_dotted(const char *text, size_t used, bool dotted)
{
	return *text == '.' && (used == 1 || dotted) &&
	       isalnum((unsigned char)text[1]) &&
	       !isalnum((unsigned char)text[2]);
}

static void end_word(struct words *out, size_t used)
{
	char *word = out->raw[out->count];

	word[used] = '\0';
	memcpy(out->singular[out->count], word, used + 1);
	make_singular(out->singular[out->count++]);
}

void words_split(const char *from, struct words *out)
{
	char folded[FOLD_BYTES];
	const char *text = folded;
	size_t used = 0;
	bool dotted = false;

	(void)fold(from, FOLD_CASE, folded);
	out->count = 0;
	while (out->count < WORDS_MAX) {
		bool sign = used && (*text == '+' || *text == '#');
		char c = sign ? *text++ : *text ? next_letter(&text) : '\0';

		if (c) {
			if (used < WORD_BYTES - 1)
				out->raw[out->count][used++] = c;
			dotted = is_dotted(text, used, dotted);
			text += dotted;
			continue;
		}
		/* An apostrophe joins: "driver's" is "drivers". */
		if (*text && text[-1] == '\'' && used)
			continue;
		if (used)
			end_word(out, used);
		used = 0;
		dotted = false;
		if (!*text)
			break;
	}
}

/* "or" is small between others only: OR nurses work in operating rooms. */
static bool is_small(const char *word, bool first)
{
	static const char *const small[] = {
		"a",  "an", "and", "at",  "by", "for",  "from",
		"in", "of", "on",  "the", "to", "with",
	};
	size_t i;

	if (strnlen(word, SMALL_MAX + 1) > SMALL_MAX)
		return false;
	for (i = 0; i < COUNT_OF(small); i++)
		if (strcmp(word, small[i]) == 0)
			return true;
	return !first && strcmp(word, "or") == 0;
}

static void move_word(struct words *w, size_t to, size_t from)
{
	if (to == from)
		return;
	memcpy(w->raw[to], w->raw[from], WORD_BYTES);
	memcpy(w->singular[to], w->singular[from], WORD_BYTES);
}

static bool stood_before(const struct words *w, size_t count, const char *word)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(w->singular[i], word) == 0)
			return true;
	return false;
}

void words_drop_small(struct words *w)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < w->count; i++)
		if ((i + 1 == w->count || !is_small(w->raw[i], !i)) &&
		    !stood_before(w, count, w->singular[i]))
			move_word(w, count++, i);
	w->count = count;
}

void words_join(const struct words *w, size_t first, size_t count,
		char out[WORDS_TEXT_MAX])
{
	size_t used = 0;
	size_t i;

	for (i = first; i < first + count; i++) {
		size_t n = strlen(w->singular[i]);

		if (i > first)
			out[used++] = ' ';
		memcpy(out + used, w->singular[i], n);
		used += n;
	}
	out[used] = '\0';
}

bool words_replace(struct words *w, size_t first, size_t count,
		   const char *text)
{
	struct words with;
	size_t total;
	size_t i;

	words_split(text, &with);
	total = w->count - count + with.count;
	if (total > WORDS_MAX)
		return false;
	if (with.count > count)
		for (i = w->count; i-- > first + count;)
			move_word(w, i + with.count - count, i);
	else
		for (i = first + count; i < w->count; i++)
			move_word(w, i + with.count - count, i);
	for (i = 0; i < with.count; i++) {
		memcpy(w->raw[first + i], with.raw[i], WORD_BYTES);
		memcpy(w->singular[first + i], with.singular[i], WORD_BYTES);
	}
	w->count = total;
	return true;
}
