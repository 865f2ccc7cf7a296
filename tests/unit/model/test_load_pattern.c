/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>

#include <model/disk.h>
#include <model/load.h>
#include <model/load_pattern.h>

static struct load_pattern pattern_of(enum load_rw rw, unsigned int number_ios)
{
	const struct load_spec load = {
		.rw = rw, .bs_bytes = 1024, .iodepth = 2, .numjobs = 3, .number_ios = number_ios
	};
	struct load_pattern pattern;

	load_pattern_init(&pattern, &load, 600);
	return pattern;
}

Test(load_pattern, sequential_blocks_follow_each_other_and_wrap)
{
	struct load_pattern pattern = pattern_of(RW_WRITE, 4);

	cr_assert_eq(pattern.blocks, 4);
	for (uint32_t i = 0; i < 12; i++) {
		cr_assert_eq(load_pattern_block(&pattern, 1, i), i % 4);
		cr_assert(load_pattern_writes(&pattern, 1, i));
	}
}

Test(load_pattern, jobs_own_disjoint_ranges_within_the_disk)
{
	struct load_pattern pattern = pattern_of(RW_RANDRW, 1000);
	uint64_t end = 0;

	for (uint32_t job = 0; job < 3; job++) {
		cr_assert_geq(load_pattern_sector(&pattern, job, 0), end);
		end = load_pattern_sector(&pattern, job, pattern.blocks - 1) + 2;
	}
	cr_assert_leq(end, 600);
}

Test(load_pattern, random_blocks_spread_and_repeat_for_the_same_index)
{
	struct load_pattern pattern = pattern_of(RW_RANDREAD, 20);
	unsigned int seen[10] = { 0 };

	cr_assert_eq(pattern.blocks, 10);
	for (uint32_t i = 0; i < 1000; i++) {
		uint64_t block = load_pattern_block(&pattern, 2, i);

		cr_assert_lt(block, 10);
		cr_assert_eq(block, load_pattern_block(&pattern, 2, i));
		cr_assert_not(load_pattern_writes(&pattern, 2, i));
		seen[block]++;
	}
	for (unsigned int i = 0; i < 10; i++)
		cr_assert(seen[i] > 50 && seen[i] < 200, "block %u: %u of 1000", i, seen[i]);
}

Test(load_pattern, mixed_jobs_begin_with_a_write_and_do_both)
{
	struct load_pattern pattern = pattern_of(RW_RANDRW, 1000);
	unsigned int writes = 0;

	for (uint32_t job = 0; job < 3; job++)
		cr_assert(load_pattern_writes(&pattern, job, 0));
	for (uint32_t i = 0; i < 1000; i++)
		writes += load_pattern_writes(&pattern, 0, i);
	cr_assert(writes > 400 && writes < 600, "%u writes of 1000", writes);
}

Test(load_pattern, what_rw_reads_and_writes)
{
	cr_assert(load_rw_reads(RW_READ) && !load_rw_writes(RW_READ));
	cr_assert(load_rw_reads(RW_RANDREAD) && !load_rw_writes(RW_RANDREAD));
	cr_assert(!load_rw_reads(RW_WRITE) && load_rw_writes(RW_WRITE));
	cr_assert(!load_rw_reads(RW_RANDWRITE) && load_rw_writes(RW_RANDWRITE));
	cr_assert(load_rw_reads(RW_READWRITE) && load_rw_writes(RW_READWRITE));
	cr_assert(load_rw_reads(RW_RANDRW) && load_rw_writes(RW_RANDRW));
}
