/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The replay strategy: finds a question's entry through an index of the tape sorted by key.
 */
#include <search/tape.h>

#include <stdlib.h>
#include <string.h>

/* One entry in the index; the first of a key's entries also counts how many are used up. */
struct slot {
	uint64_t key;
	uint32_t position; /* on the tape */
	uint32_t used;
};

struct replayer {
	struct strategy strategy;
	const struct tape *tape;
};

/* The run being replayed; one at a time in a process. */
static struct {
	struct slot *slots;
	uint32_t count;
	uint32_t capacity;
	uint32_t questions;
	uint32_t answered; /* questions that had an entry */
	uint32_t expected; /* position that fits next if all goes as recorded */
	uint32_t divergences;
	uint32_t first_divergence;
} run = { .first_divergence = UINT32_MAX };

static uint64_t key_of(uint32_t site, uint16_t ctx, uint8_t kind)
{
	return (uint64_t)ctx << 40 | (uint64_t)kind << 32 | site;
}

static int compare_slots(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

static void diverge(void)
{
	if (!run.divergences++)
		run.first_divergence = run.questions;
}

static void replay_begin(struct strategy *strategy, uint64_t number)
{
	const struct tape *tape = ((struct replayer *)strategy)->tape;

	(void)number;
	if (tape->count > run.capacity) {
		run.capacity = tape->count;
		run.slots = reallocarray(run.slots, run.capacity, sizeof(*run.slots));
		if (!run.slots)
			abort();
	}
	run.count = tape->count;
	for (uint32_t i = 0; i < run.count; i++) {
		const struct tape_entry *entry = &tape->entries[i];

		run.slots[i] = (struct slot){
			.key = key_of(entry->site, entry->ctx, entry->kind),
			.position = i,
		};
	}
	if (run.count)
		qsort(run.slots, run.count, sizeof(*run.slots), compare_slots);
	run.questions = run.answered = run.expected = run.divergences = 0;
	run.first_divergence = UINT32_MAX;
}

static struct slot *first_of(uint64_t key)
{
	uint32_t low = 0, high = run.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (run.slots[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < run.count && run.slots[low].key == key ? &run.slots[low] : NULL;
}

/* The next unused entry with the choice's key, or NULL. */
static const struct tape_entry *take(const struct tape *tape, const struct choice *choice)
{
	struct slot *group = first_of(key_of(choice->site, choice->ctx, (uint8_t)choice->kind));
	struct slot *slot = group ? group + group->used : NULL;

	if (!slot || slot == run.slots + run.count || slot->key != group->key)
		return NULL;
	group->used++;
	run.answered++;
	if (slot->position != run.expected)
		diverge();
	run.expected = slot->position + 1;
	return &tape->entries[slot->position];
}

static uint32_t replay_choose(struct strategy *strategy, const struct choice *choice)
{
	const struct tape_entry *entry = take(((struct replayer *)strategy)->tape, choice);
	uint32_t answer = 0;

	if (!entry || entry->n != choice->n)
		diverge();
	if (entry && entry->answer < choice->n)
		answer = entry->answer;
	run.questions++;
	return answer;
}

static void replay_end(struct strategy *strategy)
{
	(void)strategy;
	if (run.answered < run.count)
		diverge();
}

struct strategy *strategy_replay(const struct tape *tape)
{
	struct replayer *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	self->strategy = (struct strategy){
		.name = "replay",
		.begin = replay_begin,
		.choose = replay_choose,
		.end = replay_end,
	};
	self->tape = tape;
	return &self->strategy;
}

uint32_t replay_divergences(void)
{
	return run.divergences;
}

uint32_t replay_first_divergence(void)
{
	return run.first_divergence;
}
