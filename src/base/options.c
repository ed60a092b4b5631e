#include "base/options.h"

#include "base/nearest.h"
#include "base/str.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONG_FIRST = 256, /* + place in the list: what getopt_long() returns */
	OPERAND = 1,      /* what it returns for one, in the order they come */
	CHOICES_MAX_BYTES = 160,
};

const struct option_spec options_common[] = {
	{ .name = "config",
	  .argument = "FILE",
	  .help = "read this configuration, not that of BLS_SYNC_CONFIG or "
		  "/etc/bls-sync/bls-sync.ini" },
	{ .name = "help", .help = "print this" },
	{ .name = "version", .help = "print the version" },
	{ 0 },
};

/* What one call of getopt_long() is about. */
struct reading {
	const struct options_program *program;
	const struct option_spec *specs[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX + 1];
	size_t count;
	struct options *o;
	struct error *e;
};

static void add_specs(struct reading *r, const struct option_spec *specs)
{
	for (; specs && specs->name && r->count < OPTIONS_MAX; specs++) {
		r->specs[r->count] = specs;
		r->longs[r->count] = (struct option){
			.name = specs->name,
			.has_arg = option_takes_value(specs) ? required_argument
							     : no_argument,
			.val = LONG_FIRST + (int)r->count,
		};
		r->count++;
	}
}

static enum err unknown_option(const struct reading *r, const char *word)
{
	int dashes = (int)strspn(word, "-");
	const char *name = word + dashes;
	int length = (int)strcspn(name, "=");
	char cut[NEAREST_WORD_MAX + 1];
	struct nearest n = NEAREST_TO(cut);
	size_t i;

	(void)snprintf(cut, sizeof cut, "%.*s", length, name);
	for (i = 0; i < r->count; i++)
		nearest_offer(&n, r->specs[i]->name);
	return err_set(r->e, ERR_ARG, "unknown option %.*s%s%s%s",
		       length < 80 ? dashes + length : 80, word,
		       n.name ? "; did you mean --" : "", n.name ? n.name : "",
		       n.name          ? "?"
		       : r->o->command ? ""
				       : " before the command (its own "
					 "options follow it)");
}

static const struct option_value *find(const struct options *o,
				       const char *name)
{
	size_t i;

	for (i = 0; i < o->given_count; i++)
		if (strcmp(o->given[i].spec->name, name) == 0)
			return &o->given[i];
	return NULL;
}

static enum err keep_option(struct reading *r, const struct option_spec *spec)
{
	struct options *o = r->o;
	struct option_value value = { .spec = spec, .text = "" };

	if (find(o, spec->name)) {
		if (!option_takes_value(spec))
			return ERR_OK;
		return err_set(r->e, ERR_ARG, "--%s is given twice",
			       spec->name);
	}
	if (option_takes_value(spec)) {
		value.text = optarg;
		if (option_value_check(spec, &value, r->e) != ERR_OK)
			return ERR_ARG;
	}
	if (spec == &options_common[0])
		o->config = value.text;
	o->help = o->help || spec == &options_common[1];
	o->version = o->version || spec == &options_common[2];
	o->given[o->given_count++] = value;
	return ERR_OK;
}

/* What getopt_long() made of the word. */
static enum err take(struct reading *r, int what, const char *word,
		     const char **operand)
{
	const struct option_spec *spec;
	char wanted[OPTION_ARGUMENT_BYTES];

	switch (what) {
	case OPERAND:
		*operand = optarg;
		return ERR_OK;
	case 'h':
		return keep_option(r, &options_common[1]);
	case 'V':
		return keep_option(r, &options_common[2]);
	case ':':
		spec = r->specs[optopt - LONG_FIRST];
		return err_set(r->e, ERR_ARG, "--%s needs a value: %s",
			       spec->name, option_argument(spec, wanted));
	case '?':
		if (optopt < LONG_FIRST)
			return unknown_option(r, word);
		return err_set(r->e, ERR_ARG, "--%s takes no value",
			       r->specs[optopt - LONG_FIRST]->name);
	default:
		spec = r->specs[what - LONG_FIRST];
		/* it takes abbreviations, we do not */
		if (strcspn(word + 2, "=") != strlen(spec->name))
			return unknown_option(r, word);
		return keep_option(r, spec);
	}
}

/* "NAME [FILE]": of how many words, and how many of them must be there. */
static size_t count_operands(const char *operands, size_t *needed)
{
	size_t count = 0;

	*needed = 0;
	while (operands && *operands) {
		*needed += *operands != '[';
		count++;
		operands += strcspn(operands, " ");
		operands += strspn(operands, " ");
	}
	return count;
}

static enum err check_operands(const struct reading *r, size_t count)
{
	const char *name = r->o->command->operands;
	size_t needed;
	size_t most = count_operands(name, &needed);
	size_t i;

	if (count > most)
		return err_set(r->e, ERR_ARG, "unexpected word \"%.40s\"",
			       r->o->operands[most]);
	if (count >= needed || r->o->help || r->o->version)
		return ERR_OK;
	for (i = 0; i < count; i++) {
		name += strcspn(name, " ");
		name += strspn(name, " ");
	}
	return err_set(r->e, ERR_ARG, "%.*s is missing",
		       (int)strcspn(name, " "), name);
}

/* -1: there is none any more. */
static int next_word(const struct reading *r, int argc, char **argv,
		     const char *how)
{
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): before anything else runs */
	return getopt_long(argc, argv, how, r->longs, NULL);
}

/* Options and operands behind the command. */
static enum err read_command(struct reading *r, int argc, char **argv)
{
	size_t count = 0;
	int at = 1;
	int what;
	enum err code = ERR_OK;

	optind = 0;
	/* "-": in the order they stand, whatever POSIXLY_CORRECT says */
	while (code == ERR_OK &&
	       (what = next_word(r, argc, argv, "-:hV")) != -1) {
		const char *operand = NULL;

		code = take(r, what, argv[at], &operand);
		if (operand && count < OPTIONS_OPERANDS_MAX)
			r->o->operands[count++] = operand;
		at = optind;
	}
	for (at = optind; code == ERR_OK && at < argc; at++)
		if (count < OPTIONS_OPERANDS_MAX)
			r->o->operands[count++] = argv[at];
	return code == ERR_OK ? check_operands(r, count) : code;
}

/* Common options before the command; *first: where it stands. */
static enum err read_common(struct reading *r, int argc, char **argv,
			    int *first)
{
	const char *ignored;
	int at = 1;
	int what;
	enum err code = ERR_OK;

	optind = 0;
	while (code == ERR_OK &&
	       (what = next_word(r, argc, argv, "+:hV")) != -1) {
		code = take(r, what, argv[at], &ignored);
		at = optind;
	}
	*first = optind;
	return code;
}

/* How many words of argv are this command's name; 0: it is another one. */
static int words_of(const char *name, int argc, char **argv)
{
	const char *space = strchr(name, ' ');
	size_t length = space ? (size_t)(space - name) : strlen(name);

	if (argc < 1 || strlen(argv[0]) != length ||
	    strncmp(argv[0], name, length) != 0)
		return 0;
	if (!space)
		return 1;
	return argc > 1 && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

/* Commands of two words that begin with this one: "add, passwd, remove". */
static void list_seconds(const struct options_program *program,
			 const char *word, struct str *out)
{
	const struct options_command *c;
	size_t length = strlen(word);

	for (c = program->commands; c->name; c++)
		if (strncmp(c->name, word, length) == 0 &&
		    c->name[length] == ' ')
			str_addf(out, "%s%s", out->length ? ", " : "",
				 c->name + length + 1);
}

static enum err unknown_command(const struct options_program *program, int argc,
				char **argv, struct error *e)
{
	struct str seconds = STR_INIT(CHOICES_MAX_BYTES);
	char said[NEAREST_WORD_MAX + 1];
	struct nearest n = NEAREST_TO(said);
	const struct options_command *c;
	bool two;

	list_seconds(program, argv[0], &seconds);
	two = seconds.length && argc > 1 && argv[1][0] != '-';
	(void)snprintf(said, sizeof said, "%s%s%s", argv[0], two ? " " : "",
		       two ? argv[1] : "");
	for (c = program->commands; c->name; c++)
		nearest_offer(&n, c->name);
	if (seconds.length && !two)
		(void)err_set(e, ERR_ARG, "%.40s: one of %s is missing",
			      argv[0], seconds.data);
	else if (seconds.length && !n.name)
		(void)err_set(e, ERR_ARG,
			      "unknown command \"%s\"; there are %s", said,
			      seconds.data);
	else
		(void)err_set(e, ERR_ARG, "unknown command \"%s\"%s%s%s", said,
			      n.name ? "; did you mean \"" : "",
			      n.name ? n.name : "", n.name ? "\"?" : "");
	str_release(&seconds);
	return ERR_ARG;
}

/* The command, and how many words it took. */
static enum err find_command(struct reading *r, int argc, char **argv,
			     int *words)
{
	const struct options_command *c;

	for (c = r->program->commands; c->name; c++) {
		*words = words_of(c->name, argc, argv);
		if (!*words)
			continue;
		r->o->command = c;
		add_specs(r, c->options);
		return ERR_OK;
	}
	return unknown_command(r->program, argc, argv, r->e);
}

/* "token --help" is not wrong, it is the beginning of three commands. */
static bool asks_about_seconds(const struct options_program *program, int argc,
			       char **argv)
{
	struct str seconds = STR_INIT(CHOICES_MAX_BYTES);
	bool any;

	list_seconds(program, argv[0], &seconds);
	any = seconds.length != 0;
	str_release(&seconds);
	return any && (argc < 2 || strcmp(argv[1], "--help") == 0 ||
		       strcmp(argv[1], "-h") == 0);
}

/* Common options, then a command and what belongs to it. */
static enum err read_all(struct reading *r, int argc, char **argv)
{
	struct options *o = r->o;
	int first;
	int words = 0;

	if (read_common(r, argc, argv, &first) != ERR_OK)
		return ERR_ARG;
	if (first < argc && strcmp(argv[first], "help") == 0) {
		o->help = true;
		first++;
	}
	if (o->version || (o->help && first == argc))
		return ERR_OK;
	if (first == argc)
		return err_set(r->e, ERR_ARG, "a command is missing");
	argc -= first;
	argv += first;
	if (find_command(r, argc, argv, &words) != ERR_OK) {
		if ((argc > 1 || o->help) &&
		    asks_about_seconds(r->program, argc, argv)) {
			o->help = true;
			return ERR_OK;
		}
		return ERR_ARG;
	}
	/* getopt_long() passes over the first word */
	return read_command(r, argc - words + 1, argv + words - 1);
}

enum err options_parse(const struct options_program *program, int argc,
		       char **argv, struct options *o, struct error *e)
{
	struct reading r = { .program = program, .o = o, .e = e };

	*o = (struct options){ 0 };
	add_specs(&r, options_common);
	if (*program->commands[0].name)
		return read_all(&r, argc, argv);
	o->command = program->commands;
	add_specs(&r, o->command->options);
	return read_command(&r, argc, argv);
}

bool options_given(const struct options *o, const char *name)
{
	return find(o, name) != NULL;
}

const char *options_text(const struct options *o, const char *name)
{
	const struct option_value *value = find(o, name);

	return value ? value->text : NULL;
}

int64_t options_number(const struct options *o, const char *name,
		       int64_t standard)
{
	const struct option_value *value = find(o, name);

	return value ? value->number : standard;
}
