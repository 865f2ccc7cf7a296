/* SPDX-License-Identifier: GPL-2.0-only */
/* semaphore.h - counting semaphores; a freed place goes to the longest waiter. */
#ifndef SIM_LINUX_SEMAPHORE_H
#define SIM_LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct semaphore {
	spinlock_t lock;
	unsigned int count;
	struct list_head wait_list;
};

#define __SEMAPHORE_INITIALIZER(name, n)                                                           \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED((name).lock), .count = (n),                           \
		.wait_list = LIST_HEAD_INIT((name).wait_list),                                     \
	}
#define DEFINE_SEMAPHORE(name) struct semaphore name = __SEMAPHORE_INITIALIZER(name, 1)
#define sema_init(sem, val)                                                                        \
	do {                                                                                       \
		spin_lock_init(&(sem)->lock);                                                      \
		(sem)->count = (val);                                                              \
		INIT_LIST_HEAD(&(sem)->wait_list);                                                 \
	} while (0)

/* Task context. */
void down(struct semaphore *sem);
int __must_check down_interruptible(struct semaphore *sem);
/* Any context. down_trylock(): 0 if it got one. */
int __must_check down_trylock(struct semaphore *sem);
void up(struct semaphore *sem);

#endif
