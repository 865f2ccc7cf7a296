/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>

#include <tools/litmus_states.h>

Test(litmus_states, equal_states_are_counted_together)
{
	struct litmus_states states;
	const long a[] = { 1, -1 }, b[] = { -1, 1 };

	litmus_states_init(&states, 2);
	for (int i = 0; i < 3; i++)
		litmus_states_add(&states, a);
	litmus_states_add(&states, b);
	litmus_states_sort(&states);
	cr_assert_eq(states.count, 2);
	cr_assert_eq(litmus_state(&states, 0)[0], -1);
	cr_assert_eq(states.counts[0], 1);
	cr_assert_eq(litmus_state(&states, 1)[1], -1);
	cr_assert_eq(states.counts[1], 3);
	litmus_states_free(&states);
}

Test(litmus_states, many_states_in_any_order_come_out_sorted)
{
	struct litmus_states states;

	litmus_states_init(&states, 3);
	for (long round = 0; round < 2; round++) {
		for (long i = 0; i < 1000; i++) {
			long k = i * 7919 % 1000;
			const long state[] = { k / 100, k / 10 % 10, -(k % 10) };

			litmus_states_add(&states, state);
		}
	}
	litmus_states_sort(&states);
	cr_assert_eq(states.count, 1000);
	for (unsigned int i = 0; i < 1000; i++) {
		const long *state = litmus_state(&states, i);

		cr_assert_eq(states.counts[i], 2);
		cr_assert_eq(state[0] * 100 + state[1] * 10 + 9 + state[2], i);
	}
	litmus_states_free(&states);
}

Test(litmus_states, nothing_observed_is_one_state)
{
	struct litmus_states states;

	litmus_states_init(&states, 0);
	litmus_states_add(&states, NULL);
	litmus_states_add(&states, NULL);
	litmus_states_sort(&states);
	cr_assert_eq(states.count, 1);
	cr_assert_eq(states.counts[0], 2);
	litmus_states_free(&states);
}
