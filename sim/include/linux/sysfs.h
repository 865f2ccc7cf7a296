/* SPDX-License-Identifier: GPL-2.0-only */
/* sysfs.h - attributes: named values of a device that user space reads and writes. */
#ifndef SIM_LINUX_SYSFS_H
#define SIM_LINUX_SYSFS_H

#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/stat.h>
#include <linux/types.h>

struct kobject;
struct module;

struct attribute {
	const char *name;
	umode_t mode;
};

struct bin_attribute;

struct attribute_group {
	const char *name;
	umode_t (*is_visible)(struct kobject *kobj, struct attribute *attr, int index);
	struct attribute **attrs;
};

#define __ATTR(_name, _mode, _show, _store)                                                        \
	{                                                                                          \
		.attr = { .name = __stringify(_name), .mode = (_mode) }, .show = (_show),          \
		.store = (_store),                                                                 \
	}
#define __ATTR_RO(_name) __ATTR(_name, 0444, _name##_show, NULL)
#define __ATTR_WO(_name) __ATTR(_name, 0200, NULL, _name##_store)
#define __ATTR_RW(_name) __ATTR(_name, 0644, _name##_show, _name##_store)
#define __ATTR_NULL                                                                                \
	{                                                                                          \
		.attr = {.name = NULL }                                                            \
	}

#define ATTRIBUTE_GROUPS(_name)                                                                    \
	static const struct attribute_group _name##_group = { .attrs = _name##_attrs };            \
	static const struct attribute_group *_name##_groups[] = { &_name##_group, NULL }

/* Task context; kobj is a device's. 0, -EEXIST or -ENOMEM. Removal waits for running show/store. */
int sysfs_create_group(struct kobject *kobj, const struct attribute_group *group);
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group);
int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups);
void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups);
int sysfs_create_file(struct kobject *kobj, const struct attribute *attr);
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr);

/* For show functions: writes at most a page to buf, which begins one. */
int __printf(2, 3) sysfs_emit(char *buf, const char *fmt, ...);
int __printf(3, 4) sysfs_emit_at(char *buf, int at, const char *fmt, ...);

#endif
