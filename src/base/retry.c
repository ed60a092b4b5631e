#include "base/retry.h"

#include <string.h>

enum {
	OPEN_FIRST_MS = 1000,
	OPEN_LONGEST_MS = 30000,
	BACKOFF_LONGEST_SHIFT = 20,
};

static int64_t scale(int64_t ceiling_ms, uint32_t random)
{
	return (int64_t)(((uint64_t)ceiling_ms * random) >> 32);
}

int64_t backoff_next(struct backoff *b, int64_t retry_after_ms, uint32_t random)
{
	unsigned shift = b->attempt < BACKOFF_LONGEST_SHIFT
				 ? b->attempt
				 : BACKOFF_LONGEST_SHIFT;
	int64_t ceiling_ms = b->base_ms << shift;

	b->attempt++;
	if (retry_after_ms >= 0)
		return retry_after_ms;
	if (ceiling_ms > b->cap_ms)
		ceiling_ms = b->cap_ms;
	return scale(ceiling_ms, random);
}

const char *breaker_state_name(enum breaker_state state)
{
	switch (state) {
	case BREAKER_CLOSED:
		return "closed";
	case BREAKER_OPEN:
		return "open";
	case BREAKER_HALF_OPEN:
		return "half-open";
	}
	return "unknown";
}

enum breaker_state breaker_state_parse(const char *name)
{
	if (strcmp(name, "open") == 0)
		return BREAKER_OPEN;
	return strcmp(name, "half-open") == 0 ? BREAKER_HALF_OPEN
					      : BREAKER_CLOSED;
}

bool breaker_allow(struct breaker *b, int64_t now_ms)
{
	if (b->state == BREAKER_CLOSED)
		return true;
	if (b->state == BREAKER_OPEN) {
		if (now_ms < b->until_ms)
			return false;
		b->state = BREAKER_HALF_OPEN;
		b->probing = false;
	}
	if (b->probing)
		return false;
	b->probing = true;
	return true;
}

void breaker_success(struct breaker *b)
{
	if (b->state != BREAKER_CLOSED) {
		*b = (struct breaker){ 0 };
		return;
	}
	b->outcomes <<= 1;
	if (b->calls < BREAKER_WINDOW)
		b->calls++;
}

static void trip(struct breaker *b, int64_t now_ms, uint32_t random)
{
	unsigned shift = b->opened < 5 ? b->opened : 5;
	int64_t pause_ms = (int64_t)OPEN_FIRST_MS << shift;

	if (pause_ms > OPEN_LONGEST_MS)
		pause_ms = OPEN_LONGEST_MS;
	b->state = BREAKER_OPEN;
	b->probing = false;
	b->opened++;
	b->until_ms = now_ms + pause_ms / 2 + scale(pause_ms / 2, random);
}

void breaker_failure(struct breaker *b, int64_t now_ms, uint32_t random)
{
	unsigned failures;

	if (b->state == BREAKER_HALF_OPEN) {
		trip(b, now_ms, random);
		return;
	}
	if (b->state == BREAKER_OPEN)
		return;
	b->outcomes = b->outcomes << 1 | 1;
	if (b->calls < BREAKER_WINDOW)
		b->calls++;
	failures = (unsigned)__builtin_popcount(b->outcomes &
						((1U << BREAKER_WINDOW) - 1));
	if (b->calls >= BREAKER_MIN_CALLS && failures * 2 >= b->calls)
		trip(b, now_ms, random);
}

int64_t rate_window_ready_ms(const struct rate_window *w, int64_t now_ms)
{
	int64_t oldest_ms;
	unsigned slot;

	if (!w->limit)
		return now_ms;
	slot = (w->next + RATE_WINDOW_MAX - w->limit) % RATE_WINDOW_MAX;
	oldest_ms = w->at_ms[slot];
	/* a moment to come means that the clock was set back: it says nothing
	 */
	if (!oldest_ms || oldest_ms > now_ms ||
	    oldest_ms + w->span_ms <= now_ms)
		return now_ms;
	return oldest_ms + w->span_ms;
}

unsigned rate_window_note(struct rate_window *w, int64_t now_ms)
{
	unsigned slot = w->next;

	w->at_ms[slot] = now_ms;
	w->next = (slot + 1) % RATE_WINDOW_MAX;
	return slot;
}
