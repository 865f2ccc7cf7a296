/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_vhost_queue.c - one queue between guest and vhost: the ring in the guest's memory, an eventfd
 * that the guest's kick signals, and one whose signal interrupts the guest.
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/interrupt.h>
#include <linux/smp.h>
#include <linux/syscalls.h>
#include <linux/version.h>
#include <linux/virtio_ring.h>

#include <asm/port.h>
#include <sim/hostos.h>

#include "virtio_vhost.h"

#define VRING_ALIGN 64

/* ---- kick and interrupt -------------------------------------------------------------------- */

/* The exit ends in the eventfd: the worker is woken from the vCPU that kicks. */
static bool virtio_vhost_notify(struct virtqueue *vq)
{
	struct virtio_vhost_queue *queue = vq->priv;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	eventfd_signal(queue->kick);
#else
	eventfd_signal(queue->kick, 1);
#endif
	return true;
}

static irqreturn_t virtio_vhost_interrupt(int irq, void *data)
{
	struct virtio_vhost_queue *queue = data;

	return vring_interrupt(irq, queue->vq);
}

/* In the context of who signals, with the eventfd's lock held. */
static int call_wakeup(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct virtio_vhost_queue *queue = container_of(wait, struct virtio_vhost_queue, wait);
	u64 count;

	if (key_to_poll(key) & EPOLLIN) {
		eventfd_ctx_do_read(queue->call, &count);
		sim_irq_raise(queue->irq);
	}
	return 0;
}

static void call_queue_proc(struct file *file, wait_queue_head_t *head, poll_table *table)
{
	struct virtio_vhost_queue *queue = container_of(table, struct virtio_vhost_queue, poll);

	queue->head = head;
	add_wait_queue(head, &queue->wait);
}

static int call_attach(struct virtio_vhost_queue *queue)
{
	init_waitqueue_func_entry(&queue->wait, call_wakeup);
	init_poll_funcptr(&queue->poll, call_queue_proc);
	queue->call_file = eventfd_fget(queue->call_fd);
	if (IS_ERR(queue->call_file))
		return PTR_ERR(queue->call_file);
	if (vfs_poll(queue->call_file, &queue->poll) & EPOLLIN)
		sim_irq_raise(queue->irq);
	return 0;
}

static void call_detach(struct virtio_vhost_queue *queue)
{
	remove_wait_queue(queue->head, &queue->wait);
	fput(queue->call_file);
}

/* ---- eventfds ------------------------------------------------------------------------------ */

static int eventfd_open(int *fd, struct eventfd_ctx **ctx)
{
	*fd = sys_eventfd2(0, 0);
	if (*fd < 0)
		return *fd;
	*ctx = eventfd_ctx_fdget(*fd);
	if (!IS_ERR(*ctx))
		return 0;
	close_fd(*fd);
	return PTR_ERR(*ctx);
}

static void eventfd_close(int fd, struct eventfd_ctx *ctx)
{
	eventfd_ctx_put(ctx);
	close_fd(fd);
}

static int eventfds_open(struct virtio_vhost_queue *queue)
{
	int error = eventfd_open(&queue->kick_fd, &queue->kick);

	if (error)
		return error;
	error = eventfd_open(&queue->call_fd, &queue->call);
	if (error)
		eventfd_close(queue->kick_fd, queue->kick);
	return error;
}

static void eventfds_close(struct virtio_vhost_queue *queue)
{
	eventfd_close(queue->call_fd, queue->call);
	eventfd_close(queue->kick_fd, queue->kick);
}

/* ---- what vhost is told -------------------------------------------------------------------- */

static long vring_file(struct virtio_vhost_queue *queue, unsigned int cmd, int fd)
{
	struct vhost_vring_file file = { .index = queue->index, .fd = fd };

	return vhost_sim_ioctl(queue->dev->host, cmd, &file);
}

static long vring_state(struct virtio_vhost_queue *queue, unsigned int cmd, unsigned int num)
{
	struct vhost_vring_state state = { .index = queue->index, .num = num };

	return vhost_sim_ioctl(queue->dev->host, cmd, &state);
}

/* As a process maps its guest's memory: here every address is its own. */
static long vring_addr(struct virtio_vhost_queue *queue)
{
	struct vhost_vring_addr addr = {
		.index = queue->index,
		.desc_user_addr = virtqueue_get_desc_addr(queue->vq),
		.avail_user_addr = virtqueue_get_avail_addr(queue->vq),
		.used_user_addr = virtqueue_get_used_addr(queue->vq),
	};

	return vhost_sim_ioctl(queue->dev->host, VHOST_SET_VRING_ADDR, &addr);
}

static long vring_announce(struct virtio_vhost_queue *queue)
{
	return vring_state(queue, VHOST_SET_VRING_NUM, virtqueue_get_vring_size(queue->vq)) ?:
		       vring_state(queue, VHOST_SET_VRING_BASE, 0)			    ?:
		       vring_addr(queue)						    ?:
		       vring_file(queue, VHOST_SET_VRING_CALL, queue->call_fd)		    ?:
		       vring_file(queue, VHOST_SET_VRING_KICK, queue->kick_fd);
}

static void vring_forget(struct virtio_vhost_queue *queue)
{
	vring_file(queue, VHOST_SET_VRING_KICK, VHOST_FILE_UNBIND);
	vring_file(queue, VHOST_SET_VRING_CALL, VHOST_FILE_UNBIND);
}

int virtio_vhost_set_backend(struct virtio_vhost *dev, unsigned int index, bool on)
{
	return vring_file(&dev->queue[index], VHOST_SIM_SET_BACKEND,
			  on ? dev->backing_fd : VHOST_FILE_UNBIND);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void ring_share(struct virtio_vhost_queue *queue)
{
	const struct vring_avail *avail = (void *)virtqueue_get_avail_addr(queue->vq);
	const struct vring_used *used = (void *)virtqueue_get_used_addr(queue->vq);

	sim_ring_share(queue->index, (void *)virtqueue_get_desc_addr(queue->vq),
		       vring_size(virtqueue_get_vring_size(queue->vq), VRING_ALIGN), &avail->idx,
		       &used->idx);
}

static int ring_create(struct virtio_vhost_queue *queue, vq_callback_t *callback, const char *name,
		       bool ctx)
{
	struct virtio_vhost *dev = queue->dev;

	queue->vq = vring_create_virtqueue(queue->index, dev->queue_size, VRING_ALIGN, &dev->vdev,
					   true, false, ctx, virtio_vhost_notify, callback, name);
	if (!queue->vq)
		return -ENOMEM;
	queue->vq->priv = queue;
	queue->vq->num_max = dev->queue_size;
	ring_share(queue);
	return 0;
}

static void ring_free(struct virtio_vhost_queue *queue)
{
	sim_ring_unshare(queue->index);
	vring_del_virtqueue(queue->vq);
	queue->vq = NULL;
}

int virtio_vhost_queue_setup(struct virtio_vhost *dev, unsigned int index, vq_callback_t *callback,
			     const char *name, bool ctx)
{
	struct virtio_vhost_queue *queue = &dev->queue[index];
	int error = eventfds_open(queue);

	if (error)
		return error;
	error = ring_create(queue, callback, name, ctx);
	if (error)
		goto out_eventfds;
	error = request_irq(queue->irq, virtio_vhost_interrupt, 0, name, queue);
	if (error)
		goto out_ring;
	/* Not on the vCPU of who sets this up: the worker stays there. */
	sim_irq_affinity(queue->irq, (raw_smp_processor_id() + 1 + index) % num_online_cpus());
	error = call_attach(queue);
	if (error)
		goto out_irq;
	error = vring_announce(queue);
	if (!error)
		return 0;

	vring_forget(queue);
	call_detach(queue);
out_irq:
	free_irq(queue->irq, queue);
out_ring:
	ring_free(queue);
out_eventfds:
	eventfds_close(queue);
	return error;
}

void virtio_vhost_queue_remove(struct virtio_vhost_queue *queue)
{
	if (!queue->vq)
		return;
	vring_forget(queue);
	call_detach(queue);
	free_irq(queue->irq, queue);
	ring_free(queue);
	eventfds_close(queue);
}
