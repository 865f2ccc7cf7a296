/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_ring_add.c - exposing buffers to the device, and taking their descriptors back.
 *
 * A buffer is a chain of descriptors in the table, or one descriptor that points to an indirect
 * table of its own (virtio 1.1, 2.6.5). Its first descriptor's number is the head that goes into
 * the available ring.
 */
#include <linux/bug.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "virtio_ring_priv.h"

/* A buffer on its way into the ring: segments from an array, or from lists one after another. */
struct vring_buf {
	struct scatterlist **lists; /* NULL: sg is an array */
	struct scatterlist *sg; /* next segment */
	unsigned int out, in; /* segments */
	void *data;
	struct vring_desc *indir; /* NULL: direct */
};

static struct scatterlist *vring_buf_next(struct vring_buf *buf)
{
	struct scatterlist *sg;

	if (!buf->lists)
		return buf->sg++;

	while (!buf->sg)
		buf->sg = *buf->lists++;
	sg = buf->sg;
	buf->sg = sg_next(sg);
	return sg;
}

static dma_addr_t vring_map(const struct vring_virtqueue *vq, struct scatterlist *sg, bool write)
{
	return dma_map_single(vq->vq.vdev->dev.parent, sg_virt(sg), sg->length,
			      write ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
}

static bool vring_map_failed(const struct vring_virtqueue *vq, dma_addr_t addr)
{
	return dma_mapping_error(vq->vq.vdev->dev.parent, addr);
}

static void vring_unmap(const struct vring_virtqueue *vq, dma_addr_t addr, u32 len, u16 flags)
{
	dma_unmap_single(vq->vq.vdev->dev.parent, addr, len,
			 flags & VRING_DESC_F_WRITE ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
}

static void vring_unmap_indirect(const struct vring_virtqueue *vq, const struct vring_desc *table,
				 unsigned int count)
{
	struct virtio_device *vdev = vq->vq.vdev;
	unsigned int i;

	for (i = 0; i < count; i++)
		vring_unmap(vq, virtio64_to_cpu(vdev, table[i].addr),
			    virtio32_to_cpu(vdev, table[i].len),
			    virtio16_to_cpu(vdev, table[i].flags));
}

static void vring_desc_write(const struct vring_virtqueue *vq, struct vring_desc *desc,
			     dma_addr_t addr, u32 len, u16 flags, u16 next)
{
	struct virtio_device *vdev = vq->vq.vdev;

	desc->addr = cpu_to_virtio64(vdev, addr);
	desc->len = cpu_to_virtio32(vdev, len);
	desc->flags = cpu_to_virtio16(vdev, flags);
	desc->next = cpu_to_virtio16(vdev, next);
}

/* The same in the shared table, remembered in our copy; next is the one on the free list. */
static void vring_direct_write(struct vring_virtqueue *vq, unsigned int i, dma_addr_t addr, u32 len,
			       u16 flags)
{
	struct vring_desc_extra *extra = &vq->extra[i];

	extra->addr = addr;
	extra->len = len;
	extra->flags = flags;
	vring_desc_write(vq, &vq->vring.desc[i], addr, len, flags, extra->next);
}

/* Flags of segment n of a buffer. */
static u16 vring_segment_flags(const struct vring_buf *buf, unsigned int n)
{
	u16 flags = n < buf->out ? 0 : VRING_DESC_F_WRITE;

	if (n + 1 < buf->out + buf->in)
		flags |= VRING_DESC_F_NEXT;
	return flags;
}

/*
 * Fills free descriptors, from the head of the free list on, without taking them off it. Returns the
 * first that stays free, or -ENOMEM with nothing left mapped.
 */
static int vring_fill_direct(struct vring_virtqueue *vq, struct vring_buf *buf)
{
	unsigned int total = buf->out + buf->in;
	unsigned int i = vq->free_head;
	unsigned int n;

	for (n = 0; n < total; n++) {
		u16 flags = vring_segment_flags(buf, n);
		struct scatterlist *sg = vring_buf_next(buf);
		dma_addr_t addr = vring_map(vq, sg, flags & VRING_DESC_F_WRITE);

		if (unlikely(vring_map_failed(vq, addr)))
			goto unmap;
		vring_direct_write(vq, i, addr, sg->length, flags);
		i = vq->extra[i].next;
	}
	return i;

unmap:
	for (i = vq->free_head; n > 0; n--, i = vq->extra[i].next)
		vring_unmap(vq, vq->extra[i].addr, vq->extra[i].len, vq->extra[i].flags);
	return -ENOMEM;
}

/* The same with the buffer's own table and one descriptor that points to it. */
static int vring_fill_indirect(struct vring_virtqueue *vq, struct vring_buf *buf)
{
	unsigned int total = buf->out + buf->in;
	unsigned int head = vq->free_head;
	u32 bytes = total * sizeof(struct vring_desc);
	struct scatterlist table_sg;
	dma_addr_t addr;
	unsigned int n;

	for (n = 0; n < total; n++) {
		u16 flags = vring_segment_flags(buf, n);
		struct scatterlist *sg = vring_buf_next(buf);

		addr = vring_map(vq, sg, flags & VRING_DESC_F_WRITE);
		if (unlikely(vring_map_failed(vq, addr)))
			goto unmap;
		vring_desc_write(vq, &buf->indir[n], addr, sg->length, flags, n + 1);
	}

	sg_init_one(&table_sg, buf->indir, bytes);
	addr = vring_map(vq, &table_sg, false);
	if (unlikely(vring_map_failed(vq, addr)))
		goto unmap;
	vring_direct_write(vq, head, addr, bytes, VRING_DESC_F_INDIRECT);
	return vq->extra[head].next;

unmap:
	vring_unmap_indirect(vq, buf->indir, n);
	return -ENOMEM;
}

/* Lets the device see the chain at head. */
static void vring_expose(struct vring_virtqueue *vq, unsigned int head)
{
	struct virtio_device *vdev = vq->vq.vdev;
	unsigned int slot = vq->avail_idx_shadow & (vq->vring.num - 1);

	vq->vring.avail->ring[slot] = cpu_to_virtio16(vdev, head);

	/* Descriptors and ring entry before the index that makes them the device's (2.6.13.2). */
	virtio_wmb(vq->weak_barriers);
	vq->avail_idx_shadow++;
	WRITE_ONCE(vq->vring.avail->idx, cpu_to_virtio16(vdev, vq->avail_idx_shadow));
	vq->num_added++;
}

/*
 * An indirect table if that is possible and worth while. It is only an optimisation, so its memory
 * must not come from the emergency reserves, and without it the chain goes in directly.
 */
static struct vring_desc *vring_alloc_indirect(const struct vring_virtqueue *vq, unsigned int total,
					       gfp_t gfp)
{
	if (!vq->indirect || total < 2 || !vq->vq.num_free)
		return NULL;
	return kmalloc_array(total, sizeof(struct vring_desc), gfp & ~__GFP_HIGH);
}

/* Puts buf into the ring. The device has not been told yet. */
static int vring_add(struct vring_virtqueue *vq, struct vring_buf *buf, gfp_t gfp)
{
	unsigned int total = buf->out + buf->in;
	unsigned int head = vq->free_head;
	unsigned int descs;
	int next;

	BUG_ON(!buf->data);
	BUG_ON(!total);

	if (unlikely(READ_ONCE(vq->broken)))
		return -EIO;

	buf->indir = vring_alloc_indirect(vq, total, gfp);
	descs = buf->indir ? 1 : total;
	if (vq->vq.num_free < descs) {
		pr_debug("%s: no room for %u descriptors, %u are free\n", vq->vq.name, descs,
			 vq->vq.num_free);
		/* A device that waits for data to go out may be what keeps the ring full. */
		if (buf->out)
			vq->notify(&vq->vq);
		kfree(buf->indir);
		return -ENOSPC;
	}

	next = buf->indir ? vring_fill_indirect(vq, buf) : vring_fill_direct(vq, buf);
	if (unlikely(next < 0)) {
		kfree(buf->indir);
		return next;
	}

	vq->free_head = next;
	vq->vq.num_free -= descs;
	vq->state[head].data = buf->data;
	vq->state[head].indir_desc = buf->indir;
	vq->state[head].indir_count = buf->indir ? total : 0;
	vring_expose(vq, head);
	pr_debug("%s: added head %u\n", vq->vq.name, head);
	return 0;
}

/* num_added must not wrap: the device compares 16-bit indices to learn how far we have got. */
static void vring_kick_before_wrap(struct vring_virtqueue *vq)
{
	if (unlikely(vq->num_added == U16_MAX))
		virtqueue_kick(&vq->vq);
}

int virtqueue_add_buf(struct virtqueue *_vq, struct scatterlist sg[], unsigned int out_num,
		      unsigned int in_num, void *data, gfp_t gfp)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	struct vring_buf buf = { .sg = sg, .out = out_num, .in = in_num, .data = data };
	int ret;

	START_USE(vq);
	ret = vring_add(vq, &buf, gfp);
	if (!ret)
		ret = _vq->num_free;
	END_USE(vq);
	vring_kick_before_wrap(vq);
	return ret;
}
EXPORT_SYMBOL_GPL(virtqueue_add_buf);

/* Segments in count terminated lists. */
static unsigned int vring_count_segments(struct scatterlist *lists[], unsigned int count)
{
	unsigned int segments = 0;
	struct scatterlist *sg;
	unsigned int i;

	for (i = 0; i < count; i++)
		for (sg = lists[i]; sg; sg = sg_next(sg))
			segments++;
	return segments;
}

int virtqueue_add_sgs(struct virtqueue *_vq, struct scatterlist *sgs[], unsigned int out_sgs,
		      unsigned int in_sgs, void *data, gfp_t gfp)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	struct vring_buf buf = {
		.lists = sgs,
		.out = vring_count_segments(sgs, out_sgs),
		.in = vring_count_segments(sgs + out_sgs, in_sgs),
		.data = data,
	};
	int ret;

	START_USE(vq);
	ret = vring_add(vq, &buf, gfp);
	END_USE(vq);
	vring_kick_before_wrap(vq);
	return ret;
}
EXPORT_SYMBOL_GPL(virtqueue_add_sgs);

void vring_detach_buf(struct vring_virtqueue *vq, unsigned int head)
{
	struct vring_desc_state *state = &vq->state[head];
	unsigned int last = head;
	unsigned int descs = 1;

	if (state->indir_desc) {
		vring_unmap_indirect(vq, state->indir_desc, state->indir_count);
		kfree(state->indir_desc);
		state->indir_desc = NULL;
	}
	state->data = NULL;

	for (;; last = vq->extra[last].next, descs++) {
		const struct vring_desc_extra *extra = &vq->extra[last];

		vring_unmap(vq, extra->addr, extra->len, extra->flags);
		if (!(extra->flags & VRING_DESC_F_NEXT))
			break;
	}

	vq->extra[last].next = vq->free_head;
	vq->free_head = head;
	vq->vq.num_free += descs;
}

void *virtqueue_detach_unused_buf(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	void *data = NULL;
	unsigned int i;

	START_USE(vq);
	for (i = 0; i < vq->vring.num && !data; i++) {
		data = vq->state[i].data;
		if (!data)
			continue;
		vring_detach_buf(vq, i);
		vq->avail_idx_shadow--;
		WRITE_ONCE(vq->vring.avail->idx, cpu_to_virtio16(_vq->vdev, vq->avail_idx_shadow));
	}
	/* Nothing is in flight any more, so every descriptor must have come back. */
	BUG_ON(!data && _vq->num_free != vq->vring.num);
	END_USE(vq);
	return data;
}
EXPORT_SYMBOL_GPL(virtqueue_detach_unused_buf);
