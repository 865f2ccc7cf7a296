/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq_hint.c - what else drivers say about their interrupt lines; the lines are sim/kernel/irq.c.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/interrupt.h>

int __irq_apply_affinity_hint(unsigned int irq, const struct cpumask *m, bool setaffinity)
{
	return m && setaffinity ? irq_set_affinity(irq, m) : 0;
}
EXPORT_SYMBOL_GPL(__irq_apply_affinity_hint);

int irq_set_irq_wake(unsigned int irq, unsigned int on)
{
	SIM_FIXED(0, "nothing wakes a machine that sleeps: freeze and restore are calls");
}
EXPORT_SYMBOL(irq_set_irq_wake);
