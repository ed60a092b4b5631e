/* A round of which everything is settled: judged, then published or held back. */
#include "sync/engine.h"

#include "base/log.h"
#include "store/round_facts.h"
#include "store/round_standing.h"
#include "sync/publish.h"

#include <stdlib.h>

enum {
	FAILED_SHARE_MAX = 10, /* percent; above it a round is not published */
};

static bool too_many_failed(const struct run_counters *c)
{
	return c->failed * 100 > c->total * FAILED_SHARE_MAX;
}

/* Against what is published now, whatever its year. */
static enum err judge(struct engine *s, const struct publication *what,
		      struct judgment *judgment, struct error *e)
{
	const struct round_part part = {
		.release = what->release,
		.codes = what->whole_round ? NULL : what->codes,
		.code_count = what->code_count,
	};
	struct judged *list;
	size_t count;
	enum err code;

	do
		code = round_facts_load(s->db, &part, &list, &count, e);
	while (code != ERR_OK && engine_database_again(s, e));
	if (code != ERR_OK)
		return code;
	round_judge(list, count, judgment);
	free(list);
	return ERR_OK;
}

static void tell_rules(const struct judgment *judgment)
{
	char words[PLAUSIBLE_REASON_BYTES];
	int rule;

	for (rule = 0; rule < RULE__MAX; rule++) {
		if (!judgment->of[rule].broken)
			continue;
		guard_rule_words(judgment, (enum guard_rule)rule, words);
		log_warn("%s: %s", guard_rule_name((enum guard_rule)rule),
			 words);
	}
}

static void hold(struct engine *s, const struct judgment *judgment,
		 const char *reason)
{
	struct error e;
	enum err code;

	log_warn("release %s is held back: %s; `bls-sync accept` publishes "
		 "it, `bls-sync reject` drops it",
		 s->work.release.code, reason);
	tell_rules(judgment);
	do
		code = round_hold(s->db, &s->guard.lease, &s->work.release,
				  judgment, &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	if (code != ERR_OK)
		log_error("%s", e.msg);
	engine_end(s, RUN_HELD, SYNC_ENDED_EARLY, reason,
		   "held back until someone accepts or rejects it");
}

/* Occupations that are chosen out of a round that is not settled yet stay
 * staged: they are judged again with all of it. */
static void keep_back(struct engine *s, const struct judgment *judgment,
		      const char *reason)
{
	log_warn("not published alone: %s", reason);
	tell_rules(judgment);
	engine_end(s, RUN_FAILED, SYNC_FAILED, reason,
		   "not published before the whole round is; `run --accept` "
		   "publishes it all the same");
}

/* The guard: an implausible round is held until a person accepts it. */
static bool held_back(struct engine *s, struct publication *what)
{
	struct judgment *judgment = xcalloc(1, sizeof *judgment);
	char reason[PLAUSIBLE_REASON_BYTES];
	bool held = true;
	struct error e;

	if (judge(s, what, judgment, &e) != ERR_OK) {
		log_error("%s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
	} else if (judgment_passes(judgment, reason)) {
		held = false;
	} else if (s->accept) {
		log_warn("accepted all the same by %s: %s", s->by, reason);
		what->accepted_by = s->by;
		held = false;
	} else if (what->whole_round) {
		hold(s, judgment, reason);
	} else {
		keep_back(s, judgment, reason);
	}
	free(judgment);
	return held;
}

static void publish_now(struct engine *s, struct publication *what)
{
	struct error e;
	enum err code;

	do
		code = publish(s->db, &s->guard.lease, what, &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	if (code != ERR_OK) {
		if (code == ERR_FENCED)
			(void)engine_database_failed(s, &e);
		log_error("publishing: %s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
		return;
	}
	s->work.counters.withdrawn = (int)what->withdrawn;
	s->renamed += what->renamed;
	log_info("release %s published", s->work.release.code);
}

void engine_publish(struct engine *s)
{
	struct publication what = {
		.release = &s->work.release,
		.whole_round = work_round_settled(&s->work),
		.codes = s->options->only,
		.code_count = s->options->only_count,
	};

	if (!what.whole_round && !what.code_count)
		return;
	if (what.whole_round && too_many_failed(&s->work.counters)) {
		engine_end(s, RUN_FAILED, SYNC_FAILED,
			   "more than a tenth of the occupations failed; "
			   "readers keep the figures they have",
			   NULL);
		return;
	}
	if (!held_back(s, &what))
		publish_now(s, &what);
}
