/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot.c - the machine comes up and goes down.
 *
 * What start_kernel() calls by name comes first, as far as it is part of this kernel; then the
 * initcalls, which the linker script has put in the order of their levels.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/radix-tree.h>
#include <linux/rcupdate.h>
#include <linux/wait_bit.h>

#include "../kernel/workqueue_internal.h"
#include "boot.h"
#include "smp.h"
#include "vqsim_alloc.h"

enum system_states system_state __read_mostly;
EXPORT_SYMBOL(system_state);

extern initcall_entry_t __initcall_start[] __attribute__((visibility("hidden")));
extern initcall_entry_t __initcall_end[] __attribute__((visibility("hidden")));

/* No device, no driver: what a built-in driver may answer. */
static void run_initcalls(void)
{
	initcall_entry_t *entry;

	for (entry = __initcall_start; entry < __initcall_end; entry++) {
		initcall_t call = initcall_from_entry(entry);
		int err = call();

		WARN(err && err != -ENODEV, "initcall %pS returned %d", call, err);
	}
}

void kernel_boot(void)
{
	vqsim_percpu_init();
	vqsim_mm_init();
	radix_tree_init();
	wait_bit_init();
	vqsim_smp_init();
	workqueue_start();
	system_state = SYSTEM_SCHEDULING;
	run_initcalls();
	/* What is built in never goes: what it has made so far stays. */
	sim_alloc_ignore_leaks_so_far();
	WRITE_ONCE(system_state, SYSTEM_RUNNING);
}
EXPORT_SYMBOL(kernel_boot);

/* What call_rcu() still holds goes, then the workers. */
void kernel_halt(void)
{
	WRITE_ONCE(system_state, SYSTEM_HALT);
	rcu_barrier();
	workqueue_stop();
	rcu_barrier();
}
EXPORT_SYMBOL(kernel_halt);
