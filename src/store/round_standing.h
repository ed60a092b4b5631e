/*
 * What becomes of a round when it is settled: published, or held back by the
 * guard and then accepted or rejected.
 *
 *	           +-------------------- accept ---+
 *	           v                               |
 *	open --> complete      open --> held ------+
 *	 ^         |  work on it         |
 *	 +---------+                     +-- reject --> complete, if it was
 *	 ^                                              published before,
 *	 +------------- run --force ------------------- else rejected
 *
 * The areas of a round, which follow the nation, may be held by themselves
 * (model/area_outcome.h): accepting and rejecting are about whatever is held.
 *
 * A rejected round is not asked for again by itself: a newer release replaces
 * it, or somebody starts it over.  Rounds that are open or held when a newer
 * is published are superseded.
 */
#ifndef STORE_ROUND_STANDING_H
#define STORE_ROUND_STANDING_H

#include "db/db.h"
#include "model/plausibility.h"
#include "model/release.h"
#include "store/lease.h"

enum round_state {
	ROUND_OPEN,
	ROUND_COMPLETE,
	ROUND_HELD,
	ROUND_REJECTED,
	ROUND_SUPERSEDED,
	ROUND__MAX
};

const char *round_state_name(enum round_state state);

enum { ROUND_TEXT_BYTES = 256, ROUND_NAME_BYTES = 65, RULE_NAME_BYTES = 33 };

struct round_standing {
	struct release release; /* its code is the round's id */
	enum round_state state;
	int64_t opened_ms; /* 0 = never, like the others */
	int64_t completed_ms;
	int64_t held_ms;
	int64_t decided_ms;
	char decided_by[ROUND_NAME_BYTES];
	char reason[ROUND_TEXT_BYTES]; /* why it is or was held */
	bool areas_held;               /* the nation may be published */
	int64_t differences;           /* over all rules that it breaks */
};

/* A person has to decide: about the nation, its areas, or both. */
bool round_waits(const struct round_standing *round);

/* The newest round; *found false if there is none. */
MUST_CHECK enum err round_newest(struct db *db, struct round_standing *out,
				 bool *found, struct error *e);
/* ERR_NOT_FOUND: no such round. */
MUST_CHECK enum err round_find(struct db *db, const char *id,
			       struct round_standing *out, struct error *e);
/* The same; ERR_CONFLICT, saying how it is, unless it waits for a decision.
 * `id` NULL: whichever does (ERR_CONFLICT: none). */
MUST_CHECK enum err round_find_held(struct db *db, const char *id,
				    struct round_standing *out,
				    struct error *e);
/* Newest first, at most `max`; the caller frees *list. */
MUST_CHECK enum err round_list(struct db *db, int64_t max,
			       struct round_standing **list, size_t *count,
			       struct error *e);
MUST_CHECK enum err round_count_complete(struct db *db, int64_t *count,
					 struct error *e);

/* Part of the transaction that publishes it.  `by`: who accepted it although
 * it was implausible; NULL = it was not. */
MUST_CHECK enum err round_complete(struct db *db, const struct release *release,
				   const char *by, struct error *e);
/* With the rules that it breaks and their gravest differences. */
MUST_CHECK enum err round_hold(struct db *db, struct lease *lease,
			       const struct release *release,
			       const struct judgment *judgment,
			       struct error *e);
/* What is staged is dropped, and areas that were read but are not published
 * are not any more to be; *back: it goes back to what was published. */
MUST_CHECK enum err round_reject(struct db *db, struct lease *lease,
				 const struct round_standing *round,
				 const char *by, bool *back, struct error *e);

struct held_rule {
	char name[RULE_NAME_BYTES];
	int64_t part;
	int64_t whole;
	int64_t differences;
	char message[ROUND_TEXT_BYTES];
};

struct held_difference {
	char rule[RULE_NAME_BYTES];
	char code[SOC_BYTES];         /* "" = of no single occupation */
	char title[ROUND_TEXT_BYTES]; /* "" likewise */
	int datatype;
	struct figure published;
	struct figure staged;
};

struct held_details {
	struct held_rule rules[RULE__MAX];
	size_t rule_count;
	struct held_difference *list; /* by rule, the gravest first */
	size_t count;
};

MUST_CHECK enum err held_details_load(struct db *db, const char *id,
				      struct held_details *out,
				      struct error *e);
void held_details_release(struct held_details *d);

#endif
