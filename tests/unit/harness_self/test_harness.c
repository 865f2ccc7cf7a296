/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "harness.h"

Test(harness, command_tells_status_and_both_outputs)
{
	struct harness_command command = harness_command("echo %s; echo no >&2; exit %d", "yes", 3);

	cr_assert_eq(command.status, 3);
	cr_assert_str_eq(command.out, "yes\n");
	cr_assert_str_eq(command.err, "no\n");
	harness_command_free(&command);
}

Test(harness, command_tells_the_signal)
{
	struct harness_command command = harness_command("kill -SEGV $$");

	cr_assert_eq(command.status, 139);
	cr_assert_str_empty(command.out);
	harness_command_free(&command);
}

Test(harness, what_is_written_can_be_read)
{
	const char *path = harness_write("a.yaml", "name: a\n");
	char *text = harness_read(path);

	cr_assert_str_eq(text, "name: a\n");
	cr_assert_eq(strncmp(path, harness_scratch(), strlen(harness_scratch())), 0);
	free(text);
}

Test(harness, paths_of_tree_and_build)
{
	struct stat stat_unused;
	const char *module = harness_module("virtio_blk");

	cr_assert_eq(stat(harness_source("CMakeLists.txt"), &stat_unused), 0);
	cr_assert_str_eq(module + strlen(module) - 30, "/modules/checked/virtio_blk.so");
	module = harness_module_plain("virtio_blk");
	cr_assert_str_eq(module + strlen(module) - 28, "/modules/plain/virtio_blk.so");
}
