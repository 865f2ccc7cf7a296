/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_console_queue.c - buffers, and what is done with one queue.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

#include "virtio_console.h"

struct port_buffer *console_alloc_buf(size_t bytes, gfp_t gfp)
{
	struct port_buffer *buf = kmalloc(sizeof(*buf) + bytes, gfp);

	if (!buf)
		return NULL;
	buf->size = bytes;
	buf->len = 0;
	buf->offset = 0;
	return buf;
}

int console_add_inbuf(struct console_queue *q, struct port_buffer *buf)
{
	struct scatterlist sg;
	int ret;

	sg_init_one(&sg, buf->data, buf->size);
	ret = virtqueue_add_buf(q->vq, &sg, 0, 1, buf, GFP_ATOMIC);
	virtqueue_kick(q->vq);
	return ret;
}

void console_recycle(struct console_queue *q, struct port_buffer *buf)
{
	if (!q->vq || console_add_inbuf(q, buf) < 0)
		kfree(buf);
}

int console_fill_queue(struct console_queue *q)
{
	struct port_buffer *buf;
	bool some = false;
	int ret;

	do {
		buf = console_alloc_buf(PAGE_SIZE, GFP_KERNEL);
		if (!buf)
			return some ? 0 : -ENOMEM;

		spin_lock_irq(&q->lock);
		ret = q->vq ? console_add_inbuf(q, buf) : -ENODEV;
		spin_unlock_irq(&q->lock);
		if (ret < 0)
			kfree(buf);
		else
			some = true;
	} while (ret > 0);
	/* A full queue is one that was filled before; a suspended one is filled when it resumes. */
	return some || ret != -ENOMEM ? 0 : ret;
}

bool console_reclaim(struct console_queue *q)
{
	bool some = false;
	unsigned int len;
	void *buf;

	while (q->vq && (buf = virtqueue_get_buf(q->vq, &len))) {
		kfree(buf);
		some = true;
	}
	return some;
}

void console_detach_queue(struct console_queue *q)
{
	spin_lock_irq(&q->lock);
	q->vq = NULL;
	spin_unlock_irq(&q->lock);
}
