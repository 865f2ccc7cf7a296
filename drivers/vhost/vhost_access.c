/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_access.c - may rings, memory and log lie where user space says? As in Linux 6.1: an
 * address that no user can have is refused here, one that is not mapped faults when it is used.
 */
#include <linux/export.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

bool vhost_log_range_access_ok(void __user *log_base, u64 addr, u64 size)
{
	u64 first = addr / VHOST_PAGE_SIZE / 8;
	u64 bytes = (size + VHOST_PAGE_SIZE * 8 - 1) / VHOST_PAGE_SIZE / 8;

	if (first > ULONG_MAX - (uintptr_t)log_base || addr > U64_MAX - size)
		return false;
	return access_ok(log_base + first, bytes);
}

static size_t event_bytes(struct vhost_virtqueue *vq)
{
	return vhost_has_feature(vq, VIRTIO_RING_F_EVENT_IDX) ? sizeof(__virtio16) : 0;
}

static size_t used_bytes(struct vhost_virtqueue *vq, unsigned int num)
{
	return sizeof(*vq->used) + sizeof(vq->used->ring[0]) * num + event_bytes(vq);
}

bool vhost_vq_ring_access_ok(struct vhost_virtqueue *vq, unsigned int num,
			     vring_desc_t __user *desc, vring_avail_t __user *avail,
			     vring_used_t __user *used)
{
	return access_ok(desc, sizeof(*desc) * num) &&
	       access_ok(avail, sizeof(*avail) + sizeof(avail->ring[0]) * num + event_bytes(vq)) &&
	       access_ok(used, used_bytes(vq, num));
}

bool vhost_vq_log_used_access_ok(struct vhost_virtqueue *vq, void __user *log_base, bool log_used,
				 u64 log_addr)
{
	return !log_used || vhost_log_range_access_ok(log_base, log_addr, used_bytes(vq, vq->num));
}

bool vhost_vq_log_access_ok(struct vhost_virtqueue *vq, void __user *log_base)
{
	return vhost_umem_access_ok(vq->umem, log_base, vhost_has_feature(vq, VHOST_F_LOG_ALL)) &&
	       vhost_vq_log_used_access_ok(vq, log_base, vq->log_used, vq->log_addr);
}

bool vhost_vq_access_ok(struct vhost_virtqueue *vq)
{
	lockdep_assert_held(&vq->dev->mutex);
	lockdep_assert_held(&vq->mutex);
	return vhost_vq_log_access_ok(vq, vq->log_base) &&
	       vhost_vq_ring_access_ok(vq, vq->num, vq->desc, vq->avail, vq->used);
}
EXPORT_SYMBOL_GPL(vhost_vq_access_ok);

bool vhost_memory_access_ok(struct vhost_dev *dev, const struct vhost_umem *umem, bool log_all)
{
	bool ok = true;
	int i;

	for (i = 0; ok && i < dev->nvqs; i++) {
		struct vhost_virtqueue *vq = dev->vqs[i];

		mutex_lock(&vq->mutex);
		/* One that does not run is looked at when it shall. */
		if (vq->private_data)
			ok = vhost_umem_access_ok(umem, vq->log_base,
						  log_all ||
							  vhost_has_feature(vq, VHOST_F_LOG_ALL));
		mutex_unlock(&vq->mutex);
	}
	return ok;
}

bool vhost_log_access_ok(struct vhost_dev *dev)
{
	lockdep_assert_held(&dev->mutex);
	return vhost_memory_access_ok(dev, dev->umem, true);
}
EXPORT_SYMBOL_GPL(vhost_log_access_ok);
