/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sequence_written.c - sequences written by hand: what drivers do, and the corners of the rules.
 */
#include "sequence.h"

#include <stdio.h>

#include <linux/virtio_ring.h>

#define OP(...) sequence_add(sequence, (struct ring_op){ .kind = __VA_ARGS__ })

static int has_indirect(const struct sequence *sequence)
{
	return !!(sequence->features & 1ull << VIRTIO_RING_F_INDIRECT_DESC);
}

/* One request at a time, as a synchronous disk has it: header, data, status. */
static void one_at_a_time(struct sequence *sequence)
{
	for (unsigned int i = 0; i < 3 * sequence->num; i++) {
		OP(i % 2 ? RING_ADD_LISTS : RING_ADD_ARRAY, .out = 1, .in = 2, .value = i);
		OP(RING_KICK_PREPARE);
		OP(RING_NOTIFY);
		OP(RING_DEVICE_POP, .count = 1);
		OP(RING_DEVICE_USE, .count = 1, .value = i);
		OP(RING_INTERRUPT);
		OP(RING_DISABLE_CB);
		OP(RING_GET);
		OP(RING_GET);
		OP(RING_ENABLE_CB);
	}
}

/* Every order in which a full ring of single buffers may come back, so that the free list does. */
static void out_of_order(struct sequence *sequence)
{
	for (unsigned int order = 0; order < 24; order++) {
		for (unsigned int i = 0; i < sequence->num; i++)
			OP(RING_ADD_LISTS, .out = i % 2, .in = 1 - i % 2, .value = i);
		OP(RING_DEVICE_POP, .count = sequence->num);
		OP(RING_DEVICE_USE, .count = 1, .pick = order % 4);
		OP(RING_DEVICE_USE, .count = 1, .pick = order / 4 % 3);
		OP(RING_GET);
		OP(RING_DEVICE_USE, .count = 2, .pick = order / 12);
		OP(RING_GET);
		OP(RING_GET);
		OP(RING_GET);
	}
}

/* Buffers of every shape that fits until there is no room, then one that is too long for long. */
static void full_ring(struct sequence *sequence)
{
	unsigned int longest = has_indirect(sequence) ? RING_SEGMENTS_MAX : 8;

	sequence->num = 8;
	for (unsigned int total = 1; total <= longest; total++) {
		for (unsigned int out = 0; out <= total; out++)
			OP(RING_ADD_ARRAY, .out = out, .in = total - out, .value = out);
		OP(RING_ADD_LISTS, .out = total, .value = 9);
		OP(RING_ADD_LISTS, .in = total, .value = 9);
		OP(RING_KICK);
		OP(RING_DEVICE_POP, .count = 3);
		OP(RING_DEVICE_USE, .count = 2, .pick = 1, .value = 100);
		OP(RING_GET);
		OP(RING_ADD_LISTS, .out = 1, .in = total - 1, .value = 5);
		for (unsigned int i = 0; i < 9; i++) {
			OP(RING_DEVICE_POP, .count = 1);
			OP(RING_DEVICE_USE, .count = 1);
			OP(RING_GET);
		}
	}
}

/* What the device wishes, against batches of every size from every index on. */
static void kick_thresholds(struct sequence *sequence)
{
	for (unsigned int i = 0; i < 24; i++) {
		unsigned int batch = 1 + i % 3;

		OP(RING_DEVICE_WISH, .value = i / 3 + i % 5);
		for (unsigned int j = 0; j < batch; j++)
			OP(RING_ADD_ARRAY, .out = 1, .value = j);
		OP(RING_KICK_PREPARE);
		OP(RING_KICK_PREPARE);
		OP(RING_DEVICE_POP, .count = batch);
		OP(RING_DEVICE_USE, .count = batch, .pick = i);
		for (unsigned int j = 0; j < batch; j++)
			OP(RING_GET);
	}
}

/* Callbacks off and on in every way, with and without used buffers waiting. */
static void callbacks(struct sequence *sequence)
{
	static const uint8_t enable[] = { RING_ENABLE_CB, RING_ENABLE_CB_PREPARE,
					  RING_ENABLE_CB_DELAYED };

	for (unsigned int i = 0; i < 48; i++) {
		for (unsigned int j = 0; j < 3; j++)
			OP(RING_ADD_LISTS, .in = 1, .value = j);
		if (i & 1)
			OP(RING_DISABLE_CB);
		OP(RING_DEVICE_POP, .count = 3);
		OP(RING_DEVICE_USE, .count = 1 + i % 3);
		if (i & 2)
			OP(RING_INTERRUPT);
		if (i & 4)
			OP(RING_DISABLE_CB);
		OP(RING_GET);
		OP(enable[i % 3]);
		OP(RING_POLL);
		OP(RING_DEVICE_USE, .count = 3);
		if (i & 8)
			OP(RING_INTERRUPT);
		OP(RING_POLL);
		OP(RING_GET);
		OP(enable[(i + 1) % 3]);
		OP(RING_GET);
		OP(RING_GET);
	}
}

/* A queue that polls. */
static void no_callback(struct sequence *sequence)
{
	sequence->callback = 0;
	one_at_a_time(sequence);
	callbacks(sequence);
}

/* Nothing in the ring at all. */
static void empty_ring(struct sequence *sequence)
{
	for (unsigned int kind = 0; kind < RING_OP_KINDS; kind++)
		if (kind != RING_ADD_ARRAY && kind != RING_ADD_LISTS)
			OP(kind);
	OP(RING_RENEW);
	OP(RING_GET);
}

/* Reset with buffers in all states: free, with the device, used and not fetched. */
static void detach(struct sequence *sequence)
{
	sequence->num = 16;
	for (unsigned int taken = 0; taken < 6; taken++) {
		for (unsigned int i = 0; i < 5; i++)
			OP(RING_ADD_LISTS, .out = 1 + i % 2, .in = 1, .value = i);
		OP(RING_DEVICE_POP, .count = taken);
		OP(RING_DEVICE_USE, .count = taken / 2 + 1, .pick = 1);
		OP(RING_GET);
		for (unsigned int i = 0; i < 6; i++)
			OP(RING_DETACH);
		OP(RING_ADD_LISTS, .out = 2, .in = 2);
		OP(RING_KICK);
		OP(RING_DETACH);
		OP(RING_RENEW);
	}
}

/* Ways to lose a queue, and what can still be called. */
static void broken(struct sequence *sequence)
{
	static const struct ring_op ways[] = {
		{ .kind = RING_BREAK },
		{ .kind = RING_DEVICE_BAD, .value = 4 },
		{ .kind = RING_DEVICE_BAD, .value = 0xffff },
		{ .kind = RING_DEVICE_BAD, .value = 3 },
		{ .kind = RING_DEVICE_DEAF, .value = 1 },
	};

	for (unsigned int way = 0; way < sizeof(ways) / sizeof(ways[0]); way++) {
		OP(RING_ADD_ARRAY, .out = 1, .in = 1);
		OP(RING_DISABLE_CB);
		sequence_add(sequence, ways[way]);
		OP(RING_INTERRUPT);
		/* No room: the device is told, deaf or not. */
		OP(RING_ADD_ARRAY, .out = 4);
		OP(RING_GET);
		OP(RING_KICK);
		for (unsigned int kind = 0; kind < RING_OP_KINDS; kind++)
			if (kind != RING_DETACH && kind != RING_RENEW)
				OP(kind, .out = 1, .count = 1, .value = ways[way].value);
		for (unsigned int i = 0; i < 5; i++)
			OP(RING_DETACH);
		OP(RING_RENEW);
	}
}

/* The 16-bit indices wrap, and so does the count of what was added since the last kick. */
static void index_wraps(struct sequence *sequence)
{
	sequence->num = 2;
	sequence->align = 4;
	for (unsigned int i = 0; i < 0x10000 + 8; i++) {
		OP(RING_ADD_LISTS, .out = 1, .value = i);
		OP(RING_DEVICE_POP, .count = 1);
		OP(RING_DEVICE_USE, .count = 1, .value = i);
		OP(RING_GET);
	}
}

static const struct {
	const char *name;
	void (*write)(struct sequence *sequence);
} all[] = {
	{ "one at a time", one_at_a_time },
	{ "out of order", out_of_order },
	{ "full ring", full_ring },
	{ "kick thresholds", kick_thresholds },
	{ "callbacks", callbacks },
	{ "no callback", no_callback },
	{ "empty ring", empty_ring },
	{ "detach", detach },
	{ "broken", broken },
	{ "index wraps", index_wraps },
};

unsigned int sequence_written_total(void)
{
	return sizeof(all) / sizeof(all[0]);
}

void sequence_written(struct sequence *sequence, unsigned int number)
{
	snprintf(sequence->name, sizeof(sequence->name), "%s", all[number].name);
	all[number].write(sequence);
}
