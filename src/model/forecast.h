/*
 * Is there quota enough for what is left of a round?  Pure arithmetic over the
 * keys of today; who knows the keys fills them in.
 *
 *	struct forecast f;
 *	forecast_make(16575, keys, 3, &f);
 *	... f.requests_needed, f.enough, f.days
 */
#ifndef MODEL_FORECAST_H
#define MODEL_FORECAST_H

#include "base/base.h"

struct forecast_key {
	int remaining;    /* requests left today */
	int quota;        /* requests on another day; 0 = BLS refuses it */
	int series_limit; /* series a request may carry */
};

struct forecast {
	int64_t requests_needed;
	int64_t requests_remaining; /* today, over all keys */
	bool enough;                /* today */
	int64_t days; /* until it is complete: 0 nothing to do, 1 today; -1
			 never */
};

void forecast_make(int64_t series, const struct forecast_key *keys,
		   size_t count, struct forecast *f);

enum { FORECAST_WORDS_BYTES = 128 };

/* "332 requests needed, 1500 left today: enough". */
const char *forecast_words(const struct forecast *f,
			   char out[FORECAST_WORDS_BYTES]);

#endif
