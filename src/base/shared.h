/*
 * Memory that a process shares with the ones it forks afterwards, and locks in
 * it.  A lock whose holder was killed is free again: the kernel sees to that.
 *
 *	page = shared_new(sizeof *page);	... before forking ...
 *	shared_lock_init(&page->lock);
 *	...
 *	switch (shared_lock_take(&page->lock, true)) {
 *	case SHARED_DIRTY:	... its last holder died: what it guarded may be
 *				    half written ...
 *	case SHARED_GOT:	...; shared_lock_leave(&page->lock); break;
 *	case SHARED_NOT:	break;
 *	}
 */
#ifndef BASE_SHARED_H
#define BASE_SHARED_H

#include "base/base.h"

#include <pthread.h>

/* Zeroed; NULL when there is none.  Never freed: it is the process's. */
MUST_CHECK void *shared_new(size_t size);

struct shared_lock {
	pthread_mutex_t mutex;
};

enum shared_got {
	SHARED_NOT,   /* somebody holds it (only without `wait`), or no lock */
	SHARED_GOT,   /* it is ours */
	SHARED_DIRTY, /* ours, and the one before us died holding it */
};

void shared_lock_init(struct shared_lock *lock);
MUST_CHECK enum shared_got shared_lock_take(struct shared_lock *lock,
					    bool wait);
void shared_lock_leave(struct shared_lock *lock);

#endif
