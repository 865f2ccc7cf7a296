/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * genhd_major.c - which driver has which major number. Task context.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#define BLK_NAME_LEN 16

struct blk_major {
	struct list_head list;
	unsigned int major;
	char name[BLK_NAME_LEN];
};

static LIST_HEAD(majors);
static DEFINE_MUTEX(majors_mutex);

/* Under majors_mutex. */
static struct blk_major *blk_major_find(unsigned int major)
{
	struct blk_major *m;

	list_for_each_entry(m, &majors, list) {
		if (m->major == major)
			return m;
	}
	return NULL;
}

/* Under majors_mutex: the highest free number of those given out on demand, or 0. */
static unsigned int blk_major_free(void)
{
	unsigned int major;

	for (major = 254; major > 0; major--) {
		if (!blk_major_find(major))
			return major;
	}
	return 0;
}

int register_blkdev(unsigned int major, const char *name)
{
	struct blk_major *m;
	int ret = 0;

	if (major >= BLKDEV_MAJOR_MAX) {
		pr_err("%s: major requested (%u) is too large for %s\n", __func__, major, name);
		return -EINVAL;
	}
	m = kmalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	snprintf(m->name, sizeof(m->name), "%s", name);

	mutex_lock(&majors_mutex);
	if (!major) {
		major = blk_major_free();
		ret = major;
	}
	if (!major || blk_major_find(major)) {
		pr_err("%s: cannot get major %u for %s\n", __func__, major, name);
		kfree(m);
		ret = -EBUSY;
	} else {
		m->major = major;
		list_add_tail(&m->list, &majors);
	}
	mutex_unlock(&majors_mutex);
	return ret;
}
EXPORT_SYMBOL(register_blkdev);

void unregister_blkdev(unsigned int major, const char *name)
{
	struct blk_major *m;

	mutex_lock(&majors_mutex);
	m = blk_major_find(major);
	if (!WARN_ON(!m || strncmp(m->name, name, BLK_NAME_LEN - 1))) {
		list_del(&m->list);
		kfree(m);
	}
	mutex_unlock(&majors_mutex);
}
EXPORT_SYMBOL(unregister_blkdev);
