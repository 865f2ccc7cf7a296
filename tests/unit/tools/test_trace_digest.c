/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>

#include <tools/trace_digest.h>

Test(trace_digest, order_and_grouping_do_not_matter)
{
	uint64_t forward = TRACE_DIGEST_EMPTY, backward = TRACE_DIGEST_EMPTY;
	uint64_t even = TRACE_DIGEST_EMPTY, odd = TRACE_DIGEST_EMPTY;

	for (uint64_t i = 0; i < 100; i++) {
		uint64_t *half = i % 2 ? &odd : &even;

		forward = trace_digest_add(forward, i, i * i);
		backward = trace_digest_add(backward, 99 - i, (99 - i) * (99 - i));
		*half = trace_digest_add(*half, i, i * i);
	}
	cr_assert_eq(forward, backward);
	cr_assert_eq(forward, trace_digest_join(even, odd));
	cr_assert_eq(trace_digest_join(forward, TRACE_DIGEST_EMPTY), forward);
}

Test(trace_digest, one_changed_hash_shows)
{
	uint64_t one = trace_digest_add(trace_digest_add(TRACE_DIGEST_EMPTY, 0, 5), 1, 7);

	cr_assert_neq(one, trace_digest_add(trace_digest_add(TRACE_DIGEST_EMPTY, 0, 5), 1, 8));
	cr_assert_neq(one, trace_digest_add(trace_digest_add(TRACE_DIGEST_EMPTY, 0, 7), 1, 5),
		      "two schedules swapped their hashes");
	cr_assert_neq(one, trace_digest_add(one, 2, 0), "a schedule more");
	cr_assert_neq(trace_digest_add(TRACE_DIGEST_EMPTY, 0, 0), TRACE_DIGEST_EMPTY);
}
