/* SPDX-License-Identifier: GPL-2.0-only */
/* preempt.h - preemption of the current vCPU, and what kind of context this is. */
#ifndef SIM_LINUX_PREEMPT_H
#define SIM_LINUX_PREEMPT_H

#include <linux/compiler.h>

#define preempt_disable() sim_preempt_disable()
#define preempt_enable() sim_preempt_enable()
#define preempt_enable_no_resched() sim_preempt_enable()
#define preempt_count() sim_preempt_count()
#define preemptible() (sim_preempt_count() == 0 && !sim_irqs_disabled())

#define in_irq() sim_in_hardirq()
#define in_hardirq() sim_in_hardirq()
#define in_softirq() sim_in_softirq()
#define in_interrupt() (sim_in_hardirq() || sim_in_softirq())
#define in_task() (!in_interrupt())
#define in_atomic() sim_in_atomic()

#endif
