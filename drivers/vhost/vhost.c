/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost.c - the life of a vhost device: owner, workers, logging, reset, as in Linux 6.1, with
 * workers as in "vhost-blk: in-kernel accelerator for virtio-blk guests" (2022, v3).
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

static void vq_reset(struct vhost_virtqueue *vq)
{
	vq->worker = NULL;
	vq->num = 1;
	vq->desc = NULL;
	vq->avail = NULL;
	vq->used = NULL;
	vq->last_avail_idx = 0;
	vq->avail_idx = 0;
	vq->last_used_idx = 0;
	vq->signalled_used = 0;
	vq->signalled_used_valid = false;
	vq->used_flags = 0;
	vq->log_used = false;
	vq->log_addr = -1ull;
	vq->private_data = NULL;
	vq->acked_features = 0;
	vq->log_base = NULL;
	vq->kick = NULL;
	vq->call_ctx = NULL;
	vq->error_ctx = NULL;
	vq->log_ctx = NULL;
	vq->umem = NULL;
}

void vhost_dev_init(struct vhost_dev *dev, struct vhost_virtqueue **vqs, int nvqs, int iov_limit,
		    int weight, int byte_weight)
{
	int i;

	memset(dev, 0, sizeof(*dev));
	mutex_init(&dev->mutex);
	dev->vqs = vqs;
	dev->nvqs = nvqs;
	dev->iov_limit = iov_limit;
	dev->weight = weight;
	dev->byte_weight = byte_weight;
	for (i = 0; i < nvqs; i++) {
		struct vhost_virtqueue *vq = vqs[i];

		vq->dev = dev;
		vq->indirect = NULL;
		vq->heads = NULL;
		vq->log = NULL;
		mutex_init(&vq->mutex);
		vq_reset(vq);
		vhost_poll_init(&vq->poll, vq->handle_kick, EPOLLIN, vq);
	}
}
EXPORT_SYMBOL_GPL(vhost_dev_init);

static void free_iovecs(struct vhost_dev *dev)
{
	int i;

	for (i = 0; i < dev->nvqs; i++) {
		struct vhost_virtqueue *vq = dev->vqs[i];

		kfree(vq->indirect);
		kfree(vq->heads);
		kfree(vq->log);
		vq->indirect = NULL;
		vq->heads = NULL;
		vq->log = NULL;
	}
}

static int alloc_iovecs(struct vhost_dev *dev)
{
	int i;

	for (i = 0; i < dev->nvqs; i++) {
		struct vhost_virtqueue *vq = dev->vqs[i];

		vq->indirect = kmalloc_array(VHOST_MAX_IOV, sizeof(*vq->indirect), GFP_KERNEL);
		vq->heads = kmalloc_array(dev->iov_limit, sizeof(*vq->heads), GFP_KERNEL);
		vq->log = kmalloc_array(dev->iov_limit, sizeof(*vq->log), GFP_KERNEL);
		if (!vq->indirect || !vq->heads || !vq->log) {
			free_iovecs(dev);
			return -ENOMEM;
		}
	}
	return 0;
}

bool vhost_dev_has_owner(struct vhost_dev *dev)
{
	return dev->mm;
}
EXPORT_SYMBOL_GPL(vhost_dev_has_owner);

long vhost_dev_check_owner(struct vhost_dev *dev)
{
	return dev->mm && dev->mm == current->mm ? 0 : -EPERM;
}
EXPORT_SYMBOL_GPL(vhost_dev_check_owner);

static void detach_mm(struct vhost_dev *dev)
{
	if (dev->mm)
		mmput(dev->mm);
	dev->mm = NULL;
}

long vhost_dev_set_owner(struct vhost_dev *dev)
{
	int err;

	lockdep_assert_held(&dev->mutex);
	if (vhost_dev_has_owner(dev))
		return -EBUSY;
	dev->mm = get_task_mm(current);
	err = alloc_iovecs(dev);
	if (err)
		goto err_mm;
	err = vhost_add_worker(dev);
	if (err)
		goto err_iovecs;
	vhost_assign_workers(dev);
	return 0;
err_iovecs:
	free_iovecs(dev);
err_mm:
	detach_mm(dev);
	return err;
}
EXPORT_SYMBOL_GPL(vhost_dev_set_owner);

struct vhost_umem *vhost_dev_reset_owner_prepare(void)
{
	return vhost_umem_alloc(0);
}
EXPORT_SYMBOL_GPL(vhost_dev_reset_owner_prepare);

void vhost_dev_reset_owner(struct vhost_dev *dev, struct vhost_umem *umem)
{
	int i;

	lockdep_assert_held(&dev->mutex);
	vhost_dev_cleanup(dev);
	dev->umem = umem;
	/* No worker is left that could look. */
	for (i = 0; i < dev->nvqs; i++)
		dev->vqs[i]->umem = umem;
}
EXPORT_SYMBOL_GPL(vhost_dev_reset_owner);

void vhost_dev_stop(struct vhost_dev *dev)
{
	int i;

	for (i = 0; i < dev->nvqs; i++)
		vhost_poll_stop(&dev->vqs[i]->poll);
	vhost_dev_flush(dev);
}
EXPORT_SYMBOL_GPL(vhost_dev_stop);

static void put_ctx(struct eventfd_ctx *ctx)
{
	if (ctx)
		eventfd_ctx_put(ctx);
}

void vhost_dev_cleanup(struct vhost_dev *dev)
{
	int i;

	for (i = 0; i < dev->nvqs; i++) {
		struct vhost_virtqueue *vq = dev->vqs[i];

		if (vq->kick)
			fput(vq->kick);
		put_ctx(vq->call_ctx);
		put_ctx(vq->error_ctx);
		vq_reset(vq);
	}
	free_iovecs(dev);
	put_ctx(dev->log_ctx);
	dev->log_ctx = NULL;
	vhost_umem_free(dev->umem);
	dev->umem = NULL;
	vhost_remove_workers(dev, 0);
	detach_mm(dev);
}
EXPORT_SYMBOL_GPL(vhost_dev_cleanup);

/* Every queue gets it for which it can be the log; -EFAULT if it cannot for one that runs. */
static long set_log_base(struct vhost_dev *dev, u64 __user *argp)
{
	long err = 0;
	u64 base;
	int i;

	if (get_user(base, argp))
		return -EFAULT;
	for (i = 0; i < dev->nvqs; i++) {
		struct vhost_virtqueue *vq = dev->vqs[i];
		void __user *log_base = (void __user *)(uintptr_t)base;

		mutex_lock(&vq->mutex);
		if (vq->private_data && !vhost_vq_log_access_ok(vq, log_base))
			err = -EFAULT;
		else
			vq->log_base = log_base;
		mutex_unlock(&vq->mutex);
	}
	return err;
}

static long set_log_fd(struct vhost_dev *dev, int __user *argp)
{
	struct eventfd_ctx *ctx, *old;
	int fd, i;

	if (get_user(fd, argp))
		return -EFAULT;
	ctx = fd == VHOST_FILE_UNBIND ? NULL : eventfd_ctx_fdget(fd);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	old = dev->log_ctx;
	dev->log_ctx = ctx;
	for (i = 0; i < dev->nvqs; i++) {
		mutex_lock(&dev->vqs[i]->mutex);
		dev->vqs[i]->log_ctx = ctx;
		mutex_unlock(&dev->vqs[i]->mutex);
	}
	put_ctx(old);
	return 0;
}

long vhost_dev_ioctl(struct vhost_dev *dev, unsigned int ioctl, void __user *argp)
{
	long err;

	if (ioctl == VHOST_SET_OWNER)
		return vhost_dev_set_owner(dev);
	err = vhost_dev_check_owner(dev);
	if (err)
		return err;
	switch (ioctl) {
	case VHOST_SET_MEM_TABLE:
		return vhost_set_memory(dev, argp);
	case VHOST_SET_LOG_BASE:
		return set_log_base(dev, argp);
	case VHOST_SET_LOG_FD:
		return set_log_fd(dev, argp);
	case VHOST_SET_NWORKERS:
		return vhost_set_nworkers(dev, argp);
	default:
		return -ENOIOCTLCMD;
	}
}
EXPORT_SYMBOL_GPL(vhost_dev_ioctl);

bool vhost_exceeds_weight(struct vhost_virtqueue *vq, int pkts, int total_len)
{
	struct vhost_dev *dev = vq->dev;

	if (pkts < dev->weight && !(dev->byte_weight && total_len >= dev->byte_weight))
		return false;
	vhost_poll_queue(&vq->poll);
	return true;
}
EXPORT_SYMBOL_GPL(vhost_exceeds_weight);

MODULE_LICENSE("GPL v2");
MODULE_DESCRIPTION("Host kernel accelerator for virtio");
