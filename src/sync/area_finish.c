/* Areas are read: readers see them, or a person decides (sync/areas.h). */
#include "sync/engine.h"

#include "base/log.h"
#include "base/text.h"
#include "store/area_round.h"
#include "store/failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 2, NAMES_BYTES = 64 };

static struct area_reading reading_of(const struct engine *s,
				      const struct area_kinds *kinds)
{
	return (struct area_reading){ .release = &s->work.release,
				      .kinds = *kinds,
				      .run_id = s->run_id };
}

void engine_areas_lost(struct engine *s, const char *reason, const char *why)
{
	struct areas *a = &s->areas;
	struct area_kinds lost =
		area_kinds_any(&a->reading) ? a->reading : a->finishing;
	struct area_reading reading = reading_of(s, &lost);
	struct error e;
	int i;

	a->verdict = RUN_FAILED;
	(void)text_format(a->trouble, sizeof a->trouble, "areas: %s", why);
	log_error("%s; readers keep the areas they have", a->trouble);
	if (area_round_fail(s->db, &s->guard.lease, &reading, reason, why,
			    &e) != ERR_OK)
		log_warn("areas: what became of them could not be stored: %s",
			 e.msg);
	a->reading = (struct area_kinds){ { false } };
	for (i = 0; i < AREA_TYPE__MAX; i++)
		a->finishing.of[i] = a->finishing.of[i] && !lost.of[i];
	area_rows_release(&a->rows);
}

void engine_areas_step_failed(struct engine *s, const struct error *e)
{
	if (e->code == ERR_FENCED)
		(void)engine_database_failed(s, e);
	else if (engine_stop_wanted(s))
		engine_end(s, RUN_STOPPED, SYNC_ENDED_EARLY, NULL,
			   "stopped; the areas wait for the next run");
	else if (s->state == RUN_RUNNING)
		engine_areas_lost(s, err_name(e->code), e->msg);
}

/* "0010540, 0014740 and 3 more" */
static void name_failed(struct engine *s, char names[NAMES_BYTES])
{
	struct failure *list = NULL;
	size_t count = 0;
	size_t found = 0;
	size_t i;
	struct error e;

	names[0] = '\0';
	if (failure_list(s->db, &list, &count, &e) != ERR_OK)
		log_warn("%s", e.msg);
	for (i = 0; i < count; i++) {
		size_t used = strlen(names);

		if (list[i].kind != FAILURE_AREA)
			continue;
		if (found++ < NAMES_MAX)
			(void)snprintf(names + used, NAMES_BYTES - used, "%s%s",
				       used ? ", " : "", list[i].code);
	}
	free(list);
	if (found > NAMES_MAX)
		(void)snprintf(names + strlen(names),
			       NAMES_BYTES - strlen(names), " and %zu more",
			       found - NAMES_MAX);
}

static void tell(struct engine *s, const struct area_outcome *o)
{
	struct areas *a = &s->areas;
	char names[NAMES_BYTES] = "";

	if (o->failed)
		name_failed(s, names);
	(void)snprintf(a->told, sizeof a->told,
		       "; areas: %lld loaded, %lld failed%s%s%s, %lld without "
		       "figures, %lld figures written%s",
		       (long long)o->done, (long long)o->failed,
		       names[0] ? " (" : "", names, names[0] ? ")" : "",
		       (long long)o->skipped, (long long)a->written,
		       a->held ? ", held back" : "");
}

static enum err publish_or_hold(struct engine *s, struct area_verdict *outcome,
				struct error *e)
{
	struct areas *a = &s->areas;
	struct area_reading reading = reading_of(s, &a->finishing);
	char why[AREAS_REASON_BYTES];
	enum err code = area_round_outcome(s->db, &reading, outcome, e);

	if (code != ERR_OK)
		return code;
	if (area_outcome_ok(&outcome->fresh, why) || s->accept) {
		if (why[0])
			log_warn("accepted all the same: %s", why);
		return area_round_publish(s->db, &s->guard.lease, &reading, e);
	}
	code = area_round_hold(s->db, &s->guard.lease, &reading, why, e);
	if (code != ERR_OK)
		return code;
	log_warn("the areas of release %s are held back: %s; `bls-sync accept` "
		 "publishes them, `bls-sync reject` drops them",
		 s->work.release.code, why);
	a->held = true;
	if (a->verdict == RUN_FAILED) /* of another kind of areas */
		return ERR_OK;
	a->verdict = RUN_HELD;
	(void)text_format(a->trouble, sizeof a->trouble, "%s", why);
	return ERR_OK;
}

void engine_areas_publish(struct engine *s)
{
	struct area_verdict outcome;
	struct error e;
	enum err code;

	do
		code = publish_or_hold(s, &outcome, &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	if (code != ERR_OK) {
		engine_areas_step_failed(s, &e);
		return;
	}
	tell(s, &outcome.all);
}
