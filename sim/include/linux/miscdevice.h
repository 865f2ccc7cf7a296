/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/miscdevice.h - character devices that are /dev/NAME and need no number of their own.
 */
#ifndef SIM_LINUX_MISCDEVICE_H
#define SIM_LINUX_MISCDEVICE_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>

#define MISC_DYNAMIC_MINOR 255

struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	struct list_head list;
};

/* -EBUSY: the name is taken. Task context. */
int misc_register(struct miscdevice *misc);
/* No file of it is open. Task context. */
void misc_deregister(struct miscdevice *misc);

#define module_misc_device(device)                                                                 \
	static int __init device##_init(void)                                                      \
	{                                                                                          \
		return misc_register(&device);                                                     \
	}                                                                                          \
	module_init(device##_init);                                                                \
	static void __exit device##_exit(void)                                                     \
	{                                                                                          \
		misc_deregister(&device);                                                          \
	}                                                                                          \
	module_exit(device##_exit)

#endif
