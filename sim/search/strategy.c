/* SPDX-License-Identifier: GPL-2.0-only */
#include <search/strategy.h>

#include <string.h>

static void first_begin(struct strategy *strategy, uint64_t number)
{
	(void)strategy;
	(void)number;
}

static uint32_t first_choose(struct strategy *strategy, const struct choice *choice)
{
	(void)strategy;
	(void)choice;
	return 0;
}

static void first_end(struct strategy *strategy)
{
	(void)strategy;
}

static struct strategy first = {
	.name = "first",
	.begin = first_begin,
	.choose = first_choose,
	.end = first_end,
};

struct strategy *strategy_current = &first;

struct strategy *strategy_first(void)
{
	return &first;
}

void strategy_set(struct strategy *strategy)
{
	strategy_current = strategy;
}

struct strategy *strategy_by_name(const char *name, uint64_t seed)
{
	if (strcmp(name, "random") == 0)
		return strategy_random(seed);
	if (strcmp(name, "first") == 0)
		return &first;
	return NULL;
}
