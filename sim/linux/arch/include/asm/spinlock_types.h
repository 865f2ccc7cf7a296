/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SPINLOCK_TYPES_H
#define _ASM_SPINLOCK_TYPES_H

#include <asm/port.h>

typedef struct {
	struct sim_lock sim;
} arch_spinlock_t;

#define __ARCH_SPIN_LOCK_UNLOCKED { { 0, 0 } }

/* Readers and a writer, counted under a lock (sim/linux/rwlock.c). */
typedef struct {
	struct sim_lock sim;
	int readers;
} arch_rwlock_t;

#define __ARCH_RW_LOCK_UNLOCKED { { 0, 0 }, 0 }

#endif
