/*
 * Runs: the wish for one, its start, the history.
 *
 * The API writes wishes (run_request, run_request_stop); the sync program takes
 * them up (run_begin), reports and ends (store/run_report.h).  They meet here
 * and nowhere else.
 */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include "db/db.h"
#include "model/run.h"
#include "store/lease.h"

enum { RUN_TEXT_BYTES = 256, RUN_USER_BYTES = 65 };

struct run_row {
	int64_t run_id;
	enum run_origin origin;
	enum run_state state;
	struct run_counters counters;
	char release_code[8]; /* "" = not known */
	enum run_source source;
	int64_t requested_ms; /* 0 = absent, like the others */
	int64_t started_ms;
	int64_t ended_ms;
	char last_error[RUN_TEXT_BYTES];
	char message[RUN_TEXT_BYTES];
};

enum { RUN_ROUND_BYTES = 17, RUN_NAME_BYTES = 65 };

struct run_wish {
	const char *username; /* who asked */
	bool force_restart;
	bool enhanced;
	bool accept_held; /* publish a round that the guard holds */
	enum run_decision decision;
	const char *round; /* it is about; else NULL */
};

/* ERR_CONFLICT when a run is running or was just requested. */
MUST_CHECK enum err run_request(struct db *db, const struct run_wish *wish,
				int64_t *run_id, struct error *e);
/* ERR_CONFLICT when none runs. */
MUST_CHECK enum err run_request_stop(struct db *db, int64_t *run_id,
				     struct error *e);

struct run_start {
	enum run_origin origin;
	bool adopt_request; /* take up the oldest request, if there is one */
	bool force_restart; /* in and out: a request may ask for it */
	bool accept_held;   /* the same */
	/* the same */
	enum run_decision decision;
	char round[RUN_ROUND_BYTES]; /* it is about */
	char by[RUN_NAME_BYTES];     /* who wants it so; "" = nobody */
	enum run_source source;
	const char *host;
};

/*
 * The lease is ours: rows that still say "running" belong to the dead and are
 * marked crashed.  Then a request is taken up or a new row written.
 */
MUST_CHECK enum err run_begin(struct db *db, struct lease *lease,
			      struct run_start *start, int64_t *run_id,
			      struct error *e);

/* A run that could not even begin, without a lease: a request is ended so, or a
 * new row written.  `why`: as long as an error's message at most. */
MUST_CHECK enum err run_fail(struct db *db, const struct run_start *start,
			     const char *why, struct error *e);

/* Which release the run works on, once it is known. */
MUST_CHECK enum err run_set_release(struct db *db, struct lease *lease,
				    int64_t run_id, const char *release_code,
				    struct error *e);

struct run_page {
	struct run_row *rows; /* to be freed by the caller */
	size_t count;
	int64_t total; /* of all pages */
};

/* Newest first. */
MUST_CHECK enum err run_list(struct db *db, int64_t offset, int64_t limit,
			     struct run_page *page, struct error *e);
/* ERR_NOT_FOUND when there is no such run. */
MUST_CHECK enum err run_get(struct db *db, int64_t run_id, struct run_row *row,
			    struct error *e);

/* A request that nobody has taken up for `seconds`: its id, or 0. */
MUST_CHECK enum err run_waiting_request(struct db *db, int seconds,
					int64_t *run_id, struct error *e);
/* Forget runs that ended more than 400 days ago. */
MUST_CHECK enum err run_purge(struct db *db, struct error *e);
/* Mark running runs whose heartbeat stopped as crashed; *count of them. */
MUST_CHECK enum err run_mark_crashed(struct db *db, int64_t *count,
				     struct error *e);

#endif
