/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/cgroup.h - control groups: which one a task is accounted to.
 */
#ifndef SIM_LINUX_CGROUP_H
#define SIM_LINUX_CGROUP_H

#include <linux/sched.h>

/*
 * Puts tsk into all groups that from is in. 0, -ENOMEM. tsk has to be the current task or one that
 * does not end meanwhile. Task context.
 */
int cgroup_attach_task_all(struct task_struct *from, struct task_struct *tsk);

#endif
