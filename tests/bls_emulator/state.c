#include "state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "keys.h"

/* The world as loaded, private to each process, to reset from. */
static struct world *pristine;

static void *map(size_t bytes, int sharing)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       sharing | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static void world_init(struct world *w)
{
	w->release = YEAR_LAST;
	w->rate_limit = true;
	w->random = 1;
	keys_init(w);
}

static bool lock_init(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attr;
	bool ok;

	if (pthread_mutexattr_init(&attr))
		return false;
	ok = !pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) &&
	     !pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST) &&
	     !pthread_mutex_init(lock, &attr);
	pthread_mutexattr_destroy(&attr);
	return ok;
}

struct state *state_open(const char *data_folder)
{
	struct state *s = map(sizeof *s, MAP_SHARED);

	pristine = map(sizeof *pristine, MAP_PRIVATE);
	if (!s || !pristine || !lock_init(&s->lock)) {
		fprintf(stderr, "bls-emulator: no shared memory\n");
		return NULL;
	}
	world_init(pristine);
	if (!figures_load(&pristine->figures, data_folder))
		return NULL;
	state_reset(s);
	return s;
}

void state_lock(struct state *s)
{
	if (pthread_mutex_lock(&s->lock) == EOWNERDEAD)
		pthread_mutex_consistent(&s->lock);
}

void state_unlock(struct state *s)
{
	pthread_mutex_unlock(&s->lock);
}

void state_reset(struct state *s)
{
	bool in_flight[WORKERS_MAX];

	memcpy(in_flight, s->tally.in_flight, sizeof in_flight);
	s->world = *pristine;
	memset(&s->tally, 0, sizeof s->tally);
	memcpy(s->tally.in_flight, in_flight, sizeof in_flight);
	s->tally.max_in_flight = tally_in_flight(&s->tally);
}

int64_t world_now(const struct world *w)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec + w->clock_offset_s;
}

int world_calendar_year(const struct world *w)
{
	time_t now = (time_t)world_now(w);
	struct tm tm;

	return gmtime_r(&now, &tm) ? tm.tm_year + 1900 : YEAR_LAST;
}

int world_flat_release(const struct world *w)
{
	return w->flat_release ? w->flat_release : w->release;
}

long world_latency_ms(struct world *w)
{
	double jitter = (double)w->jitter_ms * random_fraction(&w->random);

	return w->latency_ms + (long)jitter;
}

void world_count_flips(struct world *w)
{
	while (w->flip_count && w->flip[0].after == 0) {
		w->release = w->flip[0].release;
		w->flip_count--;
		memmove(w->flip, w->flip + 1, w->flip_count * sizeof *w->flip);
	}
	if (w->flip_count)
		w->flip[0].after--;
}

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void note_in_window(struct tally *t, int64_t now)
{
	t->arrival_ms[t->head++ % ARRIVALS_MAX] = now;
	if (t->head - t->tail > ARRIVALS_MAX)
		t->tail = t->head - ARRIVALS_MAX;
	while (t->arrival_ms[t->tail % ARRIVALS_MAX] <= now - RATE_WINDOW_MS)
		t->tail++;
	if (t->head - t->tail > t->max_in_window)
		t->max_in_window = t->head - t->tail;
}

bool tally_arrival(struct state *s, unsigned worker)
{
	struct tally *t = &s->tally;
	int64_t now = monotonic_ms();
	int64_t *oldest = &t->accepted_ms[t->accepted % RATE_REQUESTS];
	unsigned in_flight;

	t->in_flight[worker] = true;
	in_flight = tally_in_flight(t);
	if (in_flight > t->max_in_flight)
		t->max_in_flight = in_flight;
	note_in_window(t, now);
	if (s->world.rate_limit && t->accepted >= RATE_REQUESTS &&
	    *oldest > now - RATE_WINDOW_MS)
		return false;
	*oldest = now;
	t->accepted++;
	return true;
}

void tally_departure(struct state *s, unsigned worker)
{
	s->tally.in_flight[worker] = false;
}

unsigned tally_in_flight(const struct tally *t)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < WORKERS_MAX; i++)
		n += t->in_flight[i];
	return n;
}
