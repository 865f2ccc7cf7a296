/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cdev.h - character devices: numbers, what is behind a number, and opening it.
 *
 * All in task context.
 */
#ifndef SIM_LINUX_CDEV_H
#define SIM_LINUX_CDEV_H

#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/kref.h>
#include <linux/list.h>

/* Counted: each open file holds it. */
struct cdev {
	const struct file_operations *ops;
	dev_t dev;
	unsigned int count; /* minors */
	struct list_head list;
	struct kref ref;
	struct inode inode; /* of its files */
};

/* A major number of one's own with count minors from baseminor on; 0, -ENOMEM or -EBUSY. */
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t from, unsigned int count);

struct cdev *cdev_alloc(void);
/* It may be opened from now on. -EBUSY: the number is taken. */
int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count);
/* Drops the reference of cdev_alloc(). Nobody finds it any more; files that are open stay open. */
void cdev_del(struct cdev *cdev);
void cdev_put(struct cdev *cdev);

/*
 * What open() on a device file does, for the device that has minor in the region of that name.
 * Waits, as who waits for udev, until there is such a device; -ENOENT if there is no such region
 * (any more). flags: O_*. fput() closes.
 */
struct file *chrdev_open(const char *name, unsigned int minor, unsigned int flags);

#endif
