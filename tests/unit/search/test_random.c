/* SPDX-License-Identifier: GPL-2.0-only */
/* The random strategy: a seed and a number are the whole run, and the weights are as promised. */
#include <criterion/criterion.h>

#include <search/random.h>
#include <search/strategy.h>

static uint32_t ask(struct strategy *strategy, enum choice_kind kind, uint32_t n)
{
	const struct choice choice = { .kind = kind, .n = n, .site = 1, .ctx = 1 };

	return strategy->choose(strategy, &choice);
}

/* How often answer 0 comes in 80000 questions, in percent. */
static unsigned int zero_percent(enum choice_kind kind, uint32_t n)
{
	struct strategy *strategy = strategy_random(7);
	unsigned int zeroes = 0;

	strategy->begin(strategy, 3);
	for (int i = 0; i < 80000; i++)
		zeroes += ask(strategy, kind, n) == 0;
	strategy_free(strategy);
	return (zeroes + 400) / 800;
}

/* xoshiro256++ from the state 1, 2, 3, 4, as its authors' C code gives it. */
Test(random, is_the_published_generator)
{
	struct random_state state = { { 1, 2, 3, 4 } };

	cr_assert_eq(random_next(&state), 41943041ull);
	cr_assert_eq(random_next(&state), 58720359ull);
	cr_assert_eq(random_next(&state), 3588806011781223ull);
	cr_assert_eq(random_next(&state), 3591011842654386ull);
}

Test(random, same_seed_and_number_same_answers)
{
	struct strategy *a = strategy_random(42), *b = strategy_by_name("random", 42);

	a->begin(a, 1);
	ask(a, CHOICE_RUN, 1000);
	a->begin(a, 9);
	b->begin(b, 9);
	for (int i = 0; i < 1000; i++)
		cr_assert_eq(ask(a, CHOICE_RUN, 1000), ask(b, CHOICE_RUN, 1000));
	strategy_free(a);
	strategy_free(b);
}

Test(random, neighbours_differ)
{
	struct strategy *strategy = strategy_random(42), *other = strategy_random(43);
	unsigned int same_number = 0, same_seed = 0;

	for (int i = 0; i < 1000; i++) {
		uint32_t here, next, elsewhere;

		strategy->begin(strategy, (uint64_t)i);
		here = ask(strategy, CHOICE_RUN, 1u << 30);
		strategy->begin(strategy, (uint64_t)i + 1);
		next = ask(strategy, CHOICE_RUN, 1u << 30);
		other->begin(other, (uint64_t)i);
		elsewhere = ask(other, CHOICE_RUN, 1u << 30);
		same_number += here == next;
		same_seed += here == elsewhere;
	}
	cr_assert_leq(same_number, 1);
	cr_assert_leq(same_seed, 1);
	strategy_free(strategy);
	strategy_free(other);
}

Test(random, answers_are_in_range_and_all_come)
{
	struct strategy *strategy = strategy_random(5);
	unsigned int seen[CHOICE_KIND_COUNT][5] = { 0 };

	strategy->begin(strategy, 0);
	for (int i = 0; i < 20000; i++) {
		enum choice_kind kind = (enum choice_kind)(i % CHOICE_KIND_COUNT);
		uint32_t answer = ask(strategy, kind, 5);

		cr_assert_lt(answer, 5u);
		seen[kind][answer]++;
	}
	for (int kind = 0; kind < CHOICE_KIND_COUNT; kind++)
		for (int answer = 0; answer < 5; answer++)
			cr_assert_gt(seen[kind][answer], 0u);
	strategy_free(strategy);
}

Test(random, weights)
{
	cr_assert_eq(zero_percent(CHOICE_RUN, 4), 25u);
	cr_assert_eq(zero_percent(CHOICE_WAKE, 2), 50u);
	cr_assert_eq(zero_percent(CHOICE_LOAD, 2), 75u);
	cr_assert_eq(zero_percent(CHOICE_STORE, 7), 75u);
	cr_assert(abs((int)zero_percent(CHOICE_FAULT, 2) - 88) <= 1);
}

Test(strategy, first_always_answers_0_and_is_the_default)
{
	cr_assert_eq(strategy_current, strategy_first());
	cr_assert_eq(strategy_by_name("first", 1), strategy_first());
	for (uint32_t n = 2; n < 50; n++)
		cr_assert_eq(strategy_ask(CHOICE_RUN, n, 1, 1), 0u);
	strategy_free(strategy_first());
	cr_assert_null(strategy_by_name("frist", 1));
}

static uint32_t must_not_be_asked(struct strategy *strategy, const struct choice *choice)
{
	(void)strategy, (void)choice;
	cr_assert_fail("asked a question that has one answer");
	return 0;
}

Test(strategy, a_single_answer_asks_nobody)
{
	struct strategy strategy = { .choose = must_not_be_asked };

	strategy_set(&strategy);
	cr_assert_eq(strategy_ask(CHOICE_LOAD, 1, 1, 1), 0u);
	cr_assert_eq(strategy_ask(CHOICE_LOAD, 0, 1, 1), 0u);
}
