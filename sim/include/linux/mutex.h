/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutex.h - sleeping locks with an owner. Task context only.
 *
 * A task about to sleep hands its plugged I/O down, as schedule() does. Whether the lock will be
 * free cannot be known beforehand, so here mutex_lock() hands it down in any case.
 */
#ifndef SIM_LINUX_MUTEX_H
#define SIM_LINUX_MUTEX_H

#include <linux/compiler.h>
#include <linux/lockdep.h>
#include <linux/types.h>

struct mutex {
	struct sim_lock slock;
	const char *name;
};

/* Registered at first use; its class is its address. */
#define __MUTEX_INITIALIZER(lockname)                                                              \
	{                                                                                          \
		.slock = { 0, 0 }, .name = #lockname                                               \
	}
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)
#define mutex_init(lock)                                                                           \
	do {                                                                                       \
		static struct lock_class_key __mi_key;                                             \
		__mutex_init(lock, #lock, &__mi_key);                                              \
	} while (0)

static inline void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	lock->name = name;
	sim_lock_init(&lock->slock, SIM_LOCK_MUTEX, name, key);
}

/* sim/kernel/mutex.c */
void mutex_lock_nested(struct mutex *lock, unsigned int subclass);
int mutex_trylock(struct mutex *lock);

static inline void mutex_lock(struct mutex *lock)
{
	mutex_lock_nested(lock, 0);
}

/* No signal ever arrives, so these succeed. */
static inline int __must_check mutex_lock_interruptible(struct mutex *lock)
{
	mutex_lock_nested(lock, 0);
	return 0;
}

static inline int __must_check mutex_lock_killable(struct mutex *lock)
{
	mutex_lock_nested(lock, 0);
	return 0;
}

static inline void mutex_unlock(struct mutex *lock)
{
	sim_lock_release(&lock->slock);
}

static inline bool mutex_is_locked(struct mutex *lock)
{
	return READ_ONCE(lock->slock.word) != 0;
}

/* The memory may go away afterwards: TEARDOWN if anybody still holds or wants it. */
static inline void mutex_destroy(struct mutex *lock)
{
	sim_lock_destroy(&lock->slock);
}

#endif
