/*
 * How many passwords are being checked at a time.  A check costs 19 MiB and
 * some 30 ms of a processor, on purpose; without a limit a few strangers would
 * take all workers from the public pages.  So there is one check at a time over
 * all workers, and one more for browsers that are known (admin/device.h), whom
 * strangers therefore cannot keep out.  Nobody waits: who finds the slot taken
 * is told to come again.
 *
 * When others were refused meanwhile, the slot of strangers then rests for
 * SLOT_REST times as long as the check took: a flood gets a fraction of one
 * processor, and the pages the rest.
 *
 * sign_in_slots_init() is called once, before workers are forked; without it
 * every slot is free.
 */
#ifndef ADMIN_SIGN_IN_SLOT_H
#define ADMIN_SIGN_IN_SLOT_H

#include "base/base.h"

enum sign_in_slot { SLOT_STRANGERS, SLOT_DEVICES, SLOT__MAX };

enum { SLOT_REST = 3, SLOT_REST_MAX_MS = 1000 };

void sign_in_slots_init(void);

/* False: another worker has it, or it rests.  One whose holder was killed is
 * free.  Times are of clock_monotonic_ms(). */
MUST_CHECK bool sign_in_slot_take(enum sign_in_slot slot, int64_t now_ms);
void sign_in_slot_leave(enum sign_in_slot slot, int64_t now_ms);

#endif
