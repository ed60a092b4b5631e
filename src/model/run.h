/*
 * A run: one execution of the sync program, or the wish for one.
 *
 *	requested --> running --> succeeded   all of the round is settled
 *	                     +--> failed      an error it could not get over
 *	                     +--> stopped     somebody asked; work is left
 *	                     +--> paused      out of quota; work is left
 *	                     +--> held        implausible; a person decides
 *	                     +--> crashed     its heartbeat stopped
 *
 * Counters are about the round: what earlier runs settled counts too, so that
 * a resumed run shows where the round stands.  At any moment
 * successful + failed + skipped = processed.
 */
#ifndef MODEL_RUN_H
#define MODEL_RUN_H

#include "base/base.h"
#include "model/soc.h"

enum run_state {
	RUN_REQUESTED,
	RUN_RUNNING,
	RUN_SUCCEEDED,
	RUN_FAILED,
	RUN_STOPPED,
	RUN_PAUSED,
	RUN_HELD,
	RUN_CRASHED,
	RUN__MAX
};

enum run_origin { RUN_CRON, RUN_ADMIN, RUN_CLI, RUN_ORIGIN__MAX };

/* What a person decided about a round that is held: a run that only carries it
 * out. */
enum run_decision { RUN_UNDECIDED, RUN_ACCEPT, RUN_REJECT };

/* A running run whose heartbeat is older than this is dead. */
enum { RUN_HEARTBEAT_MAX_S = 30 };

struct run_counters {
	int total; /* occupations of the round */
	int successful;
	int failed;
	int skipped;
	int settled_before; /* of these three, by earlier runs */
	int current_batch;  /* from 1; 0 before the first */
	int total_batches;
	char current_code[SOC_BYTES];
	int requests; /* sent to the BLS API by this run */
	int retries;
	int added; /* figures */
	int changed;
	int unchanged;
	int withdrawn; /* jobs */
};

enum {
	RUN_CLASS_BYTES = 33,
	RUN_CLASSES_MAX = 32,
	RUN_MESSAGES_MAX = 50,
	RUN_MESSAGE_BYTES = 256,
};

/* What became of its requests: a row per class of bls/outcome.h. */
struct run_class {
	char name[RUN_CLASS_BYTES];
	int requests; /* that ended so */
	int retries;  /* sent because of it */
};

/* What it warned of. */
struct run_message {
	int64_t at_ms;
	bool error; /* more than a warning */
	char text[RUN_MESSAGE_BYTES];
};

/* Where its figures come from. */
enum run_source { RUN_SOURCE_UNKNOWN, RUN_SOURCE_API, RUN_SOURCE_FLAT };

/* "api", "flat"; NULL when it is not known. */
const char *run_source_name(enum run_source source);
enum run_source run_source_parse(const char *name); /* NULL is fine */

const char *run_state_name(enum run_state state);
/* RUN__MAX for an unknown name. */
enum run_state run_state_parse(const char *name);
/* By enum run_origin, then NULL. */
extern const char *const run_origin_names[RUN_ORIGIN__MAX + 1];
const char *run_origin_name(enum run_origin origin);

static inline int run_processed(const struct run_counters *c)
{
	return c->successful + c->failed + c->skipped;
}

/* Occupations a minute since the run began; 0 before it is known. */
double run_throughput_per_minute(const struct run_counters *c,
				 int64_t elapsed_ms);
/* Seconds until all is processed at that rate; -1 when not known, as before the
 * plan is made. */
int64_t run_remaining_s(const struct run_counters *c, int64_t elapsed_ms);

#endif
