/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * test_page_cache.c - files on a drive: the page cache, write-back, direct I/O (module_page_cache.c).
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <valgrind/valgrind.h>

#include <model/disk.h>
#include <model/hostos.h>

#include "../harness_kernel.h"

struct story {
	char function[24];
	char fault[12];
	enum memory_model memory;
	enum sim_verdict verdict;
};

ParameterizedTestParameters(page_cache, stories)
{
	static struct story stories[] = {
		{ "hits_and_misses", "", MEMORY_SC, SIM_PASS },
		{ "dirty_until_synced", "", MEMORY_WEAK, SIM_PASS },
		{ "direct_and_cached", "", MEMORY_WEAK, SIM_PASS },
		{ "limits", "", MEMORY_WEAK, SIM_PASS },
		{ "end_of_file", "", MEMORY_SC, SIM_PASS },
		{ "punch_hole", "", MEMORY_TSO, SIM_PASS },
		{ "asynchronous", "", MEMORY_WEAK, SIM_PASS },
		{ "errors_are_told", "io_error", MEMORY_SC, SIM_PASS },
		{ "descriptor_forgotten", "", MEMORY_SC, SIM_LEAK },
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

static void add_drive(void)
{
	const struct disk_spec spec = {
		.name = "drive",
		.kind = DISK_RAM,
		.sectors = 33,
		.volatile_cache = true,
		.verify = true,
	};
	struct disk *disk = disk_create(&spec);

	disk_expect_cached(disk, true);
	hostos_add_drive(0, disk);
}

ParameterizedTest(struct story *story, page_cache, stories)
{
	const struct test_kernel world = {
		.modules = { "tests/kernel/page_cache" },
		.memory = story->memory,
		.fault = story->fault,
		.begin = add_drive,
	};

	test_kernel_build(&world);
	test_kernel_expect(story->function, story->verdict, RUNNING_ON_VALGRIND ? 5 : 200);
}
