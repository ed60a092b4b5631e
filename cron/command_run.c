/* The commands that import. */
#include "commands.h"

#include "base/log.h"
#include "command_trail.h"
#include "model/area.h"
#include "model/soc.h"
#include "store/failure.h"
#include "store/occupation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ONLY_MAX = 64, ONLY_BYTES = 1024 };

struct run_arguments {
	struct sync_options options;
	const char *only[ONLY_MAX + 1];
	char only_text[ONLY_BYTES];
	enum source source;
};

/* 0: not a list of at most ONLY_MAX codes, of areas where they may be. */
static size_t split_codes(const char *list, bool areas, char text[ONLY_BYTES],
			  const char *codes[ONLY_MAX + 1], struct error *e)
{
	size_t count;
	size_t i;

	if (strlen(list) >= ONLY_BYTES) {
		(void)err_set(e, ERR_ARG, "the list is too long");
		return 0;
	}
	count = config_split(list, text, ONLY_BYTES, codes, ONLY_MAX + 1);
	for (i = 0; i < count; i++) {
		if (soc_valid(codes[i]) || (areas && area_valid(codes[i])))
			continue;
		(void)err_set(e, ERR_ARG,
			      "\"%.20s\" is not an occupation code like "
			      "15-1252",
			      codes[i]);
		return 0;
	}
	if (!count)
		(void)err_set(e, ERR_ARG, "no occupation code in the list");
	if (count > ONLY_MAX)
		(void)err_set(e, ERR_ARG, "more than %d occupations", ONLY_MAX);
	return count > ONLY_MAX ? 0 : count;
}

static enum err check_list(const char *list, bool areas, struct error *e)
{
	const char *codes[ONLY_MAX + 1];
	char text[ONLY_BYTES];

	return split_codes(list, areas, text, codes, e) ? ERR_OK : ERR_ARG;
}

enum err command_check_codes(const char *list, struct error *e)
{
	return check_list(list, false, e);
}

enum err command_check_places(const char *list, struct error *e)
{
	return check_list(list, true, e);
}

static void set_options(struct run_arguments *a, const struct options *o)
{
	const char *only = options_text(o, "only");

	*a = (struct run_arguments){
		.options = {
			.force = options_given(o, "force"),
			.dry_run = options_given(o, "dry-run"),
			.accept = options_given(o, "accept"),
			.origin = (enum run_origin)options_number(
				o, "trigger", RUN_CLI),
		},
		.source = (enum source)options_number(o, "source", 0),
	};
	if (options_given(o, "requested"))
		a->options.origin = RUN_ADMIN;
	if (options_given(o, "source"))
		a->options.source = &a->source;
	if (only) {
		a->options.only = a->only;
		a->options.only_count =
			split_codes(only, true, a->only_text, a->only, NULL);
	}
}

int command_run(const struct config *config, const struct options *o)
{
	struct run_arguments arguments;

	set_options(&arguments, o);
	return (int)sync_run(config, &arguments.options);
}

/* A code of `only`, or (NULL) all that failed. */
static struct failure_selection selection_of(const char *only)
{
	bool area = only && area_valid(only);

	return (struct failure_selection){ area ? NULL : only,
					   area ? only : NULL };
}

static enum err check_known(struct db *db, const struct sync_options *options,
			    struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < options->only_count; i++)
		code = area_valid(options->only[i])
			       ? failure_check_area(db, options->only[i], e)
			       : occupation_check_codes(db, &options->only[i],
							1, e);
	return code;
}

/* What is named, or all that failed, is pending again. */
static enum err reset_failures(struct db *db,
			       const struct sync_options *options,
			       struct failures_reset *sum, struct error *e)
{
	struct failures_reset count;
	size_t i = 0;
	enum err code;

	*sum = (struct failures_reset){ 0 };
	do {
		struct failure_selection selection =
			selection_of(options->only ? options->only[i] : NULL);

		code = failure_reset(db, &selection, &count, e);
		sum->occupations += count.occupations;
		sum->areas += count.areas;
	} while (code == ERR_OK && ++i < options->only_count);
	return code;
}

static bool chosen(const struct sync_options *options, const struct failure *f)
{
	size_t i = 0;

	do {
		struct failure_selection selection =
			selection_of(options->only ? options->only[i] : NULL);

		if (failure_selected(&selection, f))
			return true;
	} while (++i < options->only_count);
	return false;
}

/* What reset_failures() would do. */
static enum err count_failures(struct db *db,
			       const struct sync_options *options,
			       struct failures_reset *sum, struct error *e)
{
	struct failure *list;
	size_t count;
	size_t i;
	enum err code = failure_list(db, &list, &count, e);

	*sum = (struct failures_reset){ 0 };
	if (code != ERR_OK)
		return code;
	for (i = 0; i < count; i++) {
		if (!chosen(options, &list[i]))
			continue;
		sum->occupations += list[i].kind == FAILURE_OCCUPATION;
		sum->areas += list[i].kind == FAILURE_AREA;
	}
	free(list);
	return ERR_OK;
}

static void say_failures(const struct failures_reset *sum, bool dry)
{
	if (dry)
		printf("failed: %lld occupations and %lld areas to try again\n",
		       (long long)sum->occupations, (long long)sum->areas);
	else
		log_info("%lld failed occupations and %lld failed areas are "
			 "pending again",
			 (long long)sum->occupations, (long long)sum->areas);
}

/* An area changes whole, by a run of the whole round: no `only` any more. */
static void widen(struct sync_options *options)
{
	size_t i;

	for (i = 0; i < options->only_count; i++) {
		if (!area_valid(options->only[i]))
			continue;
		options->only = NULL;
		options->only_count = 0;
	}
}

static const char *only_of(const struct options *o)
{
	return options_given(o, "only") ? options_text(o, "only") : "all";
}

int command_retry(const struct config *config, const struct options *o)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	struct failures_reset sum;
	struct run_arguments a;
	struct error e;
	enum err code;

	set_options(&a, o);
	a.options.retry = true;
	if (a.options.dry_run)
		db_only_reads(db);
	code = check_known(db, &a.options, &e);
	if (code == ERR_OK)
		code = a.options.dry_run
			       ? count_failures(db, &a.options, &sum, &e)
			       : reset_failures(db, &a.options, &sum, &e);
	if (code == ERR_OK && !a.options.dry_run)
		command_audit(db, "retry-failures", only_of(o));
	db_free(db);
	if (code != ERR_OK)
		return command_failed(&e);
	say_failures(&sum, a.options.dry_run);
	widen(&a.options);
	return (int)sync_run(config, &a.options);
}
