/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_vring.c - the ioctls that set up one virtqueue, with the error numbers of Linux 6.1. No
 * byte order but little endian, no busy polling.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

#define VRING_ADDR_FLAGS (1u << VHOST_VRING_F_LOG)

static long set_num(struct vhost_virtqueue *vq, void __user *argp)
{
	struct vhost_vring_state state;

	if (vq->private_data)
		return -EBUSY;
	if (copy_from_user(&state, argp, sizeof(state)))
		return -EFAULT;
	if (!state.num || state.num > 0xffff || (state.num & (state.num - 1)))
		return -EINVAL;
	vq->num = state.num;
	return 0;
}

static long set_base(struct vhost_virtqueue *vq, void __user *argp)
{
	struct vhost_vring_state state;

	if (vq->private_data)
		return -EBUSY;
	if (copy_from_user(&state, argp, sizeof(state)))
		return -EFAULT;
	if (state.num > 0xffff)
		return -EINVAL;
	vq->last_avail_idx = state.num;
	vq->avail_idx = state.num;
	return 0;
}

static long get_base(struct vhost_virtqueue *vq, u32 index, void __user *argp)
{
	struct vhost_vring_state state = { .index = index, .num = vq->last_avail_idx };

	return copy_to_user(argp, &state, sizeof(state)) ? -EFAULT : 0;
}

static long set_addr(struct vhost_virtqueue *vq, void __user *argp)
{
	struct vhost_vring_addr a;
	vring_desc_t __user *desc;
	vring_avail_t __user *avail;
	vring_used_t __user *used;
	bool log_used;

	if (copy_from_user(&a, argp, sizeof(a)))
		return -EFAULT;
	if (a.flags & ~VRING_ADDR_FLAGS)
		return -EOPNOTSUPP;
	if (a.avail_user_addr % VRING_AVAIL_ALIGN_SIZE ||
	    a.used_user_addr % VRING_USED_ALIGN_SIZE || a.log_guest_addr % VRING_USED_ALIGN_SIZE)
		return -EINVAL;
	desc = (vring_desc_t __user *)(uintptr_t)a.desc_user_addr;
	avail = (vring_avail_t __user *)(uintptr_t)a.avail_user_addr;
	used = (vring_used_t __user *)(uintptr_t)a.used_user_addr;
	log_used = a.flags & VRING_ADDR_FLAGS;
	/* One that does not run is looked at when it shall: its size may be unknown yet. */
	if (vq->private_data &&
	    (!vhost_vq_ring_access_ok(vq, vq->num, desc, avail, used) ||
	     !vhost_vq_log_used_access_ok(vq, vq->log_base, log_used, a.log_guest_addr)))
		return -EINVAL;
	vq->desc = desc;
	vq->avail = avail;
	vq->used = used;
	vq->log_used = log_used;
	vq->log_addr = a.log_guest_addr;
	return 0;
}

/* *stopped: the queue no longer polls what it did, so a work may still be about to run. */
static long set_kick(struct vhost_virtqueue *vq, void __user *argp, bool *stopped)
{
	struct vhost_vring_file f;
	struct file *file, *old = vq->kick;

	if (copy_from_user(&f, argp, sizeof(f)))
		return -EFAULT;
	file = f.fd == VHOST_FILE_UNBIND ? NULL : eventfd_fget(f.fd);
	if (IS_ERR(file))
		return PTR_ERR(file);
	if (file == old) {
		if (file)
			fput(file);
		return 0;
	}
	vq->kick = file;
	if (old) {
		vhost_poll_stop(&vq->poll);
		*stopped = true;
		fput(old);
	}
	return file && vq->handle_kick ? vhost_poll_start(&vq->poll, file) : 0;
}

static long set_eventfd(struct eventfd_ctx **slot, void __user *argp)
{
	struct vhost_vring_file f;
	struct eventfd_ctx *ctx, *old = *slot;

	if (copy_from_user(&f, argp, sizeof(f)))
		return -EFAULT;
	ctx = f.fd == VHOST_FILE_UNBIND ? NULL : eventfd_ctx_fdget(f.fd);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	*slot = ctx;
	if (old)
		eventfd_ctx_put(old);
	return 0;
}

static long vring_ioctl(struct vhost_virtqueue *vq, u32 index, unsigned int ioctl,
			void __user *argp, bool *stopped)
{
	switch (ioctl) {
	case VHOST_SET_VRING_NUM:
		return set_num(vq, argp);
	case VHOST_SET_VRING_BASE:
		return set_base(vq, argp);
	case VHOST_GET_VRING_BASE:
		return get_base(vq, index, argp);
	case VHOST_SET_VRING_ADDR:
		return set_addr(vq, argp);
	case VHOST_SET_VRING_KICK:
		return set_kick(vq, argp, stopped);
	case VHOST_SET_VRING_CALL:
		return set_eventfd(&vq->call_ctx, argp);
	case VHOST_SET_VRING_ERR:
		return set_eventfd(&vq->error_ctx, argp);
	default:
		return -ENOIOCTLCMD;
	}
}

long vhost_vring_ioctl(struct vhost_dev *dev, unsigned int ioctl, void __user *argp)
{
	struct vhost_virtqueue *vq;
	bool stopped = false;
	u32 index;
	long err;

	lockdep_assert_held(&dev->mutex);
	if (get_user(index, (u32 __user *)argp))
		return -EFAULT;
	if (index >= (u32)dev->nvqs)
		return -ENOBUFS;
	vq = dev->vqs[index];
	mutex_lock(&vq->mutex);
	err = vring_ioctl(vq, index, ioctl, argp, &stopped);
	mutex_unlock(&vq->mutex);
	if (stopped)
		vhost_dev_flush(dev);
	return err;
}
EXPORT_SYMBOL_GPL(vhost_vring_ioctl);
