#include "admin/auth_memory.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/shared.h"

#include <string.h>

struct place {
	struct identity who; /* secret_hash "" = free */
	int64_t kept_ms;
	int64_t asked_ms; /* when the database last said so */
};

struct memory {
	struct shared_lock lock;
	struct place places[AUTH_MEMORY_PLACES];
};

static struct memory *memory;

void auth_memory_init(void)
{
	memory = shared_new(sizeof *memory);
	if (memory)
		shared_lock_init(&memory->lock);
	else
		log_warn("no shared memory for sessions");
}

/* What a killed holder left half-written could be anything: forget all. */
static bool lock(void)
{
	enum shared_got got =
		memory ? shared_lock_take(&memory->lock, true) : SHARED_NOT;

	if (got == SHARED_DIRTY)
		memset(memory->places, 0, sizeof memory->places);
	return got != SHARED_NOT;
}

static void unlock(void)
{
	shared_lock_leave(&memory->lock);
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
	*place = (struct place){ .who = *who,
				 .kept_ms = now_ms,
				 .asked_ms = now_ms };
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

bool auth_memory_due(int64_t now_ms, struct identity *who)
{
	bool found = false;
	size_t i;

	if (!lock())
		return false;
	for (i = 0; i < AUTH_MEMORY_PLACES && !found; i++) {
		struct place *place = &memory->places[i];

		if (!*place->who.secret_hash ||
		    now_ms - place->kept_ms >= AUTH_MEMORY_S * 1000LL ||
		    now_ms - place->asked_ms < AUTH_REVIEW_MS)
			continue;
		place->asked_ms = now_ms;
		*who = place->who;
		found = true;
	}
	unlock();
	return found;
}
