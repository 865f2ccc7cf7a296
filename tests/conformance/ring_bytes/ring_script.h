/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ring_script.h - the operations of a recorded sequence, and what each of them answers.
 *
 * One interface between the native test, which has the sequences, and module_ring_script.c, which
 * performs them and is compiled once for each world. Everything passed lies in simulated memory.
 */
#ifndef RING_SCRIPT_H
#define RING_SCRIPT_H

#include <stdint.h>

#define RING_NUM_MAX 16
/* Buffers at a time: one more than a ring can hold, so that the last one is refused. */
#define RING_TOKENS (RING_NUM_MAX + 1)
#define RING_SEGMENTS_MAX 12
#define RING_SEGMENT_BYTES 64
#define RING_DATA_BYTES (RING_TOKENS * RING_SEGMENTS_MAX * RING_SEGMENT_BYTES)

enum ring_op_kind {
	RING_ADD_ARRAY, /* out, in: segments, given as one array where the era has that */
	RING_ADD_LISTS, /* the same as terminated lists of one and two segments */
	RING_KICK_PREPARE,
	RING_NOTIFY,
	RING_KICK,
	RING_GET,
	RING_INTERRUPT,
	RING_DISABLE_CB,
	RING_ENABLE_CB,
	RING_ENABLE_CB_PREPARE,
	RING_POLL, /* with what the last RING_ENABLE_CB_PREPARE answered */
	RING_ENABLE_CB_DELAYED,
	RING_DETACH,
	RING_BREAK,
	RING_RENEW, /* the device is reset: a new queue in the same memory, which is zeroed */
	/* The device's half, done by hand. */
	RING_DEVICE_POP, /* takes up to count heads from the available ring */
	RING_DEVICE_USE, /* returns up to count of them, from number pick on, as one batch */
	RING_DEVICE_WISH, /* value: avail_event with the event index, the flags of used without */
	RING_DEVICE_BAD, /* value: an id that goes into the used ring as it is */
	RING_DEVICE_DEAF, /* value: not 0 = notifications fail from here on */
	RING_OP_KINDS
};

struct ring_op {
	uint8_t kind;
	uint8_t out, in;
	uint8_t count, pick;
	uint16_t value; /* also seeds the lengths of segments and of what the device wrote */
};

struct ring_setup {
	void *ring; /* vring_size(num, align) bytes */
	void *data; /* RING_DATA_BYTES of them */
	uint64_t features;
	uint32_t num;
	uint32_t align;
	uint32_t callback; /* not 0: the queue has one */
};

struct ring_result {
	int32_t ret; /* a bool, an error, the value of enable_cb_prepare, or how many */
	int32_t token; /* the buffer added, returned or detached; -1 = none */
	uint32_t len; /* that the driver was told with it */
	uint32_t num_free;
	uint32_t notified, called; /* so often since the setup */
	uint32_t broken;
};

void ring_script_begin(const struct ring_setup *how);
void ring_script_step(const struct ring_op *op, struct ring_result *result);
void ring_script_end(void);

#endif
