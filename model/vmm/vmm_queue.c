/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm_queue.c - a queue's eventfds: ioeventfd (kick), irqfd (call), and the one for errors.
 */
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/interrupt.h>

#include "vmm.h"

/* A queue whose ring the kernel could not read is looked at again, so many times. */
#define VMM_ERRORS_MAX 64

/* Under the eventfd's lock: the guest's interrupt. */
static int call_wakes(struct wait_queue_entry *wait, unsigned int mode, int flags, void *key)
{
	struct vmm_queue *queue = container_of(wait, struct vmm_queue, call.wait);

	if (key_to_poll(key) & EPOLLIN)
		sim_virtio_notify(queue->dev->conf.device, queue->index);
	return 0;
}

/* The ring may be readable again; if it never is, only a reset helps. */
static void error_work(struct work_struct *work)
{
	struct vmm_queue *queue = container_of(work, struct vmm_queue, error_work);

	if (queue->errors++ < VMM_ERRORS_MAX)
		eventfd_signal(queue->kick, 1);
	else
		sim_virtio_needs_reset(queue->dev->conf.device);
}

static int error_wakes(struct wait_queue_entry *wait, unsigned int mode, int flags, void *key)
{
	struct vmm_queue *queue = container_of(wait, struct vmm_queue, error.wait);

	if (key_to_poll(key) & EPOLLIN)
		schedule_work(&queue->error_work);
	return 0;
}

static void event_polls(struct file *file, struct wait_queue_head *wqh,
			struct poll_table_struct *table)
{
	struct vmm_event *event = container_of(table, struct vmm_event, table);

	event->wqh = wqh;
	add_wait_queue(wqh, &event->wait);
}

static int event_open(struct vmm_event *event, wait_queue_func_t func)
{
	event->fd = eventfd_create(0);
	if (event->fd < 0)
		return event->fd;
	event->file = eventfd_fget(event->fd);
	init_waitqueue_func_entry(&event->wait, func);
	init_poll_funcptr(&event->table, event_polls);
	vfs_poll(event->file, &event->table);
	return 0;
}

static void event_close(struct vmm_event *event)
{
	if (!event->file)
		return;
	remove_wait_queue(event->wqh, &event->wait);
	fput(event->file);
	close_fd(event->fd);
	event->file = NULL;
}

/* A notification without cause is legal at any time: the model asks for one. */
static irqreturn_t kick_injected(int irq, void *data)
{
	struct vmm_queue *queue = data;

	eventfd_signal(queue->kick, 1);
	return IRQ_HANDLED;
}

static int kick_open(struct vmm_queue *queue)
{
	int error;

	queue->kick_fd = eventfd_create(0);
	if (queue->kick_fd < 0)
		return queue->kick_fd;
	queue->kick = eventfd_ctx_fdget(queue->kick_fd);
	error = request_irq(VIRTIO_BUS_KICK_IRQ + queue->index, kick_injected, 0, "kick", queue);
	if (error) {
		eventfd_ctx_put(queue->kick);
		close_fd(queue->kick_fd);
		queue->kick = NULL;
	}
	return error;
}

int vmm_queue_open(struct vmm_queue *queue)
{
	int error = event_open(&queue->call, call_wakes);

	INIT_WORK(&queue->error_work, error_work);
	if (!error)
		error = event_open(&queue->error, error_wakes);
	if (!error)
		error = kick_open(queue);
	if (error)
		vmm_queue_close(queue);
	return error;
}

void vmm_queue_close(struct vmm_queue *queue)
{
	event_close(&queue->call);
	event_close(&queue->error);
	cancel_work_sync(&queue->error_work);
	if (!queue->kick)
		return;
	free_irq(VIRTIO_BUS_KICK_IRQ + queue->index, queue);
	eventfd_ctx_put(queue->kick);
	close_fd(queue->kick_fd);
	queue->kick = NULL;
}
