/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rcu_read.c - read-side sections, and what frees by itself after a grace period; the waiting is
 * sim/kernel/rcu.c.
 */
#include <linux/export.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/version.h>

void __rcu_read_lock(void)
{
	sim_rcu_read_lock();
}
EXPORT_SYMBOL(__rcu_read_lock);

void __rcu_read_unlock(void)
{
	sim_rcu_read_unlock();
}
EXPORT_SYMBOL(__rcu_read_unlock);

void synchronize_rcu_expedited(void)
{
	synchronize_rcu();
}
EXPORT_SYMBOL(synchronize_rcu_expedited);

/* Without an rcu_head in the object the caller waits. */
static void kvfree_after_readers(const void *ptr)
{
	might_sleep();
	synchronize_rcu();
	kvfree(ptr);
}

/* call_rcu() takes the head's offset in the object for a function that frees it. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
void kvfree_call_rcu(struct rcu_head *head, void *ptr)
{
	if (head)
		call_rcu(head, (rcu_callback_t)((unsigned long)head - (unsigned long)ptr));
	else
		kvfree_after_readers(ptr);
}
#else
void kvfree_call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	if (head)
		call_rcu(head, func);
	else
		kvfree_after_readers((const void *)func);
}
#endif
EXPORT_SYMBOL(kvfree_call_rcu);
