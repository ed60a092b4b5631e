/*
 * The command line of every program, from one table: what may be said, what
 * `--help` prints, and what is refused.
 *
 *	static const struct option_spec greet_options[] = {
 *		{ .name = "loud", .help = "in capitals" },
 *		{ .name = "times", .argument = "N", .help = "so often (1)",
 *		  .min = 1, .max = 9 },
 *		{ .name = "in", .choices = languages, .help = "(english)" },
 *		{ 0 },
 *	};
 *	static const struct options_command commands[] = {
 *		{ .name = "greet", .operands = "NAME", .summary = "say hello",
 *		  .options = greet_options },
 *		{ 0 },
 *	};
 *	...
 *	if (!options_read(&program, argc, argv, &o, &exit))
 *		return exit;
 *	... options_given(&o, "loud"), options_text(&o, "in"), o.operands[0] ...
 *
 * A name may be two words ("user add").  A program without commands has one,
 * named "".  Every program and every command knows --config FILE, --help (-h)
 * and --version (-V) besides; those may stand before the command as well.
 *
 * Options may stand before, between or after the operands; `--` ends them.
 * `--name VALUE` and `--name=VALUE` mean the same.  Refused, with the nearest
 * known word where one is similar: unknown commands and options, abbreviated
 * ones (a longer list of options must not change what a script says), an
 * option that is given two values, a value that is empty or outside of what
 * the table says, operands that are missing or too many.
 */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include "base/config.h"

#include <stdio.h>

enum {
	OPTIONS_MAX = 16,         /* of one command, the common ones included */
	OPTIONS_OPERANDS_MAX = 8, /* of one command */
	OPTIONS_USAGE = 2,        /* exit code: the command line is wrong */
};

struct option_spec {
	const char *name;     /* without its dashes; NULL ends the table */
	const char *argument; /* what help calls its value; NULL: it has none */
	const char *const *choices; /* or the values it may have; NULL ends */
	const char *help;
	int64_t min; /* with max: the value is a whole number */
	int64_t max;
	/* Else: fills the error when the value will not do; may be NULL. */
	enum err (*check)(const char *value, struct error *e);
};

struct options;

/* What a command does; returns the exit code. */
typedef int (*command_fn)(const struct config *config, const struct options *o);

struct options_command {
	const char *name; /* NULL ends the table */
	command_fn run;   /* for the program; NULL where it has no commands */
	const char *operands; /* "NAME [FILE]", in brackets: optional; NULL */
	const char *summary;  /* one line */
	const struct option_spec *options; /* NULL: only the common ones */
	const char *details;               /* more for --help; may be NULL */
};

struct options_program {
	const char *name;
	const char *summary; /* one paragraph */
	const struct options_command *commands;
	const char *notes; /* below the list of commands; may be NULL */
};

struct option_value {
	const struct option_spec *spec;
	const char *text; /* "" of an option without a value */
	int64_t number;
};

struct options {
	const struct options_command *command;
	const char *config;                         /* of --config, or NULL */
	const char *operands[OPTIONS_OPERANDS_MAX]; /* NULL: not given */
	bool help;
	bool version;
	struct option_value given[OPTIONS_MAX];
	size_t given_count;
};

/* What every program and command knows. */
extern const struct option_spec options_common[];

/*
 * ERR_ARG with what is wrong.  Where `help` or `version` is set nothing is
 * missed; `command` is NULL when help is wanted of the whole program, or when
 * what is wrong stands before it.
 */
MUST_CHECK enum err options_parse(const struct options_program *program,
				  int argc, char **argv, struct options *o,
				  struct error *e);

/* The same for main(): false, with the exit code, when all is done: help or
 * version were printed, or what is wrong was said on standard error. */
MUST_CHECK bool options_read(const struct options_program *program, int argc,
			     char **argv, struct options *o, int *exit);

/* What is wrong with the command line beyond the table; OPTIONS_USAGE. */
int options_refuse(const struct options_program *program,
		   const struct options_command *command, const char *what);

/* Help of a command, or (NULL) of the program. */
void options_help(const struct options_program *program,
		  const struct options_command *command, FILE *out);

bool options_given(const struct options *o, const char *name);
/* The value; NULL when the option was not given. */
const char *options_text(const struct options *o, const char *name);
int64_t options_number(const struct options *o, const char *name,
		       int64_t standard);

enum { OPTION_ARGUMENT_BYTES = 160 };

bool option_takes_value(const struct option_spec *spec);
/* "FILE", or of choices "csv|json"; "" of an option without a value. */
const char *option_argument(const struct option_spec *spec,
			    char out[OPTION_ARGUMENT_BYTES]);

/* Is the value what the table says?  Fills its number: of a choice the place
 * in the list. */
MUST_CHECK enum err option_value_check(const struct option_spec *spec,
				       struct option_value *value,
				       struct error *e);

#endif
