#include "model/password.h"

#include "model/password_list.h"

#include <ctype.h>
#include <string.h>

enum { WORD_MIN = 4, NAME_MIN = 3, RUN_MIN = 3, YEAR_DIGITS = 4 };

/* Rows and columns of a keyboard, and what people make of them. */
static const char *const keyboard[] = {
	"qwertyuiop",
	"asdfghjkl",
	"zxcvbnm",
	"qwertz",
	"azerty",
	"qazwsxedcrfvtgbyhnujm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm",
	"zaq1xsw2cde3vfr4bgt5",
	"1q2w3e4r5t6y7u8i9o0p",
	"q1w2e3r4t5y6u7i8o9p0",
	"a1s2d3f4g5h6",
	"!@#$%^&*()",
	NULL,
};

/* What one thinks of first here. */
static const char *const own_names[] = {
	"blssync administrator bls-sync bls operator reader sync wages", NULL
};

/* What a letter is written as. */
static bool same(char letter, char c)
{
	static const char *const disguises[26] = {
		[0] = "@4",        ['b' - 'a'] = "8",  ['e' - 'a'] = "3",
		['g' - 'a'] = "9", ['i' - 'a'] = "1!", ['l' - 'a'] = "1|",
		['o' - 'a'] = "0", ['s' - 'a'] = "5$", ['t' - 'a'] = "7+",
		['z' - 'a'] = "2",
	};
	const char *others;

	if (letter == c)
		return true;
	if (letter < 'a' || letter > 'z' || !c)
		return false;
	others = disguises[letter - 'a'];
	return others && strchr(others, c);
}

static bool begins_with(const char *text, const char *word, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!text[i] ||
		    !same((char)tolower((unsigned char)word[i]), text[i]))
			return false;
	return true;
}

/* The longest word of `lines` that `text` begins with, in bytes; 0 = none.
 * What parts words is in `blanks`; shorter ones than `min` do not count. */
static size_t word_at(const char *text, const char *line, const char *blanks,
		      size_t min)
{
	size_t longest = 0;
	size_t length;

	for (line += strspn(line, blanks); *line;
	     line += length, line += strspn(line, blanks)) {
		length = strcspn(line, blanks);
		if (length >= min && length > longest &&
		    begins_with(text, line, length))
			longest = length;
	}
	return longest;
}

static size_t longest_of(const char *text, const char *const *lines, size_t min)
{
	size_t longest = 0;
	size_t length;

	for (; *lines; lines++) {
		length = word_at(text, *lines, " ", min);
		if (length > longest)
			longest = length;
	}
	return longest;
}

/* Bytes that go on by the same step: "aaaa", "1234", "fedc". */
static size_t run_at(const char *text)
{
	int step = text[0] && text[1] ? text[1] - text[0] : 2;
	size_t length = 1;

	if (step < -1 || step > 1)
		return 0;
	while (text[length] && text[length] - text[length - 1] == step)
		length++;
	return length;
}

static size_t common_length(const char *text, const char *row, size_t from,
			    int step)
{
	size_t length = 0;
	size_t at = from;

	while (row[at] && text[length] == row[at]) {
		length++;
		if (!at && step < 0)
			break;
		at += (size_t)step;
	}
	return length;
}

static size_t keys_at(const char *text)
{
	const char *const *row;
	size_t longest = 0;
	size_t i;

	for (row = keyboard; *row; row++) {
		for (i = 0; (*row)[i]; i++) {
			size_t on = common_length(text, *row, i, 1);
			size_t back = common_length(text, *row, i, -1);

			if (on > longest)
				longest = on;
			if (back > longest)
				longest = back;
		}
	}
	return longest;
}

static size_t year_at(const char *text)
{
	bool century =
		strncmp(text, "19", 2) == 0 || strncmp(text, "20", 2) == 0;

	return century && strspn(text, "0123456789") == YEAR_DIGITS
		       ? YEAR_DIGITS
		       : 0;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The names of account and site, taken apart and whole. */
static size_t name_at(const char *text, const char *username, const char *site)
{
	static const char between[] = ".:/-_@";
	size_t longest = longest_of(text, own_names, NAME_MIN);

	longest = larger(longest, word_at(text, username, "", NAME_MIN));
	longest = larger(longest, word_at(text, username, between, NAME_MIN));
	longest = larger(longest, word_at(text, site, ":/", NAME_MIN));
	return larger(longest, word_at(text, site, between, NAME_MIN));
}

static int points_of(const char *text, const char *username, const char *site)
{
	int points = 0;

	while (*text) {
		size_t word = larger(longest_of(text, password_words, WORD_MIN),
				     name_at(text, username, site));
		size_t run = larger(larger(run_at(text), keys_at(text)),
				    year_at(text));

		if (run >= RUN_MIN && run >= word) {
			points++;
			text += run;
		} else if (word) {
			points += 2;
			text += word;
		} else {
			points++;
			text++;
		}
	}
	return points;
}

/* "abcabcab" repeats "abc": the length of what is repeated. */
static size_t period_of(const char *text)
{
	size_t length = strlen(text);
	size_t period = 1;

	while (period < length &&
	       memcmp(text, text + period, length - period) != 0)
		period++;
	return period;
}

static bool is_listed(const char *text)
{
	const char *const *line;
	size_t length = strlen(text);

	for (line = password_whole; *line; line++)
		if (word_at(text, *line, " ", length) == length)
			return true;
	return false;
}

const char *password_weakness(const char *password, const char *username,
			      const char *site)
{
	char text[PASSWORD_MAX + 1];
	size_t i;

	if (!copy_text(text, sizeof text, password))
		return NULL;
	for (i = 0; text[i]; i++)
		text[i] = (char)tolower((unsigned char)text[i]);
	if (is_listed(text))
		return "it is on the list of common passwords";
	text[period_of(text)] = '\0';
	if (points_of(text, username, site) < PASSWORD_POINTS_MIN)
		return "it is made of common words, names, sequences or "
		       "repetitions that are guessed first";
	return NULL;
}
