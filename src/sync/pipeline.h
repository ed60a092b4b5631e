/*
 * Requests to the BLS API: at most `concurrency` in flight, at most
 * `requests_per_10s` in any ten seconds, each counted in the ledger before it is
 * sent, retried and split by the policy of bls/outcome.h.
 *
 *	           +-------------- retry, halves, series asked again ----+
 *	           v                                                     |
 *	work --> waiting --(not before)--> in flight --> answer --> per series
 *	                                                                 |
 *	                                              work_deliver, work_give_up
 *
 * Nothing here sleeps: a request that waits has a moment before which it does
 * not go, and the others go on.
 */
#ifndef SYNC_PIPELINE_H
#define SYNC_PIPELINE_H

#include "base/config.h"
#include "base/http.h"
#include "base/retry.h"
#include "bls/keyring.h"
#include "bls/outcome.h"
#include "sync/work.h"

enum pipeline_state {
	PIPELINE_WORKING,
	PIPELINE_DONE,   /* nothing waits, nothing is in flight */
	PIPELINE_PAUSED, /* no key has requests left, or BLS said: much later */
	PIPELINE_UNREACHABLE, /* the breaker opened too often in a row */
	PIPELINE_TOO_MANY_RETRIES,
	PIPELINE_NEW_RELEASE, /* `new_year` appeared in an answer */
	PIPELINE_STALE,  /* answers are of an older year, again and again */
	PIPELINE_BROKEN, /* a refusal that only a person can mend */
	PIPELINE_MISCONFIGURED, /* and that person with the configuration */
	PIPELINE_TURNED_AWAY,   /* BLS does not want this host, for now */
};

/* Count a request in the ledger; anything but ERR_OK keeps it from going. */
typedef enum err (*count_fn)(void *context, const struct key *key,
			     int64_t now_ms, unsigned slot);
/* A key was set aside ("quota", "invalid") or is "ignored" by BLS: remember it.
 */
typedef void (*block_fn)(void *context, const struct key *key,
			 const char *reason);

struct pipeline;

struct pipeline_options {
	const struct config *config;
	struct http_pool *pool;
	struct keyring *keys;
	struct rate_window *window;
	struct breaker *breaker;
	struct work *work;
	struct bls_tally *tally; /* added to */
	count_fn count;
	block_fn block;
	void *context;
};

struct pipeline *pipeline_new(const struct pipeline_options *options);
void pipeline_free(struct pipeline *p); /* what is in flight is dropped */

/* Send what may be sent now. */
enum pipeline_state pipeline_pump(struct pipeline *p);

/* Milliseconds until pump can do more, if no answer comes before; at most
 * `most_ms`. */
int pipeline_wait_ms(const struct pipeline *p, int most_ms);

int pipeline_new_year(const struct pipeline *p);
/* Warn of what was passed over in the answers. */
void pipeline_tell(const struct pipeline *p);
/* Why it ended, or what went wrong last; "" = nothing. */
const char *pipeline_message(const struct pipeline *p);

#endif
