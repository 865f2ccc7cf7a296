/* SPDX-License-Identifier: GPL-2.0-only */
/* kobject.h - the counted, named part of a device. */
#ifndef SIM_LINUX_KOBJECT_H
#define SIM_LINUX_KOBJECT_H

#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/sysfs.h>
#include <linux/types.h>

struct kobject {
	const char *name; /* kmalloc'ed, or NULL */
	struct kobject *parent;
	struct kref kref;
};

struct kobj_uevent_env {
	char buf[256];
	int buflen;
};

enum kobject_action {
	KOBJ_ADD,
	KOBJ_REMOVE,
	KOBJ_CHANGE,
	KOBJ_MOVE,
	KOBJ_ONLINE,
	KOBJ_OFFLINE,
};

static inline const char *kobject_name(const struct kobject *kobj)
{
	return kobj->name;
}

static inline int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *envp[])
{
	(void)kobj;
	(void)action;
	(void)envp;
	SIM_FIXED(0, "no user space listens to device events");
}

static inline int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	return kobject_uevent_env(kobj, action, NULL);
}

/* Appends "KEY=value": 0, or -ENOMEM when it does not fit. */
int __printf(2, 3) add_uevent_var(struct kobj_uevent_env *env, const char *fmt, ...);

#endif
