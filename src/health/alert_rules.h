/*
 * What is wrong, as alerts: pure functions from facts.
 *
 *	key			when
 *	run.failed, run.crashed	the last run ended so
 *	run.held		its figures wait for a person
 *	run.paused		it is out of quota
 *	data.stale		no success for 26 hours
 *	keys.invalid		BLS refuses a key
 *	occupations.failed	some failed for good
 *	component.NAME		a component warns or fails, and none of the
 *				above says why
 */
#ifndef HEALTH_ALERT_RULES_H
#define HEALTH_ALERT_RULES_H

#include "health/judge.h"
#include "model/alert.h"

enum {
	ALERT_FOUND_MAX = 16,
	/* A passing slowness of database or BLS is no news. */
	ALERT_PATIENCE_S = 110,
};

struct alerts_found {
	size_t count;
	struct alert list[ALERT_FOUND_MAX];
};

void alert_rules(const struct health_facts *f, const struct health *h,
		 struct alerts_found *found);

/* NULL when it is not there. */
const struct alert *alert_find(const struct alerts_found *found,
			       const char *key);

/* True when nobody can tell now whether the alert is over: how a run ends is
 * not known while the next one is under way, and a warning that has been let
 * wait is not over, nor is what cannot be looked up. */
bool alert_undecided(const char *key, const struct health_facts *f,
		     const struct health *h);

#endif
