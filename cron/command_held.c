#include "command_held.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_PER_RULE = 3, WORD_BYTES = 64 };

static const char *words(const struct figure *f, char out[WORD_BYTES])
{
	char text[FIGURE_TEXT_BYTES];

	if (!f->reason)
		return figure_text(f->milli, f->decimals, out);
	if (f->cap_milli)
		(void)snprintf(out, WORD_BYTES, "at least %s",
			       figure_text(f->cap_milli, 2, text));
	else
		copy_text(out, WORD_BYTES, reason_name((enum reason)f->reason));
	return out;
}

static void print_difference(const struct held_difference *d)
{
	char before[WORD_BYTES];
	char after[WORD_BYTES];

	printf("    %-8s %s: %s -> %s%s%s\n", d->code[0] ? d->code : "all",
	       measure_of(d->datatype)->name, words(&d->published, before),
	       words(&d->staged, after), d->title[0] ? ", " : "", d->title);
}

static void print_rule(const struct held_details *d,
		       const struct held_rule *rule)
{
	int64_t shown = 0;
	size_t i;

	printf("  %s: %s\n", rule->name, rule->message);
	for (i = 0; i < d->count; i++)
		if (strcmp(d->list[i].rule, rule->name) == 0 &&
		    shown < SHOWN_PER_RULE) {
			print_difference(&d->list[i]);
			shown++;
		}
	if (rule->differences > shown)
		printf("    and %lld more\n",
		       (long long)(rule->differences - shown));
}

void held_print(struct db *db, const struct round_standing *round)
{
	struct held_details details;
	struct error e;
	size_t i;

	printf("round %s is held back: %s\n", round->release.code,
	       round->reason);
	if (held_details_load(db, round->release.code, &details, &e) !=
	    ERR_OK) {
		log_warn("%s", e.msg);
		return;
	}
	for (i = 0; i < details.rule_count; i++)
		print_rule(&details, &details.rules[i]);
	held_details_release(&details);
}
