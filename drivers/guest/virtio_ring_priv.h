/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_ring_priv.h - the guest's view of one split virtqueue, private to virtio_ring*.c.
 */
#ifndef VIRTIO_RING_PRIV_H
#define VIRTIO_RING_PRIV_H

#include <linux/dma-mapping.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

/* What the driver gave us for the chain that starts at a descriptor. */
struct vring_desc_state {
	void *data; /* the token; NULL = no chain starts here */
	struct vring_desc *indir_desc; /* its indirect table, if it has one */
	unsigned int indir_count;
};

/*
 * Our copy of what a direct descriptor holds. The free list and the unmapping are driven by it, so
 * that nothing the device writes into the shared descriptor table can lead us astray.
 */
struct vring_desc_extra {
	dma_addr_t addr;
	u32 len;
	u16 flags;
	u16 next;
};

struct vring_virtqueue {
	struct virtqueue vq;

	struct vring vring; /* where desc, avail and used lie; shared with the device */
	void *own_pages; /* the same memory if we allocated it */
	size_t own_bytes;
	dma_addr_t dma_addr;

	bool weak_barriers;
	bool indirect; /* VIRTIO_RING_F_INDIRECT_DESC was negotiated */
	bool event; /* VIRTIO_RING_F_EVENT_IDX was negotiated */
	bool broken; /* marked accesses: set from anywhere, read without the user's lock */

	unsigned int free_head; /* first of vq.num_free free descriptors */
	unsigned int num_added; /* buffers exposed since the last kick */
	u16 avail_idx_shadow; /* what avail->idx holds */
	u16 avail_flags_shadow; /* what avail->flags holds, or would without event index */
	u16 last_used_idx; /* next used entry to look at; marked accesses */
	bool event_triggered; /* a hint: interrupted since callbacks were enabled; marked accesses */

	bool (*notify)(struct virtqueue *vq);

	int in_use; /* line of the operation under way, with the debug check; marked accesses */

	struct vring_desc_extra *extra; /* vring.num of them */
	struct vring_desc_state state[]; /* vring.num of them */
};

#define to_vvq(_vq) container_of(_vq, struct vring_virtqueue, vq)

extern bool vring_debug;

/*
 * The check that operations of one queue do not overlap. Module parameter debug turns it on. It must
 * not order anything, or it hides what it looks for (97a545ab6ce9 "virtio: remove bogus barriers
 * from DEBUG version"): marked accesses, no barrier.
 */
void vring_start_use(struct vring_virtqueue *vq, int line);
#define START_USE(vq)                                                                              \
	do {                                                                                       \
		if (vring_debug)                                                                   \
			vring_start_use(vq, __LINE__);                                             \
	} while (0)
#define END_USE(vq)                                                                                \
	do {                                                                                       \
		if (vring_debug)                                                                   \
			WRITE_ONCE((vq)->in_use, 0);                                               \
	} while (0)

/* The device broke the rules: no more of this queue. With the debug check that is a crash. */
__printf(2, 3) void vring_bad(struct vring_virtqueue *vq, const char *fmt, ...);

/* Has the device used buffers that nobody took yet? Legal without the user's lock, as a hint. */
static inline bool vring_more_used(const struct vring_virtqueue *vq)
{
	u16 used = virtio16_to_cpu(vq->vq.vdev, READ_ONCE(vq->vring.used->idx));

	return READ_ONCE(vq->last_used_idx) != used;
}

/* Gives back the chain that starts at head: unmaps it and puts its descriptors on the free list. */
void vring_detach_buf(struct vring_virtqueue *vq, unsigned int head);

#endif
