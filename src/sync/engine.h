/*
 * What the steps of a run share.  Only the files of src/sync include it.
 */
#ifndef SYNC_ENGINE_H
#define SYNC_ENGINE_H

#include "base/http.h"
#include "base/retry.h"
#include "bls/keyring.h"
#include "bls/outcome.h"
#include "db/db.h"
#include "model/forecast.h"
#include "store/run.h"
#include "sync/areas.h"
#include "sync/guard.h"
#include "sync/pipeline.h"
#include "sync/sync.h"
#include "sync/work.h"

/* What the run warned of so far, and how much of it the database has. */
struct run_notes {
	struct run_message list[RUN_MESSAGES_MAX];
	size_t count;
	size_t told;
};

struct engine {
	const struct config *config;
	const struct sync_options *options;
	struct db *db;
	struct guard guard;
	struct http_pool *pool;
	struct keyring keys;
	struct rate_window window;
	struct breaker breaker;
	enum breaker_state breaker_stored;
	struct work work;
	struct bls_tally tally;
	struct run_notes notes;
	struct areas areas;
	bool flat; /* figures come from the flat file, not from the API */
	/* BLS does not want this host to read flat files: to ask again in this
	 * run would only confirm it */
	bool flat_refused;
	bool force;
	bool accept;  /* see sync_options */
	bool decided; /* the run carries out a decision: BLS is not asked */
	char by[RUN_NAME_BYTES]; /* who wanted it, or accepted */
	int seen_year;           /* newest year met in an answer; 0 = none */
	int64_t renamed;         /* occupations that have other titles now */
	int64_t run_id;
	int64_t started_ms;       /* monotonic */
	int64_t heartbeat_due_ms; /* monotonic */
	int64_t db_lost_since_ms; /* monotonic; 0 = the database answers */
	int64_t db_not_before_ms;
	struct backoff db_backoff;
	bool stop_requested;  /* by the database flag */
	enum run_state state; /* how it ends */
	enum sync_exit exit;
	char error[ITEM_MESSAGE_BYTES];
	char message[RUN_TEXT_BYTES];
};

/* The run ends like this; the first call counts. */
void engine_end(struct engine *s, enum run_state state, enum sync_exit exit,
		const char *error, const char *message);

bool engine_stop_wanted(const struct engine *s);

/*
 * A database call failed: true when it is worth another try later (then
 * db_not_before_ms is set), false when the run has been ended for it.
 */
bool engine_database_failed(struct engine *s, const struct error *e);
void engine_database_works(struct engine *s);
/* The same for a step outside the transfers: waits until the next try is due.
 * `do code = step(); while (code != ERR_OK && engine_database_again(s, &e));`
 */
bool engine_database_again(struct engine *s, const struct error *e);

/* The database was not found away just now. */
bool engine_database_may_be_tried(const struct engine *s);

/* What the run tells of itself (store/run_report.h): from the first, warnings
 * and errors are kept for it; heartbeat, progress line and the wish to stop,
 * once a second; the end. */
void engine_report_begin(struct engine *s);
void engine_heartbeat(struct engine *s);
void engine_report_end(struct engine *s);

/* Warn of what was passed over in a file. */
void engine_tell_notes(const struct labstat_notes *notes);

/* Is there quota enough for what is planned? */
void engine_forecast(const struct engine *s, struct forecast *f);

/* Count a request in the ledger (a count_fn), store what became of a key (a
 * block_fn). */
enum err engine_count_request(void *context, const struct key *key,
			      int64_t now_ms, unsigned slot);
void engine_block_key(void *context, const struct key *key, const char *reason);

/* Which release to work on: the newest one that is known. */
MUST_CHECK enum err engine_look_up_release(struct engine *s,
					   struct release *release,
					   struct error *e);

/* Read BLS's occupation list, once for each round; true when it has codes that
 * were not known.  It may fail: then the list that is known will do. */
bool engine_follow_list(struct engine *s, const struct release *release);

/* Look-up, plan, transfers and publication; begins again when a newer release
 * appears on the way.  engine_end() has been called when it returns. */
void engine_run_rounds(struct engine *s);

/* The whole round, or the occupations that were chosen, as readers shall see
 * them; held back instead when the guard finds them implausible. */
void engine_publish(struct engine *s);

/* Accept or reject the round that is held.  engine_end() has been called when
 * it returns. */
void engine_decide(struct engine *s, enum run_decision decision,
		   const char *id);
/* Make the plan, keeping what this run has counted so far. */
MUST_CHECK enum err engine_load_round(struct engine *s,
				      const struct release *release,
				      struct error *e);
/* Publish a round of which everything is settled; then areas. */
void engine_accept_round(struct engine *s, const struct release *release);

enum transfer_end {
	TRANSFER_SETTLED,     /* the whole plan */
	TRANSFER_NEW_RELEASE, /* a newer year was met: look again */
	TRANSFER_ENDED,       /* engine_end() says how */
};

/* Ask for everything that is planned and commit it: from the API, or from the
 * flat file. */
enum transfer_end engine_transfer(struct engine *s);
enum transfer_end engine_flat_transfer(struct engine *s);

/* The steps of areas.h. */
MUST_CHECK enum err engine_areas_begin(struct engine *s,
				       const struct release *release,
				       struct error *e);
void engine_areas_release(struct engine *s);
bool engine_areas_to_read(const struct engine *s);
/* Fails as flat_areas_parse() does. */
MUST_CHECK enum err engine_areas_list(struct engine *s,
				      const struct http_response *r,
				      struct error *e);
MUST_CHECK enum err engine_areas_plan(struct engine *s, struct error *e);
/* The file turned out not to be ordered: nothing of it counts as done. */
void engine_areas_start_over(struct engine *s);
void engine_areas_commit(struct engine *s);
/* So much waits to be stored that no more should be read. */
bool engine_areas_full(const struct engine *s);
void engine_areas_passed(struct engine *s, enum transfer_end how);
/* Readers see what was read, unless too much of it failed. */
void engine_areas_publish(struct engine *s);
/* Nothing of them in this run: `reason` is the class, `why` for people.  It
 * stands on the list of failures, and the run ends as failed, but not yet. */
void engine_areas_lost(struct engine *s, const char *reason, const char *why);
/* The same for a step in the database that was not worth another try. */
void engine_areas_step_failed(struct engine *s, const struct error *e);

/*
 * Where figures come from: something that is pumped until it is not working any
 * more, while what it has settled is committed.
 */
struct feed {
	void *context;
	enum pipeline_state (*pump)(void *context);
	/* as pipeline_wait_ms() */
	int (*wait_ms)(const void *context, int most_ms);
	const char *(*message)(const void *context);
	int (*new_year)(const void *context);
};

/* The loop of both: pump, commit, heartbeat, wait on the network. */
enum transfer_end engine_transfer_from(struct engine *s,
				       const struct feed *feed);

/* After a failed look for the release: wait and say whether to try again; the
 * heartbeat goes on.  `tries` counts. */
bool engine_look_again(struct engine *s, const struct error *e,
		       unsigned *tries);

#endif
