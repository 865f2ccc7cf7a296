/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * softirq.c - the kernel's softirq vectors: each is one function of the simulator's softirqs.
 *
 * A raise sticks to the vCPU it was made on; when it runs is the schedule's choice, from the moment
 * interrupts and bottom halves are on.
 */
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
typedef void (*softirq_fn)(void);
#define softirq_call(fn) (fn)()
#else
typedef void (*softirq_fn)(struct softirq_action *action);
#define softirq_call(fn) (fn)(NULL)
#endif

static softirq_fn softirq_vectors[NR_SOFTIRQS];

void open_softirq(int nr, softirq_fn action)
{
	softirq_vectors[nr] = action;
}

static void run_softirq(void *arg)
{
	softirq_call(softirq_vectors[(unsigned long)arg]);
}

void __raise_softirq_irqoff(unsigned int nr)
{
	lockdep_assert_irqs_disabled();
	sim_softirq_raise(run_softirq, (void *)(unsigned long)nr);
}

void raise_softirq_irqoff(unsigned int nr)
{
	__raise_softirq_irqoff(nr);
}

void raise_softirq(unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(raise_softirq);
