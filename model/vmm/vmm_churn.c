/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm_churn.c - the process uses vhost's control side while the rings are busy.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/sched.h>

#include "../load_tasks/load_tasks.h"
#include "vmm.h"

#define CHURN_ROUNDS 2

/* model/world_vhost_blk.c knows the numbers. */
enum vmm_churn {
	CHURN_NONE,
	CHURN_FLUSH,
	CHURN_BACKEND,
	CHURN_WORKER,
	CHURN_MEMORY,
	CHURN_OWNER,
	CHURN_REFUSED,
	CHURN_LOG,
};

int vmm_churn_start(unsigned int kind);
void vmm_churn_stop(void);

static struct task_struct *churner;

/* As every ioctl of the device itself does. */
static void flush(struct vmm_blk *dev)
{
	dev->args->fd = VHOST_FILE_UNBIND;
	vmm_ioctl(dev, VHOST_SET_LOG_FD);
}

static void churn_flush(struct vmm_blk *dev)
{
	unsigned int i;

	flush(dev);
	for (i = 0; i < dev->conf.queues; i++) {
		vmm_set_call(&dev->queues[i]);
		vmm_set_kick(&dev->queues[i]);
	}
}

static void churn_backend(struct vmm_blk *dev)
{
	flush(dev);
	vmm_set_backend(dev, false);
	vmm_set_backend(dev, true);
}

static void churn_worker(struct vmm_blk *dev)
{
	vmm_set_workers(dev, dev->workers + 1);
}

/* Another process takes the device over, and serves the guest as before. */
static void churn_owner(struct vmm_blk *dev)
{
	vmm_vhost_stop(dev);
	vmm_reset_owner(dev);
	vmm_vhost_start(dev);
}

static void (*const churns[])(struct vmm_blk *) = {
	[CHURN_FLUSH] = churn_flush,   [CHURN_BACKEND] = churn_backend,
	[CHURN_WORKER] = churn_worker, [CHURN_MEMORY] = vmm_set_memory,
	[CHURN_OWNER] = churn_owner,   [CHURN_REFUSED] = vmm_refused,
	[CHURN_LOG] = vmm_log,
};

static int churn_thread(void *data)
{
	void (*churn)(struct vmm_blk *) = churns[(unsigned long)data];
	unsigned int round;

	for (round = 0; round < CHURN_ROUNDS; round++) {
		vmm_lock_big();
		/* It may have been reset meanwhile. */
		if (vmm_device && vmm_device->running)
			churn(vmm_device);
		vmm_unlock_big();
	}
	return load_wait_stopped();
}

int vmm_churn_start(unsigned int kind)
{
	struct task_struct *task;

	if (kind == CHURN_NONE)
		return 0;
	kernel_task_enter("vmm");
	task = kthread_run(churn_thread, (void *)(unsigned long)kind, "churn");
	kernel_task_exit();
	if (IS_ERR(task))
		return PTR_ERR(task);
	churner = task;
	return 0;
}

void vmm_churn_stop(void)
{
	if (!churner)
		return;
	kernel_task_enter("vmm");
	kthread_stop(churner);
	kernel_task_exit();
	churner = NULL;
}
