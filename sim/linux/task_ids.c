/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * task_ids.c - finding tasks and users by number, which only system calls do, and who may then do
 * something to them.
 */
#include <linux/export.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/user.h>
#include <linux/security.h>

DEFINE_RWLOCK(tasklist_lock);

struct pid *find_vpid(int nr)
{
	SIM_UNREACHABLE("a process number comes with a system call");
}
EXPORT_SYMBOL_GPL(find_vpid);

struct task_struct *find_task_by_vpid(pid_t vnr)
{
	SIM_UNREACHABLE("a process number comes with a system call");
}

pid_t __task_pid_nr_ns(struct task_struct *task, enum pid_type type, struct pid_namespace *ns)
{
	SIM_FIXED(0, "all tasks are the kernel's own, in no process group");
}
EXPORT_SYMBOL(__task_pid_nr_ns);

struct user_struct *find_user(kuid_t uid)
{
	SIM_UNREACHABLE("a user number comes with a system call");
}

void free_uid(struct user_struct *up)
{
	SIM_UNREACHABLE("no user was ever found");
}
EXPORT_SYMBOL_GPL(free_uid);

int cap_task_setioprio(struct task_struct *p, int ioprio)
{
	SIM_UNREACHABLE("only a system call sets a priority for I/O");
}
