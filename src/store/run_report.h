/*
 * What a run tells of itself while it works, and what is kept of it: counters,
 * what became of its requests, the keys it used, what it warned of.
 *
 * All of it is written once a second and at the end, so that a run that dies
 * has told what it knew a second before; requests by key are exact even then
 * (store/key_ledger.h counts them).
 */
#ifndef STORE_RUN_REPORT_H
#define STORE_RUN_REPORT_H

#include "db/db.h"
#include "model/run.h"
#include "store/lease.h"

struct run_report {
	int64_t run_id;
	const struct run_counters *counters;
	const struct run_class *classes; /* numbers since the run began */
	size_t class_count;
	const struct run_message *messages; /* not told yet */
	size_t message_count;
	size_t messages_told;
};

/* Renews the lease, writes the report, reads the wish to stop. */
MUST_CHECK enum err run_heartbeat(struct db *db, struct lease *lease,
				  const struct run_report *report,
				  bool *stop_requested, struct error *e);

struct run_outcome {
	enum run_state state;
	const char *last_error; /* NULL = none */
	const char *message;    /* NULL = none */
};

MUST_CHECK enum err run_end(struct db *db, struct lease *lease,
			    const struct run_report *report,
			    const struct run_outcome *outcome, struct error *e);

enum { RUN_KEYS_MAX = 17 };

struct run_key {
	char last4[5]; /* "" = working without a key */
	int requests;
};

/* What is kept of one run. */
struct run_details {
	struct run_class classes[RUN_CLASSES_MAX];
	size_t class_count;
	struct run_key keys[RUN_KEYS_MAX];
	size_t key_count;
	struct run_message messages[RUN_MESSAGES_MAX];
	size_t message_count;
};

MUST_CHECK enum err run_details_load(struct db *db, int64_t run_id,
				     struct run_details *d, struct error *e);

#endif
