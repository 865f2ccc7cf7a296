/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smp.c - function calls on another vCPU: a queue there, and an interrupt that empties it.
 *
 * Each vCPU has an interrupt line of its own for this, at the upper end of the machine's lines.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/smp.h>

#define CALL_LINE(cpu) (NR_IRQS - NR_CPUS + (unsigned int)(cpu))

static DEFINE_PER_CPU(struct llist_head, call_queue);

/* The call may be made again, by its own function even, as soon as it was read. */
static void csd_run(struct call_single_data *csd)
{
	void (*func)(void *info) = csd->func;
	void *info = csd->info;

	smp_store_release(&csd->flags, 0);
	func(info);
}

static void call_interrupt(void *arg)
{
	struct llist_node *list = llist_del_all(this_cpu_ptr(call_queue));
	struct call_single_data *csd, *next;

	list = llist_reverse_order(list);
	llist_for_each_entry_safe(csd, next, list, llist) csd_run(csd);
}

int smp_call_function_single_async(int cpu, struct call_single_data *csd)
{
	unsigned long flags;

	if (cmpxchg(&csd->flags, 0, CSD_FLAG_LOCK))
		return -EBUSY;
	if (cpu == smp_processor_id()) {
		local_irq_save(flags);
		csd_run(csd);
		local_irq_restore(flags);
	} else if (llist_add(&csd->llist, &per_cpu(call_queue, cpu))) {
		/* The first entry of an empty queue; what follows is found by the same interrupt. */
		sim_irq_raise(CALL_LINE(cpu));
	}
	return 0;
}
EXPORT_SYMBOL(smp_call_function_single_async);

static int smp_init(void)
{
	for (int cpu = 0; cpu < sim_cpu_count(); cpu++) {
		BUG_ON(sim_irq_request(CALL_LINE(cpu), call_interrupt, NULL, "call function"));
		sim_irq_affinity(CALL_LINE(cpu), cpu);
	}
	return 0;
}
core_initcall(smp_init);

static void smp_exit(void)
{
	for (int cpu = 0; cpu < sim_cpu_count(); cpu++)
		sim_irq_free(CALL_LINE(cpu));
}
__exitcall(smp_exit);
