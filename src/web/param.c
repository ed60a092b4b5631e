#include "web/param.h"

#include "base/fold.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/soc.h"
#include "web/percent.h"

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

	text_excerpt(&clean, parameter, PARAM_NAME_BYTES - 1);
	(void)copy_text(fault->parameter, sizeof fault->parameter, clean.data);
	str_release(&clean);
	va_start(args, format);
	str_reset(&fault->detail);
	str_addv(&fault->detail, format, args);
	va_end(args);
	return false;
}

/* NULL: nothing is near. */
static void suggest(struct param_fault *fault, const char *sign,
		    const char *nearest)
{
	if (!nearest)
		return;
	(void)snprintf(fault->nearest, sizeof fault->nearest, "%s%s", sign,
		       nearest);
	str_addf(&fault->detail, " Did you mean %s?", fault->nearest);
}

/* All of them, whatever their number: "Low, High." */
static void add_names(struct str *out, const struct param_names *known)
{
	size_t i;

	for (i = 0; i < known->count; i++)
		str_addf(out, "%s%s", i ? ", " : "",
			 known->name(known->list, i));
	str_addc(out, '.');
}

static const char *nearest_of(const char *text, const struct param_names *known)
{
	struct nearest n = NEAREST_TO(text);
	size_t i;

	for (i = 0; i < known->count; i++)
		nearest_offer(&n, known->name(known->list, i));
	return n.name;
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

void param_fault_value(struct param_fault *fault, const char *parameter,
		       const char *meant, const struct param_names *known)
{
	(void)fault_set(fault, parameter, "%s must be one of: ", parameter);
	add_names(&fault->detail, known);
	suggest(fault, "", meant);
}

static const char *name_of_value(const void *values, size_t i)
{
	return ((const char *const *)values)[i];
}

/* It is none of the values: which there are, and which may be meant. */
static bool fault_value(const struct param_spec *spec, const char *text,
			bool descending, struct param_fault *fault)
{
	struct param_names known = { name_of_value, spec->values, 0 };

	while (spec->values[known.count])
		known.count++;
	param_fault_value(fault, spec->name, NULL, &known);
	suggest(fault, descending ? "-" : "", nearest_of(text, &known));
	return false;
}

/* Names of values are typed and pasted: "Bachelor\u2019s degree". */
static bool set_enum(const struct param_spec *spec, const char *text,
		     struct param_value *value, struct param_fault *fault)
{
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
	return fault_value(spec, name, value->descending, fault);
}

/* Keep a decoded text with the parameters. */
static bool keep_text(struct params *out, const struct param_spec *spec,
		      const char *text, size_t length,
		      struct param_value *value, struct param_fault *fault)
{
	char *place = out->text + out->text_used;

	if (length >= sizeof out->text - out->text_used)
		return fault_set(fault, spec->name, "%s is too long.",
				 spec->name);
	memcpy(place, text, length);
	place[length] = '\0';
	out->text_used += length + 1;
	value->text = place;
	return true;
}

static bool set_text(struct params *out, const struct param_spec *spec,
		     const char *text, struct param_value *value,
		     struct param_fault *fault)
{
	size_t length;
	size_t characters;
	const char *p;

	for (p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return fault_set(fault, spec->name,
					 "%s must not hold control characters.",
					 spec->name);
	text += fold_blank(text) ? strlen(text) : strspn(text, " ");
	length = strlen(text);
	while (length && text[length - 1] == ' ')
		length--;
	characters = utf8_count(text, length);
	if (characters < (size_t)spec->min || characters > (size_t)spec->max)
		return fault_set(fault, spec->name,
				 "%s must have %lld to %lld characters.",
				 spec->name, (long long)spec->min,
				 (long long)spec->max);
	return keep_text(out, spec, text, length, value, fault);
}

/* In whatever form it was written. */
static bool set_code(struct params *out, const struct param_spec *spec,
		     const char *text, struct param_value *value,
		     struct param_fault *fault)
{
	char code[SOC_BYTES];

	if (soc_spelled(text, code))
		return keep_text(out, spec, code, strlen(code), value, fault);
	return fault_set(fault, spec->name, "%s must be %s.", spec->name,
			 spec->form ? spec->form
				    : "an occupation code such as 15-1252");
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
		return set_code(out, spec, text, value, fault);
	case PARAM_TEXT:
		return set_text(out, spec, text, value, fault);
	}
	return false;
}

const char *param_name_of(const void *specs, size_t i)
{
	return ((const struct param_spec *)specs)[i].name;
}

bool param_fault_unknown(struct param_fault *fault, const char *kind,
			 const char *name, const struct param_names *known)
{
	char bare[PARAM_NAME_BYTES];
	size_t bracket = strcspn(name, "[");

	if (!known->count)
		return fault_set(fault, name, "There are no %ss here.", kind);
	(void)fault_set(fault, name, "There is no %s of this name here.%s",
			kind, name[bracket] ? " Names are not nested." : "");
	/* "risk[]" and "risk[a][b]" mean risk, somewhere else. */
	(void)snprintf(bare, sizeof bare, "%.*s", (int)bracket, name);
	suggest(fault, "", nearest_of(bare, known));
	str_adds(&fault->detail, " There is: ");
	add_names(&fault->detail, known);
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

bool params_add(const struct param_spec *specs, size_t index, const char *text,
		struct params *out, struct param_fault *fault)
{
	const struct param_spec *spec = &specs[index];
	struct param_value *value = &out->of[index];

	if (value->count && !spec->repeatable)
		return fault_set(fault, spec->name,
				 "%s may be given only once.", spec->name);
	value->count++;
	return set_value(out, spec, text, value, fault);
}

static bool parse_value(const struct param_spec *specs, size_t index,
			const struct piece *piece, struct params *out,
			struct param_fault *fault)
{
	const struct param_spec *spec = &specs[index];
	char text[RAW_VALUE_MAX];
	enum percent code =
		percent_decode(piece->text, piece->length, text, sizeof text);

	if (code != PERCENT_OK)
		return fault_set(fault, spec->name, "%s cannot be read: %s.",
				 spec->name, percent_fault(code));
	if (!utf8_valid(text, strlen(text)))
		return fault_set(fault, spec->name, "%s is not UTF-8.",
				 spec->name);
	return params_add(specs, index, text, out, fault);
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
			return parse_value(specs, i, &pair[1], out, fault);
	return param_fault_unknown(fault, "parameter", name,
				   &(struct param_names){ param_name_of, specs,
							  count });
}

void param_fault_release(struct param_fault *fault)
{
	str_release(&fault->detail);
}

bool params_parse(const struct param_spec *specs, size_t count,
		  const char *query, struct params *out,
		  struct param_fault *fault)
{
	struct piece pair[2];
	size_t i;

	memset(out->of, 0, sizeof out->of);
	out->text_used = 0;
	str_reset(&fault->detail);
	fault->nearest[0] = '\0';
	for (i = 0; i < count; i++) {
		out->of[i].number = specs[i].standard;
		out->of[i].text = "";
	}
	while (next_pair(&query, &pair[0], &pair[1]))
		if (!parse_pair(specs, count, pair, out, fault))
			return false;
	return true;
}
