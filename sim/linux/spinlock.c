/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spinlock.c - spin locks in all their interrupt variants, on the simulator's lock.
 *
 * Every variant disables what its name says, and preemption, before it takes the lock, and enables
 * them again after it has released it.
 */
#include <linux/export.h>
#include <linux/spinlock.h>

/* Without lockdep a lock_class_key has no size, so two may share an address: the place that
 * initialises a lock names its class. */
void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key,
			  short inner)
{
	lock->magic = SPINLOCK_MAGIC;
	lock->owner = SPINLOCK_OWNER_INIT;
	lock->owner_cpu = -1;
	lock->raw_lock.sim.word = 0;
	sim_lock_init(&lock->raw_lock.sim, SIM_LOCK_SPIN, name, __builtin_return_address(0));
}
EXPORT_SYMBOL(__raw_spin_lock_init);

void __lockfunc _raw_spin_lock(raw_spinlock_t *lock)
{
	sim_preempt_disable();
	sim_lock_acquire(&lock->raw_lock.sim, 0);
}
EXPORT_SYMBOL(_raw_spin_lock);

void __lockfunc _raw_spin_lock_irq(raw_spinlock_t *lock)
{
	sim_irq_disable();
	_raw_spin_lock(lock);
}
EXPORT_SYMBOL(_raw_spin_lock_irq);

unsigned long __lockfunc _raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	unsigned long flags = sim_irq_save();

	_raw_spin_lock(lock);
	return flags;
}
EXPORT_SYMBOL(_raw_spin_lock_irqsave);

void __lockfunc _raw_spin_lock_bh(raw_spinlock_t *lock)
{
	sim_bh_disable();
	_raw_spin_lock(lock);
}
EXPORT_SYMBOL(_raw_spin_lock_bh);

int __lockfunc _raw_spin_trylock(raw_spinlock_t *lock)
{
	sim_preempt_disable();
	if (sim_lock_try(&lock->raw_lock.sim))
		return 1;
	sim_preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_spin_trylock);

int __lockfunc _raw_spin_trylock_bh(raw_spinlock_t *lock)
{
	sim_bh_disable();
	if (_raw_spin_trylock(lock))
		return 1;
	sim_bh_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_spin_trylock_bh);

void __lockfunc _raw_spin_unlock(raw_spinlock_t *lock)
{
	sim_lock_release(&lock->raw_lock.sim);
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_spin_unlock);

void __lockfunc _raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	sim_lock_release(&lock->raw_lock.sim);
	sim_irq_enable();
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_spin_unlock_irq);

void __lockfunc _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	sim_lock_release(&lock->raw_lock.sim);
	sim_irq_restore(flags);
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_spin_unlock_irqrestore);

void __lockfunc _raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	_raw_spin_unlock(lock);
	sim_bh_enable();
}
EXPORT_SYMBOL(_raw_spin_unlock_bh);

int _atomic_dec_and_lock(atomic_t *atomic, spinlock_t *lock)
{
	if (atomic_add_unless(atomic, -1, 1))
		return 0;
	spin_lock(lock);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock(lock);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_lock);

int _atomic_dec_and_lock_irqsave(atomic_t *atomic, spinlock_t *lock, unsigned long *flags)
{
	if (atomic_add_unless(atomic, -1, 1))
		return 0;
	spin_lock_irqsave(lock, *flags);
	if (atomic_dec_and_test(atomic))
		return 1;
	spin_unlock_irqrestore(lock, *flags);
	return 0;
}
EXPORT_SYMBOL(_atomic_dec_and_lock_irqsave);
