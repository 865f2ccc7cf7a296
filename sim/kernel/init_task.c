/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * init_task.c - the task that is current while no other is.
 */
#include <linux/sched.h>

struct task_struct init_task = {
	.usage = ATOMIC_INIT(1),
	.comm = "swapper",
};
