/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The random strategy: independent answers, weighted by what the choice is about.
 *
 * A run is the more useful the more of it still works: with every second load stale or every
 * second allocation failed nothing interesting is reached. So newest values are favoured three to
 * one, and a fault point fails once in eight. Which other answer it is, and who runs, is uniform.
 */
#include <search/strategy.h>

#include <stdlib.h>

#include <search/random.h>

struct random_strategy {
	struct strategy strategy;
	uint64_t seed;
	struct random_state state;
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

	random_seed(&self->state, self->seed, number);
}

static uint32_t random_choose(struct strategy *strategy, const struct choice *choice)
{
	struct random_strategy *self = (struct random_strategy *)strategy;
	uint64_t bits = random_next(&self->state);
	uint32_t chance = zero_chance[choice->kind];

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
