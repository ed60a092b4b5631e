#include "base/fold.h"

#include <string.h>
#include <utf8proc.h>

enum { EXPANSION_MAX = 32 }; /* Unicode promises 18 */

/* Letters that do not decompose, and signs that are typed for others. */
static const struct {
	utf8proc_int32_t from;
	const char *to;
} others[] = {
	{ 0x60, "'" },   { 0xb4, "'" },   { 0x2b9, "'" },  { 0x201b, "'" },
	{ 0x2032, "'" }, { 0x2035, "'" }, { 0x2043, "-" }, { 0x2d7, "-" },
	{ 0xc6, "AE" },  { 0xe6, "ae" },  { 0xd0, "D" },   { 0xf0, "d" },
	{ 0xd8, "O" },   { 0xf8, "o" },   { 0xde, "Th" },  { 0xfe, "th" },
	{ 0x110, "D" },  { 0x111, "d" },  { 0x131, "i" },  { 0x141, "L" },
	{ 0x142, "l" },  { 0x152, "OE" }, { 0x153, "oe" }, { 0x1e9e, "SS" },
	{ 0xdf, "ss" },  { 0x266f, "#" },
};

struct folding {
	enum fold how;
	char *out;
	size_t length;
	bool blank; /* one is due before the next character */
	bool full;
};

static void add(struct folding *f, const char *text, size_t length)
{
	size_t blank = f->blank && f->length;

	f->full = f->full || length + blank >= FOLD_BYTES - f->length;
	if (f->full)
		return;
	if (blank)
		f->out[f->length++] = ' ';
	memcpy(f->out + f->length, text, length);
	f->length += length;
	f->blank = false;
}

/* Nearly all text is of this kind: one by one, without a call. */
static inline void add_ascii(struct folding *f, unsigned char c)
{
	if (c <= ' ' || c == 0x7f) {
		f->blank = true;
		return;
	}
	f->full = f->full || f->length + 2 >= FOLD_BYTES;
	if (f->full)
		return;
	if (f->blank && f->length)
		f->out[f->length++] = ' ';
	f->blank = false;
	if (f->how == FOLD_CASE && c >= 'A' && c <= 'Z')
		c = (unsigned char)(c + 'a' - 'A');
	f->out[f->length++] = (char)c;
}

/* Letters, marks and digits of other scripts stay. */
static void add_point(struct folding *f, utf8proc_int32_t point)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t size;

	if (point < 0x80) {
		add_ascii(f, (unsigned char)point);
		return;
	}
	size = utf8proc_encode_char(point, bytes);
	if (size > 0 && utf8proc_category(point) <= UTF8PROC_CATEGORY_NO)
		add(f, (const char *)bytes, (size_t)size);
	else
		f->blank = true;
}

static const char *other_of(utf8proc_int32_t point)
{
	size_t i;

	for (i = 0; i < COUNT_OF(others); i++)
		if (others[i].from == point)
			return others[i].to;
	return NULL;
}

static void add_folded(struct folding *f, utf8proc_int32_t point)
{
	utf8proc_option_t options = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
				    UTF8PROC_IGNORE | UTF8PROC_STRIPMARK |
				    UTF8PROC_LUMP;
	utf8proc_int32_t points[EXPANSION_MAX];
	const char *other = other_of(point);
	int boundary = 0;
	utf8proc_ssize_t count;
	utf8proc_ssize_t i;

	for (; other && *other; other++)
		add_ascii(f, (unsigned char)*other);
	if (other)
		return;
	if (f->how == FOLD_CASE)
		options |= UTF8PROC_CASEFOLD;
	count = utf8proc_decompose_char(point, points, EXPANSION_MAX, options,
					&boundary);
	for (i = 0; i < count && i < EXPANSION_MAX; i++)
		add_point(f, points[i]);
}

size_t fold(const char *text, enum fold how, char out[FOLD_BYTES])
{
	struct folding f = { .how = how, .out = out };
	const unsigned char *p = (const unsigned char *)text;
	size_t left = strlen(text);

	while (left && !f.full) {
		utf8proc_int32_t point = -1;
		utf8proc_ssize_t size = 1;

		if (*p >= 0x80)
			size = utf8proc_iterate(p, (utf8proc_ssize_t)left,
						&point);
		if (*p < 0x80 && *p != '`')
			add_ascii(&f, *p);
		else if (*p < 0x80)
			add_ascii(&f, '\'');
		else if (size > 0)
			add_folded(&f, point);
		else
			f.blank = true;
		size = size > 0 ? size : 1;
		p += size;
		left -= (size_t)size;
	}
	out[f.length] = '\0';
	return f.length;
}

bool fold_blank(const char *text)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(text);
	utf8proc_int32_t point;
	utf8proc_ssize_t size;

	for (; left > 0; left -= size, p += size) {
		utf8proc_category_t category;

		size = utf8proc_iterate(p, left, &point);
		if (size <= 0)
			return false;
		category = utf8proc_category(point);
		if (category < UTF8PROC_CATEGORY_ZS ||
		    category > UTF8PROC_CATEGORY_CF)
			return false;
	}
	return true;
}
