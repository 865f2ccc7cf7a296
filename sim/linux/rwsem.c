/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rwsem.c - the kernel's own reader-writer semaphores; its slow paths sleep through
 * sim/kernel/sched.c.
 */
#include <linux/export.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/rt.h>
#include <linux/sched/signal.h>
#include <linux/sched/wake_q.h>

#include "../kernel/sched_internal.h"

#undef set_current_state
#define set_current_state(value)                                                                   \
	do {                                                                                       \
		sched_wait_for(SIM_WAIT_QUEUE, sem, __func__, NULL);                               \
		smp_store_mb(current->__state, value);                                             \
	} while (0)

#include "../kernel/locking/rwsem.c"
