/*
 * Which release is current, at the cost of one small request: the flat file
 * oe.release; if that cannot be had, one series of the API (counted in the
 * ledger like any request).
 */
#ifndef SYNC_RELEASE_LOOK_H
#define SYNC_RELEASE_LOOK_H

#include "base/config.h"
#include "base/http.h"
#include "bls/keyring.h"
#include "model/release.h"
#include "sync/pipeline.h"

struct release_look {
	const struct config *config;
	struct http_pool *pool;
	struct keyring *keys;
	struct rate_window *window;
	struct bls_tally *tally;
	count_fn count; /* as for the pipeline; NULL: the API is not asked */
	block_fn block;
	void *context;
	int requests; /* out: API requests that were sent */
	/* Flat files are refused to us: then they are not asked for again. */
	bool flat_refused;
};

/* ERR_AUTH: BLS refuses us, contact_email is to be set; ERR_REFUSED: although
 * it is. */
MUST_CHECK enum err release_look(struct release_look *look,
				 struct release *release, struct error *e);

#endif
