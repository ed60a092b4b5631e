#include "api/param.h"

#include "api/percent.h"
#include "base/fold.h"
#include "base/str.h"
#include "base/text.h"
#include "base/utf8.h"
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
	struct str clean = STR_INIT(PARAM_NAMED_BYTES - 1);
	va_list args;

	utf8_add(&clean, parameter, PARAM_NAME_BYTES - 1);
	(void)copy_text(fault->parameter, sizeof fault->parameter, clean.data);
	str_release(&clean);
	va_start(args, format);
	(void)text_vformat(fault->detail, sizeof fault->detail, format, args);
	va_end(args);
	return false;
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

/* Names of values are typed and pasted: "Bachelor\u2019s degree". */
static bool set_enum(const struct param_spec *spec, const char *text,
		     struct param_value *value, struct param_fault *fault)
{
	char known[PARAM_DETAIL_BYTES];
	char folded[FOLD_BYTES];
	const char *name = folded;
	size_t i;

	(void)fold(text, FOLD_FORM, folded);
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

static const char *nearest_name(const struct param_spec *specs, size_t count,
				const char *name)
{
	const char *nearest = NULL;
	size_t best = SIZE_MAX;
	size_t i;

	for (i = 0; i < count; i++) {
		size_t distance = edit_distance(name, specs[i].name);

		if (distance < best) {
			best = distance;
			nearest = specs[i].name;
		}
	}
	return nearest;
}

/* "risk[]" and "risk[a][b]" mean risk, somewhere else. */
static bool fault_unknown(const struct param_spec *specs, size_t count,
			  char *name, struct param_fault *fault)
{
	char *bracket = strchr(name, '[');
	const char *nested = bracket ? " Parameters are not nested." : "";
	const char *nearest;

	if (!count)
		return fault_set(fault, name, "There are no parameters here.");
	if (bracket)
		*bracket = '\0';
	nearest = nearest_name(specs, count, name);
	if (bracket)
		*bracket = '[';
	if (!nearest)
		return fault_set(fault, name,
				 "There is no parameter of this name here.%s",
				 nested);
	(void)fault_set(fault, name,
			"There is no parameter of this name here.%s Did you "
			"mean %s?",
			nested, nearest);
	fault->nearest = nearest;
	return false;
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

static const char *percent_fault(enum percent code)
{
	switch (code) {
	case PERCENT_BROKEN:
		return "its percent-encoding is broken";
	case PERCENT_NUL:
		return "it holds a NUL";
	case PERCENT_LONG:
		return "it is too long";
	case PERCENT_OK:
		break;
	}
	return "it is empty";
}

/* A name that cannot be decoded is told as it came. */
static bool fault_name(const struct piece *name, enum percent code,
		       struct param_fault *fault)
{
	char raw[2 * PARAM_NAME_BYTES];
	size_t length =
		name->length < sizeof raw ? name->length : sizeof raw - 1;

	memcpy(raw, name->text, length);
	raw[length] = '\0';
	return fault_set(fault, raw,
			 "The name of a parameter cannot be read: %s.",
			 percent_fault(code));
}

static bool parse_value(const struct param_spec *spec,
			const struct piece *piece, struct params *out,
			struct param_value *value, struct param_fault *fault)
{
	char text[RAW_VALUE_MAX];
	enum percent code =
		percent_decode(piece->text, piece->length, text, sizeof text);

	if (code != PERCENT_OK)
		return fault_set(fault, spec->name, "%s cannot be read: %s.",
				 spec->name, percent_fault(code));
	if (!utf8_valid(text, strlen(text)))
		return fault_set(fault, spec->name, "%s is not UTF-8.",
				 spec->name);
	if (value->count && !spec->repeatable)
		return fault_set(fault, spec->name,
				 "%s may be given only once.", spec->name);
	value->count++;
	return set_value(out, spec, text, value, fault);
}

static bool parse_pair(const struct param_spec *specs, size_t count,
		       const struct piece pair[2], struct params *out,
		       struct param_fault *fault)
{
	char name[PARAM_NAME_BYTES];
	enum percent code =
		percent_decode(pair[0].text, pair[0].length, name, sizeof name);
	size_t i;

	if (code != PERCENT_OK || !*name)
		return fault_name(&pair[0], code, fault);
	for (i = 0; i < count; i++)
		if (strcmp(specs[i].name, name) == 0)
			return parse_value(&specs[i], &pair[1], out,
					   &out->of[i], fault);
	return fault_unknown(specs, count, name, fault);
}

bool params_parse(const struct param_spec *specs, size_t count,
		  const char *query, struct params *out,
		  struct param_fault *fault)
{
	struct piece pair[2];
	size_t i;

	memset(out->of, 0, sizeof out->of);
	out->text_used = 0;
	fault->nearest = NULL;
	for (i = 0; i < count; i++) {
		out->of[i].number = specs[i].standard;
		out->of[i].text = "";
	}
	while (next_pair(&query, &pair[0], &pair[1]))
		if (!parse_pair(specs, count, pair, out, fault))
			return false;
	return true;
}
