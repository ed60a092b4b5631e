#include "api/event_stream.h"

#include "api/problem.h"
#include "api/routes.h"
#include "base/clock.h"
#include "store/sync_status.h"

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

enum err event_load_status(struct db *db, struct str *json, bool *live,
			   struct error *e)
{
	struct sync_status status;
	enum err code = sync_status_load(db, &status, e);
	struct jw w;

	str_reset(json);
	if (code != ERR_OK)
		return code;
	w = JW_INIT(json);
	sync_status_write(&w, &status);
	if (!jw_ok(&w))
		return err_set(e, ERR_TOO_BIG, "the status does not fit");
	*live = status.run_id &&
		(status.state == RUN_RUNNING || status.state == RUN_REQUESTED);
	return ERR_OK;
}

void event_stream_open(struct call *call)
{
	struct str json = STR_INIT(EVENT_BYTES_MAX);
	struct error e;
	bool live;

	if (event_load_status(call->app->db, &json, &live, &e) != ERR_OK) {
		problem_error(call->rs, call->rq, &e);
	} else {
		call->rs->content_type = EVENT_STREAM_TYPE;
		response_header(call->rs, "X-Accel-Buffering", "no");
		str_addf(&call->rs->body, "retry: %d\n\n", EVENT_RETRY_MS);
		event_write_status(&call->rs->body, event_next_id(), json.data);
	}
	str_release(&json);
}
