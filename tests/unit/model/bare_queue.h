/* SPDX-License-Identifier: GPL-2.0-only */
/* bare_queue.h - a queue of the bare driver, whichever its layout. For module_bare.c only. */
#ifndef TESTS_MODEL_BARE_QUEUE_H
#define TESTS_MODEL_BARE_QUEUE_H

#include <sim/port.h>

#include "bare.h"

typedef uint16_t u16;
typedef uint32_t u32;

#define ONCE(x) (*(volatile __typeof__(x) *)&(x))

struct request {
	struct {
		u32 type, ioprio;
		uint64_t sector;
	} header;
	uint8_t status;
	void *data;
	u32 bytes;
	long done;
	struct sim_ctx *ctx;
};

struct queue {
	struct split_ring *split;
	struct packed_ring *packed;
	struct sim_lock lock;
	struct request *owner[BARE_RING]; /* by head, or by buffer id */
	u16 last_used;
	/* packed */
	u16 next_avail;
	int avail_wrap, used_wrap;
	u16 taken[BARE_RING]; /* descriptors, by buffer id */
	u32 used_bytes; /* what the device says it wrote */
};

static enum bare_bug bug;
static int event_idx;
static unsigned int kicks;

static int writes_memory(const struct request *request)
{
	return request->header.type != 1;
}

/* It may be gone when this returns. */
static void request_done(struct request *request)
{
	__atomic_store_n(&request->done, 1, __ATOMIC_RELEASE);
	sim_unpark(request->ctx);
}

#endif
