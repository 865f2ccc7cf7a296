/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include <criterion/criterion.h>

#include "device_world.h"

/* A correct driver and a correct device: silence, in every mode. */
static void silent(struct device_case test)
{
	enum sim_verdict verdict;

	test.packed = true;
	verdict = device_world_run(&test, 150);
	cr_assert_eq(verdict, SIM_PASS, "%s: %s", sim_verdict_name(verdict),
		     finding_current()->text);
}

static void found(struct device_case test, enum sim_verdict expected, const char *part)
{
	enum sim_verdict verdict;

	test.packed = true;
	verdict = device_world_run(&test, 5000);
	cr_assert_eq(verdict, expected, "%s: %s", sim_verdict_name(verdict),
		     finding_current()->text);
	cr_assert_not_null(strstr(finding_current()->text, part), "%s", finding_current()->text);
}

Test(packed, iothread)
{
	silent((struct device_case){ .memory = MEMORY_SC });
}

Test(packed, iothread_weak_event_index)
{
	silent((struct device_case){ .memory = MEMORY_WEAK, .event_idx = true });
}

Test(packed, iothread_tso_suppression)
{
	silent((struct device_case){ .memory = MEMORY_TSO, .suppress = true });
}

Test(packed, iothread_weak_everything)
{
	silent((struct device_case){ .memory = MEMORY_WEAK,
				     .event_idx = true,
				     .suppress = true,
				     .flush = true,
				     .spurious = true });
}

Test(packed, vcpu_exit_weak_everything)
{
	silent((struct device_case){ .service = HOST_VCPU_EXIT,
				     .memory = MEMORY_WEAK,
				     .event_idx = true,
				     .suppress = true,
				     .flush = true,
				     .spurious = true });
}

Test(packed, two_queues)
{
	silent((struct device_case){ .queues = 2,
				     .memory = MEMORY_WEAK,
				     .event_idx = true,
				     .suppress = true,
				     .flush = true });
}

Test(packed, queues_come_up_again_after_a_reset)
{
	silent((struct device_case){
		.queues = 2, .memory = MEMORY_WEAK, .event_idx = true, .again = true });
}

Test(packed, polled)
{
	silent((struct device_case){ .memory = MEMORY_WEAK, .event_idx = true, .poll = true });
}

Test(packed, errors_are_seen)
{
	silent((struct device_case){ .memory = MEMORY_SC, .fault = "io_error" });
}

/* ---- the driver's mistakes ----------------------------------------------------------------- */

Test(packed, lost_kick)
{
	found((struct device_case){ .bug = BARE_NO_KICK }, SIM_LOST_KICK, "virtio0 queue 0");
}

Test(packed, lost_kick_for_want_of_a_barrier)
{
	found(
		(struct device_case){
			.bug = BARE_NO_MB, .memory = MEMORY_WEAK, .event_idx = true, .ios = 1 },
		SIM_LOST_KICK, "virtio0 queue 0");
}

Test(packed, lost_interrupt)
{
	found((struct device_case){ .bug = BARE_NO_RECHECK }, SIM_LOST_INTERRUPT,
	      "virtio0 queue 0");
}

Test(packed, lost_interrupt_for_want_of_a_recheck)
{
	found((struct device_case){ .bug = BARE_NO_RECHECK, .event_idx = true }, SIM_LOST_INTERRUPT,
	      "virtio0 queue 0");
}

Test(packed, event_in_another_lap)
{
	found((struct device_case){ .bug = BARE_OTHER_LAP, .event_idx = true }, SIM_LOST_INTERRUPT,
	      "virtio0 queue 0");
}

Test(packed, missing_write_barrier)
{
	found((struct device_case){ .bug = BARE_NO_WMB, .memory = MEMORY_WEAK }, SIM_RING_PROTOCOL,
	      "the device reads an old descriptor");
}

Test(packed, missing_read_barrier)
{
	found((struct device_case){ .bug = BARE_NO_RMB, .memory = MEMORY_WEAK }, SIM_RING_PROTOCOL,
	      "the driver reads an old used descriptor");
}

Test(packed, owned_descriptor)
{
	found((struct device_case){ .bug = BARE_OWNED_DESC }, SIM_RING_PROTOCOL,
	      "which the device owns");
}

Test(packed, readable_behind_writable)
{
	found((struct device_case){ .bug = BARE_ORDER }, SIM_RING_PROTOCOL,
	      "readable buffer behind a writable one");
}

Test(packed, one_id_for_two)
{
	found((struct device_case){ .bug = BARE_SAME_ID }, SIM_RING_PROTOCOL,
	      "the buffer id 0, which is in flight");
}

Test(packed, head_before_the_rest)
{
	found((struct device_case){ .bug = BARE_HEAD_FIRST }, SIM_RING_PROTOCOL,
	      "which is not available");
}

Test(packed, chain_without_an_end)
{
	found((struct device_case){ .bug = BARE_NO_END }, SIM_RING_PROTOCOL,
	      "goes on at descriptor 3, which is not available");
}

Test(packed, used_descriptor_overwritten)
{
	found((struct device_case){ .bug = BARE_UNREAD }, SIM_RING_PROTOCOL,
	      "of a used buffer that it has not read");
}

Test(packed, lap_without_a_change_of_the_wrap_counter)
{
	found((struct device_case){ .bug = BARE_SAME_LAP }, SIM_RING_PROTOCOL,
	      "which is not available");
}

Test(packed, event_flags)
{
	found((struct device_case){ .bug = BARE_EVENT_FLAGS }, SIM_RING_PROTOCOL,
	      "the driver sets unknown event flags 0x3");
}

Test(packed, event_place)
{
	found((struct device_case){ .bug = BARE_EVENT_PLACE, .event_idx = true }, SIM_RING_PROTOCOL,
	      "the driver asks for an event at descriptor 8 of 8");
}

Test(packed, event_of_the_device)
{
	found((struct device_case){ .bug = BARE_EVENT_DEVICE }, SIM_RING_PROTOCOL,
	      "the driver writes the device's event suppression");
}

Test(packed, kick_after_reset)
{
	found((struct device_case){ .bug = BARE_LATE_KICK }, SIM_ACCESS_AFTER_RESET, "reset");
}

Test(packed, freed_in_flight)
{
	found((struct device_case){ .bug = BARE_FREE_EARLY }, SIM_USE_AFTER_FREE, "");
}

Test(packed, wrong_data)
{
	found((struct device_case){ .bug = BARE_SWAP }, SIM_DATA_CORRUPTION, "");
}

/* ---- the device's mistakes ----------------------------------------------------------------- */

static void rogue(enum rogue_mistake mistake, enum memory_model memory, enum sim_verdict expected,
		  const char *part)
{
	found((struct device_case){ .service = HOST_VCPU_EXIT, .rogue = mistake, .memory = memory },
	      expected, part);
}

static void correct_rogue(enum rogue_mistake not_one)
{
	silent((struct device_case){
		.service = HOST_VCPU_EXIT, .rogue = not_one, .memory = MEMORY_WEAK, .poll = true });
}

Test(packed, host_without_a_mistake)
{
	correct_rogue(ROGUE_CORRECT);
}

Test(packed, host_returns_a_batch)
{
	correct_rogue(ROGUE_BATCH);
}

Test(packed, host_reaches_too_far)
{
	rogue(ROGUE_ESCAPE, MEMORY_SC, SIM_PEER_ESCAPE, "");
}

Test(packed, host_starts_io_on_foreign_memory)
{
	rogue(ROGUE_DMA, MEMORY_SC, SIM_PEER_ESCAPE, "starts I/O");
}

Test(packed, host_writes_a_readable_buffer)
{
	rogue(ROGUE_READ_ONLY, MEMORY_SC, SIM_RING_PROTOCOL, "in a buffer it may only read");
}

Test(packed, host_returns_what_it_does_not_have)
{
	rogue(ROGUE_BAD_ID, MEMORY_SC, SIM_RING_PROTOCOL, "which is not in flight");
}

Test(packed, host_returns_twice)
{
	rogue(ROGUE_TWICE, MEMORY_SC, SIM_RING_PROTOCOL, "the device writes descriptor");
}

Test(packed, host_claims_too_much)
{
	rogue(ROGUE_LENGTH, MEMORY_SC, SIM_RING_PROTOCOL, "wrote 100000 bytes");
}

Test(packed, host_writes_a_descriptor_of_the_driver)
{
	rogue(ROGUE_DESC, MEMORY_SC, SIM_RING_PROTOCOL, "the device writes descriptor");
}

Test(packed, host_overwrites_what_it_has_not_read)
{
	rogue(ROGUE_UNREAD, MEMORY_SC, SIM_RING_PROTOCOL, "which it has not read");
}

Test(packed, host_writes_flags_first)
{
	/* So what still stands there counts: the length of the first buffer of the chain. */
	rogue(ROGUE_FLAGS_FIRST, MEMORY_SC, SIM_RING_PROTOCOL, "the device says it wrote 16 bytes");
}

Test(packed, host_without_write_barrier)
{
	found((struct device_case){ .service = HOST_VCPU_EXIT,
				    .rogue = ROGUE_NO_WMB,
				    .memory = MEMORY_WEAK,
				    .poll = true },
	      SIM_RING_PROTOCOL, "the driver reads an old used descriptor");
}

Test(packed, host_without_read_barrier)
{
	rogue(ROGUE_NO_RMB, MEMORY_WEAK, SIM_RING_PROTOCOL, "the device reads an old descriptor");
}

Test(packed, host_sets_unknown_event_flags)
{
	rogue(ROGUE_EVENT_FLAGS, MEMORY_SC, SIM_RING_PROTOCOL, "the device sets unknown");
}

Test(packed, host_writes_the_event_suppression_of_the_driver)
{
	rogue(ROGUE_EVENT_DRIVER, MEMORY_SC, SIM_RING_PROTOCOL,
	      "the device writes the driver's event suppression");
}

Test(packed, host_touches_the_ring_after_reset)
{
	rogue(ROGUE_AFTER_RESET, MEMORY_SC, SIM_ACCESS_AFTER_RESET, "a queue that was reset");
}

Test(packed, host_touches_a_buffer_it_gave_back)
{
	rogue(ROGUE_LATE_STATUS, MEMORY_SC, SIM_PEER_ESCAPE, "");
}
