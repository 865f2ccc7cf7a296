/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spinlock.h - spin locks in all their interrupt variants.
 *
 * As in a preemptible SMP kernel, every variant disables preemption (and interrupts or bottom
 * halves where its name says so) before it takes the lock, and enables them again after it has
 * released it. Acquire and release ordering. Legal in every context; DEADLOCK, LOCK_ORDER,
 * IRQ_UNSAFE_LOCK and BAD_UNLOCK are the simulator's to find.
 */
#ifndef SIM_LINUX_SPINLOCK_H
#define SIM_LINUX_SPINLOCK_H

#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>

#define __spin_lock_init(lock, name, key) sim_lock_init(&(lock)->slock, SIM_LOCK_SPIN, name, key)
/* Locks initialised at one place form one class. */
#define spin_lock_init(lock)                                                                       \
	do {                                                                                       \
		static struct lock_class_key __sli_key;                                            \
		__spin_lock_init(lock, #lock, &__sli_key);                                         \
	} while (0)
#define raw_spin_lock_init(lock) spin_lock_init(lock)

static inline void spin_lock_nested(spinlock_t *lock, unsigned int subclass)
{
	sim_preempt_disable();
	sim_lock_acquire(&lock->slock, subclass);
}

static inline void spin_lock(spinlock_t *lock)
{
	spin_lock_nested(lock, 0);
}

static inline void spin_unlock(spinlock_t *lock)
{
	sim_lock_release(&lock->slock);
	sim_preempt_enable();
}

static inline int spin_trylock(spinlock_t *lock)
{
	sim_preempt_disable();
	if (sim_lock_try(&lock->slock))
		return 1;
	sim_preempt_enable();
	return 0;
}

static inline void spin_lock_irq(spinlock_t *lock)
{
	sim_irq_disable();
	spin_lock(lock);
}

static inline void spin_unlock_irq(spinlock_t *lock)
{
	sim_lock_release(&lock->slock);
	sim_irq_enable();
	sim_preempt_enable();
}

static inline int spin_trylock_irq(spinlock_t *lock)
{
	sim_irq_disable();
	if (spin_trylock(lock))
		return 1;
	sim_irq_enable();
	return 0;
}

static inline unsigned long __spin_lock_irqsave(spinlock_t *lock, unsigned int subclass)
{
	unsigned long flags = sim_irq_save();

	spin_lock_nested(lock, subclass);
	return flags;
}

#define spin_lock_irqsave_nested(lock, flags, subclass)                                            \
	do {                                                                                       \
		typecheck(unsigned long, flags);                                                   \
		(flags) = __spin_lock_irqsave(lock, subclass);                                     \
	} while (0)
#define spin_lock_irqsave(lock, flags) spin_lock_irqsave_nested(lock, flags, 0)

static inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	sim_lock_release(&lock->slock);
	sim_irq_restore(flags);
	sim_preempt_enable();
}

#define spin_trylock_irqsave(lock, flags)                                                          \
	({                                                                                         \
		typecheck(unsigned long, flags);                                                   \
		(flags) = sim_irq_save();                                                          \
		spin_trylock(lock) ? 1 : (sim_irq_restore(flags), 0);                              \
	})

static inline void spin_lock_bh(spinlock_t *lock)
{
	sim_bh_disable();
	spin_lock(lock);
}

static inline void spin_unlock_bh(spinlock_t *lock)
{
	spin_unlock(lock);
	sim_bh_enable();
}

static inline int spin_trylock_bh(spinlock_t *lock)
{
	sim_bh_disable();
	if (spin_trylock(lock))
		return 1;
	sim_bh_enable();
	return 0;
}

/* Whether anybody holds it: a marked load, no ordering. */
static inline int spin_is_locked(spinlock_t *lock)
{
	return READ_ONCE(lock->slock.word) != 0;
}

#define assert_spin_locked(lock) BUG_ON(!spin_is_locked(lock))

#define raw_spin_lock(lock) spin_lock(lock)
#define raw_spin_unlock(lock) spin_unlock(lock)
#define raw_spin_trylock(lock) spin_trylock(lock)
#define raw_spin_lock_irq(lock) spin_lock_irq(lock)
#define raw_spin_unlock_irq(lock) spin_unlock_irq(lock)
#define raw_spin_lock_irqsave(lock, flags) spin_lock_irqsave(lock, flags)
#define raw_spin_unlock_irqrestore(lock, flags) spin_unlock_irqrestore(lock, flags)

#endif
