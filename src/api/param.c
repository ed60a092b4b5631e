#include "api/param.h"

#include "api/utf8.h"
#include "base/str.h"
#include "model/soc.h"

#include <stdio.h>
#include <string.h>

enum { RAW_VALUE_MAX = 1024, NUMBER_DIGITS_MAX = 12 };

/* A piece of the query string. */
struct piece {
	const char *text;
	size_t length;
};

static bool fault_set(struct param_fault *fault, const char *parameter,
		      const char *format, ...) PRINTF(3, 4);

static bool fault_set(struct param_fault *fault, const char *parameter,
		      const char *format, ...)
{
	struct str clean = STR_INIT(PARAM_NAME_BYTES - 1);
	va_list args;

	utf8_add(&clean, parameter, PARAM_NAME_BYTES / 4);
	(void)copy_text(fault->parameter, sizeof fault->parameter, clean.data);
	str_release(&clean);
	va_start(args, format);
	(void)vsnprintf(fault->detail, sizeof fault->detail, format, args);
	va_end(args);
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Undo percent-encoding; "+" is a space.  -1 when it is malformed or does not
 * fit, -2 when it holds a NUL. */
static int decode(struct piece from, char *to, size_t size)
{
	size_t used = 0;
	size_t i;
	int high;
	int low;

	for (i = 0; i < from.length; i++) {
		char c = from.text[i];

		if (used + 1 >= size)
			return -1;
		if (c == '%') {
			if (from.length - i < 3)
				return -1;
			high = hex_digit(from.text[i + 1]);
			low = hex_digit(from.text[i + 2]);
			if (high < 0 || low < 0)
				return -1;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		if (!c)
			return -2;
		to[used++] = c;
	}
	to[used] = '\0';
	return (int)used;
}

static bool set_int(const struct param_spec *spec, const char *text,
		    struct param_value *value, struct param_fault *fault)
{
	if (parse_int64(text, spec->min, spec->max, &value->number))
		return true;
	return fault_set(fault, spec->name,
			 "%s must be a whole number from %lld to %lld.",
			 spec->name, (long long)spec->min,
			 (long long)spec->max);
}

/* "65.38" -> 65380. */
static bool parse_thousandths(const char *text, int64_t *out)
{
	size_t whole = strspn(text, "0123456789");
	size_t decimals = 0;
	int64_t number = 0;
	size_t i;

	if (!whole || whole > NUMBER_DIGITS_MAX)
		return false;
	if (text[whole] == '.') {
		decimals = strspn(text + whole + 1, "0123456789");
		if (!decimals || decimals > 3 || text[whole + 1 + decimals])
			return false;
	} else if (text[whole]) {
		return false;
	}
	for (i = 0; i < whole; i++)
		number = number * 10 + (text[i] - '0');
	for (i = 0; i < 3; i++)
		number = number * 10 +
			 (i < decimals ? text[whole + 1 + i] - '0' : 0);
	*out = number;
	return true;
}

static bool set_number(const struct param_spec *spec, const char *text,
		       struct param_value *value, struct param_fault *fault)
{
	if (parse_thousandths(text, &value->number) &&
	    value->number >= spec->min * 1000 &&
	    value->number <= spec->max * 1000)
		return true;
	return fault_set(fault, spec->name,
			 "%s must be a number from %lld to %lld with at most "
			 "three decimals.",
			 spec->name, (long long)spec->min,
			 (long long)spec->max);
}

static bool set_bool(const struct param_spec *spec, const char *text,
		     struct param_value *value, struct param_fault *fault)
{
	value->number = strcmp(text, "true") == 0;
	if (value->number || strcmp(text, "false") == 0)
		return true;
	return fault_set(fault, spec->name, "%s must be true or false.",
			 spec->name);
}

/* "one of: Low, Medium, High" as far as it fits. */
static void list_values(const struct param_spec *spec,
			char out[PARAM_DETAIL_BYTES])
{
	size_t used = 0;
	size_t i;
	int n;

	out[0] = '\0';
	for (i = 0; spec->values[i]; i++) {
		n = snprintf(out + used, PARAM_DETAIL_BYTES - used, "%s%s",
			     i ? ", " : "", spec->values[i]);
		if (n < 0 || (size_t)n >= PARAM_DETAIL_BYTES - used) {
			out[used] = '\0';
			return;
		}
		used += (size_t)n;
	}
}

static bool set_enum(const struct param_spec *spec, const char *text,
		     struct param_value *value, struct param_fault *fault)
{
	char known[PARAM_DETAIL_BYTES];
	const char *name = text;
	size_t i;

	if (spec->type == PARAM_SORT && *name == '-') {
		value->descending = true;
		name++;
	}
	for (i = 0; spec->values[i]; i++) {
		if (strcmp(spec->values[i], name) == 0) {
			value->number = (int64_t)i;
			value->chosen |= UINT32_C(1) << i;
			return true;
		}
	}
	list_values(spec, known);
	return fault_set(fault, spec->name, "%s must be one of: %.200s.",
			 spec->name, known);
}

/* Keep a decoded text with the parameters. */
static bool keep_text(struct params *out, const struct param_spec *spec,
		      const char *text, struct param_value *value,
		      struct param_fault *fault)
{
	size_t size = strlen(text) + 1;
	char *place = out->text + out->text_used;

	if (size > sizeof out->text - out->text_used)
		return fault_set(fault, spec->name, "%s is too long.",
				 spec->name);
	memcpy(place, text, size);
	out->text_used += size;
	value->text = place;
	return true;
}

static bool set_text(struct params *out, const struct param_spec *spec,
		     const char *text, struct param_value *value,
		     struct param_fault *fault)
{
	size_t characters = utf8_count(text, strlen(text));
	const char *p;

	for (p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return fault_set(fault, spec->name,
					 "%s must not hold control characters.",
					 spec->name);
	if (characters < (size_t)spec->min || characters > (size_t)spec->max)
		return fault_set(fault, spec->name,
				 "%s must have %lld to %lld characters.",
				 spec->name, (long long)spec->min,
				 (long long)spec->max);
	return keep_text(out, spec, text, value, fault);
}

static bool set_value(struct params *out, const struct param_spec *spec,
		      const char *text, struct param_value *value,
		      struct param_fault *fault)
{
	switch (spec->type) {
	case PARAM_INT:
		return set_int(spec, text, value, fault);
	case PARAM_NUMBER:
		return set_number(spec, text, value, fault);
	case PARAM_BOOL:
		return set_bool(spec, text, value, fault);
	case PARAM_ENUM:
	case PARAM_SORT:
		return set_enum(spec, text, value, fault);
	case PARAM_CODE:
		if (!soc_valid(text))
			return fault_set(fault, spec->name,
					 "%s must be an occupation code such "
					 "as 15-1252.",
					 spec->name);
		return keep_text(out, spec, text, value, fault);
	case PARAM_TEXT:
		return set_text(out, spec, text, value, fault);
	}
	return false;
}

/* How many single-letter changes turn one into the other; rough for > 32. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[33];
	size_t width = strlen(b);
	size_t i;
	size_t j;

	if (width > 32 || strlen(a) > 32)
		return SIZE_MAX;
	for (j = 0; j <= width; j++)
		row[j] = j;
	for (i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= width; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[width];
}

static bool fault_unknown(const struct param_spec *specs, size_t count,
			  const char *name, struct param_fault *fault)
{
	size_t nearest = SIZE_MAX;
	size_t best = SIZE_MAX;
	size_t i;

	for (i = 0; i < count; i++) {
		size_t distance = edit_distance(name, specs[i].name);

		if (distance < best) {
			best = distance;
			nearest = i;
		}
	}
	if (nearest == SIZE_MAX)
		return fault_set(fault, name,
				 "There is no parameter of this name here.");
	return fault_set(fault, name,
			 "There is no parameter of this name here; the nearest "
			 "is %s.",
			 specs[nearest].name);
}

/* Cut "name=value" off the front of the rest. */
static bool next_pair(const char **rest, struct piece *name,
		      struct piece *value)
{
	size_t length;
	const char *equals;

	*rest += strspn(*rest, "&");
	if (!**rest)
		return false;
	length = strcspn(*rest, "&");
	equals = memchr(*rest, '=', length);
	name->text = *rest;
	name->length = equals ? (size_t)(equals - *rest) : length;
	value->text = equals ? equals + 1 : *rest + length;
	value->length = (size_t)(*rest + length - value->text);
	*rest += length;
	return true;
}

static bool parse_pair(const struct param_spec *specs, size_t count,
		       const struct piece pair[2], struct params *out,
		       struct param_fault *fault)
{
	char name[PARAM_NAME_BYTES];
	char text[RAW_VALUE_MAX];
	struct param_value *value;
	size_t i;
	int length;

	if (decode(pair[0], name, sizeof name) < 1)
		return fault_set(fault, "",
				 "A parameter's name cannot be read.");
	for (i = 0; i < count; i++)
		if (strcmp(specs[i].name, name) == 0)
			break;
	if (i == count)
		return fault_unknown(specs, count, name, fault);
	length = decode(pair[1], text, sizeof text);
	if (length == -2)
		return fault_set(fault, name, "%s holds a NUL.", name);
	if (length < 0)
		return fault_set(fault, name,
				 "%s is too long or its percent-encoding is "
				 "broken.",
				 name);
	if (!utf8_valid(text, (size_t)length))
		return fault_set(fault, name, "%s is not UTF-8.", name);
	value = &out->of[i];
	if (value->count && !specs[i].repeatable)
		return fault_set(fault, name, "%s may be given only once.",
				 name);
	value->count++;
	return set_value(out, &specs[i], text, value, fault);
}

bool params_parse(const struct param_spec *specs, size_t count,
		  const char *query, struct params *out,
		  struct param_fault *fault)
{
	struct piece pair[2];
	size_t i;

	memset(out->of, 0, sizeof out->of);
	out->text_used = 0;
	for (i = 0; i < count; i++) {
		out->of[i].number = specs[i].standard;
		out->of[i].text = "";
	}
	while (next_pair(&query, &pair[0], &pair[1]))
		if (!parse_pair(specs, count, pair, out, fault))
			return false;
	return true;
}
