/* SPDX-License-Identifier: GPL-2.0-only */
/* Watched memory, the peer guard, and runs that fill the pools. */
#include <string.h>

#include <criterion/criterion.h>

#include <engine/state.h>

#include "harness_world.h"

#define SCHEDULES 300
#define HEARD_MAX 64

static struct test_world world_of(const char *first, const char *second)
{
	return (struct test_world){
		.module = "memory/shared",
		.tasks = { first, second },
		.memory = MEMORY_WEAK,
	};
}

/* ---- watchers ---- */

static struct {
	unsigned int offset, bytes;
	bool write, marked;
	uint64_t value;
} heard[HEARD_MAX];
static unsigned int heard_count;

static void hear(struct mem_watch *watch, const struct mem_access *access)
{
	uint64_t value = 0;

	cr_assert_lt(heard_count, HEARD_MAX);
	cr_assert_geq(access->addr, watch->base);
	cr_assert_leq(access->addr + access->bytes, watch->base + watch->bytes);
	memcpy(&value, access->value, access->bytes < 8 ? access->bytes : 8);
	heard[heard_count].offset = (unsigned int)(access->addr - watch->base);
	heard[heard_count].bytes = access->bytes;
	heard[heard_count].write = access->write;
	heard[heard_count].marked = access->marked;
	heard[heard_count++].value = value;
}

static void watch_ring(void)
{
	struct mem_watch *watch = state_alloc(sizeof(*watch));

	watch->base = (uintptr_t)test_world_symbol("ring");
	watch->bytes = 56;
	watch->access = hear;
	mem_watch_add(watch);
}

static void run_watched(const char *task)
{
	struct test_world world = world_of(task, NULL);

	world.setup = watch_ring;
	heard_count = 0;
	test_world_expect(&world, 0, SIM_PASS, NULL);
}

static void expect_heard(unsigned int i, unsigned int offset, unsigned int bytes, bool write,
			 bool marked, uint64_t value)
{
	cr_assert_lt(i, heard_count);
	cr_expect_eq(heard[i].offset, offset, "%u: offset %u", i, heard[i].offset);
	cr_expect_eq(heard[i].bytes, bytes, "%u: %u bytes", i, heard[i].bytes);
	cr_expect_eq(heard[i].write, write, "%u", i);
	cr_expect_eq(heard[i].marked, marked, "%u", i);
	cr_expect_eq(heard[i].value, value, "%u: value %lx", i, (unsigned long)heard[i].value);
}

Test(watch, hears_plain_accesses)
{
	run_watched("plain");
	cr_assert_eq(heard_count, 2u);
	expect_heard(0, 4, 4, true, false, 5);
	expect_heard(1, 4, 4, false, false, 5);
}

Test(watch, hears_marked_accesses)
{
	run_watched("marked");
	cr_assert_eq(heard_count, 2u);
	expect_heard(0, 16, 8, true, true, 6);
	expect_heard(1, 16, 8, false, true, 6);
}

Test(watch, hears_atomics)
{
	run_watched("atomics");
	cr_assert_eq(heard_count, 3u);
	expect_heard(0, 4, 4, true, true, 7);
	expect_heard(1, 4, 4, false, true, 7);
	expect_heard(2, 4, 4, true, true, 8);
}

Test(watch, hears_its_part_of_ranges)
{
	run_watched("copies");
	cr_assert_eq(heard_count, 2u);
	expect_heard(0, 0, 56, true, false, 0x0303030303030303);
	expect_heard(1, 16, 16, false, false, 0x0303030303030303);
}

Test(watch, hears_nothing_else)
{
	run_watched("outside");
	cr_assert_eq(heard_count, 0u);
}

Test(watch, a_device_ring_does_not_race)
{
	struct test_world world = world_of("produces", "consumes");

	world.setup = watch_ring;
	test_world_build(&world);
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		heard_count = 0;
		cr_assert_eq(test_world_run(1, i), SIM_PASS, "%s", finding_current()->text);
	}
}

Test(watch, a_device_ring_is_weak_for_plain_stores)
{
	struct test_world world = world_of("produces_unordered", "consumes");
	unsigned int wrong = 0;

	world.setup = watch_ring;
	test_world_build(&world);
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		heard_count = 0;
		wrong += test_world_run(1, i) == SIM_CRASH;
	}
	cr_assert_gt(wrong, 0u);
}

Test(watch, hears_old_values_as_they_were_read)
{
	struct test_world world = world_of("stores_many", "loads_many");
	unsigned int old = 0;
	const uint64_t *last_read;

	world.setup = watch_ring;
	test_world_build(&world);
	last_read = test_world_symbol("last_read");
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		uint64_t last = 0, newest = 0;

		heard_count = 0;
		cr_assert_eq(test_world_run(1, i), SIM_PASS, "%s", finding_current()->text);
		for (unsigned int k = 0; k < heard_count; k++) {
			if (heard[k].write) {
				newest = heard[k].value;
				continue;
			}
			last = heard[k].value;
			old += last != newest;
		}
		cr_assert_eq(last, *last_read, "schedule %u", i);
	}
	cr_assert_gt(old, 0u);
}

/* ---- the peer guard ---- */

static bool only_what_was_given(const struct mem_access *access)
{
	uintptr_t given = *(uintptr_t *)test_world_symbol("given");

	return access->addr >= given && access->addr + access->bytes <= given + 64;
}

static void guard(void)
{
	mem_peer_guard(0, only_what_was_given);
}

static void host_gives(const char *task, enum sim_verdict verdict, const char *part)
{
	struct test_world world = world_of("guest_prepares", NULL);

	world.host = task;
	world.setup = guard;
	test_world_expect(&world, 50, verdict, part);
}

Test(peer, may_use_what_it_was_given)
{
	host_gives("host_uses_given", SIM_PASS, NULL);
}

Test(peer, must_not_read_the_rest)
{
	host_gives("host_reads_private", SIM_PEER_ESCAPE, "reads");
}

Test(peer, must_not_write_the_rest)
{
	host_gives("host_writes_private", SIM_PEER_ESCAPE, "writes");
}

Test(peer, must_not_copy_the_rest)
{
	host_gives("host_copies_private", SIM_PEER_ESCAPE, "32 bytes");
}

Test(peer, must_not_use_atomics_on_the_rest)
{
	host_gives("host_atomic_private", SIM_PEER_ESCAPE, "writes");
}

Test(peer, must_not_go_beyond)
{
	host_gives("host_copies_beyond_given", SIM_OUT_OF_BOUNDS, "given");
}

/* ---- long runs ---- */

static void long_run(enum memory_model memory)
{
	struct test_world world = world_of("counts_0", "counts_1");

	world.tasks[2] = "checks";
	world.memory = memory;
	world.no_races = true;
	world.cpus = 3;
	world.points_max = 10000000;
	test_world_build(&world);
	for (unsigned int i = 0; i < 2; i++) {
		cr_assert_eq(test_world_run(1, i), SIM_PASS, "%s", finding_current()->text);
		cr_assert_eq(*(long *)test_world_symbol("total"), 80000);
	}
}

Test(pools, a_long_weak_run_stays_coherent)
{
	long_run(MEMORY_WEAK);
}

Test(pools, a_long_tso_run_stays_coherent)
{
	long_run(MEMORY_TSO);
}
