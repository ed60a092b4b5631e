#include "api/auth_memory.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

struct place {
	struct identity who; /* secret_hash "" = free */
	int64_t kept_ms;
};

struct memory {
	pthread_mutex_t lock; /* between processes; survives a killed holder */
	struct place places[AUTH_MEMORY_PLACES];
};

static struct memory *memory;

void auth_memory_init(void)
{
	void *shared = mmap(NULL, sizeof *memory, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attributes;

	if (shared == MAP_FAILED) {
		log_warn("no shared memory for sessions");
		return;
	}
	memory = shared;
	(void)pthread_mutexattr_init(&attributes);
	(void)pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init(&memory->lock, &attributes);
	(void)pthread_mutexattr_destroy(&attributes);
}

/* What a killed holder left half-written could be anything: forget all. */
static bool lock(void)
{
	int failure;

	if (!memory)
		return false;
	failure = pthread_mutex_lock(&memory->lock);
	if (failure == EOWNERDEAD) {
		memset(memory->places, 0, sizeof memory->places);
		failure = pthread_mutex_consistent(&memory->lock);
	}
	return !failure;
}

static void unlock(void)
{
	(void)pthread_mutex_unlock(&memory->lock);
}

static struct place *find(const char *secret_hash)
{
	size_t i;

	for (i = 0; i < AUTH_MEMORY_PLACES; i++)
		if (strcmp(memory->places[i].who.secret_hash, secret_hash) == 0)
			return &memory->places[i];
	return NULL;
}

static struct place *oldest(void)
{
	struct place *found = &memory->places[0];
	size_t i;

	for (i = 1; i < AUTH_MEMORY_PLACES; i++)
		if (memory->places[i].kept_ms < found->kept_ms)
			found = &memory->places[i];
	return found;
}

void auth_memory_keep(const struct identity *who, int64_t now_ms)
{
	struct place *place;

	if (!lock())
		return;
	place = find(who->secret_hash);
	if (!place)
		place = oldest();
	*place = (struct place){ .who = *who, .kept_ms = now_ms };
	unlock();
}

void auth_memory_drop(const char *secret_hash)
{
	struct place *place;

	if (!lock())
		return;
	place = find(secret_hash);
	if (place)
		*place = (struct place){ .kept_ms = 0 };
	unlock();
}

bool auth_memory_find(const char *secret_hash, int64_t now_ms,
		      struct identity *who)
{
	const struct place *place;
	bool found = false;

	if (!*secret_hash || !lock())
		return false;
	place = find(secret_hash);
	if (place && now_ms - place->kept_ms < AUTH_MEMORY_S * 1000LL &&
	    (!place->who.expires_ms ||
	     place->who.expires_ms > clock_now_ms())) {
		*who = place->who;
		found = true;
	}
	unlock();
	return found;
}
