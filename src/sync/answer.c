#include "sync/pipeline_internal.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "bls/mask.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	TRIES_MAX = 3,
	BREAKER_OPENED_MAX = 6,
	STALE_ANSWERS_MAX = 4,
	RETRY_AFTER_MAX_MS = 300000, /* longer, and the next run goes on */
	SLOW_DOWN_MS = 5000,         /* half of the window BLS counts in */
};

static void give_up_all(struct pipeline *p, const struct request *r,
			const char *reason, const char *message, bool transient)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		work_give_up(p->o.work, &r->refs[i], reason, message,
			     transient);
}

/* One retry of the budget; without any the run ends, the rest stays pending. */
static bool spend_retry(struct pipeline *p, enum bls_class why)
{
	char message[ITEM_MESSAGE_BYTES];

	if (p->retries_left > 0) {
		p->retries_left--;
		p->o.work->counters.retries++;
		p->o.tally->retries[why]++;
		return true;
	}
	(void)snprintf(message, sizeof message,
		       "too many requests had to be repeated; last reason: %s",
		       bls_policy(why)->name);
	pipeline_end(p, PIPELINE_TOO_MANY_RETRIES, message);
	return false;
}

static void retry(struct pipeline *p, struct request *r, enum bls_class why,
		  const char *message, int64_t retry_after_ms)
{
	const char *reason = bls_policy(why)->name;
	int64_t now_ms = clock_monotonic_ms();

	if (p->end == PIPELINE_WORKING)
		(void)text_format(p->message, sizeof p->message, "%s", message);
	/* a failed probe says nothing about this request */
	if (r->probe && r->backoff.attempt)
		r->backoff.attempt--;
	if (r->backoff.attempt + 1 >= TRIES_MAX && !r->probe) {
		log_warn("request of %zu series given up after %d tries: %s: "
			 "%s",
			 r->count, TRIES_MAX, reason, message);
		give_up_all(p, r, reason, message, true);
		free(r);
		return;
	}
	if (retry_after_ms > RETRY_AFTER_MAX_MS)
		pipeline_end(p, PIPELINE_PAUSED,
			     "BLS asks to come back much later");
	if (!spend_retry(p, why)) {
		free(r);
		return;
	}
	log_info("request will be repeated: %s: %s", reason, message);
	request_wait(p, r,
		     now_ms + backoff_next(&r->backoff, retry_after_ms,
					   crypto_random32()));
}

/* The generic refusal: once again as it is, then in halves, so that one bad
 * series cannot take others with it. */
static void bisect(struct pipeline *p, struct request *r, enum bls_class why,
		   const char *message)
{
	int64_t now_ms = clock_monotonic_ms();
	size_t half = r->count / 2;

	if (!r->backoff.attempt) {
		retry(p, r, why, message, -1);
		return;
	}
	if (r->count == 1) {
		log_warn("series %s refused: %s", r->ids[0].text, message);
		give_up_all(p, r, bls_policy(why)->name, message, false);
	} else if (spend_retry(p, why)) {
		struct request *a = request_new(p, r->refs, half);
		struct request *b =
			request_new(p, r->refs + half, r->count - half);

		/* halves are not asked twice before they are halved again */
		a->backoff.attempt = 1;
		b->backoff.attempt = 1;
		request_wait(p, a, now_ms);
		request_wait(p, b, now_ms);
	}
	free(r);
}

static void block_key(struct pipeline *p, struct request *r, bool quota)
{
	key_set_aside(r->key, quota, clock_now_ms());
	p->o.block(p->o.context, r->key, key_trouble(r->key));
	request_wait(p, r, clock_monotonic_ms());
}

/* Too many requests: all of them pause, not only the one that was told. */
static void slow_down(struct pipeline *p, int64_t retry_after_ms)
{
	int64_t pause_ms = retry_after_ms >= 0 ? retry_after_ms : SLOW_DOWN_MS;
	int64_t until_ms = clock_monotonic_ms() + pause_ms;

	if (until_ms > p->hold_until_ms)
		p->hold_until_ms = until_ms;
}

static void refuse(struct pipeline *p, struct request *r,
		   enum bls_class outcome, const char *message,
		   int64_t retry_after_ms)
{
	const struct bls_policy *policy = bls_policy(outcome);

	if (outcome == BLS_RATE_LIMITED)
		slow_down(p, retry_after_ms);
	switch (policy->action) {
	case BLS_DELIVER:
	case BLS_RETRY:
		retry(p, r, outcome, message, retry_after_ms);
		return;
	case BLS_BISECT:
		bisect(p, r, outcome, message);
		return;
	case BLS_NEXT_KEY:
		block_key(p, r, outcome == BLS_QUOTA);
		return;
	case BLS_STOP:
		log_error("BLS refuses the request: %s: %s", policy->name,
			  message);
		pipeline_end(p, PIPELINE_BROKEN, message);
		free(r);
		return;
	case BLS_LEAVE:
		pipeline_end(p,
			     p->o.config->contact_email[0]
				     ? PIPELINE_TURNED_AWAY
				     : PIPELINE_MISCONFIGURED,
			     message);
		free(r);
		return;
	}
}

static const char *verdict_name(enum series_verdict verdict)
{
	switch (verdict) {
	case SERIES_MISSING:
		return "missing";
	case SERIES_LOCKED:
		return "locked";
	case SERIES_MALFORMED:
		return "malformed-value";
	case SERIES_OTHER_YEAR:
		return "older-year";
	case SERIES_FIGURE:
	case SERIES_DOES_NOT_EXIST:
	case SERIES_NO_DATA:
		break;
	}
	return "other";
}

static bool settles(enum series_verdict verdict)
{
	return verdict == SERIES_FIGURE || verdict == SERIES_DOES_NOT_EXIST ||
	       verdict == SERIES_NO_DATA;
}

/* A series that its answer left open: ask again with its likes, or give up. */
static void ask_again(struct pipeline *p, struct request *again,
		      const struct series_ref *ref,
		      const struct series_result *result)
{
	char message[ITEM_MESSAGE_BYTES];

	if (ref->tries + 1 < TRIES_MAX) {
		struct series_ref *copy = &again->refs[again->count];

		*copy = *ref;
		copy->tries++;
		series_national(p->o.work->items[ref->item].code, ref->datatype,
				&again->ids[again->count]);
		again->count++;
		return;
	}
	(void)snprintf(message, sizeof message,
		       "data type %02d: %s after %d answers", ref->datatype,
		       verdict_name(result->verdict), TRIES_MAX);
	work_give_up(p->o.work, ref, verdict_name(result->verdict), message,
		     true);
}

/* Every row is of another year: newer, the release changed; older, a glitch. */
static bool other_year(struct pipeline *p, const struct request *r,
		       const struct bls_reply *reply)
{
	bool older = false;
	bool right = false;
	size_t i;

	for (i = 0; i < r->count; i++) {
		const struct series_result *result = &reply->results[i];

		if (result->verdict == SERIES_OTHER_YEAR &&
		    result->year > p->o.work->release.year) {
			p->new_year = result->year;
			pipeline_end(p, PIPELINE_NEW_RELEASE,
				     "a newer release appeared in an answer");
			return true;
		}
		older |= result->verdict == SERIES_OTHER_YEAR;
		right |= result->verdict == SERIES_FIGURE;
	}
	if (!older || right) {
		p->stale_answers = 0;
		return false;
	}
	if (++p->stale_answers >= STALE_ANSWERS_MAX) {
		pipeline_end(p, PIPELINE_STALE,
			     "the API still serves an older release");
		return true;
	}
	return false;
}

static void respect_limit(struct pipeline *p, struct request *r, int limit)
{
	if (!limit || r->key->series_limit <= limit)
		return;
	log_warn("key ...%s is ignored: BLS answers only %d series a request, "
		 "as without a key; is it right?",
		 r->key->last4, limit);
	key_ignore(r->key, limit, clock_now_ms());
	p->o.block(p->o.context, r->key, "ignored");
}

static void count_unknown(struct pipeline *p, const struct bls_reply *reply)
{
	if (reply->unknown_footnotes && !p->unknown_footnotes)
		copy_text(p->unknown_footnote, sizeof p->unknown_footnote,
			  reply->unknown_footnote);
	p->unknown_footnotes += reply->unknown_footnotes;
}

static void deliver(struct pipeline *p, struct request *r,
		    const struct bls_reply *reply)
{
	struct request *again;
	size_t i;

	if (other_year(p, r, reply)) {
		p->o.tally->requests[BLS_INCOMPLETE]++;
		free(r);
		return;
	}
	respect_limit(p, r, reply->series_limit);
	count_unknown(p, reply);
	again = request_new(p, NULL, 0);
	for (i = 0; i < r->count; i++) {
		const struct series_result *result = &reply->results[i];

		if (settles(result->verdict))
			work_deliver(p->o.work, &r->refs[i], result);
		else
			ask_again(p, again, &r->refs[i], result);
	}
	p->o.tally->requests[again->count ? BLS_INCOMPLETE : BLS_OK]++;
	if (!again->count ||
	    (!reply->series_limit && !spend_retry(p, BLS_INCOMPLETE))) {
		free(again);
	} else {
		int64_t wait_ms = reply->series_limit
					  ? 0
					  : backoff_next(&again->backoff, -1,
							 crypto_random32());

		again->backoff.attempt = 0;
		request_wait(p, again, clock_monotonic_ms() + wait_ms);
	}
	free(r);
}

/* While the breaker is not closed only its probe says how things are now: what
 * else arrives was sent before. */
static void note_for_breaker(struct pipeline *p, const struct request *r,
			     enum bls_class outcome)
{
	struct breaker *b = p->o.breaker;
	enum breaker_state before = b->state;

	if (before != BREAKER_CLOSED && !r->probe)
		return;
	if (bls_policy(outcome)->counts_for_breaker)
		breaker_failure(b, clock_monotonic_ms(), crypto_random32());
	else
		breaker_success(b);
	if (b->state == before)
		return;
	log_warn("BLS circuit breaker: %s", breaker_state_name(b->state));
	if (b->opened >= BREAKER_OPENED_MAX)
		pipeline_end(p, PIPELINE_UNREACHABLE,
			     "BLS does not answer properly");
}

static void explain(const struct request *r, enum bls_class outcome,
		    const struct http_response *response,
		    struct bls_reply *reply)
{
	char text[2 * BLS_MESSAGE_BYTES];

	bls_explain(outcome, response, r->pipeline->o.config->contact_email,
		    text, sizeof text);
	mask_keys(text, r->key->text, reply->message, sizeof reply->message);
}

void answer_take(void *context, const struct http_response *response)
{
	struct request *r = context;
	struct pipeline *p = r->pipeline;
	enum bls_class outcome = bls_classify_http(response);
	struct bls_reply reply = { .outcome = outcome };
	struct bls_question question = {
		.ids = r->ids,
		.count = r->count,
		.expected_year = p->o.work->release.year,
		.key = r->key->text,
	};

	request_landed(p, r);
	if (outcome == BLS_OK)
		bls_reply_parse(&question, response->body,
				response->body_length, &reply);
	else
		explain(r, outcome, response, &reply);
	note_for_breaker(p, r, reply.outcome);
	if (reply.outcome == BLS_OK) {
		deliver(p, r, &reply);
		return;
	}
	p->o.tally->requests[reply.outcome]++;
	refuse(p, r, reply.outcome, reply.message, response->retry_after_ms);
}
