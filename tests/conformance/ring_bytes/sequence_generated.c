/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sequence_generated.c - sequences from fixed seeds.
 *
 * Each goes through moods: filling, serving, fiddling with callbacks ... A mood has its own odds for
 * what comes next, so that rings get full, run empty and wrap. Every operation is legal in whatever
 * state the ring is.
 */
#include "sequence.h"

#include <stdio.h>

#include <linux/virtio_ring.h>

#include <search/random.h>

#define SEQUENCES 400
#define SEED 20120614
#define OPS 120
#define MOOD_OPS_MAX 24

enum mood { MOOD_EVEN, MOOD_FILL, MOOD_SERVE, MOOD_CALLBACKS, MOOD_KICKS, MOODS };

static const uint8_t odds[MOODS][RING_OP_KINDS] = {
	[MOOD_EVEN] = {
		[RING_ADD_ARRAY] = 4, [RING_ADD_LISTS] = 4, [RING_KICK_PREPARE] = 2, [RING_NOTIFY] = 1,
		[RING_KICK] = 2, [RING_GET] = 8, [RING_INTERRUPT] = 3, [RING_DISABLE_CB] = 2,
		[RING_ENABLE_CB] = 2, [RING_ENABLE_CB_PREPARE] = 1, [RING_POLL] = 1,
		[RING_ENABLE_CB_DELAYED] = 1, [RING_DEVICE_POP] = 6, [RING_DEVICE_USE] = 6,
		[RING_DEVICE_WISH] = 2,
	},
	[MOOD_FILL] = {
		[RING_ADD_ARRAY] = 6, [RING_ADD_LISTS] = 6, [RING_KICK_PREPARE] = 1,
		[RING_DEVICE_POP] = 1, [RING_GET] = 1,
	},
	[MOOD_SERVE] = {
		[RING_DEVICE_POP] = 5, [RING_DEVICE_USE] = 5, [RING_GET] = 6, [RING_INTERRUPT] = 2,
		[RING_POLL] = 1, [RING_ADD_LISTS] = 1,
	},
	[MOOD_CALLBACKS] = {
		[RING_INTERRUPT] = 4, [RING_DISABLE_CB] = 4, [RING_ENABLE_CB] = 3,
		[RING_ENABLE_CB_PREPARE] = 2, [RING_POLL] = 2, [RING_ENABLE_CB_DELAYED] = 3,
		[RING_GET] = 4, [RING_DEVICE_POP] = 3, [RING_DEVICE_USE] = 3, [RING_ADD_ARRAY] = 3,
	},
	[MOOD_KICKS] = {
		[RING_ADD_ARRAY] = 4, [RING_KICK_PREPARE] = 4, [RING_NOTIFY] = 1, [RING_KICK] = 3,
		[RING_DEVICE_WISH] = 4, [RING_DEVICE_POP] = 4, [RING_DEVICE_USE] = 3, [RING_GET] = 4,
	},
};

static uint32_t below(struct random_state *random, uint32_t n)
{
	return random_below(random_next(random), n);
}

static unsigned int pick_kind(struct random_state *random, enum mood mood)
{
	unsigned int sum = 0, kind;
	uint32_t at;

	for (kind = 0; kind < RING_OP_KINDS; kind++)
		sum += odds[mood][kind];
	at = below(random, sum);
	for (kind = 0; at >= odds[mood][kind]; kind++)
		at -= odds[mood][kind];
	return kind;
}

/* A chain longer than the ring is legal only with indirect tables. */
static void pick_segments(struct random_state *random, const struct sequence *sequence,
			  struct ring_op *op)
{
	unsigned int most = RING_SEGMENTS_MAX, total;

	if (!(sequence->features & 1ull << VIRTIO_RING_F_INDIRECT_DESC) && most > sequence->num)
		most = sequence->num;
	/* Mostly short ones, or the ring would always be full. */
	if (below(random, 4) && most > 3)
		most = 3;
	total = 1 + below(random, most);
	op->out = below(random, total + 1);
	op->in = total - op->out;
}

static struct ring_op pick_op(struct random_state *random, const struct sequence *sequence,
			      enum mood mood)
{
	struct ring_op op = { .kind = pick_kind(random, mood) };

	op.value = below(random, 4) ? below(random, 2 * sequence->num) : below(random, 0x10000);
	op.count = 1 + below(random, sequence->num);
	op.pick = below(random, RING_NUM_MAX);
	if (op.kind == RING_ADD_ARRAY || op.kind == RING_ADD_LISTS)
		pick_segments(random, sequence, &op);
	return op;
}

/* The queue is given up in one of the ways there are, poked at, emptied and made anew. */
static void break_and_renew(struct random_state *random, struct sequence *sequence)
{
	static const uint8_t ways[] = { RING_BREAK, RING_DEVICE_BAD, RING_DEVICE_DEAF,
					RING_DETACH };
	struct ring_op op = { .kind = ways[below(random, sizeof(ways))] };

	op.value = below(random, 2) ? below(random, sequence->num) : below(random, 0x10000);
	sequence_add(sequence, op);
	if (op.kind != RING_DETACH)
		for (unsigned int i = below(random, 12); i > 0; i--)
			sequence_add(sequence, pick_op(random, sequence, below(random, MOODS)));
	for (unsigned int i = below(random, 2) ? RING_TOKENS : below(random, 4); i > 0; i--)
		sequence_add(sequence, (struct ring_op){ .kind = RING_DETACH });
	sequence_add(sequence, (struct ring_op){ .kind = RING_RENEW });
}

unsigned int sequence_generated_total(void)
{
	return SEQUENCES;
}

void sequence_generated(struct sequence *sequence, unsigned int number)
{
	static const uint32_t aligns[] = { 4, 64, 4096 };
	struct random_state random;

	random_seed(&random, SEED, number);
	snprintf(sequence->name, sizeof(sequence->name), "generated %u", number);
	sequence->num = 1u << below(&random, 5);
	sequence->align = aligns[below(&random, 3)];
	sequence->callback = below(&random, 8) != 0;
	while (sequence->count < OPS) {
		enum mood mood = below(&random, MOODS);

		for (unsigned int i = below(&random, MOOD_OPS_MAX); i > 0; i--)
			sequence_add(sequence, pick_op(&random, sequence, mood));
		if (!below(&random, 10))
			break_and_renew(&random, sequence);
	}
}
