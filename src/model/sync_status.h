/*
 * Where the import stands: what /api/admin/sync-status, the event stream and
 * `bls-sync status --json` show, written by one function.
 */
#ifndef MODEL_SYNC_STATUS_H
#define MODEL_SYNC_STATUS_H

#include "base/jw.h"
#include "model/area_standing.h"
#include "model/forecast.h"
#include "model/release.h"
#include "model/run.h"

enum {
	STATUS_KEYS_MAX = 17,       /* 16 configured ones, or the keyless one */
	STATUS_SERIES_IGNORED = 25, /* a request, when BLS ignores the key */
	STATUS_QUOTA_IGNORED = 25,  /* requests a day */
	STATUS_SERIES_KEY = 50,
	STATUS_CHECKPOINTS_MAX = 64,
	STATUS_ERROR_BYTES = 256,
	STATUS_TITLE_BYTES = 256,
};

struct key_status {
	char last4[5];            /* "" = working without a key */
	int used;                 /* requests today */
	int quota;                /* requests a day */
	int64_t blocked_until_ms; /* 0 = not blocked */
	bool invalid;             /* it is blocked because BLS refuses it */
	int64_t ignored_until_ms; /* BLS answers as if it were not sent */
};

struct checkpoint_status {
	int batch;
	int successful;
	int failed;
	int skipped;
	int64_t settled_ms;
};

struct sync_status {
	int64_t run_id; /* 0 = there never was a run */
	enum run_state state;
	bool stopping; /* running, and asked to stop */
	enum run_origin origin;
	enum run_source source;
	int open_occupations; /* a run would ask for them now */
	struct area_standing areas;
	struct run_counters counters;
	char current_title[STATUS_TITLE_BYTES];
	char release_code[RELEASE_CODE_BYTES]; /* "" = not known yet */
	int64_t started_ms;                    /* 0 = not yet; UTC */
	int64_t ended_ms;
	int64_t updated_ms;
	int64_t now_ms; /* the database's clock when it was read */
	char last_error[STATUS_ERROR_BYTES];
	char message[STATUS_ERROR_BYTES];
	/* a round that waits for a decision; "" = none */
	char held_round[RELEASE_CODE_BYTES];
	char held_reason[STATUS_ERROR_BYTES];
	int64_t held_ms;
	int64_t held_differences;
	size_t key_count;
	struct key_status keys[STATUS_KEYS_MAX];
	size_t checkpoint_count;
	struct checkpoint_status checkpoints[STATUS_CHECKPOINTS_MAX];
};

bool sync_status_is_running(const struct sync_status *s);
/* idle, requested, running, stopping, succeeded, failed, ... */
const char *sync_status_name(const struct sync_status *s);

/* Requests left today over all keys that are not blocked. */
int sync_status_remaining_requests(const struct sync_status *s);

/* Is that enough for what is left?  False when no run has told the keys yet.
 * Nothing is needed where the flat file is the source. */
bool sync_status_forecast(const struct sync_status *s, struct forecast *f);

/* One JSON object with the fields of design: isRunning ... apiKeysStatus. */
void sync_status_write(struct jw *w, const struct sync_status *s);

/* The key "checkpoints" and its array, into an object that is open. */
void sync_status_write_checkpoints(struct jw *w, const struct sync_status *s);

#endif
