/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutex.c - taking a mutex. Blocking, hand-over and the checks are the port's.
 */
#include <linux/export.h>
#include <linux/mutex.h>

#include "sched_internal.h"

/* A static mutex tells what it is when it is first used; nobody comes between look and deed. */
static void register_static(struct mutex *lock)
{
	sim_race_ignore_begin();
	if (!lock->slock.id)
		sim_lock_init(&lock->slock, SIM_LOCK_MUTEX, lock->name ? lock->name : "mutex",
			      lock);
	sim_race_ignore_end();
}

void mutex_lock_nested(struct mutex *lock, unsigned int subclass)
{
	sim_might_sleep("mutex_lock");
	sched_submit_work(current);
	register_static(lock);
	sim_lock_acquire(&lock->slock, subclass);
}
EXPORT_SYMBOL(mutex_lock_nested);

int mutex_trylock(struct mutex *lock)
{
	register_static(lock);
	return sim_lock_try(&lock->slock);
}
EXPORT_SYMBOL(mutex_trylock);
