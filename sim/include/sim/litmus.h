/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus.h - what the C code of a litmus test is compiled against.
 *
 * The same macros as drivers get where those need no kernel library behind them; RCU directly from
 * the port. tools/litmus_api.c lists what a test may call.
 */
#ifndef SIM_LITMUS_H
#define SIM_LITMUS_H

#include <asm/barrier.h>
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/* Names that GNU C gives a meaning of its own; a test may have a variable called so. */
#undef linux
#undef unix
#undef i386

#define rcu_assign_pointer(p, v) smp_store_release(&(p), v)
#define rcu_dereference(p) READ_ONCE(p)
#define rcu_read_lock() sim_rcu_read_lock()
#define rcu_read_unlock() sim_rcu_read_unlock()
#define synchronize_rcu() sim_rcu_synchronize()
#define synchronize_rcu_expedited() sim_rcu_synchronize()

#endif
