/* SPDX-License-Identifier: GPL-2.0-only */
/* smp.h - the current vCPU's number, and function calls on another one. */
#ifndef SIM_LINUX_SMP_H
#define SIM_LINUX_SMP_H

#include <linux/cpumask.h>
#include <linux/llist.h>
#include <linux/preempt.h>
#include <linux/threads.h>

#define smp_processor_id() sim_cpu()
#define raw_smp_processor_id() sim_cpu()

/* With preemption off, so that the answer stays true until put_cpu(). */
static inline int get_cpu(void)
{
	sim_preempt_disable();
	return sim_cpu();
}

#define put_cpu() sim_preempt_enable()

/* A call on its way to another vCPU; the caller sets func and info. */
struct call_single_data {
	struct llist_node llist;
	void (*func)(void *info);
	void *info;
	unsigned int flags; /* CSD_FLAG_LOCK */
};

enum { CSD_FLAG_LOCK = 0x01 /* on its way: from the call until func begins */ };

/*
 * Calls csd->func(csd->info) on that vCPU, in hardirq context; at once if it is the caller's. -EBUSY
 * while csd is on its way. Any context; with preemption off.
 */
int smp_call_function_single_async(int cpu, struct call_single_data *csd);

#endif
