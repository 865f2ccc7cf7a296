/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutex.c - taking a mutex. Blocking, hand-over and the checks are the port's.
 */
#include <linux/export.h>
#include <linux/mutex.h>

#include "sched_internal.h"

void mutex_lock_nested(struct mutex *lock, unsigned int subclass)
{
	sim_might_sleep("mutex_lock");
	sched_submit_work(current);
	sim_lock_acquire(&lock->slock, subclass);
}
EXPORT_SYMBOL(mutex_lock_nested);
