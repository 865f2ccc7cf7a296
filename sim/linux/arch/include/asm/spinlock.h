/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spinlock.h - the simulator's lock. <linux/spinlock.h> turns every variant into a function of
 * sim/linux/spinlock.c, which disables what its name says around the calls here.
 */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <asm/port.h>
#include <asm/processor.h>

#define arch_spin_is_locked(lock) (READ_ONCE((lock)->sim.word) != 0)
#define arch_spin_is_contended(lock) 0
#define arch_spin_value_unlocked(lock) ((lock).sim.word == 0)

static inline void arch_spin_lock(arch_spinlock_t *lock)
{
	sim_lock_acquire(&lock->sim, 0);
}

static inline int arch_spin_trylock(arch_spinlock_t *lock)
{
	return sim_lock_try(&lock->sim);
}

static inline void arch_spin_unlock(arch_spinlock_t *lock)
{
	sim_lock_release(&lock->sim);
}

#endif
