/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include <criterion/criterion.h>

#include "device_world.h"

/* A correct driver and a correct device: silence, in every mode. */
static void silent(const struct device_case *test)
{
	enum sim_verdict verdict = device_world_run(test, 150);

	cr_assert_eq(verdict, SIM_PASS, "%s: %s", sim_verdict_name(verdict),
		     finding_current()->text);
}

static void found(const struct device_case *test, enum sim_verdict expected)
{
	enum sim_verdict verdict = device_world_run(test, 5000);

	cr_assert_eq(verdict, expected, "%s: %s", sim_verdict_name(verdict),
		     finding_current()->text);
}

Test(device, iothread)
{
	silent(&(struct device_case){ .memory = MEMORY_SC });
}

Test(device, iothread_weak_event_index)
{
	silent(&(struct device_case){ .memory = MEMORY_WEAK, .event_idx = true });
}

Test(device, iothread_tso_suppression)
{
	silent(&(struct device_case){ .memory = MEMORY_TSO, .suppress = true });
}

Test(device, iothread_weak_everything)
{
	silent(&(struct device_case){ .memory = MEMORY_WEAK,
				      .event_idx = true,
				      .suppress = true,
				      .flush = true,
				      .spurious = true });
}

Test(device, vcpu_exit)
{
	silent(&(struct device_case){ .service = HOST_VCPU_EXIT, .memory = MEMORY_SC });
}

Test(device, vcpu_exit_weak_everything)
{
	silent(&(struct device_case){ .service = HOST_VCPU_EXIT,
				      .memory = MEMORY_WEAK,
				      .event_idx = true,
				      .suppress = true,
				      .flush = true,
				      .spurious = true });
}

Test(device, two_queues_of_one_iothread)
{
	silent(&(struct device_case){ .queues = 2,
				      .memory = MEMORY_WEAK,
				      .event_idx = true,
				      .suppress = true,
				      .flush = true,
				      .spurious = true });
}

Test(device, two_queues_vcpu_exit)
{
	silent(&(struct device_case){
		.queues = 2, .service = HOST_VCPU_EXIT, .memory = MEMORY_WEAK });
}

Test(device, queues_come_up_again_after_a_reset)
{
	silent(&(struct device_case){
		.queues = 2, .memory = MEMORY_WEAK, .event_idx = true, .again = true });
}

Test(device, lost_kick_of_one_queue_of_two)
{
	found(&(struct device_case){ .queues = 2, .bug = BARE_NO_KICK }, SIM_LOST_KICK);
	cr_assert_not_null(strstr(finding_current()->text, "virtio0 queue "), "%s",
			   finding_current()->text);
}

Test(device, errors_are_seen)
{
	silent(&(struct device_case){ .memory = MEMORY_SC, .fault = "io_error" });
}

Test(device, power_cut_keeps_what_was_flushed)
{
	silent(&(struct device_case){ .memory = MEMORY_SC, .flush = true, .power_cut = true });
}

Test(device, lost_kick)
{
	found(&(struct device_case){ .bug = BARE_NO_KICK }, SIM_LOST_KICK);
}

Test(device, lost_kick_for_want_of_a_barrier)
{
	found(
		&(struct device_case){
			.bug = BARE_NO_MB, .memory = MEMORY_WEAK, .event_idx = true, .ios = 1 },
		SIM_LOST_KICK);
}

Test(device, lost_interrupt)
{
	found(&(struct device_case){ .bug = BARE_NO_RECHECK, .event_idx = true },
	      SIM_LOST_INTERRUPT);
}

Test(device, missing_write_barrier)
{
	found(&(struct device_case){ .bug = BARE_NO_WMB, .memory = MEMORY_WEAK },
	      SIM_RING_PROTOCOL);
}

Test(device, missing_read_barrier)
{
	found(&(struct device_case){ .bug = BARE_NO_RMB, .memory = MEMORY_WEAK },
	      SIM_RING_PROTOCOL);
}

Test(device, bad_head)
{
	found(&(struct device_case){ .bug = BARE_BAD_HEAD }, SIM_RING_PROTOCOL);
	cr_assert_not_null(strstr(finding_current()->text, "exposes chain 9"), "%s",
			   finding_current()->text);
}

Test(device, loop)
{
	found(&(struct device_case){ .bug = BARE_LOOP }, SIM_RING_PROTOCOL);
}

Test(device, index_jump)
{
	found(&(struct device_case){ .bug = BARE_INDEX_JUMP }, SIM_RING_PROTOCOL);
}

Test(device, owned_descriptor)
{
	found(&(struct device_case){ .bug = BARE_OWNED_DESC }, SIM_RING_PROTOCOL);
}

Test(device, readable_behind_writable)
{
	found(&(struct device_case){ .bug = BARE_ORDER }, SIM_RING_PROTOCOL);
}

Test(device, kick_before_ready)
{
	found(&(struct device_case){ .bug = BARE_EARLY_KICK }, SIM_KICK_BEFORE_READY);
}

Test(device, kick_after_reset)
{
	found(&(struct device_case){ .bug = BARE_LATE_KICK }, SIM_ACCESS_AFTER_RESET);
}

Test(device, freed_in_flight)
{
	found(&(struct device_case){ .bug = BARE_FREE_EARLY }, SIM_USE_AFTER_FREE);
}

Test(device, lost_error)
{
	found(&(struct device_case){ .bug = BARE_NO_STATUS, .fault = "io_error" }, SIM_LOST_ERROR);
}

Test(device, lost_flush_error)
{
	found(&(struct device_case){ .bug = BARE_NO_STATUS, .fault = "flush_error", .flush = true },
	      SIM_LOST_ERROR);
}

static void rogue(enum rogue_mistake mistake, enum sim_verdict expected)
{
	found(&(struct device_case){ .service = HOST_VCPU_EXIT, .rogue = mistake }, expected);
}

Test(device, host_reaches_too_far)
{
	rogue(ROGUE_ESCAPE, SIM_PEER_ESCAPE);
}

Test(device, host_starts_io_on_foreign_memory)
{
	rogue(ROGUE_DMA, SIM_PEER_ESCAPE);
}

Test(device, host_writes_a_readable_buffer)
{
	rogue(ROGUE_READ_ONLY, SIM_RING_PROTOCOL);
}

Test(device, host_returns_what_it_does_not_have)
{
	rogue(ROGUE_BAD_ID, SIM_RING_PROTOCOL);
}

Test(device, host_returns_twice)
{
	rogue(ROGUE_TWICE, SIM_RING_PROTOCOL);
}

Test(device, host_claims_too_much)
{
	rogue(ROGUE_LENGTH, SIM_RING_PROTOCOL);
}

Test(device, host_writes_descriptors)
{
	rogue(ROGUE_DESC, SIM_RING_PROTOCOL);
}

Test(device, host_touches_the_ring_after_reset)
{
	rogue(ROGUE_AFTER_RESET, SIM_ACCESS_AFTER_RESET);
}

Test(device, host_touches_a_buffer_it_gave_back)
{
	rogue(ROGUE_LATE_STATUS, SIM_PEER_ESCAPE);
}

Test(device, wrong_data)
{
	found(&(struct device_case){ .bug = BARE_SWAP }, SIM_DATA_CORRUPTION);
}
