/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_avail.c - what the guest makes available: requests are taken off the ring, and taken
 * apart. As in Linux 6.1. The guest is not trusted: whatever it writes is read once and checked.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/uaccess.h>

#include "vhost_priv.h"

/* A request that is being taken apart. */
struct chain {
	struct vhost_virtqueue *vq;
	struct iovec *iov;
	unsigned int iov_size;
	unsigned int out, in; /* pieces so far */
	struct vhost_log *log; /* NULL: nobody wants to know */
	unsigned int log_num;
};

int vhost_get_avail_idx(struct vhost_virtqueue *vq)
{
	__virtio16 value;
	u16 idx;

	if (get_user(value, &vq->avail->idx)) {
		vq_err(vq, "Cannot read the available index at %p\n", &vq->avail->idx);
		return -EFAULT;
	}
	idx = vhost16_to_cpu(vq, value);
	if ((u16)(idx - vq->last_avail_idx) > vq->num) {
		vq_err(vq, "The available index jumped from %u to %u\n", vq->last_avail_idx, idx);
		return -EINVAL;
	}
	vq->avail_idx = idx;
	if (idx == vq->last_avail_idx)
		return 0;
	/* The index before the ring's entries and their descriptors; pairs with the barrier by
	 * which the guest exposes them. */
	smp_rmb();
	return 1;
}

static int chain_add(struct chain *chain, const struct vring_desc *desc)
{
	struct vhost_virtqueue *vq = chain->vq;
	bool write = desc->flags & cpu_to_vhost16(vq, VRING_DESC_F_WRITE);
	u64 addr = vhost64_to_cpu(vq, desc->addr);
	u32 len = vhost32_to_cpu(vq, desc->len);
	unsigned int have = chain->out + chain->in;
	int count = vhost_translate_desc(vq, addr, len, chain->iov + have, chain->iov_size - have);

	if (count < 0) {
		vq_err(vq, "Cannot translate %u bytes at %#llx: %d\n", len,
		       (unsigned long long)addr, count);
		return count;
	}
	if (!write && chain->in) {
		vq_err(vq, "A readable descriptor behind a writable one\n");
		return -EINVAL;
	}
	if (!write) {
		chain->out += count;
		return 0;
	}
	chain->in += count;
	/* An empty one takes no piece, so there may be more of them than the log has room for. */
	if (chain->log && count) {
		chain->log[chain->log_num].addr = addr;
		chain->log[chain->log_num].len = len;
		chain->log_num++;
	}
	return 0;
}

/* Reads entry number i of an indirect table that lies in pieces. */
static int read_indirect(const struct iovec *iov, unsigned int i, struct vring_desc *desc)
{
	size_t offset = i * sizeof(*desc), done = 0;

	while (done < sizeof(*desc)) {
		size_t bytes;

		for (; offset >= iov->iov_len; iov++)
			offset -= iov->iov_len;
		bytes = min(iov->iov_len - offset, sizeof(*desc) - done);
		if (copy_from_user((char *)desc + done, (char __user *)iov->iov_base + offset,
				   bytes))
			return -EINVAL;
		done += bytes;
		offset += bytes;
	}
	return 0;
}

static int chain_add_indirect(struct chain *chain, const struct vring_desc *indirect)
{
	struct vhost_virtqueue *vq = chain->vq;
	u32 len = vhost32_to_cpu(vq, indirect->len);
	unsigned int i, count = len / sizeof(*indirect);
	struct vring_desc desc;
	int err;

	if (len % sizeof(desc)) {
		vq_err(vq, "An indirect table of %u bytes\n", len);
		return -EINVAL;
	}
	err = vhost_translate_desc(vq, vhost64_to_cpu(vq, indirect->addr), len, vq->indirect,
				   VHOST_MAX_IOV);
	if (err < 0) {
		vq_err(vq, "Cannot translate an indirect table: %d\n", err);
		return err;
	}
	/* Indices have 16 bits. */
	if (count > USHRT_MAX + 1) {
		vq_err(vq, "An indirect table of %u descriptors\n", count);
		return -E2BIG;
	}
	for (i = 0; i < count; i++) {
		err = read_indirect(vq->indirect, i, &desc);
		if (err) {
			vq_err(vq, "Cannot read indirect descriptor %u\n", i);
			return err;
		}
		if (desc.flags & cpu_to_vhost16(vq, VRING_DESC_F_INDIRECT)) {
			vq_err(vq, "An indirect table in another\n");
			return -EINVAL;
		}
		err = chain_add(chain, &desc);
		if (err || !(desc.flags & cpu_to_vhost16(vq, VRING_DESC_F_NEXT)))
			return err;
	}
	vq_err(vq, "An indirect table that goes on behind its end\n");
	return -EINVAL;
}

/* 0, or a negative errno. */
static int walk(struct chain *chain, unsigned int i)
{
	struct vhost_virtqueue *vq = chain->vq;
	struct vring_desc desc;
	unsigned int found;
	int err;

	for (found = 0; found < vq->num; found++) {
		if (i >= vq->num) {
			vq_err(vq, "Descriptor %u of %u\n", i, vq->num);
			return -EINVAL;
		}
		if (copy_from_user(&desc, vq->desc + i, sizeof(desc))) {
			vq_err(vq, "Cannot read descriptor %u at %p\n", i, vq->desc + i);
			return -EFAULT;
		}
		err = desc.flags & cpu_to_vhost16(vq, VRING_DESC_F_INDIRECT) ?
			      chain_add_indirect(chain, &desc) :
			      chain_add(chain, &desc);
		if (err || !(desc.flags & cpu_to_vhost16(vq, VRING_DESC_F_NEXT)))
			return err;
		i = vhost16_to_cpu(vq, desc.next);
	}
	vq_err(vq, "A chain of more than %u descriptors\n", vq->num);
	return -EINVAL;
}

int vhost_get_vq_desc(struct vhost_virtqueue *vq, struct iovec *iov, unsigned int iov_size,
		      unsigned int *out_num, unsigned int *in_num, struct vhost_log *log,
		      unsigned int *log_num)
{
	struct chain chain = { .vq = vq, .iov = iov, .iov_size = iov_size, .log = log };
	__virtio16 value;
	unsigned int head;
	int err;

	lockdep_assert_held(&vq->mutex);
	if (vq->avail_idx == vq->last_avail_idx) {
		err = vhost_get_avail_idx(vq);
		if (err <= 0)
			return err ? err : (int)vq->num;
	}
	if (get_user(value, &vq->avail->ring[vq->last_avail_idx & (vq->num - 1)])) {
		vq_err(vq, "Cannot read available entry %u\n", vq->last_avail_idx);
		return -EFAULT;
	}
	head = vhost16_to_cpu(vq, value);
	if (head >= vq->num) {
		vq_err(vq, "Head %u of %u\n", head, vq->num);
		return -EINVAL;
	}
	err = walk(&chain, head);
	if (err)
		return err;
	*out_num = chain.out;
	*in_num = chain.in;
	if (log)
		*log_num = chain.log_num;
	vq->last_avail_idx++;
	/* With notifications on, the event index would have to move too. */
	BUG_ON(!(vq->used_flags & VRING_USED_F_NO_NOTIFY));
	return head;
}
EXPORT_SYMBOL_GPL(vhost_get_vq_desc);

void vhost_discard_vq_desc(struct vhost_virtqueue *vq, int n)
{
	vq->last_avail_idx -= n;
}
EXPORT_SYMBOL_GPL(vhost_discard_vq_desc);

/* ---- does the guest tell us? ----------------------------------------------------------------- */

static int update_used_flags(struct vhost_virtqueue *vq)
{
	if (put_user(cpu_to_vhost16(vq, vq->used_flags), &vq->used->flags)) {
		vq_err(vq, "Cannot write the used flags at %p\n", &vq->used->flags);
		return -EFAULT;
	}
	vhost_log_used(vq, &vq->used->flags, sizeof(vq->used->flags));
	return 0;
}

static int update_avail_event(struct vhost_virtqueue *vq)
{
	__virtio16 __user *event = (__virtio16 __user *)&vq->used->ring[vq->num];

	if (put_user(cpu_to_vhost16(vq, vq->avail_idx), event)) {
		vq_err(vq, "Cannot write the available event at %p\n", event);
		return -EFAULT;
	}
	vhost_log_used(vq, event, sizeof(*event));
	return 0;
}

void vhost_disable_notify(struct vhost_dev *dev, struct vhost_virtqueue *vq)
{
	if (vq->used_flags & VRING_USED_F_NO_NOTIFY)
		return;
	vq->used_flags |= VRING_USED_F_NO_NOTIFY;
	/* An event index that is not moved on disables by itself. */
	if (!vhost_has_feature(vq, VIRTIO_RING_F_EVENT_IDX))
		update_used_flags(vq);
}
EXPORT_SYMBOL_GPL(vhost_disable_notify);

bool vhost_enable_notify(struct vhost_dev *dev, struct vhost_virtqueue *vq)
{
	if (!(vq->used_flags & VRING_USED_F_NO_NOTIFY))
		return false;
	vq->used_flags &= ~VRING_USED_F_NO_NOTIFY;
	if (vhost_has_feature(vq, VIRTIO_RING_F_EVENT_IDX) ? update_avail_event(vq) :
							     update_used_flags(vq))
		return false;
	/* That we want to know, before we look for the last time; pairs with the guest's barrier
	 * between its index and its look at our wish. */
	smp_mb();
	return vhost_get_avail_idx(vq) > 0;
}
EXPORT_SYMBOL_GPL(vhost_enable_notify);

int vhost_vq_init_access(struct vhost_virtqueue *vq)
{
	__virtio16 idx;

	lockdep_assert_held(&vq->mutex);
	if (!vq->private_data)
		return 0;
	if (update_used_flags(vq))
		return -EFAULT;
	vq->signalled_used_valid = false;
	if (get_user(idx, &vq->used->idx)) {
		vq_err(vq, "Cannot read the used index at %p\n", &vq->used->idx);
		return -EFAULT;
	}
	vq->last_used_idx = vhost16_to_cpu(vq, idx);
	return 0;
}
EXPORT_SYMBOL_GPL(vhost_vq_init_access);
