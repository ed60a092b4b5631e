#include "base/jw.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIXED_PLACES_MAX = 9 };

/* Eight bytes at a time: one bit per byte, its highest. */
#define EVERY(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The highest bit of each byte below `n` (n <= 128) or above 127. */
static inline uint64_t below(uint64_t bytes, uint64_t n)
{
	return (bytes - EVERY(1) * n) & ~bytes & EVERY(0x80);
}

/* Is there any of the bytes that must be escaped?  Bytes of UTF-8 sequences
 * are not: their highest bit is set. */
static inline bool has_special(uint64_t bytes)
{
	return below(bytes, 0x20) | below(bytes ^ EVERY('"'), 1) |
	       below(bytes ^ EVERY('\\'), 1) | below(bytes ^ EVERY('<'), 1) |
	       below(bytes ^ EVERY(0x7f), 1);
}

static bool is_special(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == 0x7f;
}

/* How many bytes from `p` on can be copied as they are. */
static size_t plain_length(const char *p, size_t length)
{
	uint64_t bytes;
	size_t i = 0;

	for (; length - i >= sizeof bytes; i += sizeof bytes) {
		memcpy(&bytes, p + i, sizeof bytes);
		if (has_special(bytes))
			break;
	}
	if (length - i < sizeof bytes && length >= sizeof bytes) {
		/* The rest, together with some of what is plain. */
		memcpy(&bytes, p + length - sizeof bytes, sizeof bytes);
		if (!has_special(bytes))
			return length;
	}
	while (i < length && !is_special((unsigned char)p[i]))
		i++;
	return i;
}

static void escape_one(struct str *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char code[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

	if (c == '"' || c == '\\') {
		code[1] = (char)c;
		str_add(out, code, 2);
	} else {
		str_add(out, code, sizeof code);
	}
}

static void escape(struct str *out, const char *text, size_t length)
{
	size_t plain;

	for (;;) {
		plain = plain_length(text, length);
		str_add(out, text, plain);
		if (plain == length)
			return;
		escape_one(out, (unsigned char)text[plain]);
		text += plain + 1;
		length -= plain + 1;
	}
}

void json_escape(struct str *out, const char *text)
{
	escape(out, text, strlen(text));
}

/* Text in quotes, `before` ahead of it and `after` behind. */
static void add_quoted(struct str *out, const char *text, size_t length,
		       char before, char after)
{
	size_t more = (before ? 3U : 2U) + (after ? 1U : 0U);
	char *p;

	if (plain_length(text, length) < length) {
		if (before)
			str_addc(out, before);
		str_addc(out, '"');
		escape(out, text, length);
		str_addc(out, '"');
		if (after)
			str_addc(out, after);
		return;
	}
	p = str_extend(out, length + more);
	if (!p)
		return;
	if (before)
		*p++ = before;
	*p++ = '"';
	memcpy(p, text, length);
	p += length;
	*p++ = '"';
	if (after)
		*p = after;
}

/* Whatever must stand before a value: a comma, or nothing after a key. */
static inline bool begin_value(struct jw *w)
{
	uint8_t level;

	if (w->bad)
		return false;
	if (!w->depth) {
		w->bad = w->out->length > 0 && w->filled[0];
		w->filled[0] = true;
		return !w->bad;
	}
	level = (uint8_t)(w->depth - 1);
	if (w->scope[level] == '{') {
		if (!w->after_key) {
			w->bad = true;
			return false;
		}
		w->after_key = false;
		return true;
	}
	if (w->filled[level])
		str_addc(w->out, ',');
	w->filled[level] = true;
	return true;
}

static void open_scope(struct jw *w, char bracket)
{
	if (!begin_value(w))
		return;
	if (w->depth == JW_DEPTH_MAX) {
		w->bad = true;
		return;
	}
	str_addc(w->out, bracket);
	w->scope[w->depth] = bracket;
	w->filled[w->depth] = false;
	w->depth++;
}

void jw_object(struct jw *w)
{
	open_scope(w, '{');
}

void jw_array(struct jw *w)
{
	open_scope(w, '[');
}

void jw_end(struct jw *w)
{
	if (!w->depth || w->after_key) {
		w->bad = true;
		return;
	}
	w->depth--;
	str_addc(w->out, w->scope[w->depth] == '{' ? '}' : ']');
	if (!w->depth)
		w->filled[0] = true;
}

void jw_key(struct jw *w, const char *key)
{
	uint8_t level;

	if (w->bad || !w->depth || w->after_key ||
	    w->scope[w->depth - 1] != '{') {
		w->bad = true;
		return;
	}
	level = (uint8_t)(w->depth - 1);
	add_quoted(w->out, key, strlen(key), w->filled[level] ? ',' : '\0',
		   ':');
	w->filled[level] = true;
	w->after_key = true;
}

void jw_string(struct jw *w, const char *text)
{
	if (!text) {
		jw_null(w);
		return;
	}
	if (!begin_value(w))
		return;
	add_quoted(w->out, text, strlen(text), '\0', '\0');
}

void jw_int(struct jw *w, int64_t number)
{
	if (begin_value(w))
		str_addi(w->out, number);
}

void jw_bool(struct jw *w, bool value)
{
	if (begin_value(w))
		str_adds(w->out, value ? "true" : "false");
}

void jw_null(struct jw *w)
{
	if (begin_value(w))
		str_adds(w->out, "null");
}

void jw_double(struct jw *w, double number, int decimals)
{
	char text[64];
	char *end;

	if (!isfinite(number) || fabs(number) > 1e18) {
		jw_null(w);
		return;
	}
	if (!begin_value(w))
		return;
	(void)snprintf(text, sizeof text, "%.*f", decimals, number);
	if (strchr(text, '.')) {
		end = text + strlen(text);
		while (end[-1] == '0')
			*--end = '\0';
		if (end[-1] == '.')
			end[-1] = '\0';
	}
	str_adds(w->out, strcmp(text, "-0") == 0 ? "0" : text);
}

void jw_fixed(struct jw *w, int64_t number, int places)
{
	char text[32];
	char *p = text + sizeof text;
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

	if (places < 0 || places > FIXED_PLACES_MAX) {
		w->bad = true;
		return;
	}
	if (!begin_value(w))
		return;
	for (; places && rest % 10 == 0; places--)
		rest /= 10;
	if (places) {
		for (; places; places--, rest /= 10)
			*--p = (char)('0' + rest % 10);
		*--p = '.';
	}
	do {
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		*--p = '-';
	str_add(w->out, p, (size_t)(text + sizeof text - p));
}

/* The number grammar of RFC 8259, without exponents. */
static bool is_json_number(const char *p)
{
	p += *p == '-';
	if (*p < '0' || *p > '9')
		return false;
	if (*p == '0' && p[1] >= '0' && p[1] <= '9')
		return false;
	p += strspn(p, "0123456789");
	if (*p == '.') {
		p++;
		if (*p < '0' || *p > '9')
			return false;
		p += strspn(p, "0123456789");
	}
	return !*p;
}

void jw_number_text(struct jw *w, const char *digits)
{
	if (!is_json_number(digits)) {
		w->bad = true;
		return;
	}
	if (begin_value(w))
		str_adds(w->out, digits);
}

void jw_raw(struct jw *w, const char *json, size_t length)
{
	if (begin_value(w))
		str_add(w->out, json, length);
}

void jw_members(struct jw *w, const char *json, size_t length)
{
	uint8_t level;

	if (w->bad || !w->depth || w->after_key ||
	    w->scope[w->depth - 1] != '{') {
		w->bad = true;
		return;
	}
	if (!length)
		return;
	level = (uint8_t)(w->depth - 1);
	if (w->filled[level])
		str_addc(w->out, ',');
	w->filled[level] = true;
	str_add(w->out, json, length);
}

void jw_kv_string(struct jw *w, const char *key, const char *text)
{
	jw_key(w, key);
	jw_string(w, text);
}

void jw_kv_text(struct jw *w, const char *key, const char *text)
{
	jw_kv_string(w, key, text[0] ? text : NULL);
}

void jw_kv_time(struct jw *w, const char *key, int64_t epoch_ms)
{
	char text[CLOCK_TEXT_BYTES];

	jw_kv_string(w, key,
		     epoch_ms ? clock_format(epoch_ms, true, text) : NULL);
}

void jw_kv_int(struct jw *w, const char *key, int64_t number)
{
	jw_key(w, key);
	jw_int(w, number);
}

void jw_kv_bool(struct jw *w, const char *key, bool value)
{
	jw_key(w, key);
	jw_bool(w, value);
}

void jw_kv_null(struct jw *w, const char *key)
{
	jw_key(w, key);
	jw_null(w);
}

void jw_kv_double(struct jw *w, const char *key, double number, int decimals)
{
	jw_key(w, key);
	jw_double(w, number, decimals);
}

void jw_kv_fixed(struct jw *w, const char *key, int64_t number, int places)
{
	jw_key(w, key);
	jw_fixed(w, number, places);
}

bool jw_ok(const struct jw *w)
{
	return !w->bad && !w->depth && !w->after_key && !w->out->full;
}
