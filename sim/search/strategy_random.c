/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The random strategy: independent answers, weighted by what the choice is about.
 *
 * A run is the more useful the more of it still works: with every second load stale or every
 * second allocation failed nothing interesting is reached. So newest values are favoured three to
 * one, and a fault point fails once in eight. Which other answer it is is uniform.
 *
 * Who runs next is uniform when the running context cannot go on. When it can, each run has a
 * patience of its own, drawn first: how likely the context goes on. Some bugs need two threads
 * interleaved step by step; most need one thread stopped at the wrong place while another gets
 * through dozens of points, which no run finds that tosses a coin at each of them.
 */
#include <search/strategy.h>

#include <stdlib.h>

#include <search/random.h>

struct random_strategy {
	struct strategy strategy;
	uint64_t seed;
	struct random_state state;
	uint32_t patience; /* of this run: chance to go on in 256ths, 0 = all answers alike */
};

/* Chance of answer 0 in 256ths; 0 = all answers alike. */
static const uint8_t zero_chance[CHOICE_KIND_COUNT] = {
	[CHOICE_LOAD] = 192,
	[CHOICE_STORE] = 192,
	[CHOICE_FAULT] = 224,
};

static void random_begin(struct strategy *strategy, uint64_t number)
{
	struct random_strategy *self = (struct random_strategy *)strategy;

	static const uint32_t patiences[] = { 0, 192, 240, 252 };

	random_seed(&self->state, self->seed, number);
	self->patience = patiences[random_next(&self->state) % 4];
}

static uint32_t random_choose(struct strategy *strategy, const struct choice *choice)
{
	struct random_strategy *self = (struct random_strategy *)strategy;
	uint64_t bits = random_next(&self->state);
	uint32_t chance = zero_chance[choice->kind];

	if (choice->kind == CHOICE_RUN && choice->site != SITE_BLOCKED)
		chance = self->patience;
	if (!chance)
		return random_below(bits, choice->n);
	if ((bits & 0xff) < chance)
		return 0;
	return 1 + random_below(bits, choice->n - 1);
}

static void random_end(struct strategy *strategy)
{
	(void)strategy;
}

struct strategy *strategy_random(uint64_t seed)
{
	struct random_strategy *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	self->strategy = (struct strategy){
		.name = "random",
		.begin = random_begin,
		.choose = random_choose,
		.end = random_end,
	};
	self->seed = seed;
	random_begin(&self->strategy, 0);
	return &self->strategy;
}

void strategy_free(struct strategy *strategy)
{
	if (strategy != strategy_first())
		free(strategy);
}
