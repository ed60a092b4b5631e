/* What an answer that is no good leads to, where flat files are read. */
#include "sync/flat_internal.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"

enum {
	TRIES_MAX = 4, /* once, and three times again */
	BACKOFF_BASE_MS = 2000,
	BACKOFF_CAP_MS = 30000,
	RETRY_AFTER_MAX_MS = 300000, /* longer, and the next run goes on */
};

const char *const flat_files[] = {
	[STEP_NOTES] = "oe.footnote",
	[STEP_AREAS] = "oe.area",
	[STEP_PLAN] = "oe.area",
	[STEP_DATA] = "oe.data.0.Current",
};

void flat_give_up_areas(struct flat *f, const char *reason, const char *why)
{
	f->lost_reason = reason;
	(void)text_format(f->lost_why, sizeof f->lost_why, "%s %s",
			  flat_files[f->step], why);
	f->areas = NULL;
	f->tries = 0;
	f->not_before_ms = 0;
	if (f->step != STEP_NOTES)
		f->step = STEP_DATA;
	if (f->areas_only)
		f->end = PIPELINE_DONE;
}

/* Is it the trouble of areas alone?  A host that is refused is so for all. */
static bool spares_nation(const struct flat *f, enum pipeline_state state)
{
	if (!f->areas || state == PIPELINE_NEW_RELEASE)
		return false;
	if (f->areas_only)
		return state != PIPELINE_PAUSED;
	return (f->step == STEP_AREAS || f->step == STEP_PLAN) &&
	       !f->engine->flat_refused;
}

void flat_end(struct flat *f, enum pipeline_state state, const char *why)
{
	if (spares_nation(f, state)) {
		flat_give_up_areas(f, bls_policy(f->outcome)->name, why);
		return;
	}
	f->end = state;
	(void)text_format(f->message, sizeof f->message, "%s %s",
			  flat_files[f->step], why);
}

static void again(struct flat *f, enum bls_class outcome, const char *why,
		  int64_t retry_after_ms)
{
	struct backoff backoff = { BACKOFF_BASE_MS, BACKOFF_CAP_MS, f->tries };
	char message[ITEM_MESSAGE_BYTES];

	if (++f->tries >= TRIES_MAX) {
		(void)text_format(message, sizeof message, "%d times: %s",
				  TRIES_MAX, why);
		flat_end(f, PIPELINE_UNREACHABLE, message);
		return;
	}
	if (retry_after_ms > RETRY_AFTER_MAX_MS) {
		flat_end(f, PIPELINE_PAUSED,
			 "is not to be had: BLS asks to come back much later");
		return;
	}
	f->engine->work.counters.retries++;
	f->engine->tally.retries[outcome]++;
	f->not_before_ms =
		clock_monotonic_ms() +
		backoff_next(&backoff, retry_after_ms, crypto_random32());
	log_warn("%s %s; trying again", flat_files[f->step], why);
}

void flat_end_refused(struct flat *f, const char *why)
{
	f->engine->flat_refused = true;
	flat_end(f,
		 f->engine->config->contact_email[0] ? PIPELINE_TURNED_AWAY
						     : PIPELINE_MISCONFIGURED,
		 why);
}

void flat_refuse(struct flat *f, enum bls_class outcome,
		 const struct http_response *r)
{
	enum bls_action action = bls_policy(outcome)->action;
	char text[ITEM_MESSAGE_BYTES];
	char why[ITEM_MESSAGE_BYTES];

	f->outcome = outcome;
	bls_explain(outcome, r, f->engine->config->contact_email, text,
		    sizeof text);
	(void)text_format(why, sizeof why, "%s: %s",
			  r->code == ERR_OK ? "could not be had" : "broke off",
			  text);
	if (action == BLS_LEAVE)
		flat_end_refused(f, why);
	else if (action == BLS_STOP)
		flat_end(f, PIPELINE_BROKEN, why);
	else
		again(f, outcome, why, r->retry_after_ms);
}

void flat_unreadable(struct flat *f, const struct error *e,
		     int64_t retry_after_ms)
{
	f->outcome = BLS_MALFORMED;
	if (e->code == ERR_FORMAT)
		flat_end(f, PIPELINE_BROKEN, e->msg);
	else
		again(f, BLS_MALFORMED, e->msg, retry_after_ms);
}
