/*
 * The body of a POST to /timeseries/data/: always `latest`, never a year (last
 * year's request would find nothing after the next release), never `catalog`
 * (with it one unknown id can spoil the whole request).
 */
#ifndef BLS_REQUEST_H
#define BLS_REQUEST_H

#include "base/str.h"
#include "bls/series.h"

enum {
	BLS_SERIES_WITH_KEY = 50,
	BLS_SERIES_WITHOUT_KEY = 25,
	BLS_QUOTA_WITHOUT_KEY = 25, /* requests a day */
};

/* Append the body.  `key` "" = without a key. */
void bls_request_write(struct str *out, const struct series_id *ids,
		       size_t count, const char *key);

#endif
