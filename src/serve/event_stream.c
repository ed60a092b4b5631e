#include "serve/event_stream.h"

#include "base/clock.h"
#include "store/sync_status.h"
#include "web/call.h"
#include "web/problem.h"

int64_t event_next_id(void)
{
	static int64_t last;
	int64_t now_ms = clock_now_ms();

	last = now_ms > last ? now_ms : last + 1;
	return last;
}

void event_write_status(struct str *out, int64_t id, const char *json)
{
	str_addf(out, "event: status\nid: %lld\ndata: ", (long long)id);
	str_adds(out, json);
	str_adds(out, "\n\n");
}

enum err event_load_status(struct db *db, struct event_status *s,
			   struct error *e)
{
	struct sync_status status;
	enum err code = sync_status_load(db, &status, e);
	struct jw w;

	if (code != ERR_OK)
		return code;
	str_reset(&s->json);
	w = JW_INIT(&s->json);
	sync_status_write(&w, &status);
	if (!jw_ok(&w))
		return err_set(e, ERR_TOO_BIG, "the status does not fit");
	s->live = status.run_id && (status.state == RUN_RUNNING ||
				    status.state == RUN_REQUESTED);
	s->loaded_ms = clock_monotonic_ms();
	return ERR_OK;
}

struct event_status *event_last_status(void)
{
	static struct event_status last = {
		.json = { .data = str_slop, .ceiling = EVENT_BYTES_MAX }
	};

	return &last;
}

void event_stream_open(struct call *call)
{
	struct event_status *last = event_last_status();
	int64_t now_ms = clock_monotonic_ms();
	struct error e;

	/* A thousand pages that come back at once ask the database once. */
	if ((!last->loaded_ms || now_ms - last->loaded_ms >= EVENT_LOOK_MS) &&
	    event_load_status(call->app->db, last, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
		return;
	}
	call->rs->content_type = EVENT_STREAM_TYPE;
	response_header(call->rs, "X-Accel-Buffering", "no");
	str_addf(&call->rs->body, "retry: %d\n\n", EVENT_RETRY_MS);
	event_write_status(&call->rs->body, event_next_id(), last->json.data);
}
