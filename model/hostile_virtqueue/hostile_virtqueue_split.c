/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile_virtqueue_split.c - the ring layer of a device that lies: QEMU's, but for what it says of
 * used buffers.
 *
 * The device serves as it always does until it lies. It never touches a buffer that it has given
 * back, or that the driver may take for given back: an IOMMU would not let it. So a lie that may end
 * other buffers is told only when the queue has none in use, and afterwards the device is silent.
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>

#include <sim/hostile.h>

#define virtqueue_split_push truthful_push
#include "qemu_virtqueue_split.c"
#undef virtqueue_split_push

enum lie {
	LIE_TRUTH,
	/* the buffer comes back, with */
	LIE_LENGTH,
	LIE_CONTENT, /* numbers in it that make no sense */
	LIE_SUPPRESSION, /* odd flags and event index */
	LIE_DESCRIPTOR, /* its descriptor overwritten */
	LIES_OF_SERVICE = LIE_DESCRIPTOR,
	/* it does not, and whoever waits for it waits */
	LIE_ID_TOO_LARGE,
	LIE_NEVER,
	LIE_NEEDS_RESET,
	LIES_OF_STARVATION = LIE_NEEDS_RESET,
	/* nor does any other from now on */
	LIE_ID_OF_OTHER,
	LIE_TWICE,
	LIE_INDEX,
	LIES = LIE_INDEX,
};

static uint32_t odd_number(uint32_t truth)
{
	const uint32_t numbers[] = { 0,		 1,	     truth + 1, truth - 1,
				     0x7fffffff, UINT32_MAX, 0x8000,	4096 };

	return numbers[sim_hostile(sizeof(numbers) / sizeof(numbers[0]))];
}

/* To a 9P driver an empty answer is that to a request which was flushed, for which nobody waits. */
static bool never_empty(const VirtQueue *vq)
{
	return !memcmp(vq->vdev->name, "virtio-9p", sizeof("virtio-9p"));
}

static uint32_t odd_length(const VirtQueue *vq, uint32_t truth)
{
	uint32_t len = odd_number(truth);

	return len || !never_empty(vq) ? len : 1;
}

/* One 32-bit field of what the device writes, near its beginning. */
static void lie_content(const VirtQueueElement *elem)
{
	size_t at = sizeof(uint32_t) * sim_hostile(6);
	uint32_t word;

	if (!elem->in_num || at + sizeof(word) > elem->in_sg[0].iov_len) {
		if (elem->in_num)
			*(uint8_t *)elem->in_sg[elem->in_num - 1].iov_base = odd_number(2);
		return;
	}
	memcpy(&word, (char *)elem->in_sg[0].iov_base + at, sizeof(word));
	word = odd_number(word);
	memcpy((char *)elem->in_sg[0].iov_base + at, &word, sizeof(word));
}

static void lie_suppression(VirtQueue *vq)
{
	atomic_set(&vq->vring.used->flags, cpu_to_le16(odd_number(0)));
	atomic_set((uint16_t *)&vring_avail_event(&vq->vring),
		   cpu_to_le16(vq->last_avail_idx + odd_number(0)));
}

static void lie_descriptor(VirtQueue *vq, const VirtQueueElement *elem)
{
	struct vring_desc *desc = &vq->vring.desc[elem->index];

	desc->addr = cpu_to_le64(odd_number(0));
	desc->len = cpu_to_le32(odd_number(desc->len));
	desc->flags = cpu_to_le16(odd_number(desc->flags));
	desc->next = cpu_to_le16(odd_number(desc->next));
}

static void push_id(VirtQueue *vq, uint32_t id, unsigned int len)
{
	const VirtQueueElement elem = { .index = id };

	truthful_push(vq, &elem, len);
}

static void lie_id_too_large(VirtQueue *vq, unsigned int len)
{
	const uint32_t ids[] = { vq->num, 0xffff, INT32_MAX, UINT32_MAX };

	push_id(vq, ids[sim_hostile(sizeof(ids) / sizeof(ids[0]))], len);
}

/* Used entries that were never written, or long ago, or none at all. */
static void lie_index(VirtQueue *vq)
{
	const uint16_t jumps[] = { 1, 2, vq->num, vq->num + 1, 0x8000, UINT16_MAX };

	for (unsigned int i = 0; never_empty(vq) && i < vq->num; i++)
		vq->vring.used->ring[i].len = cpu_to_le32(1);
	smp_wmb();
	atomic_set(
		&vq->vring.used->idx,
		cpu_to_le16(vq->used_idx + jumps[sim_hostile(sizeof(jumps) / sizeof(jumps[0]))]));
}

/* The last that the driver hears of the device. */
static void lie_and_be_silent(VirtQueue *vq, const VirtQueueElement *elem, unsigned int len,
			      enum lie lie)
{
	switch (lie) {
	case LIE_ID_OF_OTHER:
		for (unsigned int left = 1 + sim_hostile(2); left; left--)
			push_id(vq, sim_hostile(vq->num), odd_length(vq, len));
		break;
	case LIE_TWICE:
		truthful_push(vq, elem, len);
		truthful_push(vq, elem, len);
		break;
	default:
		lie_index(vq);
		break;
	}
	virtio_bus_notify(&vq->vdev->conf, vq->queue_index);
	atomic_set(&vq->vdev->broken, true);
}

static enum lie choose(const VirtQueue *vq)
{
	if (!sim_hostile_may_starve())
		return sim_hostile_lie(LIES_OF_SERVICE);
	return sim_hostile_lie(vq->inuse ? LIES_OF_STARVATION : LIES);
}

void virtqueue_split_push(VirtQueue *vq, const VirtQueueElement *elem, unsigned int len)
{
	enum lie lie = choose(vq);

	switch (lie) {
	case LIE_TRUTH:
		break;
	case LIE_LENGTH:
		len = odd_length(vq, len);
		break;
	case LIE_CONTENT:
		lie_content(elem);
		break;
	case LIE_SUPPRESSION:
		lie_suppression(vq);
		break;
	case LIE_DESCRIPTOR:
		lie_descriptor(vq, elem);
		break;
	case LIE_ID_TOO_LARGE:
		lie_id_too_large(vq, len);
		return;
	case LIE_NEVER:
		return;
	case LIE_NEEDS_RESET:
		virtio_error(vq->vdev, "%s: has had enough", vq->vdev->name);
		return;
	default:
		lie_and_be_silent(vq, elem, len, lie);
		return;
	}
	truthful_push(vq, elem, len);
}
