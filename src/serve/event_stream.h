/*
 * The import's status as server-sent events: /api/admin/events, the one route
 * of events.fcgi (event_server.h).
 */
#ifndef SERVE_EVENT_STREAM_H
#define SERVE_EVENT_STREAM_H

#include "base/err.h"
#include "base/str.h"

struct call;
struct db;

#define EVENT_STREAM_PATH "/api/admin/events"
#define EVENT_STREAM_TYPE "text/event-stream; charset=utf-8"

enum {
	EVENT_RETRY_MS = 3000,
	EVENT_LOOK_MS = 1000,
	EVENT_BYTES_MAX = 32 * 1024
};

void event_stream_open(struct call *call); /* GET, ACCESS_READER */

/* Grows from event to event, also over a restart of the program. */
int64_t event_next_id(void);

/* One "status" event: id, name, and `json` (which has no line ends). */
void event_write_status(struct str *out, int64_t id, const char *json);

/* The status as it was last seen. */
struct event_status {
	struct str json;   /* on one line */
	bool live;         /* a run is running or requested */
	int64_t loaded_ms; /* clock_monotonic_ms(); 0 = never */
};

/* The one of this process. */
struct event_status *event_last_status(void);

/* Ask the database.  On failure it stays as it is. */
MUST_CHECK enum err event_load_status(struct db *db, struct event_status *s,
				      struct error *e);

#endif
