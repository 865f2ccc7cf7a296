/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_used.c - what goes back to the guest: used requests, and interrupts if it wants them. As in
 * Linux 6.1.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

/* Elements that lie one behind the other in the ring. */
static int put_used(struct vhost_virtqueue *vq, const struct vring_used_elem *heads,
		    unsigned int count)
{
	vring_used_elem_t __user *used = vq->used->ring + (vq->last_used_idx & (vq->num - 1));
	u16 old = vq->last_used_idx, now = old + count;

	if (copy_to_user(used, heads, count * sizeof(*used))) {
		vq_err(vq, "Cannot write %u used elements at %p\n", count, used);
		return -EFAULT;
	}
	vhost_log_used(vq, used, count * sizeof(*used));
	vq->last_used_idx = now;
	/* So long without a signal that the last one can no longer be told from a later one. */
	if ((u16)(now - vq->signalled_used) < (u16)(now - old))
		vq->signalled_used_valid = false;
	return 0;
}

int vhost_add_used_n(struct vhost_virtqueue *vq, struct vring_used_elem *heads, unsigned int count)
{
	unsigned int to_end = vq->num - (vq->last_used_idx & (vq->num - 1));
	unsigned int first = min(count, to_end);
	int err;

	lockdep_assert_held(&vq->mutex);
	err = put_used(vq, heads, first);
	if (!err && count > first)
		err = put_used(vq, heads + first, count - first);
	if (err)
		return err;
	/* The elements, and what the device wrote to the buffers, before the index. */
	smp_wmb();
	if (put_user(cpu_to_vhost16(vq, vq->last_used_idx), &vq->used->idx)) {
		vq_err(vq, "Cannot write the used index at %p\n", &vq->used->idx);
		return -EFAULT;
	}
	vhost_log_used(vq, &vq->used->idx, sizeof(vq->used->idx));
	return 0;
}
EXPORT_SYMBOL_GPL(vhost_add_used_n);

int vhost_add_used(struct vhost_virtqueue *vq, unsigned int head, int len)
{
	struct vring_used_elem elem = { cpu_to_vhost32(vq, head), cpu_to_vhost32(vq, len) };

	return vhost_add_used_n(vq, &elem, 1);
}
EXPORT_SYMBOL_GPL(vhost_add_used);

/* Does the guest want an interrupt? Yes if it cannot be asked. */
static bool vhost_notify(struct vhost_virtqueue *vq)
{
	u16 old = vq->signalled_used, now = vq->last_used_idx;
	bool valid = vq->signalled_used_valid;
	__virtio16 value;

	/* The used index before a look at what the guest wants; pairs with the guest's barrier
	 * between its wish and its last look at the index. */
	smp_mb();
	if (vhost_has_feature(vq, VIRTIO_F_NOTIFY_ON_EMPTY) && vq->avail_idx == vq->last_avail_idx)
		return true;
	if (!vhost_has_feature(vq, VIRTIO_RING_F_EVENT_IDX)) {
		if (get_user(value, &vq->avail->flags)) {
			vq_err(vq, "Cannot read the available flags\n");
			return true;
		}
		return !(value & cpu_to_vhost16(vq, VRING_AVAIL_F_NO_INTERRUPT));
	}
	vq->signalled_used = now;
	vq->signalled_used_valid = true;
	if (!valid)
		return true;
	if (get_user(value, (__virtio16 __user *)&vq->avail->ring[vq->num])) {
		vq_err(vq, "Cannot read the used event\n");
		return true;
	}
	return vring_need_event(vhost16_to_cpu(vq, value), now, old);
}

void vhost_signal(struct vhost_dev *dev, struct vhost_virtqueue *vq)
{
	if (vq->call_ctx && vhost_notify(vq))
		eventfd_signal(vq->call_ctx, 1);
}
EXPORT_SYMBOL_GPL(vhost_signal);

void vhost_add_used_and_signal(struct vhost_dev *dev, struct vhost_virtqueue *vq, unsigned int head,
			       int len)
{
	vhost_add_used(vq, head, len);
	vhost_signal(dev, vq);
}
EXPORT_SYMBOL_GPL(vhost_add_used_and_signal);
