#include "api/sign_in_slot.h"

#include "base/log.h"
#include "base/shared.h"

static struct shared_lock *slots; /* SLOT__MAX of them */

void sign_in_slots_init(void)
{
	int i;

	slots = shared_new(SLOT__MAX * sizeof *slots);
	for (i = 0; slots && i < SLOT__MAX; i++)
		shared_lock_init(&slots[i]);
	if (!slots)
		log_warn("no shared memory to count sign-ins");
}

bool sign_in_slot_take(enum sign_in_slot slot)
{
	return !slots || shared_lock_take(&slots[slot], false) != SHARED_NOT;
}

void sign_in_slot_leave(enum sign_in_slot slot)
{
	if (slots)
		shared_lock_leave(&slots[slot]);
}
