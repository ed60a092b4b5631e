#include "base/shared.h"

#include <errno.h>
#include <sys/mman.h>

void *shared_new(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

void shared_lock_init(struct shared_lock *lock)
{
	pthread_mutexattr_t attributes;

	(void)pthread_mutexattr_init(&attributes);
	(void)pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init(&lock->mutex, &attributes);
	(void)pthread_mutexattr_destroy(&attributes);
}

enum shared_got shared_lock_take(struct shared_lock *lock, bool wait)
{
	int failure = wait ? pthread_mutex_lock(&lock->mutex)
			   : pthread_mutex_trylock(&lock->mutex);

	if (failure == EOWNERDEAD &&
	    pthread_mutex_consistent(&lock->mutex) == 0)
		return SHARED_DIRTY;
	return failure ? SHARED_NOT : SHARED_GOT;
}

void shared_lock_leave(struct shared_lock *lock)
{
	(void)pthread_mutex_unlock(&lock->mutex);
}
