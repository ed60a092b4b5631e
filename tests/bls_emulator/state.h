/*
 * All that the workers share, in one region of memory mapped before they are
 * forked: the imitated world, which control requests change and a reset
 * restores, and the tally of what was asked. Everything in it is read and
 * written between state_lock() and state_unlock(); a worker that dies in
 * between leaves the lock to the next one (robust mutex).
 */
#ifndef BLS_EMULATOR_STATE_H
#define BLS_EMULATOR_STATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "faults.h"
#include "figures.h"

#define KEYS_MAX       64
#define VISITORS_MAX   256
#define FLIPS_MAX      16
#define WORKERS_MAX    128
#define RATE_REQUESTS  50
#define RATE_WINDOW_MS 10000
#define ARRIVALS_MAX   16384

struct key {
	char key[40];
	long quota;
	long used; /* on the quota day */
	long day;
	bool valid;
	long requests; /* ever since the reset, refused ones included */
};

/* Somebody without a key, told apart by address. */
struct visitor {
	char address[48];
	long used;
	long day;
};

/* After so many further data requests another year is the released one. */
struct flip {
	long after;
	int release;
};

struct world {
	int release;
	int flat_release; /* 0: the flat files go with the API */
	long latency_ms;
	long jitter_ms;
	uint64_t random;
	bool rate_limit;
	long clock_offset_s;
	long keyless_quota;
	size_t key_count;
	struct key key[KEYS_MAX];
	size_t visitor_count;
	struct visitor visitor[VISITORS_MAX];
	size_t flip_count;
	struct flip flip[FLIPS_MAX];
	struct fault_list faults;
	struct figures figures;
};

enum outcome {
	OUTCOME_SUCCEEDED,
	OUTCOME_REQUEST_FAILED,
	OUTCOME_INVALID_PARAMETERS,
	OUTCOME_INVALID_KEY,
	OUTCOME_QUOTA,
	OUTCOME_RATE_LIMITED,
	OUTCOME_BAD_CONTENT_TYPE,
	OUTCOME_BAD_JSON,
	OUTCOME_NOT_FOUND,
	OUTCOME_BAD_METHOD,
	OUTCOME_EDGE_FAULT,
	OUTCOME_NOT_MODIFIED,
	OUTCOME_FORBIDDEN,
	OUTCOME__MAX
};

enum route { ROUTE_DATA, ROUTE_SURVEYS, ROUTE_FLAT, ROUTE_OTHER, ROUTE__MAX };

struct tally {
	unsigned long requests[ROUTE__MAX];
	unsigned long outcome[ROUTE__MAX][OUTCOME__MAX];
	unsigned long abandoned; /* the client left before the answer */
	unsigned long cut_requests;
	unsigned long series_asked;
	unsigned long series_answered;
	unsigned long series_unknown;
	bool in_flight[WORKERS_MAX]; /* data requests, by worker */
	unsigned max_in_flight;
	/* Arrival times of data requests, a ring; the window ends at head. */
	uint64_t head;
	uint64_t tail;
	unsigned long max_in_window;
	int64_t arrival_ms[ARRIVALS_MAX];
	/* The accepted ones among them, for the limit of 50 in 10 s. */
	uint64_t accepted;
	int64_t accepted_ms[RATE_REQUESTS];
};

struct state {
	pthread_mutex_t lock;
	struct world world;
	struct tally tally;
};

/* Maps and fills the region; NULL with the reason on stderr. */
struct state *state_open(const char *data_folder);
void state_lock(struct state *s);
void state_unlock(struct state *s);
/* World and tally as at the start; only who is in flight is kept. */
void state_reset(struct state *s);

/* The world's clock: seconds of the epoch with the offset of control. */
int64_t world_now(const struct world *w);
int world_calendar_year(const struct world *w);
int world_flat_release(const struct world *w);
/* Latency of the next answer, drawn anew for each. */
long world_latency_ms(struct world *w);
/* One data request has come: performs the flips that are due. */
void world_count_flips(struct world *w);

/* A data request comes in; false when it breaks the rate limit. */
bool tally_arrival(struct state *s, unsigned worker);
void tally_departure(struct state *s, unsigned worker);
unsigned tally_in_flight(const struct tally *t);

#endif
