#include "sync/pipeline_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "bls/request.h"

#include <stdlib.h>

enum {
	RETRIES_FLOOR = 30, /* plus a tenth of the requests planned */
	CONNECT_TIMEOUT_MS = 10000,
	ANSWER_TIMEOUT_MS = 30000,
	BODY_MAX_BYTES = 8192,
};

struct pipeline *pipeline_new(const struct pipeline_options *options)
{
	struct pipeline *p = xcalloc(1, sizeof *p);
	size_t requests = options->work->queue_length / BLS_SERIES_MAX + 1;

	p->o = *options;
	p->end = PIPELINE_WORKING;
	p->retries_left = RETRIES_FLOOR + (int)(requests / 10);
	return p;
}

static void free_all(struct request *r)
{
	while (r) {
		struct request *next = r->next;

		free(r);
		r = next;
	}
}

void pipeline_free(struct pipeline *p)
{
	if (!p)
		return;
	http_pool_cancel(p->o.pool);
	free_all(p->waiting);
	free_all(p->sent);
	free(p);
}

int pipeline_new_year(const struct pipeline *p)
{
	return p->new_year;
}

void pipeline_tell(const struct pipeline *p)
{
	if (p->unknown_footnotes)
		log_warn("API: figures with an unknown footnote: %d, the first "
			 "has \"%s\"; read without it",
			 p->unknown_footnotes, p->unknown_footnote);
}

const char *pipeline_message(const struct pipeline *p)
{
	return p->message;
}

static void send_request(struct pipeline *p, struct request *r, struct key *key,
			 bool probe)
{
	struct str body = STR_INIT(BODY_MAX_BYTES);
	struct http_request http = {
		.url = p->o.config->api_url,
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.timeout_ms = ANSWER_TIMEOUT_MS,
		.body_max = BLS_REPLY_MAX_BYTES,
	};

	bls_request_write(&body, r->ids, r->count, key->text);
	http.body = body.data;
	r->key = key;
	r->probe = probe;
	r->next = p->sent;
	p->sent = r;
	key->used++;
	p->in_flight++;
	p->o.work->counters.requests++;
	(void)http_submit(p->o.pool, &http, answer_take, r);
	str_release(&body);
}

/* The next request: one that waited long enough, else fresh series. */
static struct request *next_request(struct pipeline *p, const struct key *key)
{
	struct series_ref refs[BLS_SERIES_MAX];
	struct request *r = p->waiting;
	size_t limit = (size_t)key->series_limit;
	size_t count;

	if (r && r->not_before_ms <= clock_monotonic_ms()) {
		p->waiting = r->next;
		if (r->count <= limit)
			return r;
		/* packed for another key: what is too much waits on */
		request_wait(p,
			     request_new(p, r->refs + limit, r->count - limit),
			     0);
		r->count = limit;
		return r;
	}
	count = work_take(p->o.work, refs, limit);
	return count ? request_new(p, refs, count) : NULL;
}

static bool has_work(const struct pipeline *p)
{
	return p->waiting || p->o.work->queue_head < p->o.work->queue_length;
}

static bool may_send(const struct pipeline *p)
{
	int64_t now_ms = clock_now_ms();

	return p->end == PIPELINE_WORKING && has_work(p) &&
	       p->in_flight < p->o.config->concurrency &&
	       p->hold_until_ms <= clock_monotonic_ms() &&
	       rate_window_ready_ms(p->o.window, now_ms) <= now_ms &&
	       (!p->waiting ||
		p->waiting->not_before_ms <= clock_monotonic_ms() ||
		p->o.work->queue_head < p->o.work->queue_length);
}

/* Pick key and request, count it, send it.  False: nothing more can go now. */
static bool send_one(struct pipeline *p)
{
	int64_t now_ms = clock_now_ms();
	struct key *key = keyring_pick(p->o.keys, now_ms);
	struct request *r;
	bool probe;

	if (!key) {
		if (!p->in_flight)
			pipeline_end(p, PIPELINE_PAUSED,
				     "no API key has requests left today");
		return false;
	}
	if (!breaker_allow(p->o.breaker, clock_monotonic_ms()))
		return false;
	probe = p->o.breaker->state == BREAKER_HALF_OPEN;
	r = next_request(p, key);
	if (!r)
		return false;
	p->counted_out =
		p->o.count(p->o.context, key, now_ms,
			   rate_window_note(p->o.window, now_ms)) != ERR_OK;
	if (p->counted_out) {
		p->o.breaker->probing = false;
		request_wait(p, r, 0);
		return false;
	}
	send_request(p, r, key, probe);
	return true;
}

enum pipeline_state pipeline_pump(struct pipeline *p)
{
	while (may_send(p) && send_one(p))
		;
	if (p->end != PIPELINE_WORKING)
		return p->end;
	return has_work(p) || p->in_flight ? PIPELINE_WORKING : PIPELINE_DONE;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* No moment to wait for: an answer, the ledger or the caller comes first. */
static bool only_others_move(const struct pipeline *p, int64_t wall_ms)
{
	return p->end != PIPELINE_WORKING || p->counted_out || !has_work(p) ||
	       p->o.breaker->probing ||
	       p->in_flight >= p->o.config->concurrency ||
	       !keyring_remaining(p->o.keys, wall_ms);
}

int pipeline_wait_ms(const struct pipeline *p, int most_ms)
{
	const struct breaker *b = p->o.breaker;
	int64_t now_ms = clock_monotonic_ms();
	int64_t wall_ms = clock_now_ms();
	int64_t wait_ms;

	if (only_others_move(p, wall_ms))
		return most_ms;
	wait_ms = rate_window_ready_ms(p->o.window, wall_ms) - wall_ms;
	wait_ms = later(wait_ms, p->hold_until_ms - now_ms);
	if (b->state == BREAKER_OPEN)
		wait_ms = later(wait_ms, b->until_ms - now_ms);
	if (p->o.work->queue_head == p->o.work->queue_length)
		wait_ms = later(wait_ms, p->waiting->not_before_ms - now_ms);
	if (wait_ms > most_ms)
		wait_ms = most_ms;
	return wait_ms < 1 ? 1 : (int)wait_ms;
}
