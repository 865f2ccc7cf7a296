/* SPDX-License-Identifier: GPL-2.0-only */
/* bare_split.h - the split ring of the bare driver: virtio 1.1, 2.6.13 and 2.6.14. */
#ifndef TESTS_MODEL_BARE_SPLIT_H
#define TESTS_MODEL_BARE_SPLIT_H

#include "bare_queue.h"

struct desc {
	uint64_t addr;
	u32 len;
	u16 flags, next;
};

struct split_ring {
	struct desc desc[BARE_RING];
	u16 avail_flags, avail_idx, avail_ring[BARE_RING], used_event;
	u16 pad; /* the used ring is aligned to 4 */
	u16 used_flags, used_idx;
	struct {
		u32 id, len;
	} used_ring[BARE_RING];
	u16 avail_event;
};

static void split_take_used(struct queue *queue)
{
	struct split_ring *ring = queue->split;

	while (ONCE(ring->used_idx) != queue->last_used) {
		struct request *request;
		u32 id;

		if (bug != BARE_NO_RMB)
			sim_barrier(SIM_RMB);
		id = ring->used_ring[queue->last_used % BARE_RING].id;
		request = queue->owner[id % BARE_RING];
		queue->owner[id] = 0;
		queue->last_used++;
		request_done(request);
	}
}

static void split_handle(struct queue *queue)
{
	struct split_ring *ring = queue->split;

	for (;;) {
		split_take_used(queue);
		if (!event_idx)
			break;
		ONCE(ring->used_event) = queue->last_used;
		if (bug == BARE_NO_RECHECK)
			break;
		sim_barrier(SIM_MB);
		if (ONCE(ring->used_idx) == queue->last_used)
			break;
	}
}

static int split_need_kick(struct split_ring *ring, u16 new_idx)
{
	if (bug != BARE_NO_MB)
		sim_barrier(SIM_MB);
	if (bug == BARE_NO_KICK && kicks++ >= 2)
		return 0;
	if (!event_idx)
		return !(ONCE(ring->used_flags) & 1);
	return (u16)(new_idx - ONCE(ring->avail_event) - 1) < 1;
}

static u16 split_fill(struct queue *queue, struct request *request)
{
	struct desc *desc = queue->split->desc;
	u16 head = 0, write = writes_memory(request) ? 2 : 0;

	while (queue->owner[head])
		head += 3;
	queue->owner[head] = request;
	desc[head] = (struct desc){ (uintptr_t)&request->header, 16, 1, head + 1 };
	desc[head + 1] =
		(struct desc){ (uintptr_t)request->data, request->bytes, 1 | write, head + 2 };
	desc[head + 2] = (struct desc){ (uintptr_t)&request->status, 1, 2, 0 };
	if (!request->bytes)
		desc[head].next = head + 2;
	if (bug == BARE_LOOP)
		desc[head + 1].next = head;
	if (bug == BARE_ORDER)
		desc[head].flags |= 2;
	if (bug == BARE_SWAP && request->bytes) {
		desc[head + 1].addr += request->bytes / 2;
		desc[head + 1].len /= 2;
	}
	return head;
}

/* True if the device wants to know. */
static int split_expose(struct queue *queue, struct request *request)
{
	struct split_ring *ring = queue->split;
	u16 head = split_fill(queue, request), idx = ring->avail_idx;

	ring->avail_ring[idx % BARE_RING] = bug == BARE_BAD_HEAD ? BARE_RING + 1 : head;
	if (bug != BARE_NO_WMB)
		sim_barrier(SIM_WMB);
	ONCE(ring->avail_idx) = idx + (bug == BARE_INDEX_JUMP ? BARE_RING + 1 : 1);
	if (bug == BARE_OWNED_DESC)
		ring->desc[head].len++;
	return split_need_kick(ring, idx + 1);
}

#endif
