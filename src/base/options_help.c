/* What `--help` prints and how a wrong command line is answered. */
#include "base/options.h"

#include "base/version.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 78, LEFT_MAX = 30, WORDS_BYTES = 96 };

/* Words of `text` in lines that begin at column `indent`; the first line is
 * begun already, at column `at`. */
static void print_wrapped(FILE *out, int at, int indent, const char *text)
{
	bool begun = false;

	while (*text) {
		int length = (int)strcspn(text, " ");

		if (begun && at + 1 + length > WIDTH) {
			(void)fprintf(out, "\n%*s", indent, "");
			at = indent;
		} else if (begun) {
			(void)fputc(' ', out);
			at++;
		}
		(void)fprintf(out, "%.*s", length, text);
		at += length;
		begun = true;
		text += length;
		text += strspn(text, " ");
	}
	(void)fputc('\n', out);
}

static int left_width(int longest)
{
	return longest > LEFT_MAX ? LEFT_MAX : longest;
}

/* "  WORDS   explanation" */
static void print_row(FILE *out, const char *words, int width, const char *text)
{
	int used = fprintf(out, "  %-*s", width, words);

	if (used > width + 2) {
		(void)fputc('\n', out);
		used = fprintf(out, "  %*s", width, "");
	}
	(void)fputs("  ", out);
	print_wrapped(out, used + 2, used + 2, text);
}

static void option_words(const struct option_spec *spec, char out[WORDS_BYTES])
{
	char argument[OPTION_ARGUMENT_BYTES];

	(void)snprintf(out, WORDS_BYTES, "--%s%s%.70s", spec->name,
		       option_takes_value(spec) ? " " : "",
		       option_argument(spec, argument));
}

static int longest_option(const struct option_spec *specs, int longest)
{
	char words[WORDS_BYTES];

	for (; specs && specs->name; specs++) {
		option_words(specs, words);
		if ((int)strlen(words) > longest)
			longest = (int)strlen(words);
	}
	return longest;
}

static void print_options(FILE *out, const struct option_spec *specs, int width)
{
	char words[WORDS_BYTES];

	for (; specs && specs->name; specs++) {
		option_words(specs, words);
		print_row(out, words, width, specs->help);
	}
}

static void command_words(const struct options_command *c,
			  char out[WORDS_BYTES])
{
	(void)snprintf(out, WORDS_BYTES, "%s%s%s", c->name,
		       c->operands ? " " : "", c->operands ? c->operands : "");
}

static void print_commands(FILE *out, const struct options_program *program)
{
	const struct options_command *c;
	char words[WORDS_BYTES];
	int longest = 0;

	for (c = program->commands; c->name; c++) {
		command_words(c, words);
		if ((int)strlen(words) > longest)
			longest = (int)strlen(words);
	}
	(void)fprintf(out, "\n");
	for (c = program->commands; c->name; c++) {
		command_words(c, words);
		print_row(out, words, left_width(longest), c->summary);
	}
	(void)fprintf(out, "\n%s COMMAND --help shows the options of one.\n",
		      program->name);
}

static void print_command(FILE *out, const struct options_program *program,
			  const struct options_command *c)
{
	int width = left_width(
		longest_option(c->options, longest_option(options_common, 0)));

	(void)fprintf(out, "usage: %s%s%s [OPTION...]%s%s\n\n", program->name,
		      *c->name ? " " : "", c->name, c->operands ? " " : "",
		      c->operands ? c->operands : "");
	print_wrapped(out, 0, 0, c->summary);
	if (c->details) {
		(void)fputc('\n', out);
		print_wrapped(out, 0, 0, c->details);
	}
	(void)fputc('\n', out);
	print_options(out, c->options, width);
	print_options(out, options_common, width);
}

void options_help(const struct options_program *program,
		  const struct options_command *command, FILE *out)
{
	if (command) {
		print_command(out, program, command);
	} else {
		(void)fprintf(out, "usage: %s [--config FILE] COMMAND\n\n",
			      program->name);
		print_wrapped(out, 0, 0, program->summary);
		print_commands(out, program);
	}
	if (program->notes) {
		(void)fputc('\n', out);
		print_wrapped(out, 0, 0, program->notes);
	}
}

int options_refuse(const struct options_program *program,
		   const struct options_command *command, const char *what)
{
	const char *name = command ? command->name : "";

	(void)fprintf(stderr,
		      "%s%s%s: %s\n"
		      "Try \"%s%s%s --help\".\n",
		      program->name, *name ? " " : "", name, what,
		      program->name, *name ? " " : "", name);
	return OPTIONS_USAGE;
}

bool options_read(const struct options_program *program, int argc, char **argv,
		  struct options *o, int *exit)
{
	struct error e;

	*exit = 0;
	if (options_parse(program, argc, argv, o, &e) != ERR_OK) {
		*exit = options_refuse(program, o->command, e.msg);
		return false;
	}
	if (o->help) {
		options_help(program, o->command, stdout);
		return false;
	}
	if (o->version) {
		printf("%s (BLS Sync) %s\n", program->name, PRODUCT_VERSION);
		return false;
	}
	return true;
}
