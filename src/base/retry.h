/*
 * Waiting and giving up: pure state machines, `now_ms` and random numbers are
 * handed in, so tests need no clock.
 *
 * Back-off: "full jitter", sleep = random(0, min(cap, base * 2^n)) (M. Brooker,
 * AWS Architecture Blog, 2015).  A Retry-After of the peer wins.
 *
 * Circuit breaker: closed -> open after a share of failures in a window of the
 * last calls -> half-open, one probe -> closed or open again for twice as long
 * (with jitter).  Window 20, at least 5 calls, 50 %, open 1 s doubling to 30 s:
 * sized for a few hundred calls a run.
 *
 *	  failures            cool-down over          probe ok
 *	closed ------> open ----------------> half ------------> closed
 *	                ^                      |
 *	                +----------------------+ probe failed: longer
 *
 * Rate window: at most `limit` events in any `span_ms` (BLS: 50 requests in 10
 * seconds, https://www.bls.gov/developers/api_faqs.htm).
 */
#ifndef BASE_RETRY_H
#define BASE_RETRY_H

#include "base/base.h"

struct backoff {
	int64_t base_ms;
	int64_t cap_ms;
	unsigned attempt;
};

/*
 * Milliseconds to wait before the next attempt.  `retry_after_ms` < 0: the peer
 * said nothing.  `random` is any 32 random bits.
 */
int64_t backoff_next(struct backoff *b, int64_t retry_after_ms,
		     uint32_t random);

enum breaker_state { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_HALF_OPEN };

enum { BREAKER_WINDOW = 20, BREAKER_MIN_CALLS = 5 };

struct breaker {
	enum breaker_state state;
	uint32_t outcomes; /* last calls, newest in bit 0; 1 = failed */
	unsigned calls;    /* how many bits of `outcomes` count */
	unsigned opened;   /* times in a row it has opened */
	int64_t until_ms;  /* open until then */
	bool probing;      /* the one call of half-open is under way */
};

const char *breaker_state_name(enum breaker_state state);
/* Closed for an unknown name. */
enum breaker_state breaker_state_parse(const char *name);

/* May a call be made now?  In half-open, only one caller hears yes. */
bool breaker_allow(struct breaker *b, int64_t now_ms);
void breaker_success(struct breaker *b);
void breaker_failure(struct breaker *b, int64_t now_ms, uint32_t random);

enum { RATE_WINDOW_MAX = 50 };

struct rate_window {
	unsigned limit; /* events per span; 0 = no limit */
	int64_t span_ms;
	unsigned next;                  /* slot of the next event */
	int64_t at_ms[RATE_WINDOW_MAX]; /* 0 = never used */
};

/* When the next event may happen: `now_ms` or later. */
int64_t rate_window_ready_ms(const struct rate_window *w, int64_t now_ms);
/* An event happens now.  Returns the slot that was used. */
unsigned rate_window_note(struct rate_window *w, int64_t now_ms);

#endif
