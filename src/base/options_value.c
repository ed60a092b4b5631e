/* The value of an option, held against its line of the table. */
#include "base/options.h"

#include "base/nearest.h"
#include "base/str.h"

bool option_takes_value(const struct option_spec *spec)
{
	return spec->argument || spec->choices;
}

const char *option_argument(const struct option_spec *spec,
			    char out[OPTION_ARGUMENT_BYTES])
{
	struct str joined = STR_INIT(OPTION_ARGUMENT_BYTES - 1);
	size_t i;

	if (spec->argument)
		str_adds(&joined, spec->argument);
	for (i = 0; !spec->argument && spec->choices && spec->choices[i]; i++)
		str_addf(&joined, "%s%s", i ? "|" : "", spec->choices[i]);
	copy_text(out, OPTION_ARGUMENT_BYTES, joined.data);
	str_release(&joined);
	return out;
}

static enum err not_a_choice(const struct option_spec *spec, const char *value,
			     struct error *e)
{
	char known[OPTION_ARGUMENT_BYTES];
	struct nearest n = NEAREST_TO(value);
	size_t i;

	for (i = 0; spec->choices[i]; i++)
		nearest_offer(&n, spec->choices[i]);
	return err_set(e, ERR_ARG, "--%s: \"%.40s\" is not one of %s%s%s%s",
		       spec->name, value, option_argument(spec, known),
		       n.name ? "; did you mean " : "", n.name ? n.name : "",
		       n.name ? "?" : "");
}

enum err option_value_check(const struct option_spec *spec,
			    struct option_value *value, struct error *e)
{
	char wanted[OPTION_ARGUMENT_BYTES];

	if (!*value->text)
		return err_set(e, ERR_ARG, "--%s needs a value: %s", spec->name,
			       option_argument(spec, wanted));
	if (spec->choices) {
		value->number = word_index(value->text, spec->choices);
		return value->number < 0 ? not_a_choice(spec, value->text, e)
					 : ERR_OK;
	}
	if (spec->max &&
	    !parse_int64(value->text, spec->min, spec->max, &value->number))
		return err_set(e, ERR_ARG,
			       "--%s: \"%.40s\" is not a whole number from "
			       "%lld to %lld",
			       spec->name, value->text, (long long)spec->min,
			       (long long)spec->max);
	if (spec->check && spec->check(value->text, e) != ERR_OK) {
		err_prefix(e, "--%s", spec->name);
		return ERR_ARG;
	}
	return ERR_OK;
}
