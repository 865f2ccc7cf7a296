/* SPDX-License-Identifier: GPL-2.0-only */
#include "sequence.h"

#include <stdlib.h>
#include <string.h>

#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include <criterion/criterion.h>

static const unsigned int feature_bits[] = {
	VIRTIO_F_VERSION_1,
	VIRTIO_RING_F_INDIRECT_DESC,
	VIRTIO_RING_F_EVENT_IDX,
};

#define FEATURE_BITS (sizeof(feature_bits) / sizeof(feature_bits[0]))
#define FEATURE_SETS (1u << FEATURE_BITS)

static uint64_t feature_set(unsigned int number)
{
	uint64_t features = 0;

	for (unsigned int i = 0; i < FEATURE_BITS; i++)
		if (number & 1u << i)
			features |= 1ull << feature_bits[i];
	return features;
}

unsigned int sequence_total(void)
{
	return sequence_written_total() * FEATURE_SETS + sequence_generated_total();
}

void sequence_get(struct sequence *sequence, unsigned int number)
{
	unsigned int written = sequence_written_total() * FEATURE_SETS;

	sequence->count = 0;
	sequence->num = 4;
	sequence->align = 64;
	sequence->callback = 1;
	sequence->features = feature_set(number % FEATURE_SETS);
	if (number < written)
		sequence_written(sequence, number / FEATURE_SETS);
	else
		sequence_generated(sequence, number - written);
}

void sequence_add(struct sequence *sequence, struct ring_op op)
{
	cr_assert_lt(sequence->count, SEQUENCE_OPS_MAX);
	sequence->ops[sequence->count++] = op;
}

const char *ring_op_name(unsigned int kind)
{
	static const char *const names[RING_OP_KINDS] = {
		[RING_ADD_ARRAY] = "add (array)",
		[RING_ADD_LISTS] = "add (lists)",
		[RING_KICK_PREPARE] = "kick_prepare",
		[RING_NOTIFY] = "notify",
		[RING_KICK] = "kick",
		[RING_GET] = "get_buf",
		[RING_INTERRUPT] = "interrupt",
		[RING_DISABLE_CB] = "disable_cb",
		[RING_ENABLE_CB] = "enable_cb",
		[RING_ENABLE_CB_PREPARE] = "enable_cb_prepare",
		[RING_POLL] = "poll",
		[RING_ENABLE_CB_DELAYED] = "enable_cb_delayed",
		[RING_DETACH] = "detach_unused_buf",
		[RING_BREAK] = "break_device",
		[RING_RENEW] = "renew",
		[RING_DEVICE_POP] = "device: pop",
		[RING_DEVICE_USE] = "device: use",
		[RING_DEVICE_WISH] = "device: wish",
		[RING_DEVICE_BAD] = "device: bad id",
		[RING_DEVICE_DEAF] = "device: deaf",
	};

	return names[kind];
}
