/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cgroup.c - which group a task is accounted to. There is one hierarchy, and a group is a number.
 */
#include <linux/cgroup.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/slab.h>

static DEFINE_MUTEX(cgroup_mutex);

int cgroup_attach_task_all(struct task_struct *from, struct task_struct *tsk)
{
	/* A move is prepared in full before anything changes. */
	int *target = kmalloc(sizeof(*target), GFP_KERNEL);

	if (!target)
		return -ENOMEM;
	mutex_lock(&cgroup_mutex);
	*target = from->cgroup;
	tsk->cgroup = *target;
	mutex_unlock(&cgroup_mutex);
	kfree(target);
	return 0;
}
EXPORT_SYMBOL(cgroup_attach_task_all);
