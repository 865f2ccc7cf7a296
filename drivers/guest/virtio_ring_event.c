/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_ring_event.c - telling the device (kick) and hearing from it (used buffers, callbacks).
 *
 * Both directions are the same protocol (virtio 1.1, 2.6.7 to 2.6.10): who produces makes entries
 * visible, then with a full barrier between looks whether the other side wants to be told; who goes
 * to sleep asks to be told, then with a full barrier between looks once more for entries.
 */
#include <linux/module.h>

#include "virtio_ring_priv.h"

bool virtqueue_kick_prepare(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 old_idx, new_idx;
	bool needed;

	START_USE(vq);
	/* The new avail->idx before the device's wish: pairs with its barrier before it idles. */
	virtio_mb(vq->weak_barriers);

	new_idx = vq->avail_idx_shadow;
	old_idx = new_idx - vq->num_added;
	vq->num_added = 0;

	if (vq->event) {
		u16 event = virtio16_to_cpu(_vq->vdev, READ_ONCE(vring_avail_event(&vq->vring)));

		needed = vring_need_event(event, new_idx, old_idx);
	} else {
		u16 flags = virtio16_to_cpu(_vq->vdev, READ_ONCE(vq->vring.used->flags));

		needed = !(flags & VRING_USED_F_NO_NOTIFY);
	}
	END_USE(vq);
	return needed;
}
EXPORT_SYMBOL_GPL(virtqueue_kick_prepare);

bool virtqueue_notify(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	if (unlikely(READ_ONCE(vq->broken)))
		return false;
	if (!vq->notify(_vq)) {
		WRITE_ONCE(vq->broken, true);
		return false;
	}
	return true;
}
EXPORT_SYMBOL_GPL(virtqueue_notify);

bool virtqueue_kick(struct virtqueue *vq)
{
	if (virtqueue_kick_prepare(vq))
		return virtqueue_notify(vq);
	return true;
}
EXPORT_SYMBOL_GPL(virtqueue_kick);

bool virtqueue_kick_unlock(struct virtqueue *vq, spinlock_t *lock)
{
	bool alive;

	if (!virtqueue_kick_prepare(vq))
		return true;

	/* The operation is complete, so others may use the ring while this CPU is in the host. */
	if (lock)
		spin_unlock(lock);
	alive = virtqueue_notify(vq);
	if (lock)
		spin_lock(lock);
	return alive;
}
EXPORT_SYMBOL_GPL(virtqueue_kick_unlock);

void *virtqueue_get_buf(struct virtqueue *_vq, unsigned int *len)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	const struct vring_used_elem *elem;
	void *data = NULL;
	u32 id;

	START_USE(vq);
	if (unlikely(READ_ONCE(vq->broken)) || !vring_more_used(vq))
		goto out;

	/* The entry must not be read before the index that says it is there. */
	virtio_rmb(vq->weak_barriers);
	elem = &vq->vring.used->ring[vq->last_used_idx & (vq->vring.num - 1)];
	id = virtio32_to_cpu(_vq->vdev, elem->id);
	*len = virtio32_to_cpu(_vq->vdev, elem->len);

	if (unlikely(id >= vq->vring.num)) {
		vring_bad(vq, "id %u out of range", id);
		goto out;
	}
	if (unlikely(!vq->state[id].data)) {
		vring_bad(vq, "id %u is not a head", id);
		goto out;
	}

	data = vq->state[id].data;
	vring_detach_buf(vq, id);
	WRITE_ONCE(vq->last_used_idx, (u16)(vq->last_used_idx + 1));

	/* With callbacks on, the next used buffer is to cause one. As in enable_cb, the wish goes out
	 * before the caller looks for that buffer. */
	if (!(READ_ONCE(vq->avail_flags_shadow) & VRING_AVAIL_F_NO_INTERRUPT))
		virtio_store_mb(vq->weak_barriers, &vring_used_event(&vq->vring),
				cpu_to_virtio16(_vq->vdev, vq->last_used_idx));
out:
	END_USE(vq);
	return data;
}
EXPORT_SYMBOL_GPL(virtqueue_get_buf);

/* With event index the flag is for us alone. */
static void vring_set_avail_flags(struct vring_virtqueue *vq, u16 flags)
{
	WRITE_ONCE(vq->avail_flags_shadow, flags);
	if (!vq->event)
		WRITE_ONCE(vq->vring.avail->flags, cpu_to_virtio16(vq->vq.vdev, flags));
}

void virtqueue_disable_cb(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 flags = READ_ONCE(vq->avail_flags_shadow);

	if (flags & VRING_AVAIL_F_NO_INTERRUPT)
		return;
	vring_set_avail_flags(vq, flags | VRING_AVAIL_F_NO_INTERRUPT);
	/* As far from what the device will use next as an index that is always the same can be. After
	 * an interrupt it has passed used_event, so there is nothing to move away. */
	if (vq->event && !READ_ONCE(vq->event_triggered))
		WRITE_ONCE(vring_used_event(&vq->vring), 0);
}
EXPORT_SYMBOL_GPL(virtqueue_disable_cb);

/* Wants a callback once the device has used more than index used_event. Without the event index the
 * device does not look there. */
static void vring_enable_at(struct vring_virtqueue *vq, u16 used_event)
{
	u16 flags = READ_ONCE(vq->avail_flags_shadow);

	if (vq->event)
		WRITE_ONCE(vq->event_triggered, false);
	if (flags & VRING_AVAIL_F_NO_INTERRUPT)
		vring_set_avail_flags(vq, flags & ~VRING_AVAIL_F_NO_INTERRUPT);
	WRITE_ONCE(vring_used_event(&vq->vring), cpu_to_virtio16(vq->vq.vdev, used_event));
}

unsigned int virtqueue_enable_cb_prepare(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 last_used_idx;

	START_USE(vq);
	last_used_idx = vq->last_used_idx;
	vring_enable_at(vq, last_used_idx);
	END_USE(vq);
	return last_used_idx;
}
EXPORT_SYMBOL_GPL(virtqueue_enable_cb_prepare);

bool virtqueue_poll(struct virtqueue *_vq, unsigned int last_used_idx)
{
	struct vring_virtqueue *vq = to_vvq(_vq);

	if (unlikely(READ_ONCE(vq->broken)))
		return false;

	/* The wish for callbacks before the last look: pairs with the device's barrier between
	 * used->idx and its decision to interrupt. */
	virtio_mb(vq->weak_barriers);
	return (u16)last_used_idx != virtio16_to_cpu(_vq->vdev, READ_ONCE(vq->vring.used->idx));
}
EXPORT_SYMBOL_GPL(virtqueue_poll);

bool virtqueue_enable_cb(struct virtqueue *vq)
{
	unsigned int last_used_idx = virtqueue_enable_cb_prepare(vq);

	return !virtqueue_poll(vq, last_used_idx);
}
EXPORT_SYMBOL_GPL(virtqueue_enable_cb);

bool virtqueue_enable_cb_delayed(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	u16 in_flight, wait_for, used;

	/* Nothing will come, so there is nothing to wait for either. */
	if (unlikely(READ_ONCE(vq->broken)))
		return true;

	START_USE(vq);
	/* Three quarters of what the device still holds: rare enough, and not too late. */
	in_flight = vq->avail_idx_shadow - vq->last_used_idx;
	wait_for = in_flight * 3 / 4;
	vring_enable_at(vq, vq->last_used_idx + wait_for);

	virtio_mb(vq->weak_barriers);
	used = virtio16_to_cpu(_vq->vdev, READ_ONCE(vq->vring.used->idx));
	used -= vq->last_used_idx;
	END_USE(vq);
	return used <= wait_for;
}
EXPORT_SYMBOL_GPL(virtqueue_enable_cb_delayed);
