/* SPDX-License-Identifier: GPL-2.0-only */
/* A ring between two sides of one machine: silent when it is used well, and what was lost if not. */
#include <criterion/criterion.h>

#include <model/ring_share.h>

#include "harness_world.h"

#define GUEST 0
#define KICK_IRQ 7
#define CALL_IRQ 8
#define SCHEDULES 2000

static void init_shared(void)
{
	ring_share_init(GUEST, KICK_IRQ, CALL_IRQ);
}

static struct test_world world_of(const char *driver, const char *host, enum memory_model memory)
{
	return (struct test_world){
		.module = "linux/rings",
		.tasks = { driver, host },
		.memory = memory,
		.setup = init_shared,
	};
}

Test(ring_share, plain_accesses_to_a_shared_ring_are_no_race)
{
	struct test_world world = world_of("driver_kicks", "host_calls", MEMORY_WEAK);
	unsigned int schedules = test_world_schedules(SCHEDULES);

	cr_assert_eq(test_world_count(&world, schedules, "done"), schedules);
}

Test(ring_share, a_kick_that_nobody_sent_is_lost)
{
	struct test_world world = world_of("driver_forgets", "host_calls", MEMORY_SC);

	test_world_expect(&world, test_world_schedules(SCHEDULES), SIM_LOST_KICK,
			  "exposed entries up to 1, the host returned those up to 0");
}

Test(ring_share, an_interrupt_that_nobody_sent_is_lost)
{
	struct test_world world = world_of("driver_kicks", "host_forgets", MEMORY_SC);

	test_world_expect(&world, test_world_schedules(SCHEDULES), SIM_LOST_INTERRUPT,
			  "returned all entries up to 1");
}
