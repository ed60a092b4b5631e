#include "admin/sign_in_slot.h"

#include "base/log.h"
#include "base/shared.h"

#include <stdatomic.h>

struct place {
	struct shared_lock lock;
	_Atomic int64_t rests_until_ms;
	_Atomic int refused; /* since it was taken */
	int64_t taken_ms;    /* the holder's */
};

static struct place *places; /* SLOT__MAX of them */

void sign_in_slots_init(void)
{
	int i;

	places = shared_new(SLOT__MAX * sizeof *places);
	for (i = 0; places && i < SLOT__MAX; i++)
		shared_lock_init(&places[i].lock);
	if (!places)
		log_warn("no shared memory to count sign-ins");
}

bool sign_in_slot_take(enum sign_in_slot slot, int64_t now_ms)
{
	struct place *place = places ? &places[slot] : NULL;

	if (!place)
		return true;
	if (now_ms < place->rests_until_ms)
		return false;
	if (shared_lock_take(&place->lock, false) == SHARED_NOT) {
		place->refused++;
		return false;
	}
	place->refused = 0;
	place->taken_ms = now_ms;
	return true;
}

static int64_t rest_ms(const struct place *place, int64_t now_ms)
{
	int64_t ms = SLOT_REST * (now_ms - place->taken_ms);

	return ms < SLOT_REST_MAX_MS ? ms : SLOT_REST_MAX_MS;
}

void sign_in_slot_leave(enum sign_in_slot slot, int64_t now_ms)
{
	struct place *place = places ? &places[slot] : NULL;

	if (!place)
		return;
	if (slot == SLOT_STRANGERS && place->refused)
		place->rests_until_ms = now_ms + rest_ms(place, now_ms);
	shared_lock_leave(&place->lock);
}
