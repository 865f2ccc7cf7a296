/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutex.c - mutexes. Blocking, hand-over and the checks are the simulator's, whose lock takes the
 * place of the owner word.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../kernel/sched_internal.h"

static struct sim_lock *lock_of(struct mutex *mutex)
{
	BUILD_BUG_ON(sizeof(struct sim_lock) != sizeof(mutex->owner));
	return (struct sim_lock *)&mutex->owner;
}

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	const void *class = __builtin_return_address(0);

	/* Devices nest as they are plugged: their core asks lockdep not to see them as one class. */
	if (!strcmp(name, "&dev->mutex"))
		class = lock;
	INIT_LIST_HEAD(&lock->wait_list);
	lock_of(lock)->word = 0;
	*lock_of(lock) = (struct sim_lock){};
	sim_lock_init(lock_of(lock), SIM_LOCK_MUTEX, name, class);
}
EXPORT_SYMBOL(__mutex_init);

/*
 * A static mutex tells what it is when it is first used. Not announced to the simulator: nobody
 * comes between look and deed, and the lock functions check the memory.
 */
static noinline __no_kcsan struct sim_lock *registered(struct mutex *mutex)
{
	struct sim_lock *lock = lock_of(mutex);

	if (!lock->id)
		sim_lock_init(lock, SIM_LOCK_MUTEX, "mutex", mutex);
	return lock;
}

/* Who has plugged I/O and finds the mutex taken hands it down before it sleeps. */
void mutex_lock(struct mutex *mutex)
{
	struct sim_lock *lock = registered(mutex);

	might_sleep();
	if (task_has_plugged(current)) {
		if (sim_lock_try(lock))
			return;
		sched_submit_work(current);
	}
	sim_lock_acquire(lock, 0);
}
EXPORT_SYMBOL(mutex_lock);

void mutex_lock_io(struct mutex *lock)
{
	mutex_lock(lock);
}
EXPORT_SYMBOL(mutex_lock_io);

/* No signal ever arrives, so these two succeed. */
int mutex_lock_interruptible(struct mutex *lock)
{
	mutex_lock(lock);
	return 0;
}
EXPORT_SYMBOL(mutex_lock_interruptible);

int mutex_lock_killable(struct mutex *lock)
{
	mutex_lock(lock);
	return 0;
}
EXPORT_SYMBOL(mutex_lock_killable);

int mutex_trylock(struct mutex *lock)
{
	return sim_lock_try(registered(lock));
}
EXPORT_SYMBOL(mutex_trylock);

void mutex_unlock(struct mutex *lock)
{
	sim_lock_release(registered(lock));
}
EXPORT_SYMBOL(mutex_unlock);

bool mutex_is_locked(struct mutex *lock)
{
	return READ_ONCE(lock_of(lock)->word) != 0;
}
EXPORT_SYMBOL(mutex_is_locked);

int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock)
{
	if (atomic_add_unless(cnt, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(cnt))
		return 1;
	mutex_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(atomic_dec_and_mutex_lock);
