/* The command line: what is taken, what is refused, and with which words. */
#include "base/options.h"

#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORDS_MAX = 16 };

static enum err check_even(const char *value, struct error *e)
{
	return strlen(value) % 2 ? err_set(e, ERR_ARG, "\"%s\" is odd", value)
				 : ERR_OK;
}

static const char *const colors[] = { "red", "green", "blue", NULL };

static const struct option_spec paint_options[] = {
	{ .name = "force", .help = "all the same" },
	{ .name = "color", .choices = colors, .help = "which" },
	{ .name = "coats",
	  .argument = "N",
	  .min = 1,
	  .max = 9,
	  .help = "so many" },
	{ .name = "only",
	  .argument = "TEXT",
	  .check = check_even,
	  .help = "what alone" },
	{ 0 },
};

static const struct options_command commands[] = {
	{ .name = "paint",
	  .operands = "WALL [DOOR]",
	  .summary = "paint it",
	  .options = paint_options },
	{ .name = "brush add", .operands = "NAME", .summary = "one more" },
	{ .name = "brush list", .summary = "all" },
	{ .name = "stop", .summary = "no more" },
	{ 0 },
};

static const struct options_program painter = { .name = "painter",
						.summary = "Paints.",
						.commands = commands };

static const struct options_command alone[] = {
	{ .name = "", .summary = "serve", .options = paint_options },
	{ 0 },
};

static const struct options_program server = { .name = "server",
					       .commands = alone };

static struct options o;
static struct error e;

/* The line is cut at its blanks; what points into it must stay. */
static enum err parse(const struct options_program *program, const char *line)
{
	static char text[256];
	char *argv[WORDS_MAX];
	int argc = 0;
	char *rest = text;

	(void)snprintf(text, sizeof text, "program %s", line);
	while (argc < WORDS_MAX - 1 && (argv[argc] = strsep(&rest, " ")))
		if (*argv[argc])
			argc++;
	argv[argc] = NULL;
	e.msg[0] = '\0';
	return options_parse(program, argc, argv, &o, &e);
}

/* Before and behind the operands, both spellings. */
static void test_taken(void **state)
{
	static const char *const lines[] = {
		"--config f paint wall --force --color green --coats 3",
		"paint --force --color=green --coats=3 wall --config=f",
		"--config=f paint --force wall --coats 3 --color green",
		"paint wall --config f --color green --force --force --coats 3",
		"--config f paint --color green --coats 3 --force -- wall",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lines); i++) {
		row_text(lines[i],
			 parse(&painter, lines[i]) == ERR_OK ? "ok" : e.msg,
			 "ok");
		row_text(lines[i], o.command->name, "paint");
		row_text(lines[i], o.config, "f");
		row_true(lines[i], options_given(&o, "force"));
		row_text(lines[i], options_text(&o, "color"), "green");
		row_int(lines[i], options_number(&o, "color", 7), 1);
		row_int(lines[i], options_number(&o, "coats", 7), 3);
		row_true(lines[i], !options_text(&o, "only"));
		row_int(lines[i], options_number(&o, "only", 7), 7);
		row_text(lines[i], o.operands[0], "wall");
		row_true(lines[i], !o.operands[1]);
	}
	assert_int_equal(parse(&painter, "paint -- --force"), ERR_OK);
	assert_string_equal(o.operands[0], "--force");
	assert_int_equal(parse(&painter, "paint wall --only -x door"), ERR_OK);
	assert_string_equal(options_text(&o, "only"), "-x");
	assert_string_equal(o.operands[1], "door");
	assert_int_equal(parse(&painter, "brush add --config=f b"), ERR_OK);
	assert_string_equal(o.command->name, "brush add");
	assert_string_equal(o.operands[0], "b");
	assert_int_equal(parse(&server, "--coats 2 --config f"), ERR_OK);
	assert_int_equal(options_number(&o, "coats", 0), 2);
}

/* POSIXLY_CORRECT would make of an option behind an operand one of those. */
static void test_whatever_posix_says(void **state)
{
	char variable[] = "POSIXLY_CORRECT=1";
	char *correct[] = { variable, NULL };
	char **before = environ;

	(void)state;
	environ = correct;
	assert_int_equal(parse(&painter, "paint wall --force"), ERR_OK);
	environ = before;
	assert_true(options_given(&o, "force"));
	assert_null(o.operands[1]);
}

static const struct {
	const char *line;
	const char *message;
} refused[] = {
	{ "", "a command is missing" },
	{ "--config f", "a command is missing" },
	{ "dance", "unknown command \"dance\"" },
	{ "piant", "unknown command \"piant\"; did you mean \"paint\"?" },
	{ "PAINT w", "unknown command \"PAINT\"; did you mean \"paint\"?" },
	{ "brush", "brush: one of add, list is missing" },
	{ "brush --force", "brush: one of add, list is missing" },
	{ "brush lst", "unknown command \"brush lst\"; did you mean \"brush "
		       "list\"?" },
	{ "--force paint w", "unknown option --force before the command (its "
			     "own options follow it)" },
	{ "--confg f stop", "unknown option --confg; did you mean --config?" },
	{ "paint w --frce", "unknown option --frce; did you mean --force?" },
	{ "paint w --forc", "unknown option --forc; did you mean --force?" },
	{ "paint w --f", "unknown option --f" },
	{ "paint w -force", "unknown option -force; did you mean --force?" },
	{ "paint w -x", "unknown option -x" },
	{ "paint w --colour=red",
	  "unknown option --colour; did you mean --color?" },
	{ "paint w --verbose", "unknown option --verbose" },
	{ "paint w --force=1", "--force takes no value" },
	{ "paint w --color", "--color needs a value: red|green|blue" },
	{ "paint w --color=", "--color needs a value: red|green|blue" },
	{ "paint w --color gren", "--color: \"gren\" is not one of "
				  "red|green|blue; did you mean green?" },
	{ "paint w --color=pink",
	  "--color: \"pink\" is not one of red|green|blue" },
	{ "paint w --coats 0",
	  "--coats: \"0\" is not a whole number from 1 to 9" },
	{ "paint w --coats 2x",
	  "--coats: \"2x\" is not a whole number from 1 to 9" },
	{ "paint w --only abc", "--only: \"abc\" is odd" },
	{ "paint w --only", "--only needs a value: TEXT" },
	{ "paint w --color red --color red", "--color is given twice" },
	{ "--config f paint w --config f", "--config is given twice" },
	{ "--config", "--config needs a value: FILE" },
	{ "--config= stop", "--config needs a value: FILE" },
	{ "stop --config", "--config needs a value: FILE" },
	{ "stop now", "unexpected word \"now\"" },
	{ "stop -- --force", "unexpected word \"--force\"" },
	{ "brush list all", "unexpected word \"all\"" },
	{ "paint", "WALL is missing" },
	{ "brush add", "NAME is missing" },
	{ "paint a b c", "unexpected word \"c\"" },
	{ "paint a b c d e f g h i j", "unexpected word \"c\"" },
};

static void test_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(refused); i++) {
		row_int(refused[i].line, parse(&painter, refused[i].line),
			ERR_ARG);
		row_text(refused[i].line, e.msg, refused[i].message);
	}
	assert_int_equal(parse(&server, "now"), ERR_ARG);
	assert_string_equal(e.msg, "unexpected word \"now\"");
	assert_int_equal(parse(&server, "--colr red"), ERR_ARG);
}

static void help_of(const struct options_command *command, char out[4096])
{
	FILE *file = fmemopen(out, 4096, "w");

	assert_non_null(file);
	options_help(&painter, command, file);
	(void)fclose(file);
}

/* What help says is what is taken: every choice, every option. */
static void test_help(void **state)
{
	char text[4096];
	char *line;
	char *rest = text;

	(void)state;
	assert_int_equal(parse(&painter, "--help"), ERR_OK);
	assert_true(o.help && !o.command);
	assert_int_equal(parse(&painter, "help paint"), ERR_OK);
	assert_true(o.help && o.command == &commands[0]);
	assert_int_equal(parse(&painter, "paint --help"), ERR_OK);
	assert_true(o.help && o.command == &commands[0]);
	assert_int_equal(parse(&painter, "brush --help"), ERR_OK);
	assert_true(o.help && !o.command);
	assert_int_equal(parse(&painter, "paint -V"), ERR_OK);
	assert_true(o.version);
	help_of(&commands[0], text);
	assert_non_null(strstr(text, "painter paint [OPTION...] WALL [DOOR]"));
	assert_non_null(strstr(text, "--color red|green|blue"));
	assert_non_null(strstr(text, "--coats N"));
	assert_non_null(strstr(text, "--config FILE"));
	help_of(NULL, text);
	assert_non_null(strstr(text, "brush add NAME"));
	while ((line = strsep(&rest, "\n")))
		row_true(line, strlen(line) < 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_whatever_posix_says),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
