/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_poll.c - a work that is queued when a file becomes ready, as in Linux 6.1; at which
 * worker, as in "vhost-blk: in-kernel accelerator for virtio-blk guests" (2022, v3), patch 9.
 */
#include <linux/export.h>

#include "vhost_priv.h"

bool vhost_poll_queue(struct vhost_poll *poll)
{
	return vhost_vq_work_queue(poll->vq, &poll->work);
}
EXPORT_SYMBOL_GPL(vhost_poll_queue);

static void poll_func(struct file *file, struct wait_queue_head *wqh, poll_table *table)
{
	struct vhost_poll *poll = container_of(table, struct vhost_poll, table);

	poll->wqh = wqh;
	add_wait_queue(wqh, &poll->wait);
}

static int poll_wakeup(struct wait_queue_entry *wait, unsigned int mode, int flags, void *key)
{
	struct vhost_poll *poll = container_of(wait, struct vhost_poll, wait);

	if (key_to_poll(key) & poll->mask)
		vhost_poll_queue(poll);
	return 0;
}

void vhost_poll_init(struct vhost_poll *poll, vhost_work_fn_t fn, __poll_t mask,
		     struct vhost_virtqueue *vq)
{
	init_waitqueue_func_entry(&poll->wait, poll_wakeup);
	init_poll_funcptr(&poll->table, poll_func);
	poll->mask = mask;
	poll->vq = vq;
	poll->wqh = NULL;
	vhost_work_init(&poll->work, fn);
}
EXPORT_SYMBOL_GPL(vhost_poll_init);

int vhost_poll_start(struct vhost_poll *poll, struct file *file)
{
	__poll_t mask;

	if (poll->wqh)
		return 0;
	mask = vfs_poll(file, &poll->table);
	if (mask & EPOLLERR) {
		vhost_poll_stop(poll);
		return -EINVAL;
	}
	/* It was ready before we were on its queue. */
	if (mask & poll->mask)
		vhost_poll_queue(poll);
	return 0;
}
EXPORT_SYMBOL_GPL(vhost_poll_start);

void vhost_poll_stop(struct vhost_poll *poll)
{
	if (!poll->wqh)
		return;
	remove_wait_queue(poll->wqh, &poll->wait);
	poll->wqh = NULL;
}
EXPORT_SYMBOL_GPL(vhost_poll_stop);
