/*
 * Streaming JSON writer into a struct str: no tree, no allocation per value.
 *
 *	struct jw w = JW_INIT(&out);
 *	jw_object(&w);
 *	jw_key(&w, "title"); jw_string(&w, title);
 *	jw_key(&w, "median"); jw_number_text(&w, "65.38");
 *	jw_end(&w);
 *	if (!jw_ok(&w)) ... misuse, or the string's ceiling was met ...
 *
 * Misuse (a key in an array, a value without key, unbalanced ends) latches, like
 * ferror(3).  Text must be UTF-8 (the database guarantees it); control
 * characters, quote, backslash and `<` are escaped.
 */
#ifndef BASE_JW_H
#define BASE_JW_H

#include "base/str.h"

enum { JW_DEPTH_MAX = 32 };

struct jw {
	struct str *out;
	uint8_t depth;
	bool bad;
	bool after_key;
	char scope[JW_DEPTH_MAX]; /* '{' or '[' per level */
	bool filled[JW_DEPTH_MAX];
};

#define JW_INIT(str_out)         \
	(struct jw)              \
	{                        \
		.out = (str_out) \
	}

void jw_object(struct jw *w);
void jw_array(struct jw *w);
void jw_end(struct jw *w);
void jw_key(struct jw *w, const char *key);

void jw_string(struct jw *w, const char *text); /* NULL writes null */
void jw_int(struct jw *w, int64_t number);
void jw_bool(struct jw *w, bool value);
void jw_null(struct jw *w);
/* At most `decimals` digits after the point; NaN and infinities write null. */
void jw_double(struct jw *w, double number, int decimals);
/* A number already in digits ("65.38"); anything else latches `bad`. */
void jw_number_text(struct jw *w, const char *digits);
/* number / 10^places, exactly: "2.5" for 2500 and 3; no zeros at the end. */
void jw_fixed(struct jw *w, int64_t number, int places);
/* Ready JSON, made by another writer; borrowed. */
void jw_raw(struct jw *w, const char *json, size_t length);
/* Ready members, without braces, of the object that is open: "a":1,"b":2 */
void jw_members(struct jw *w, const char *json, size_t length);

/* Key and value in one call, for the frequent cases. */
void jw_kv_string(struct jw *w, const char *key, const char *text);
/* "" is null. */
void jw_kv_text(struct jw *w, const char *key, const char *text);
/* Milliseconds of the epoch as RFC 3339; 0 is null. */
void jw_kv_time(struct jw *w, const char *key, int64_t epoch_ms);
void jw_kv_int(struct jw *w, const char *key, int64_t number);
void jw_kv_bool(struct jw *w, const char *key, bool value);
void jw_kv_null(struct jw *w, const char *key);
void jw_kv_double(struct jw *w, const char *key, double number, int decimals);
void jw_kv_fixed(struct jw *w, const char *key, int64_t number, int places);

/* True when everything was balanced and fitted. */
MUST_CHECK bool jw_ok(const struct jw *w);

/* Append `text` escaped as JSON string content, without the quotes. */
void json_escape(struct str *out, const char *text);

#endif
