/* SPDX-License-Identifier: GPL-2.0-only */
/* bare_packed.h - the packed ring of the bare driver: virtio 1.1, 2.7.13 and 2.7.14. */
#ifndef TESTS_MODEL_BARE_PACKED_H
#define TESTS_MODEL_BARE_PACKED_H

#include "bare_queue.h"

#define PACKED_AVAIL (1u << 7)
#define PACKED_USED (1u << 15)
#define PACKED_WRAP (1u << 15)

enum { EVENT_ENABLE, EVENT_DISABLE, EVENT_DESC };

struct packed_desc {
	uint64_t addr;
	u32 len;
	u16 id, flags;
};

struct packed_event {
	u16 off_wrap, flags;
};

struct packed_ring {
	struct packed_desc desc[BARE_RING];
	struct packed_event driver __attribute__((aligned(16)));
	struct packed_event device __attribute__((aligned(16)));
};

/* ---- used buffers -------------------------------------------------------------------------- */

static int packed_more_used(struct queue *queue)
{
	u16 flags = ONCE(queue->packed->desc[queue->last_used].flags);

	return !!(flags & PACKED_AVAIL) == queue->used_wrap &&
	       !!(flags & PACKED_USED) == queue->used_wrap;
}

static void packed_take_used(struct queue *queue)
{
	while (packed_more_used(queue)) {
		struct packed_desc *desc = &queue->packed->desc[queue->last_used];
		struct request *request;
		u16 id;

		if (bug != BARE_NO_RMB)
			sim_barrier(SIM_RMB);
		if (bug == BARE_UNREAD)
			desc->len = 0;
		id = desc->id % BARE_RING;
		queue->used_bytes += desc->len;
		request = queue->owner[id];
		queue->owner[id] = 0;
		queue->last_used += queue->taken[id];
		if (queue->last_used >= BARE_RING) {
			queue->last_used -= BARE_RING;
			queue->used_wrap ^= 1;
		}
		request_done(request);
	}
}

static void packed_want_interrupts(struct queue *queue)
{
	struct packed_event *event = &queue->packed->driver;
	int wrap = bug == BARE_OTHER_LAP ? !queue->used_wrap : queue->used_wrap;
	u16 place = bug == BARE_EVENT_PLACE ? BARE_RING : queue->last_used;

	if (event_idx) {
		ONCE(event->off_wrap) = place | (wrap ? PACKED_WRAP : 0);
		sim_barrier(SIM_WMB);
	}
	ONCE(event->flags) = bug == BARE_EVENT_FLAGS ? 3 : event_idx ? EVENT_DESC : EVENT_ENABLE;
	if (bug == BARE_EVENT_DEVICE)
		ONCE(queue->packed->device.flags) = EVENT_ENABLE;
}

static void packed_handle(struct queue *queue)
{
	for (;;) {
		ONCE(queue->packed->driver.flags) = EVENT_DISABLE;
		packed_take_used(queue);
		packed_want_interrupts(queue);
		if (bug == BARE_NO_RECHECK)
			break;
		sim_barrier(SIM_MB);
		if (!packed_more_used(queue))
			break;
	}
}

/* ---- available buffers --------------------------------------------------------------------- */

static int packed_need_kick(struct queue *queue, u16 added)
{
	u16 new_idx = queue->next_avail, event;
	union {
		u32 both;
		struct packed_event event;
	} device;

	if (bug != BARE_NO_MB)
		sim_barrier(SIM_MB);
	if (bug == BARE_NO_KICK && kicks++ >= 2)
		return 0;
	device.both = ONCE(*(u32 *)&queue->packed->device);
	if (device.event.flags != EVENT_DESC)
		return device.event.flags == EVENT_ENABLE;
	event = device.event.off_wrap & ~PACKED_WRAP;
	if (!!(device.event.off_wrap & PACKED_WRAP) != queue->avail_wrap)
		event -= BARE_RING;
	return (u16)(new_idx - event - 1) < added;
}

static u16 packed_id(const struct queue *queue)
{
	u16 id = 0;

	while (bug != BARE_SAME_ID && queue->owner[id])
		id++;
	return id;
}

/* The flags of the chain's descriptor number index, and the step to the next one. */
static u16 packed_flags(struct queue *queue, u16 *at)
{
	u16 flags = queue->avail_wrap ? PACKED_AVAIL : PACKED_USED;

	if (++*at == BARE_RING) {
		*at = 0;
		if (bug != BARE_SAME_LAP)
			queue->avail_wrap ^= 1;
	}
	return flags;
}

/* True if the device wants to know. */
static int packed_expose(struct queue *queue, struct request *request)
{
	const struct packed_desc chain[] = {
		{ (uintptr_t)&request->header, 16, 0, bug == BARE_ORDER ? 3 : 1 },
		{ (uintptr_t)request->data, request->bytes, 0, writes_memory(request) ? 3 : 1 },
		{ (uintptr_t)&request->status, 1, 0, bug == BARE_NO_END ? 3 : 2 },
	};
	struct packed_desc *desc = queue->packed->desc, *head = &desc[queue->next_avail];
	u16 id = packed_id(queue), at = queue->next_avail, count = 0, head_flags = 0;

	for (int i = 0; i < 3; i++) {
		struct packed_desc *to = &desc[at];
		u16 flags;

		if (!chain[i].len)
			continue;
		flags = chain[i].flags | packed_flags(queue, &at);
		to->addr = chain[i].addr;
		to->len = chain[i].len;
		to->id = id;
		if (i)
			to->flags = flags;
		else
			head_flags = flags;
		if (!i && bug == BARE_HEAD_FIRST)
			to->flags = flags;
		if (i == 1 && bug == BARE_SWAP) {
			to->addr += to->len / 2;
			to->len /= 2;
		}
		count++;
	}
	if (bug != BARE_NO_WMB)
		sim_barrier(SIM_WMB);
	ONCE(head->flags) = head_flags;
	if (bug == BARE_OWNED_DESC)
		head->len++;
	queue->owner[id] = request;
	queue->taken[id] = count;
	queue->next_avail = at;
	return packed_need_kick(queue, count);
}

#endif
