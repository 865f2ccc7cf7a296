/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_vhost_churn.c - the owner's process uses vhost's control side while the rings are busy.
 */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/version.h>

#include "../user.h"
#include "virtio_vhost.h"

#define CHURN_ROUNDS 2

static struct task_struct *churner;

static int churn_flush(struct virtio_vhost *dev, struct virtio_vhost_queue *queue)
{
	struct vhost_vring_file call = { .index = queue->index, .fd = queue->call_fd };

	vhost_sim_flush(dev->host);
	return vhost_sim_ioctl(dev->host, VHOST_SET_VRING_CALL, &call);
}

static int churn_backend(struct virtio_vhost *dev, struct virtio_vhost_queue *queue)
{
	return virtio_vhost_set_backend(dev, queue->index, false) ?:
		       virtio_vhost_set_backend(dev, queue->index, true);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
/* To a worker of its own, and back, so that the worker can be freed. */
static int churn_worker(struct virtio_vhost *dev, struct virtio_vhost_queue *queue)
{
	struct vhost_vring_worker old = { .index = queue->index };
	struct vhost_vring_worker new = { .index = queue->index };
	struct vhost_worker_state state = {};
	long error;

	error = vhost_sim_ioctl(dev->host, VHOST_GET_VRING_WORKER, &old) ?:
			vhost_sim_ioctl(dev->host, VHOST_NEW_WORKER, &state);
	if (error)
		return error;
	new.worker_id = state.worker_id;
	return vhost_sim_ioctl(dev->host, VHOST_ATTACH_VRING_WORKER, &new)	   ?:
		       vhost_sim_ioctl(dev->host, VHOST_ATTACH_VRING_WORKER, &old) ?:
		       vhost_sim_ioctl(dev->host, VHOST_FREE_WORKER, &state);
}
#else
static int churn_worker(struct virtio_vhost *dev, struct virtio_vhost_queue *queue)
{
	return -EOPNOTSUPP;
}
#endif

static int (*const churns[])(struct virtio_vhost *, struct virtio_vhost_queue *) = {
	[VIRTIO_VHOST_CHURN_FLUSH] = churn_flush,
	[VIRTIO_VHOST_CHURN_BACKEND] = churn_backend,
	[VIRTIO_VHOST_CHURN_WORKER] = churn_worker,
};

static void churn(struct virtio_vhost *dev, unsigned int kind)
{
	unsigned int round;
	unsigned int i;

	for (round = 0; round < CHURN_ROUNDS; round++) {
		for (i = 0; i < dev->queues; i++) {
			int error = churns[kind](dev, &dev->queue[i]);

			/* Out of memory is the only excuse. */
			WARN(error && error != -ENOMEM, "queue %u: %d", i, error);
			user_return();
		}
	}
}

static int churn_thread(void *data)
{
	struct virtio_vhost *dev = virtio_vhost_device();

	user_enter(dev->mm);
	churn(dev, (unsigned long)data);
	user_leave();

	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

int virtio_vhost_churn_start(unsigned int kind)
{
	struct task_struct *task;

	if (kind >= ARRAY_SIZE(churns) || !churns[kind])
		return kind == VIRTIO_VHOST_CHURN_NONE ? 0 : -EINVAL;
	task = kthread_run(churn_thread, (void *)(unsigned long)kind, "churn");
	if (IS_ERR(task))
		return PTR_ERR(task);
	churner = task;
	return 0;
}

void virtio_vhost_churn_stop(void)
{
	if (churner)
		kthread_stop(churner);
	churner = NULL;
}
