#include "bls/footnote.h"

#include <string.h>

static const char AT_LEAST[] = "equal to or greater than $";

/* "This wage is equal to or greater than $115.00 per hour or $239,200 per
 * year.": the amount of the form that the series has. */
static int64_t cap_from_text(const char *text, bool hourly)
{
	const char *unit = strstr(text, hourly ? "per hour" : "per year");
	const char *p = unit;
	char digits[24];
	struct figure cap;
	size_t n = 0;

	if (!unit)
		return 0;
	while (p > text && *p != '$')
		p--;
	if (*p != '$')
		return 0;
	for (p++; p < unit && n < sizeof digits - 1; p++)
		if ((*p >= '0' && *p <= '9') || *p == '.')
			digits[n++] = *p;
	digits[n] = '\0';
	return figure_parse(digits, &cap) ? cap.milli : 0;
}

void withhold_figure(struct figure *out)
{
	*out = (struct figure){ .reason = REASON_NOT_RELEASED };
}

void withhold_because(const char *code, const char *text, int datatype,
		      struct figure *out)
{
	if (strcmp(code, "5") == 0 || (text && strstr(text, AT_LEAST))) {
		out->reason = REASON_CAPPED;
		out->cap_milli =
			text ? cap_from_text(text, measure_is_hourly(datatype))
			     : 0;
	} else if (strcmp(code, "4") == 0) {
		out->reason = REASON_NOT_PUBLISHED_IN_THIS_FORM;
	}
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

void footnotes_withhold(const struct footnotes *notes, const char *codes,
			int datatype, struct figure *out)
{
	char code[FOOTNOTE_CODE_BYTES];
	size_t length;

	withhold_figure(out);
	for (; *codes; codes += length + (codes[length] != '\0')) {
		length = strcspn(codes, ", ");
		if (!length || length >= sizeof code)
			continue;
		memcpy(code, codes, length);
		code[length] = '\0';
		withhold_because(code, text_of(notes, code), datatype, out);
	}
}

/* A cell without the white space around it, cut to fit. */
static void copy_cell(const char *from, size_t length, char *to, size_t size)
{
	while (length && strchr(" \r", from[0])) {
		from++;
		length--;
	}
	while (length && strchr(" \r", from[length - 1]))
		length--;
	if (length >= size)
		length = size - 1;
	memcpy(to, from, length);
	to[length] = '\0';
}

static enum err parse_row(const char *row, size_t length, struct footnotes *out,
			  struct error *e)
{
	const char *tab = memchr(row, '\t', length);
	struct footnote *note = &out->of[out->count];

	if (strspn(row, " \r\n") >= length)
		return ERR_OK;
	if (!tab || out->count == FOOTNOTES_MAX)
		return err_set(e, ERR_REMOTE, "is not a list of footnotes");
	copy_cell(row, (size_t)(tab - row), note->code, sizeof note->code);
	copy_cell(tab + 1, length - (size_t)(tab - row) - 1, note->text,
		  sizeof note->text);
	out->count++;
	return ERR_OK;
}

enum err footnotes_parse(const char *body, struct footnotes *out,
			 struct error *e)
{
	const char *row = strchr(body, '\n');
	enum err code = ERR_OK;

	out->count = 0;
	if (strncmp(body, "footnote_code", 13) != 0 || !row)
		return err_set(e, ERR_REMOTE, "does not begin with its header");
	for (row++; code == ERR_OK && *row;) {
		size_t length = strcspn(row, "\n");

		if (!row[length])
			return err_set(e, ERR_REMOTE, "is cut");
		code = parse_row(row, length, out, e);
		row += length + 1;
	}
	if (code == ERR_OK && !out->count)
		return err_set(e, ERR_REMOTE, "has no rows");
	return code;
}
