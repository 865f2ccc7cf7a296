/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs_internal.h - what sysfs.c asks of the kobjects it keeps attributes for, and offers
 * them.
 *
 * sysfs.c serves two worlds: the devices of this kernel library (device_attr.c), and the kobjects of
 * a real kernel's own files (sim/linux/sysfs_dir.c).
 */
#ifndef KERNEL_SYSFS_INTERNAL_H
#define KERNEL_SYSFS_INTERNAL_H

#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>

#ifdef CONFIG_VQSIM
#include <asm/port.h>
#endif
#include <sim/sysfs.h>

/* Every kobject's list of attributes. */
extern struct mutex sysfs_lock;

/* The kobject's list, NULL if it is not in sysfs. With the lock held. */
struct list_head *sysfs_attributes(struct kobject *kobj);
/* Calls the attribute's functions: -EIO if it has no such. */
ssize_t sysfs_call_show(struct kobject *kobj, struct attribute *attr, char *buf);
ssize_t sysfs_call_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			 size_t count);

/* 0, -EINVAL (not in sysfs), -EEXIST or -ENOMEM. */
int sysfs_add_attribute(struct kobject *kobj, const struct attribute *attr);
void sysfs_drop_attribute(struct kobject *kobj, const struct attribute *attr);
/* Takes off whatever a list has left. */
void sysfs_drop_attributes(struct list_head *attributes);

#endif
