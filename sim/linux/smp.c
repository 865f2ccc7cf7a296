/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smp.c - function calls on another vCPU: a queue there, and an interrupt that empties it.
 *
 * Each vCPU has an interrupt line of its own for this, at the upper end of the machine's lines.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/irq.h>
#include <linux/llist.h>
#include <linux/percpu.h>
#include <linux/smp.h>

#include "smp.h"

#define IPI_LINE(cpu) (NR_IRQS - NR_CPUS + (unsigned int)(cpu))

static DEFINE_PER_CPU(struct llist_head, call_queue);

static void csd_lock(call_single_data_t *csd)
{
	while (smp_load_acquire(&csd->node.u_flags) & CSD_FLAG_LOCK)
		cpu_relax();
	WRITE_ONCE(csd->node.u_flags, CSD_FLAG_LOCK);
	smp_wmb(); /* the mark before what it marks: func and info */
}

static void csd_unlock(call_single_data_t *csd)
{
	smp_store_release(&csd->node.u_flags, 0);
}

/* An asynchronous one may be used again, by its own function even, as soon as it was read. */
static void csd_run(call_single_data_t *csd)
{
	smp_call_func_t func = csd->func;
	void *info = csd->info;

	if (READ_ONCE(csd->node.u_flags) & CSD_TYPE_SYNC) {
		func(info);
		csd_unlock(csd);
	} else {
		csd_unlock(csd);
		func(info);
	}
}

static void call_interrupt(void *arg)
{
	struct llist_node *list = llist_del_all(this_cpu_ptr(&call_queue));
	call_single_data_t *csd, *next;

	list = llist_reverse_order(list);
	llist_for_each_entry_safe(csd, next, list, node.llist) csd_run(csd);
}

void vqsim_smp_init(void)
{
	for (int cpu = 0; cpu < sim_cpu_count(); cpu++) {
		BUG_ON(sim_irq_request(IPI_LINE(cpu), call_interrupt, NULL, "call function"));
		sim_irq_affinity(IPI_LINE(cpu), cpu);
	}
}

void arch_send_call_function_single_ipi(int cpu)
{
	sim_irq_raise(IPI_LINE(cpu));
}

/* Only the first entry of an empty queue needs an interrupt. With preemption off. */
static int csd_send(int cpu, call_single_data_t *csd)
{
	unsigned long flags;

	if (cpu == smp_processor_id()) {
		local_irq_save(flags);
		csd_run(csd);
		local_irq_restore(flags);
		return 0;
	}
	if (!cpu_online(cpu)) {
		csd_unlock(csd);
		return -ENXIO;
	}
	if (llist_add(&csd->node.llist, per_cpu_ptr(&call_queue, cpu)))
		arch_send_call_function_single_ipi(cpu);
	return 0;
}

int smp_call_function_single_async(int cpu, call_single_data_t *csd)
{
	int err;

	preempt_disable();
	if (READ_ONCE(csd->node.u_flags) & CSD_FLAG_LOCK) {
		preempt_enable();
		return -EBUSY;
	}
	WRITE_ONCE(csd->node.u_flags, CSD_FLAG_LOCK);
	smp_wmb(); /* the mark before what it marks: func and info */
	err = csd_send(cpu, csd);
	preempt_enable();
	return err;
}
EXPORT_SYMBOL_GPL(smp_call_function_single_async);

int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	static DEFINE_PER_CPU_SHARED_ALIGNED(call_single_data_t, csd_data);
	call_single_data_t on_stack = { .node = { .u_flags = CSD_FLAG_LOCK | CSD_TYPE_SYNC } };
	call_single_data_t *csd = &on_stack;
	int err;

	WARN_ON_ONCE(irqs_disabled());
	preempt_disable();
	if (!wait) {
		csd = this_cpu_ptr(&csd_data);
		csd_lock(csd);
	}
	csd->func = func;
	csd->info = info;
	err = csd_send(cpu, csd);
	while (wait && smp_load_acquire(&csd->node.u_flags) & CSD_FLAG_LOCK)
		cpu_relax();
	preempt_enable();
	return err;
}
EXPORT_SYMBOL(smp_call_function_single);
