/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rwlock.c - spinning locks for many readers or one writer.
 *
 * The simulator's lock guards the count of readers, with interrupts off: a reader may be
 * interrupted by another one. A writer keeps that lock once there is no reader; a reader that comes
 * while it waits goes first.
 */
#include <linux/export.h>
#include <linux/spinlock.h>

void __rwlock_init(rwlock_t *lock, const char *name, struct lock_class_key *key)
{
	lock->raw_lock.readers = 0;
	lock->magic = RWLOCK_MAGIC;
	lock->owner = SPINLOCK_OWNER_INIT;
	lock->owner_cpu = -1;
	lock->raw_lock.sim.word = 0;
	sim_lock_init(&lock->raw_lock.sim, SIM_LOCK_SPIN, name, __builtin_return_address(0));
}
EXPORT_SYMBOL(__rwlock_init);

static void read_count(arch_rwlock_t *lock, int change)
{
	unsigned long flags = sim_irq_save();

	sim_lock_acquire(&lock->sim, 0);
	lock->readers += change;
	sim_lock_release(&lock->sim);
	sim_irq_restore(flags);
}

static bool write_try(arch_rwlock_t *lock)
{
	if (!lock->readers)
		return true;
	sim_lock_release(&lock->sim);
	return false;
}

void __lockfunc _raw_read_lock(rwlock_t *lock)
{
	sim_preempt_disable();
	read_count(&lock->raw_lock, 1);
}
EXPORT_SYMBOL(_raw_read_lock);

void __lockfunc _raw_read_lock_irq(rwlock_t *lock)
{
	sim_irq_disable();
	_raw_read_lock(lock);
}
EXPORT_SYMBOL(_raw_read_lock_irq);

unsigned long __lockfunc _raw_read_lock_irqsave(rwlock_t *lock)
{
	unsigned long flags = sim_irq_save();

	_raw_read_lock(lock);
	return flags;
}
EXPORT_SYMBOL(_raw_read_lock_irqsave);

void __lockfunc _raw_read_lock_bh(rwlock_t *lock)
{
	sim_bh_disable();
	_raw_read_lock(lock);
}
EXPORT_SYMBOL(_raw_read_lock_bh);

void __lockfunc _raw_read_unlock(rwlock_t *lock)
{
	read_count(&lock->raw_lock, -1);
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_read_unlock);

void __lockfunc _raw_read_unlock_irq(rwlock_t *lock)
{
	read_count(&lock->raw_lock, -1);
	sim_irq_enable();
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_read_unlock_irq);

void __lockfunc _raw_read_unlock_irqrestore(rwlock_t *lock, unsigned long flags)
{
	read_count(&lock->raw_lock, -1);
	sim_irq_restore(flags);
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_read_unlock_irqrestore);

void __lockfunc _raw_read_unlock_bh(rwlock_t *lock)
{
	_raw_read_unlock(lock);
	sim_bh_enable();
}
EXPORT_SYMBOL(_raw_read_unlock_bh);

void __lockfunc _raw_write_lock(rwlock_t *lock)
{
	sim_preempt_disable();
	sim_lock_acquire(&lock->raw_lock.sim, 0);
	while (!write_try(&lock->raw_lock)) {
		cpu_relax();
		sim_lock_acquire(&lock->raw_lock.sim, 0);
	}
}
EXPORT_SYMBOL(_raw_write_lock);

void __lockfunc _raw_write_lock_irq(rwlock_t *lock)
{
	sim_irq_disable();
	_raw_write_lock(lock);
}
EXPORT_SYMBOL(_raw_write_lock_irq);

unsigned long __lockfunc _raw_write_lock_irqsave(rwlock_t *lock)
{
	unsigned long flags = sim_irq_save();

	_raw_write_lock(lock);
	return flags;
}
EXPORT_SYMBOL(_raw_write_lock_irqsave);

void __lockfunc _raw_write_lock_bh(rwlock_t *lock)
{
	sim_bh_disable();
	_raw_write_lock(lock);
}
EXPORT_SYMBOL(_raw_write_lock_bh);

int __lockfunc _raw_write_trylock(rwlock_t *lock)
{
	sim_preempt_disable();
	if (sim_lock_try(&lock->raw_lock.sim) && write_try(&lock->raw_lock))
		return 1;
	sim_preempt_enable();
	return 0;
}
EXPORT_SYMBOL(_raw_write_trylock);

void __lockfunc _raw_write_unlock(rwlock_t *lock)
{
	sim_lock_release(&lock->raw_lock.sim);
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_write_unlock);

void __lockfunc _raw_write_unlock_irq(rwlock_t *lock)
{
	sim_lock_release(&lock->raw_lock.sim);
	sim_irq_enable();
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_write_unlock_irq);

void __lockfunc _raw_write_unlock_irqrestore(rwlock_t *lock, unsigned long flags)
{
	sim_lock_release(&lock->raw_lock.sim);
	sim_irq_restore(flags);
	sim_preempt_enable();
}
EXPORT_SYMBOL(_raw_write_unlock_irqrestore);

void __lockfunc _raw_write_unlock_bh(rwlock_t *lock)
{
	_raw_write_unlock(lock);
	sim_bh_enable();
}
EXPORT_SYMBOL(_raw_write_unlock_bh);
