/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rcupdate.h - read-copy-update (Documentation/RCU/whatisRCU.rst).
 *
 * Readers: any context. synchronize_rcu() and rcu_barrier(): task context outside a reader.
 */
#ifndef SIM_LINUX_RCUPDATE_H
#define SIM_LINUX_RCUPDATE_H

#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/types.h>

#define rcu_read_lock() sim_rcu_read_lock()
#define rcu_read_unlock() sim_rcu_read_unlock()
#define rcu_read_lock_bh() (sim_bh_disable(), sim_rcu_read_lock())
#define rcu_read_unlock_bh() (sim_rcu_read_unlock(), sim_bh_enable())
#define rcu_read_lock_sched() (sim_preempt_disable(), sim_rcu_read_lock())
#define rcu_read_unlock_sched() (sim_rcu_read_unlock(), sim_preempt_enable())
#define rcu_read_lock_held() sim_rcu_read_lock_held()

/* Publishes what was stored before; readers get it with rcu_dereference(). */
#define rcu_assign_pointer(p, v) smp_store_release(&(p), v)
#define RCU_INIT_POINTER(p, v) WRITE_ONCE(p, v)
#define RCU_INITIALIZER(v) (v)
#define rcu_access_pointer(p) READ_ONCE(p)
#define rcu_dereference_raw(p) READ_ONCE(p)
/* cond: why it is safe without a reader; checked as lockdep does. */
#define rcu_dereference_check(p, cond)                                                             \
	({                                                                                         \
		WARN_ON(!(cond) && !sim_rcu_read_lock_held());                                     \
		READ_ONCE(p);                                                                      \
	})
#define rcu_dereference(p) rcu_dereference_check(p, 0)
#define rcu_dereference_bh(p) rcu_dereference_check(p, 0)
#define rcu_dereference_protected(p, cond)                                                         \
	({                                                                                         \
		WARN_ON(!(cond));                                                                  \
		(p);                                                                               \
	})
#define rcu_replace_pointer(p, v, cond)                                                            \
	({                                                                                         \
		__typeof__(p) __rcu_old = rcu_dereference_protected(p, cond);                      \
		rcu_assign_pointer(p, v);                                                          \
		__rcu_old;                                                                         \
	})

void synchronize_rcu(void);
#define synchronize_rcu_expedited() synchronize_rcu()
#define synchronize_sched() synchronize_rcu()
#define synchronize_net() synchronize_rcu()
/* Any context: func runs as a softirq after a grace period. */
void call_rcu(struct rcu_head *head, rcu_callback_t func);
/* Waits for all callbacks of earlier call_rcu() and kfree_rcu(). */
void rcu_barrier(void);
/* Frees the object that begins offset bytes before its rcu_head, after a grace period. */
#define kfree_rcu(ptr, member)                                                                     \
	call_rcu(&(ptr)->member, (rcu_callback_t)offsetof(__typeof__(*(ptr)), member))

#endif
