/* A request of the pipeline, from its making until its answer is there. */
#include "sync/pipeline_internal.h"

#include "base/text.h"

enum {
	BACKOFF_BASE_MS = 500,
	BACKOFF_CAP_MS = 20000,
};

void request_wait(struct pipeline *p, struct request *r, int64_t when_ms)
{
	struct request **place = &p->waiting;

	r->not_before_ms = when_ms;
	while (*place && (*place)->not_before_ms <= when_ms)
		place = &(*place)->next;
	r->next = *place;
	*place = r;
}

void request_landed(struct pipeline *p, struct request *r)
{
	struct request **place = &p->sent;

	while (*place != r)
		place = &(*place)->next;
	*place = r->next;
	p->in_flight--;
}

struct request *request_new(struct pipeline *p, const struct series_ref *refs,
			    size_t count)
{
	struct request *r = xcalloc(1, sizeof *r);
	size_t i;

	r->pipeline = p;
	r->count = count;
	r->backoff = (struct backoff){ BACKOFF_BASE_MS, BACKOFF_CAP_MS, 0 };
	for (i = 0; i < count; i++) {
		r->refs[i] = refs[i];
		series_national(p->o.work->items[refs[i].item].code,
				refs[i].datatype, &r->ids[i]);
	}
	return r;
}

void pipeline_end(struct pipeline *p, enum pipeline_state end,
		  const char *message)
{
	if (p->end != PIPELINE_WORKING)
		return;
	p->end = end;
	(void)text_format(p->message, sizeof p->message, "%s", message);
}
