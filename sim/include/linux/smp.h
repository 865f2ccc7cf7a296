/* SPDX-License-Identifier: GPL-2.0-only */
/* smp.h - the current vCPU's number. */
#ifndef SIM_LINUX_SMP_H
#define SIM_LINUX_SMP_H

#include <linux/cpumask.h>
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

#endif
