/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * strategy.h - the whole search policy: three functions that answer choices.
 */
#ifndef SEARCH_STRATEGY_H
#define SEARCH_STRATEGY_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>

struct choice {
	enum choice_kind kind;
	uint32_t n; /* answers 0 .. n-1 */
	uint32_t site;
	uint16_t ctx; /* id of the asking context; 0 = the world outside */
};

struct strategy {
	const char *name;
	/* A new run; number is its index in the campaign. */
	void (*begin)(struct strategy *strategy, uint64_t number);
	uint32_t (*choose)(struct strategy *strategy, const struct choice *choice);
	void (*end)(struct strategy *strategy);
};

/* Always 0: goes on with what runs, newest values, no faults. Used to boot a world. */
struct strategy *strategy_first(void);
/* Every answer from a generator seeded with (seed, number): a seed is the whole reproduction. */
struct strategy *strategy_random(uint64_t seed);
/* By name, "random" or "first" so far; NULL for an unknown name. */
struct strategy *strategy_by_name(const char *name, uint64_t seed);
/* Gives back what strategy_random() or strategy_by_name() made; strategy_first() is left alone. */
void strategy_free(struct strategy *strategy);

/* The strategy that answers engine_choose() from now on. */
void strategy_set(struct strategy *strategy);

/* What strategy_set() set, strategy_first() before that; for the engine. Never NULL. */
extern struct strategy *strategy_current;

/* Asks the current strategy. n = 1 has one answer and asks nobody: it is not on any tape. */
static inline uint32_t strategy_ask(enum choice_kind kind, uint32_t n, uint32_t site, uint16_t ctx)
{
	const struct choice choice = { .kind = kind, .n = n, .site = site, .ctx = ctx };

	return n <= 1 ? 0 : strategy_current->choose(strategy_current, &choice);
}

#endif
