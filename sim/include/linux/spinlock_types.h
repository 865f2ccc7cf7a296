/* SPDX-License-Identifier: GPL-2.0-only */
/* spinlock_types.h - spinlock_t and its static initialisers. */
#ifndef SIM_LINUX_SPINLOCK_TYPES_H
#define SIM_LINUX_SPINLOCK_TYPES_H

#include <linux/compiler.h>
#include <linux/types.h>

typedef struct spinlock {
	struct sim_lock slock;
} spinlock_t;

typedef struct spinlock raw_spinlock_t;

/* All zero: the simulator registers such a lock at first use, its class is its address. */
#define __SPIN_LOCK_UNLOCKED(name)                                                                 \
	{                                                                                          \
		.slock = { 0, 0 }                                                                  \
	}
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)
#define DEFINE_RAW_SPINLOCK(name) DEFINE_SPINLOCK(name)

#endif
