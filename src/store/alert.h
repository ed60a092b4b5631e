/*
 * Open alerts and the outbox of their messages.
 *
 * A change of an alert and its messages are written in one transaction of the
 * caller, so none is lost.  Times are the caller's (base/clock), in
 * milliseconds.
 */
#ifndef STORE_ALERT_H
#define STORE_ALERT_H

#include "base/str.h"
#include "db/db.h"
#include "model/alert.h"

enum {
	ALERT_MESSAGE_ID_BYTES = 65,
	ALERT_NOTE_BYTES = 256,
	ALERT_BODY_MAX = 8192,
};

/* By key.  *list is an array of *count, to be freed by the caller.  `lock`:
 * nobody else changes these alerts until the transaction ends. */
MUST_CHECK enum err alert_load_open(struct db *db, bool lock,
				    struct alert **list, size_t *count,
				    struct error *e);
/* *added is false when somebody else was first. */
MUST_CHECK enum err alert_add(struct db *db, const struct alert *a, bool *added,
			      struct error *e);
/* All but the key and since_ms of one that is open. */
MUST_CHECK enum err alert_save(struct db *db, const struct alert *a,
			       struct error *e);
MUST_CHECK enum err alert_remove(struct db *db, const char *key,
				 struct error *e);
MUST_CHECK enum err alert_count_open(struct db *db,
				     int64_t count[ALERT_SEVERITY__MAX],
				     struct error *e);

struct alert_delivery {
	int64_t id;
	int64_t attempts;
	enum alert_channel channel;
	char message_id[ALERT_MESSAGE_ID_BYTES];
	char key[ALERT_KEY_BYTES];
	char subject[ALERT_MESSAGE_BYTES];
	int64_t created_ms;
	struct str body;
};

/* `id` and `attempts` are not looked at. */
MUST_CHECK enum err alert_queue(struct db *db, const struct alert_delivery *d,
				struct error *e);

/*
 * The oldest delivery of the channel whose time has come, taken for this
 * caller: it counts as tried, and nobody else gets it before its next time.
 * One that waits for an older one about the same alert is not due.  *found is
 * false when there is none.  d->body is emptied and filled.
 */
MUST_CHECK enum err alert_take_due(struct db *db, int64_t now_ms,
				   struct alert_delivery *d, bool *found,
				   struct error *e);
/* It was delivered: others of its channel that wait may go at once. */
MUST_CHECK enum err alert_delivered(struct db *db,
				    const struct alert_delivery *d,
				    int64_t now_ms, struct error *e);
MUST_CHECK enum err alert_not_delivered(struct db *db,
					const struct alert_delivery *d,
					const char *note, struct error *e);

/* Give up what is too old, forget what was settled long ago. */
MUST_CHECK enum err alert_expire(struct db *db, int64_t now_ms,
				 int64_t *given_up, struct error *e);

/* Of the last seven days. */
struct alert_backlog {
	int64_t waiting;
	int64_t oldest_age_s; /* of those tried in vain; -1 = none */
	int64_t given_up;
	char note[ALERT_NOTE_BYTES]; /* why the oldest waits */
};

MUST_CHECK enum err alert_backlog_load(struct db *db, int64_t now_ms,
				       struct alert_backlog *b,
				       struct error *e);

#endif
