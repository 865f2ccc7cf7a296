/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs.h - what a process does that reads and writes files in /sys, without a file system around
 * them. The kernel library and the port of real kernels offer it alike (sim/kernel/sysfs.c).
 */
#ifndef SIM_SYSFS_H
#define SIM_SYSFS_H

#include <stddef.h>

struct kobject;

/*
 * Reads or writes the file KOBJECT/SUBDIR/NAME; subdir NULL: KOBJECT/NAME. buf is a page; what is
 * written ends with a zero behind count. -ENOENT when there is no such attribute (any more), -EIO
 * when it has no such function. The caller holds a reference to kobj. Task context.
 */
long sysfs_read(struct kobject *kobj, const char *subdir, const char *name, char *buf);
long sysfs_write(struct kobject *kobj, const char *subdir, const char *name, const char *buf,
		 size_t count);

#endif
