#include "base/jw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void json_escape(struct str *out, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	const char *plain = text;
	const char *p;

	for (p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f)
			continue;
		str_add(out, plain, (size_t)(p - plain));
		plain = p + 1;
		if (c == '"' || c == '\\') {
			str_addc(out, '\\');
			str_addc(out, (char)c);
		} else {
			char code[6] = { '\\', 'u',         '0',
					 '0',  hex[c >> 4], hex[c & 15] };

			str_add(out, code, sizeof code);
		}
	}
	str_add(out, plain, (size_t)(p - plain));
}

/* Whatever must stand before a value: a comma, or nothing after a key. */
static bool begin_value(struct jw *w)
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
	if (w->filled[level])
		str_addc(w->out, ',');
	w->filled[level] = true;
	w->after_key = true;
	str_addc(w->out, '"');
	json_escape(w->out, key);
	str_adds(w->out, "\":");
}

void jw_string(struct jw *w, const char *text)
{
	if (!text) {
		jw_null(w);
		return;
	}
	if (!begin_value(w))
		return;
	str_addc(w->out, '"');
	json_escape(w->out, text);
	str_addc(w->out, '"');
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

void jw_kv_string(struct jw *w, const char *key, const char *text)
{
	jw_key(w, key);
	jw_string(w, text);
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

bool jw_ok(const struct jw *w)
{
	return !w->bad && !w->depth && !w->after_key && !w->out->full;
}
