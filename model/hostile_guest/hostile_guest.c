/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile_guest.c - the guest as a whole: its memory, its devices' coming and going, its two jobs.
 */
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "../load_tasks/load_tasks.h"
#include "hostile_guest.h"

#define LIAR_IRQ 5
#define HONEST_IRQ 6

struct sim_hostile_plan plan;
char *memory;
char *secret;
struct hostile_device liar_device, honest_device;
struct hostile_ring liar_rings[RINGS_MAX], honest_ring;

static struct task_struct *tasks[2];

/* ---- devices ------------------------------------------------------------------------------- */

static irqreturn_t device_interrupt(int irq, void *data)
{
	struct hostile_device *dev = data;
	u32 status = readl(dev->regs + VIRTIO_MMIO_INTERRUPT_STATUS);

	writel(status, dev->regs + VIRTIO_MMIO_INTERRUPT_ACK);
	wake_up(&dev->wait);
	return status ? IRQ_HANDLED : IRQ_NONE;
}

static int plug_in(struct hostile_device *dev, unsigned int number, unsigned int irq)
{
	int err;

	dev->regs = (void *)sim_hostile_window(number);
	if (!dev->regs)
		return 0;
	mutex_init(&dev->lock);
	init_waitqueue_head(&dev->wait);
	dev->gone = false;
	dev->irq = irq;
	err = request_irq(irq, device_interrupt, 0, "hostile", dev);
	if (!err)
		device_start(dev, false);
	return err;
}

/* A first reset meets whatever else the liar does to its device; behind the second one nothing
 * comes. */
static void unplug(struct hostile_device *dev)
{
	if (!dev->regs)
		return;
	if (dev == &liar_device && !plan.shared)
		writel(0, dev->regs + VIRTIO_MMIO_STATUS);
	mutex_lock(&dev->lock);
	writel(0, dev->regs + VIRTIO_MMIO_STATUS);
	WARN_ON(readl(dev->regs + VIRTIO_MMIO_STATUS));
	WRITE_ONCE(dev->gone, true);
	mutex_unlock(&dev->lock);
	wake_up(&dev->wait);
	free_irq(dev->irq, dev);
	dev->regs = NULL;
}

/* Called by the world, model/world_hostile_guest.c. */
int hostile_guest_add(void);
void hostile_guest_remove(void);

int hostile_guest_add(void)
{
	int err = plug_in(&liar_device, 0, LIAR_IRQ);

	return err ? err : plug_in(&honest_device, 1, HONEST_IRQ);
}

void hostile_guest_remove(void)
{
	unplug(&liar_device);
	unplug(&honest_device);
}

/* ---- jobs ---------------------------------------------------------------------------------- */

static int job_thread(void *data)
{
	unsigned int job = (unsigned long)data;
	struct sim_traffic_item item;

	while (sim_traffic_next(job, &item)) {
		int err = 0;

		if (job)
			err = honest_act(&item);
		else
			liar_act();
		sim_traffic_ended(item.id, err);
	}
	sim_traffic_job_done(job);
	return load_wait_stopped();
}

int load_open(const char *disk)
{
	return 0;
}

void load_close(void)
{
}

int load_start(void)
{
	unsigned int job;
	int err = 0;

	for (job = 0; job < 1u + plan.honest && !err; job++) {
		tasks[job] = kthread_create(job_thread, (void *)(unsigned long)job, "%s",
					    job ? "honest" : "liar");
		err = load_task_run(tasks[job], job % num_online_cpus());
	}
	return err;
}

void load_stop(void)
{
	unsigned int job;

	for (job = 0; job < 1u + plan.honest; job++)
		kthread_stop(tasks[job]);
}

/* ---- memory -------------------------------------------------------------------------------- */

static int __init hostile_guest_init(void)
{
	memory = (char *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, MEMORY_ORDER);
	secret = (char *)__get_free_page(GFP_KERNEL | __GFP_ZERO);
	if (!memory || !secret) {
		free_page((unsigned long)secret);
		free_pages((unsigned long)memory, MEMORY_ORDER);
		return -ENOMEM;
	}
	sim_hostile_plan(&plan);
	sim_hostile_give(memory, MEMORY_BYTES);
	return 0;
}

static void __exit hostile_guest_exit(void)
{
	free_page((unsigned long)secret);
	free_pages((unsigned long)memory, MEMORY_ORDER);
}

module_init(hostile_guest_init);
module_exit(hostile_guest_exit);
