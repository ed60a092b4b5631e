#include "bls/footnote.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

enum column { CODE, TEXT, COLUMNS };

static const struct labstat_column columns[COLUMNS] = {
	[CODE] = { .names = "footnote_code" },
	[TEXT] = { .names = "footnote_text" },
};

static const struct labstat_file file = { "oe.footnote", columns, COLUMNS };

/* Codes of oe.footnote.  1 to 3 are remarks on a series as a whole. */
static const char REMARKS[] = "123";
static const char NOT_IN_THIS_FORM[] = "4";
static const char CAPPED[] = "5";
static const char NOT_RELEASED[] = "8";

enum { DIGITS_MAX = 24, HOURLY_BELOW_MILLI = 1000 * 1000 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "$239,200" at `text`, its end in *end; 0 when it is no amount. */
static int64_t amount_at(const char *text, const char **end)
{
	char digits[DIGITS_MAX];
	struct figure amount;
	size_t n = 0;

	text++;
	text += strspn(text, " ");
	while (n < sizeof digits - 1 && is_digit(*text)) {
		digits[n++] = *text++;
		if (*text == '.' && n < sizeof digits - 1 && is_digit(text[1]))
			digits[n++] = *text++;
		else if (*text == ',' && is_digit(text[1]))
			text++;
	}
	digits[n] = '\0';
	*end = text;
	return figure_parse(digits, &amount) ? amount.milli : 0;
}

/* The unit that stands right behind the amount; without one its size tells. */
static bool is_hourly(const char *behind, int64_t milli)
{
	static const char *const links[] = { "/", "per ", "an ", "a ",
					     "each " };
	size_t i;

	behind += strspn(behind, " ");
	for (i = 0; i < COUNT_OF(links); i++) {
		size_t length = strlen(links[i]);

		if (strncasecmp(behind, links[i], length) == 0) {
			behind += length;
			break;
		}
	}
	behind += strspn(behind, " ");
	if (strncasecmp(behind, "hour", 4) == 0 ||
	    strncasecmp(behind, "hr", 2) == 0)
		return true;
	return strncasecmp(behind, "year", 4) != 0 &&
	       strncasecmp(behind, "annual", 6) != 0 &&
	       milli < HOURLY_BELOW_MILLI;
}

/* The amount of the form that the series has; 0 = none. */
static int64_t cap_from_text(const char *text, bool hourly)
{
	const char *p = strchr(text, '$');

	while (p) {
		int64_t milli = amount_at(p, &p);

		if (milli > 0 && is_hourly(p, milli) == hourly)
			return milli;
		p = strchr(p, '$');
	}
	return 0;
}

/* Does it say that a wage is so much at least? */
static bool speaks_of_cap(const char *text)
{
	static const char *const words[] = {
		"equal to or greater",
		"greater than or equal",
		"equal to or more",
		"equal to or above",
		"equal to or exceed",
		"at or above",
		"at least",
		"or more",
		"or greater",
		"or higher",
		"or above",
		"exceed",
		"in excess of",
	};
	size_t i;

	for (i = 0; strchr(text, '$') && i < COUNT_OF(words); i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

static bool is_cap(const char *code, const char *text)
{
	return strcmp(code, CAPPED) == 0 || (text && speaks_of_cap(text));
}

void withhold_figure(struct figure *out)
{
	*out = (struct figure){ .reason = REASON_NOT_RELEASED };
}

void withhold_because(const char *code, const char *text, int datatype,
		      struct figure *out)
{
	if (is_cap(code, text)) {
		out->reason = REASON_CAPPED;
		out->cap_milli =
			text ? cap_from_text(text, measure_is_hourly(datatype))
			     : 0;
	} else if (strcmp(code, NOT_IN_THIS_FORM) == 0) {
		out->reason = REASON_NOT_PUBLISHED_IN_THIS_FORM;
	}
}

bool footnote_known(const char *code, const char *text)
{
	return is_cap(code, text) || strcmp(code, NOT_IN_THIS_FORM) == 0 ||
	       strcmp(code, NOT_RELEASED) == 0 ||
	       (code[0] && !code[1] && strchr(REMARKS, code[0]));
}

/* NULL when the file has no text for it. */
static const char *text_of(const struct footnotes *notes, const char *code)
{
	size_t i;

	for (i = 0; i < notes->count; i++)
		if (strcmp(notes->of[i].code, code) == 0)
			return notes->of[i].text;
	return NULL;
}

/* Cut the next of the codes off, "" when it is too long to be one; false when
 * there is none. */
static bool next_code(const char **codes, char code[FOOTNOTE_CODE_BYTES])
{
	size_t length;

	*codes += strspn(*codes, ", ");
	length = strcspn(*codes, ", ");
	if (!length)
		return false;
	if (length < FOOTNOTE_CODE_BYTES)
		memcpy(code, *codes, length);
	code[length < FOOTNOTE_CODE_BYTES ? length : 0] = '\0';
	*codes += length;
	return true;
}

void footnotes_withhold(const struct footnotes *notes, const char *codes,
			int datatype, struct figure *out)
{
	char code[FOOTNOTE_CODE_BYTES];

	withhold_figure(out);
	while (next_code(&codes, code))
		withhold_because(code, text_of(notes, code), datatype, out);
}

bool footnotes_unknown(const struct footnotes *notes, const char *codes,
		       char code[FOOTNOTE_CODE_BYTES])
{
	while (next_code(&codes, code))
		if (!footnote_known(code, text_of(notes, code)))
			return true;
	return false;
}

static bool take_row(void *context, struct labstat *l, const char *const *cells)
{
	struct footnotes *out = context;
	struct footnote *note = &out->of[out->count];

	if (!cells[CODE][0] || strlen(cells[CODE]) >= sizeof note->code) {
		labstat_damaged(l, "it has no code: \"%s\"", cells[CODE]);
	} else if (out->count == FOOTNOTES_MAX) {
		labstat_damaged(l, "there are too many footnotes");
	} else {
		copy_text(note->code, sizeof note->code, cells[CODE]);
		(void)text_copy(note->text, sizeof note->text, cells[TEXT],
				strlen(cells[TEXT]));
		out->count++;
	}
	return true;
}

enum err footnotes_parse(const char *body, size_t length, bool whole,
			 struct footnotes *out, struct error *e)
{
	struct labstat l = LABSTAT_INIT(&file, take_row, out);
	enum err code;

	out->count = 0;
	code = labstat_read(&l, body, length, whole);
	out->passed = l.notes;
	if (code != ERR_OK)
		return err_set(e, code, "%s", l.error.msg);
	return out->count ? ERR_OK : err_set(e, ERR_REMOTE, "has no rows");
}
