/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's virtqueue: what each operation does to the ring, step by step. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "../harness_kernel.h"

struct story {
	char function[32]; /* of module_virtio_ring.c */
	char fault[16]; /* empty: none */
	unsigned int schedules;
};

ParameterizedTestParameters(virtio_ring, stories)
{
	static struct story stories[] = {
		{ "ring_direct", "", 20 },
		{ "ring_indirect", "", 20 },
		{ "ring_indirect_or_direct", "alloc", 200 },
		{ "ring_mapping_fails", "add_buf", 200 },
		{ "ring_lists", "", 20 },
		{ "ring_index_wraps", "", 1 },
		{ "ring_suppression", "", 20 },
		{ "ring_event_index", "", 20 },
		{ "ring_callbacks", "", 20 },
		{ "ring_callbacks_delayed", "", 20 },
		{ "ring_detach", "", 20 },
		{ "ring_bad_id", "", 20 },
		{ "ring_breaks", "", 20 },
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, virtio_ring, stories)
{
	const struct test_kernel world = {
		.modules = { "virtio_ring", "tests/drivers/virtio_ring" },
		.cpus = 1,
		.memory = MEMORY_WEAK,
		.preempt = PREEMPT_FULL,
		.fault = story->fault,
		.points_max = 5000000,
	};

	test_kernel_build(&world);
	test_kernel_expect(story->function, SIM_PASS, story->schedules);
}
