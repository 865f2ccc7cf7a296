/* SPDX-License-Identifier: GPL-2.0-only */
/* sysfs_dir.h - finds devices by their names. */
#ifndef VQSIM_SYSFS_DIR_H
#define VQSIM_SYSFS_DIR_H

struct device;

/* With a reference: the device called name in /sys/dev/KIND, "block" or "char"; or NULL. */
struct device *sysfs_find_device(const char *kind, const char *name);

#endif
