/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot.c - the machine comes up and goes down.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>

#include "workqueue_internal.h"

/* The linker's bounds of a section, NULL both if no file of this module has it. */
#define SECTION_BOUNDS(type, section)                                                              \
	extern const type __start_##section[] __weak __attribute__((visibility("hidden")));        \
	extern const type __stop_##section[] __weak __attribute__((visibility("hidden")))

SECTION_BOUNDS(initcall_t, initcall1);
SECTION_BOUNDS(initcall_t, initcall2);
SECTION_BOUNDS(initcall_t, initcall3);
SECTION_BOUNDS(initcall_t, initcall4);
SECTION_BOUNDS(initcall_t, initcall5);
SECTION_BOUNDS(initcall_t, initcall6);
SECTION_BOUNDS(initcall_t, initcall7);
SECTION_BOUNDS(exitcall_t, exitcalls);

static void run_initcalls(const initcall_t *call, const initcall_t *end)
{
	for (; call != end; call++) {
		int err = (*call)();

		WARN(err, "initcall %p returned %d", (void *)*call, err);
	}
}

void kernel_boot(void)
{
	workqueue_start();
	run_initcalls(__start_initcall1, __stop_initcall1);
	run_initcalls(__start_initcall2, __stop_initcall2);
	run_initcalls(__start_initcall3, __stop_initcall3);
	run_initcalls(__start_initcall4, __stop_initcall4);
	run_initcalls(__start_initcall5, __stop_initcall5);
	run_initcalls(__start_initcall6, __stop_initcall6);
	run_initcalls(__start_initcall7, __stop_initcall7);
	WRITE_ONCE(system_state, SYSTEM_RUNNING);
}
EXPORT_SYMBOL(kernel_boot);

/* In reverse, then the workers; what call_rcu() still holds goes too. */
void kernel_halt(void)
{
	const exitcall_t *call = __stop_exitcalls;

	WRITE_ONCE(system_state, SYSTEM_HALT);
	while (call != __start_exitcalls)
		(*--call)();
	rcu_barrier();
	workqueue_stop();
}
EXPORT_SYMBOL(kernel_halt);
