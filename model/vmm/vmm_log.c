/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm_log.c - the dirty log, as a migration of the guest needs it: what is written meanwhile is
 * marked.
 */
#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "vmm.h"

#define LOG_BYTES (PAGE_SIZE << VMM_LOG_ORDER)

/* Guest addresses are large numbers: the log covers the pages below them too. */
static void log_map(struct vmm_blk *dev)
{
	dev->log = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO | __GFP_NOFAIL, VMM_LOG_ORDER);
	while (mm_map(dev->mm, dev->log, LOG_BYTES))
		;
}

static struct vring_used __user *used_of(const struct vmm_queue *queue)
{
	return (struct vring_used __user *)queue->rings.used;
}

static void log_begin(struct vmm_blk *dev)
{
	unsigned int i;

	if (!dev->log)
		log_map(dev);
	dev->args->log_base = (uintptr_t)dev->log;
	vmm_ioctl(dev, VHOST_SET_LOG_BASE);
	dev->logging = true;
	vmm_set_features(dev);
	for (i = 0; i < dev->conf.queues; i++) {
		struct vmm_queue *queue = &dev->queues[i];

		if (!queue->rings.num)
			continue;
		vmm_set_addr(queue);
		get_user(queue->logged_from, &used_of(queue)->idx);
	}
}

/* What moved in the used ring must be marked. */
static void check_logged(const struct vmm_queue *queue)
{
	unsigned long page = (uintptr_t)&used_of(queue)->idx >> PAGE_SHIFT;
	const unsigned long *log = queue->dev->log;

	if (queue->logged_from == queue->logged_to)
		return;
	WARN(!(READ_ONCE(log[page / BITS_PER_LONG]) >> page % BITS_PER_LONG & 1),
	     "queue %u: the used index moved from %u to %u and is not in the dirty log",
	     queue->index, queue->logged_from, queue->logged_to);
}

static void log_end(struct vmm_blk *dev)
{
	unsigned int i;

	dev->logging = false;
	for (i = 0; i < dev->conf.queues; i++) {
		struct vmm_queue *queue = &dev->queues[i];

		if (!queue->rings.num)
			continue;
		get_user(queue->logged_to, &used_of(queue)->idx);
		/* Behind what is being written right now. */
		vmm_set_addr(queue);
	}
	vmm_set_features(dev);
	for (i = 0; i < dev->conf.queues; i++)
		if (dev->queues[i].rings.num)
			check_logged(&dev->queues[i]);
}

void vmm_log(struct vmm_blk *dev)
{
	if (dev->logging)
		log_end(dev);
	else
		log_begin(dev);
}
