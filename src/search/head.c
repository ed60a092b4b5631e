#include "search/head.h"

#include "search/forms.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

_Static_assert(WORDS_MAX <= 16, "a bit for each word");

/* What stands between the names of a title, or ends them. */
static const struct mark {
	const char *text;
	bool ends;
} marks[] = {
	{ ", and ", false }, { ", or ", false }, { ", ", false },
	{ " and ", false },  { " or ", false },  { " & ", false },
	{ "/", false },      { ",", false },     { " of ", true },
	{ " for ", true },   { " in ", true },   { " at ", true },
	{ " with ", true },  { " to ", true },   { " by ", true },
	{ " from ", true },  { " on ", true },   { "--", true },
	{ " - ", true },     { "(", true },      { ":", true },
	{ ";", true },
};

static bool may_be_mark(char c)
{
	return c == ' ' || c == ',' || c == '/' || c == '-' || c == '(' ||
	       c == ':' || c == ';';
}

static const struct mark *mark_at(const char *text)
{
	char second;
	size_t i;

	if (!may_be_mark(*text))
		return NULL;
	second = (char)tolower((unsigned char)text[1]);
	for (i = 0; i < COUNT_OF(marks); i++) {
		const char *mark = marks[i].text;

		if (mark[0] == *text && (!mark[1] || mark[1] == second) &&
		    strncasecmp(text, mark, strlen(mark)) == 0)
			return &marks[i];
	}
	return NULL;
}

/* The length of the name at `text`, and the mark behind it (NULL: the end). */
static size_t next_name(const char *text, const struct mark **mark)
{
	size_t n;

	for (n = 0; text[n]; n++)
		if ((*mark = mark_at(text + n)))
			return n;
	*mark = NULL;
	return n;
}

static uint16_t bit_of(const struct words *words, const char *word)
{
	size_t i;

	for (i = 0; i < words->count; i++)
		if (strcmp(words->singular[i], word) == 0)
			return (uint16_t)(1U << i);
	return 0;
}

/* The words of the last piece of a name; what is left of it. */
static size_t split_last(const char *name, size_t length, struct words *out)
{
	char text[SEARCH_FORM_BYTES];
	size_t end = length;

	while (end && name[end - 1] == ' ')
		end--;
	length = end;
	while (length && name[length - 1] != ' ')
		length--;
	end -= length;
	end = end < sizeof text ? end : sizeof text - 1;
	memcpy(text, name + length, end);
	text[end] = '\0';
	words_split(text, out);
	return length;
}

/*
 * The last word of a name where it is plain letters, as nearly all are: one of
 * the title's words as it stands, which need not be split again.  -1: it has to
 * be.
 */
static int plain_last(const char *name, size_t length,
		      const struct words *words)
{
	size_t n = 0;
	size_t i;

	while (n < length && isalpha((unsigned char)name[length - n - 1]))
		n++;
	if (!n || (n < length && name[length - n - 1] != ' '))
		return -1;
	for (i = words->count; i-- > 0;)
		if (strncasecmp(words->raw[i], name + length - n, n) == 0 &&
		    !words->raw[i][n])
			return (int)i;
	return -1;
}

/* The bit of the last word of a name; 0: it has none. */
static uint16_t head_of(const char *name, size_t length,
			const struct words *words, bool *plural)
{
	struct words own = { .count = 0 };
	int plain = plain_last(name, length, words);
	const char *last;

	if (plain >= 0) {
		last = words->singular[plain];
		*plural = strcmp(last, words->raw[plain]) != 0;
		return bit_of(words, last);
	}
	*plural = false;
	while (length && !own.count)
		length = split_last(name, length, &own);
	if (!own.count)
		return 0;
	last = own.singular[own.count - 1];
	*plural = strcmp(last, own.raw[own.count - 1]) != 0;
	return bit_of(words, last);
}

static uint16_t bits_of(const char *rest, const struct words *words)
{
	struct words own;
	uint16_t bits = 0;
	size_t i;

	words_split(rest, &own);
	for (i = 0; i < own.count; i++)
		bits |= bit_of(words, own.singular[i]);
	return bits;
}

struct search_heads search_heads(const char *title, bool official,
				 const struct words *words)
{
	struct search_heads found = { 0 };
	const struct mark *mark = NULL;
	uint16_t last = 0;
	bool more = true;

	while (more) {
		size_t length = next_name(title, &mark);
		const char *rest = title + length;
		bool plural;
		uint16_t head = head_of(title, length, words, &plural);

		last = head ? head : last;
		if (!official || (plural && !search_forms_shares(rest)))
			found.heads |= head;
		more = mark && !mark->ends &&
		       (official || mark->text[0] != ',');
		title = rest + (mark ? strlen(mark->text) : 0);
	}
	if (!found.heads)
		found.heads = last;
	if (!found.heads && words->count)
		found.heads = (uint16_t)(1U << (words->count - 1));
	if (mark && mark->ends)
		found.about = (uint16_t)(bits_of(title, words) & ~found.heads);
	return found;
}
