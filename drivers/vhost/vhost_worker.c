/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_worker.c - works, and the threads that run them.
 *
 * The array of workers, their creation on demand, the ioctl that raises their number, the flush
 * of all and the cgroups of each: "vhost-blk: in-kernel accelerator for virtio-blk guests" (2022,
 * v3), patches 2 to 8. The order of state and list in the thread's loop: 6.4 ("vhost: Fix worker
 * hangs due to missed wake up calls"). What a killed worker leaves behind: 6.10.
 */
#include <linux/cgroup.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

/* Works under way, and flushes that wait for them: as the workqueue that ran works in 2009 had
 * it. */
static struct lockdep_map works_map = STATIC_LOCKDEP_MAP_INIT("vhost work", &works_map);

void vhost_work_init(struct vhost_work *work, vhost_work_fn_t fn)
{
	work->flags = 0;
	work->fn = fn;
}
EXPORT_SYMBOL_GPL(vhost_work_init);

/* Inside RCU. False if the worker has run its last work. */
static bool worker_queue(struct vhost_worker *worker, struct vhost_work *work)
{
	if (!worker || READ_ONCE(worker->killed))
		return false;
	/* Whoever sets the bit may use the node: it is on no list. */
	if (!test_and_set_bit(VHOST_WORK_QUEUED, &work->flags)) {
		llist_add(&work->node, &worker->work_list);
		wake_up_process(worker->task);
	}
	return true;
}

bool vhost_vq_work_queue(struct vhost_virtqueue *vq, struct vhost_work *work)
{
	bool queued;

	rcu_read_lock();
	queued = worker_queue(rcu_dereference(vq->worker), work);
	rcu_read_unlock();
	return queued;
}
EXPORT_SYMBOL_GPL(vhost_vq_work_queue);

/* False if nothing was queued. */
static bool run_works(struct vhost_worker *worker)
{
	struct llist_node *list = llist_del_all(&worker->work_list);
	struct vhost_work *work, *next;

	if (!list)
		return false;
	__set_current_state(TASK_RUNNING);
	list = llist_reverse_order(list);
	llist_for_each_entry_safe (work, next, list, node) {
		/* With the bit, the node is given away: it was read before. */
		clear_bit_unlock(VHOST_WORK_QUEUED, &work->flags);
		lock_map_acquire(&works_map);
		work->fn(work);
		lock_map_release(&works_map);
		cond_resched();
	}
	return true;
}

/* Runs what was queued before anybody could see that nothing must be queued any more. */
static void worker_killed(struct vhost_worker *worker)
{
	mutex_lock(&worker->mutex);
	WRITE_ONCE(worker->killed, true);
	synchronize_rcu();
	while (run_works(worker))
		;
	mutex_unlock(&worker->mutex);
}

static int worker_thread(void *data)
{
	struct vhost_worker *worker = data;

	kthread_use_mm(worker->dev->mm);
	for (;;) {
		/* The state is set before the list and the stop bit are looked at: who adds or
		 * stops later finds a task to wake. */
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (!run_works(worker))
			schedule();
	}
	__set_current_state(TASK_RUNNING);
	worker_killed(worker);
	kthread_unuse_mm(worker->dev->mm);
	return 0;
}

struct vhost_flush {
	struct vhost_work work;
	struct completion done;
};

static void run_flush(struct vhost_work *work)
{
	complete(&container_of(work, struct vhost_flush, work)->done);
}

static void worker_flush(struct vhost_worker *worker)
{
	struct vhost_flush flush;
	bool queued;

	lock_map_acquire(&works_map);
	lock_map_release(&works_map);
	init_completion(&flush.done);
	vhost_work_init(&flush.work, run_flush);
	/* A worker that is being killed has run everything once its mutex is free. */
	mutex_lock(&worker->mutex);
	rcu_read_lock();
	queued = worker_queue(worker, &flush.work);
	rcu_read_unlock();
	mutex_unlock(&worker->mutex);
	if (queued)
		wait_for_completion(&flush.done);
}

void vhost_dev_flush(struct vhost_dev *dev)
{
	int i;

	for (i = 0; i < dev->nworkers; i++)
		worker_flush(dev->workers[i]);
}
EXPORT_SYMBOL_GPL(vhost_dev_flush);

struct vhost_attach_cgroups {
	struct vhost_work work;
	struct task_struct *owner;
	struct completion done;
	int err;
};

static void attach_cgroups_work(struct vhost_work *work)
{
	struct vhost_attach_cgroups *attach = container_of(work, struct vhost_attach_cgroups, work);

	attach->err = cgroup_attach_task_all(attach->owner, current);
	complete(&attach->done);
}

/* The worker's time is the owner's. */
static int worker_attach_cgroups(struct vhost_worker *worker)
{
	struct vhost_attach_cgroups attach = { .owner = current };

	init_completion(&attach.done);
	vhost_work_init(&attach.work, attach_cgroups_work);
	rcu_read_lock();
	worker_queue(worker, &attach.work);
	rcu_read_unlock();
	wait_for_completion(&attach.done);
	return attach.err;
}

static void worker_destroy(struct vhost_worker *worker)
{
	WARN_ON(!llist_empty(&worker->work_list));
	kthread_stop(worker->task);
	put_task_struct(worker->task);
	kfree(worker);
}

int vhost_add_worker(struct vhost_dev *dev)
{
	struct vhost_worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	struct task_struct *task;
	int err;

	if (!worker)
		return -ENOMEM;
	worker->dev = dev;
	mutex_init(&worker->mutex);
	init_llist_head(&worker->work_list);
	task = kthread_create(worker_thread, worker, "vhost-%d-%d", current->pid, dev->nworkers);
	if (IS_ERR(task)) {
		kfree(worker);
		return PTR_ERR(task);
	}
	/* It may end before we do away with it. */
	worker->task = get_task_struct(task);
	kthread_bind(task, dev->nworkers % num_online_cpus());
	wake_up_process(task);
	err = worker_attach_cgroups(worker);
	if (err) {
		worker_destroy(worker);
		return err;
	}
	dev->workers[dev->nworkers++] = worker;
	return 0;
}

void vhost_remove_workers(struct vhost_dev *dev, int keep)
{
	while (dev->nworkers > keep) {
		struct vhost_worker *worker = dev->workers[--dev->nworkers];

		dev->workers[dev->nworkers] = NULL;
		worker_destroy(worker);
	}
}

void vhost_assign_workers(struct vhost_dev *dev)
{
	int i;

	for (i = 0; i < dev->nvqs; i++) {
		struct vhost_virtqueue *vq = dev->vqs[i];

		mutex_lock(&vq->mutex);
		rcu_assign_pointer(vq->worker, dev->workers[i % dev->nworkers]);
		mutex_unlock(&vq->mutex);
	}
	synchronize_rcu();
	vhost_dev_flush(dev);
}

long vhost_set_nworkers(struct vhost_dev *dev, u32 __user *argp)
{
	int before = dev->nworkers, nworkers, err;
	u32 ceiling;

	if (get_user(ceiling, argp))
		return -EFAULT;
	if (!ceiling || ceiling < (u32)before || ceiling > VHOST_MAX_WORKERS)
		return -EINVAL;
	/* One that has no virtqueue would never run. */
	nworkers = min_t(int, ceiling, dev->nvqs);
	while (dev->nworkers < nworkers) {
		err = vhost_add_worker(dev);
		if (err) {
			vhost_remove_workers(dev, before);
			return err;
		}
	}
	if (dev->nworkers > before)
		vhost_assign_workers(dev);
	return 0;
}
