/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq.c - interrupt lines and their handlers.
 *
 * A line may be shared: its handlers run one after another. A handler that is taken off is freed
 * after the line has come to rest, so the walk needs no lock.
 */
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/slab.h>

#include "irq_internal.h"

static struct irq_line irq_lines[NR_IRQS];

static void irq_dispatch(void *arg)
{
	struct irq_line *line = arg;
	int irq = (int)(line - irq_lines);
	struct irq_action *action = smp_load_acquire(&line->actions);

	while (action) {
		irqreturn_t ret = IRQ_WAKE_THREAD;

		if (action->handler)
			ret = action->handler(irq, action->dev);
		if (ret == IRQ_WAKE_THREAD && !WARN_ON(!action->thread))
			irq_thread_wake(action->thread);
		action = smp_load_acquire(&action->next);
	}
}

/* Links the action: 0 or -EBUSY. *first tells that the line had none. */
static int link_action(struct irq_line *line, struct irq_action *action, bool *first)
{
	struct irq_action **end = &line->actions;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&line->lock, flags);
	*first = !line->actions;
	if (!*first && !(line->actions->flags & action->flags & IRQF_SHARED))
		err = -EBUSY;
	while (*end)
		end = &(*end)->next;
	if (!err) {
		smp_store_release(end, action);
		line->threads += !!action->thread;
	}
	spin_unlock_irqrestore(&line->lock, flags);
	return err;
}

/* Unlinks the action for dev and returns it, or NULL. *last tells that none is left. */
static struct irq_action *unlink_action(struct irq_line *line, void *dev, bool *last)
{
	struct irq_action **link = &line->actions;
	struct irq_action *action;
	unsigned long flags;

	spin_lock_irqsave(&line->lock, flags);
	while (*link && (*link)->dev != dev)
		link = &(*link)->next;
	action = *link;
	if (action) {
		WRITE_ONCE(*link, action->next);
		line->threads -= !!action->thread;
	}
	*last = !line->actions;
	spin_unlock_irqrestore(&line->lock, flags);
	return action;
}

static void action_free(struct irq_action *action)
{
	if (action->thread)
		irq_thread_stop(action->thread);
	kfree(action);
}

static int line_request(struct irq_line *line, struct irq_action *action)
{
	unsigned int irq = (unsigned int)(line - irq_lines);
	bool first;
	int err;

	mutex_lock(&line->request_lock);
	err = link_action(line, action, &first);
	if (!err && first && sim_irq_request(irq, irq_dispatch, line, action->name)) {
		unlink_action(line, action->dev, &first);
		err = -EBUSY;
	}
	mutex_unlock(&line->request_lock);
	return err;
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			 unsigned long flags, const char *name, void *dev)
{
	struct irq_action *action;
	int err;

	might_sleep();
	if (irq >= NR_IRQS || !(handler || thread_fn) || ((flags & IRQF_SHARED) && !dev))
		return -EINVAL;
	action = kmalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	*action =
		(struct irq_action){ .handler = handler, .dev = dev, .name = name, .flags = flags };
	if (thread_fn) {
		action->thread = irq_thread_new(irq, thread_fn, dev, flags & IRQF_ONESHOT, name);
		if (IS_ERR(action->thread)) {
			err = (int)PTR_ERR(action->thread);
			kfree(action);
			return err;
		}
	}
	err = line_request(&irq_lines[irq], action);
	if (err)
		action_free(action);
	return err;
}
EXPORT_SYMBOL(request_threaded_irq);

const void *free_irq(unsigned int irq, void *dev)
{
	struct irq_action *action;
	struct irq_line *line;
	const char *name;
	bool last;

	might_sleep();
	if (WARN_ON(irq >= NR_IRQS))
		return NULL;
	line = &irq_lines[irq];
	mutex_lock(&line->request_lock);
	action = unlink_action(line, dev, &last);
	if (action && last)
		sim_irq_free(irq);
	else
		sim_irq_sync(irq);
	mutex_unlock(&line->request_lock);
	if (WARN(!action, "free_irq: line %u has no handler for this device", irq))
		return NULL;
	name = action->name;
	action_free(action);
	return name;
}
EXPORT_SYMBOL(free_irq);

static void sync_threads(struct irq_line *line)
{
	struct irq_action *action;

	mutex_lock(&line->request_lock);
	for (action = line->actions; action; action = action->next)
		if (action->thread)
			irq_thread_sync(action->thread);
	mutex_unlock(&line->request_lock);
}

/* A thread that is requested only now need not be waited for. */
void synchronize_irq(unsigned int irq)
{
	struct irq_line *line = &irq_lines[irq];

	might_sleep();
	sim_irq_sync(irq);
	if (data_race(line->threads))
		sync_threads(line);
}
EXPORT_SYMBOL(synchronize_irq);

void disable_irq_nosync(unsigned int irq)
{
	struct irq_line *line = &irq_lines[irq];
	unsigned long flags;

	spin_lock_irqsave(&line->lock, flags);
	if (!line->depth++)
		sim_irq_mask(irq, true);
	spin_unlock_irqrestore(&line->lock, flags);
}
EXPORT_SYMBOL(disable_irq_nosync);

void disable_irq(unsigned int irq)
{
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}
EXPORT_SYMBOL(disable_irq);

void enable_irq(unsigned int irq)
{
	struct irq_line *line = &irq_lines[irq];
	unsigned long flags;

	spin_lock_irqsave(&line->lock, flags);
	if (!WARN(!line->depth, "Unbalanced enable for IRQ %u", irq) && !--line->depth)
		sim_irq_mask(irq, false);
	spin_unlock_irqrestore(&line->lock, flags);
}
EXPORT_SYMBOL(enable_irq);

int irq_set_affinity(unsigned int irq, const struct cpumask *mask)
{
	unsigned int cpu = cpumask_first(mask);

	if (cpu >= nr_cpu_ids)
		return -EINVAL;
	sim_irq_affinity(irq, (int)cpu);
	return 0;
}
EXPORT_SYMBOL(irq_set_affinity);
