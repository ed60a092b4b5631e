/*
 * The import's status as server-sent events: /api/admin/events.
 *
 * events.fcgi keeps the connection open (event_server.h); any other program
 * answers with the present status and closes, and the browser asks again.
 */
#ifndef API_EVENT_STREAM_H
#define API_EVENT_STREAM_H

#include "base/str.h"

struct call;
struct sync_status;

enum { EVENT_RETRY_MS = 3000, EVENT_BYTES_MAX = 32 * 1024 };

void event_stream_open(struct call *call); /* GET, ACCESS_READER */

/* One "status" event: id, name, one line of data. */
void event_write_status(struct str *out, int64_t id,
			const struct sync_status *status);

#endif
