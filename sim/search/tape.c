/* SPDX-License-Identifier: GPL-2.0-only */
#include <search/tape.h>

#include <stdlib.h>

void tape_free(struct tape *tape)
{
	free(tape->entries);
	*tape = (struct tape){ 0 };
}

void tape_push(struct tape *tape, const struct choice *choice, uint32_t answer)
{
	if (tape->count == tape->capacity) {
		tape->capacity = tape->capacity ? 2 * tape->capacity : 1024;
		tape->entries = reallocarray(tape->entries, tape->capacity, sizeof(*tape->entries));
		if (!tape->entries)
			abort();
	}
	tape->entries[tape->count++] = (struct tape_entry){
		.site = choice->site,
		.ctx = choice->ctx,
		.kind = (uint8_t)choice->kind,
		.n = choice->n,
		.answer = answer,
	};
}

struct recorder {
	struct strategy strategy;
	struct strategy *inner;
	struct tape *tape;
};

static void record_begin(struct strategy *strategy, uint64_t number)
{
	struct recorder *self = (struct recorder *)strategy;

	self->tape->count = 0;
	self->inner->begin(self->inner, number);
}

static uint32_t record_choose(struct strategy *strategy, const struct choice *choice)
{
	struct recorder *self = (struct recorder *)strategy;
	uint32_t answer = self->inner->choose(self->inner, choice);

	tape_push(self->tape, choice, answer);
	return answer;
}

static void record_end(struct strategy *strategy)
{
	struct recorder *self = (struct recorder *)strategy;

	self->inner->end(self->inner);
}

struct strategy *strategy_record(struct strategy *inner, struct tape *tape)
{
	struct recorder *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	self->strategy = (struct strategy){
		.name = "record",
		.begin = record_begin,
		.choose = record_choose,
		.end = record_end,
	};
	self->inner = inner;
	self->tape = tape;
	return &self->strategy;
}
