#include "search/forms.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static void add(struct search_forms *out, const char *from, size_t length)
{
	char *to;

	while (length && isspace((unsigned char)*from)) {
		from++;
		length--;
	}
	while (length && isspace((unsigned char)from[length - 1]))
		length--;
	if (!length || out->count == SEARCH_FORMS_MAX)
		return;
	if (length > SEARCH_FORM_BYTES - 1)
		length = SEARCH_FORM_BYTES - 1;
	to = out->of[out->count++];
	memcpy(to, from, length);
	to[length] = '\0';
}

/* Up to where the title says what it is, not what it leaves out. */
static size_t positive_length(const char *title)
{
	static const char *const ends[] = { ", except ", ", all other" };
	size_t length = strlen(title);
	size_t i;

	for (i = 0; i < COUNT_OF(ends); i++) {
		const char *end = strcasestr(title, ends[i]);

		if (end && (size_t)(end - title) < length)
			length = (size_t)(end - title);
	}
	return length;
}

/* The length of the next name of a list; *skip: that of what follows it. */
static size_t next_name(const char *list, const char *end, size_t *skip)
{
	const char *comma = memchr(list, ',', (size_t)(end - list));
	const char *last = memmem(list, (size_t)(end - list), " and ", 5);

	if (comma && (!last || comma < last)) {
		*skip = 1;
		if (end - comma > 5 && strncmp(comma, ", and ", 6) == 0)
			*skip = 6;
		return (size_t)(comma - list);
	}
	if (last) {
		*skip = 5;
		return (size_t)(last - list);
	}
	*skip = 0;
	return (size_t)(end - list);
}

/* People are named in the plural; the rest of a list says where they work. */
static bool is_plural(const char *name, size_t length)
{
	if (length > 3 && strncmp(name + length - 3, "men", 3) == 0)
		return true;
	return length > 3 && name[length - 1] == 's';
}

bool search_forms_shares(const char *rest)
{
	static const char related[] = " and related ";

	return strncasecmp(rest, related, sizeof related - 1) == 0;
}

/* "Helpers--Painters", "First-Line Supervisors of Mechanics" */
static bool says_of(const char *name, size_t length)
{
	return memmem(name, length, " of ", 4) || memmem(name, length, "--", 2);
}

void search_forms_official(const char *title, struct search_forms *out)
{
	size_t length = positive_length(title);
	const char *end = title + length;
	const char *p = title;

	out->count = 0;
	add(out, title, length);
	if (!out->count) {
		out->of[0][0] = '\0';
		out->count = 1;
	}
	while (p < end) {
		size_t skip;
		size_t n = next_name(p, end, &skip);

		if (!is_plural(p, n) || n == length)
			return;
		/* the rest of the list is what these are for */
		if (says_of(p, n))
			return;
		if (!search_forms_shares(p + n))
			add(out, p, n);
		p += n + skip;
	}
}

void search_forms_other(const char *title, struct search_forms *out)
{
	const char *open = strchr(title, '(');
	const char *close = open ? strchr(open, ')') : NULL;

	out->count = 0;
	if (!close || open == title || close[1]) {
		add(out, title, strlen(title));
	} else {
		add(out, title, (size_t)(open - title));
		add(out, open + 1, (size_t)(close - open - 1));
	}
	if (!out->count) {
		out->of[0][0] = '\0';
		out->count = 1;
	}
}
