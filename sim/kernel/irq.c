/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq.c - interrupt lines and their handlers.
 *
 * A line may be shared: its handlers run one after another. A handler that is taken off is freed
 * after the line has come to rest, so the walk needs no lock.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct irq_action {
	irq_handler_t handler;
	void *dev;
	unsigned long flags;
	struct irq_action *next;
};

struct irq_desc {
	spinlock_t lock; /* actions and depth */
	struct mutex request_lock; /* one request or free at a time */
	struct irq_action *actions;
	unsigned int depth; /* of disable_irq() */
};

static struct irq_desc irq_descs[NR_IRQS];

static void irq_dispatch(void *arg)
{
	struct irq_desc *desc = arg;
	int irq = (int)(desc - irq_descs);
	struct irq_action *action = smp_load_acquire(&desc->actions);

	while (action) {
		action->handler(irq, action->dev);
		action = smp_load_acquire(&action->next);
	}
}

/* Links the action: 0 or -EBUSY. *first tells that the line had none. */
static int link_action(struct irq_desc *desc, struct irq_action *action, bool *first)
{
	struct irq_action **end = &desc->actions;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&desc->lock, flags);
	*first = !desc->actions;
	if (!*first && !(desc->actions->flags & action->flags & IRQF_SHARED))
		err = -EBUSY;
	while (*end)
		end = &(*end)->next;
	if (!err)
		smp_store_release(end, action);
	spin_unlock_irqrestore(&desc->lock, flags);
	return err;
}

/* Unlinks the action for dev and returns it, or NULL. *last tells that none is left. */
static struct irq_action *unlink_action(struct irq_desc *desc, void *dev, bool *last)
{
	struct irq_action **link = &desc->actions;
	struct irq_action *action;
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	while (*link && (*link)->dev != dev)
		link = &(*link)->next;
	action = *link;
	if (action)
		WRITE_ONCE(*link, action->next);
	*last = !desc->actions;
	spin_unlock_irqrestore(&desc->lock, flags);
	return action;
}

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev)
{
	struct irq_action *action;
	struct irq_desc *desc;
	bool first;
	int err;

	might_sleep();
	if (irq >= NR_IRQS || !handler || ((flags & IRQF_SHARED) && !dev))
		return -EINVAL;
	desc = &irq_descs[irq];
	action = kmalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	*action = (struct irq_action){ .handler = handler, .dev = dev, .flags = flags };
	mutex_lock(&desc->request_lock);
	err = link_action(desc, action, &first);
	if (!err && first) {
		err = sim_irq_request(irq, irq_dispatch, desc, name);
		if (err)
			unlink_action(desc, dev, &first);
	}
	mutex_unlock(&desc->request_lock);
	if (err)
		kfree(action);
	return err;
}
EXPORT_SYMBOL(request_irq);

const void *free_irq(unsigned int irq, void *dev)
{
	struct irq_action *action;
	struct irq_desc *desc;
	bool last;

	might_sleep();
	if (WARN_ON(irq >= NR_IRQS))
		return NULL;
	desc = &irq_descs[irq];
	mutex_lock(&desc->request_lock);
	action = unlink_action(desc, dev, &last);
	if (action && last)
		sim_irq_free(irq);
	else
		sim_irq_sync(irq);
	mutex_unlock(&desc->request_lock);
	if (WARN(!action, "free_irq: line %u has no handler for this device", irq))
		return NULL;
	kfree(action);
	return dev;
}
EXPORT_SYMBOL(free_irq);

void synchronize_irq(unsigned int irq)
{
	might_sleep();
	sim_irq_sync(irq);
}
EXPORT_SYMBOL(synchronize_irq);

void disable_irq_nosync(unsigned int irq)
{
	struct irq_desc *desc = &irq_descs[irq];
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	if (!desc->depth++)
		sim_irq_mask(irq, true);
	spin_unlock_irqrestore(&desc->lock, flags);
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
	struct irq_desc *desc = &irq_descs[irq];
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	if (!WARN(!desc->depth, "Unbalanced enable for IRQ %u", irq) && !--desc->depth)
		sim_irq_mask(irq, false);
	spin_unlock_irqrestore(&desc->lock, flags);
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

int irq_set_affinity_hint(unsigned int irq, const struct cpumask *mask)
{
	return mask ? irq_set_affinity(irq, mask) : 0;
}
EXPORT_SYMBOL(irq_set_affinity_hint);
