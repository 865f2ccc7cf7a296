/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cdev.c - character devices: who has which number, and opening one.
 */
#include <linux/bug.h>
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>

#define CHRDEV_MAJOR_LAST 254
#define CHRDEV_NAME_LEN 24

struct chrdev_region {
	struct list_head list;
	dev_t first;
	unsigned int count;
	char name[CHRDEV_NAME_LEN];
};

static LIST_HEAD(chrdev_regions);
static LIST_HEAD(cdevs);
static DEFINE_MUTEX(chrdev_mutex); /* both lists */
static unsigned int chrdev_changes; /* of the lists; written under chrdev_mutex */
static DECLARE_WAIT_QUEUE_HEAD(chrdev_changed);

/* Under chrdev_mutex: those who wait for a device look again. */
static void chrdev_change(void)
{
	WRITE_ONCE(chrdev_changes, chrdev_changes + 1);
	wake_up_all(&chrdev_changed);
}

/* Under chrdev_mutex. */
static struct chrdev_region *chrdev_region_by_major(unsigned int major)
{
	struct chrdev_region *region;

	list_for_each_entry (region, &chrdev_regions, list)
		if (MAJOR(region->first) == major)
			return region;
	return NULL;
}

/* Under chrdev_mutex. */
static struct chrdev_region *chrdev_region_by_name(const char *name)
{
	struct chrdev_region *region;

	list_for_each_entry (region, &chrdev_regions, list)
		if (!strcmp(region->name, name))
			return region;
	return NULL;
}

int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name)
{
	struct chrdev_region *region = kzalloc(sizeof(*region), GFP_KERNEL);
	unsigned int major = CHRDEV_MAJOR_LAST;

	if (!region)
		return -ENOMEM;
	region->count = count;
	snprintf(region->name, sizeof(region->name), "%s", name);

	mutex_lock(&chrdev_mutex);
	while (major && chrdev_region_by_major(major))
		major--;
	if (!major) {
		mutex_unlock(&chrdev_mutex);
		kfree(region);
		return -EBUSY;
	}
	region->first = MKDEV(major, baseminor);
	list_add_tail(&region->list, &chrdev_regions);
	mutex_unlock(&chrdev_mutex);
	*dev = region->first;
	return 0;
}
EXPORT_SYMBOL(alloc_chrdev_region);

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	struct chrdev_region *region;

	mutex_lock(&chrdev_mutex);
	region = chrdev_region_by_major(MAJOR(from));
	if (!WARN_ON(!region || region->count != count)) {
		list_del(&region->list);
		kfree(region);
		chrdev_change();
	}
	mutex_unlock(&chrdev_mutex);
}
EXPORT_SYMBOL(unregister_chrdev_region);

struct cdev *cdev_alloc(void)
{
	struct cdev *cdev = kzalloc(sizeof(*cdev), GFP_KERNEL);

	if (!cdev)
		return NULL;
	INIT_LIST_HEAD(&cdev->list);
	kref_init(&cdev->ref);
	cdev->inode.i_mode = S_IFCHR;
	cdev->inode.i_cdev = cdev;
	return cdev;
}
EXPORT_SYMBOL(cdev_alloc);

static void cdev_free(struct kref *ref)
{
	kfree(container_of(ref, struct cdev, ref));
}

void cdev_put(struct cdev *cdev)
{
	kref_put(&cdev->ref, cdev_free);
}
EXPORT_SYMBOL(cdev_put);

/* Under chrdev_mutex. */
static struct cdev *cdev_find(dev_t dev)
{
	struct cdev *cdev;

	list_for_each_entry (cdev, &cdevs, list)
		if (dev >= cdev->dev && dev - cdev->dev < cdev->count)
			return cdev;
	return NULL;
}

int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	int err = -EBUSY;

	cdev->dev = dev;
	cdev->count = count;
	cdev->inode.i_rdev = dev;
	mutex_lock(&chrdev_mutex);
	if (!cdev_find(dev)) {
		list_add_tail(&cdev->list, &cdevs);
		chrdev_change();
		err = 0;
	}
	mutex_unlock(&chrdev_mutex);
	return err;
}
EXPORT_SYMBOL(cdev_add);

void cdev_del(struct cdev *cdev)
{
	mutex_lock(&chrdev_mutex);
	list_del_init(&cdev->list);
	mutex_unlock(&chrdev_mutex);
	cdev_put(cdev);
}
EXPORT_SYMBOL(cdev_del);

/* A reference to the device, NULL if there is none yet, ERR_PTR(-ENOENT) without a region. */
static struct cdev *cdev_get(const char *name, unsigned int minor)
{
	struct chrdev_region *region;
	struct cdev *cdev = ERR_PTR(-ENOENT);

	mutex_lock(&chrdev_mutex);
	region = chrdev_region_by_name(name);
	if (region && minor < region->count) {
		cdev = cdev_find(region->first + minor);
		if (cdev)
			kref_get(&cdev->ref);
	}
	mutex_unlock(&chrdev_mutex);
	return cdev;
}

static struct file *cdev_open(struct cdev *cdev, unsigned int flags)
{
	struct file *file = alloc_file(cdev->ops, NULL, flags);
	int err = 0;

	if (IS_ERR(file)) {
		cdev_put(cdev);
		return file;
	}
	file->f_inode = &cdev->inode;
	if (cdev->ops->open)
		err = cdev->ops->open(&cdev->inode, file);
	if (err) {
		kfree(file);
		cdev_put(cdev);
		return ERR_PTR(err);
	}
	return file;
}

struct file *chrdev_open(const char *name, unsigned int minor, unsigned int flags)
{
	unsigned int seen = READ_ONCE(chrdev_changes);
	struct cdev *cdev = cdev_get(name, minor);

	while (!cdev) {
		wait_event(chrdev_changed, READ_ONCE(chrdev_changes) != seen);
		seen = READ_ONCE(chrdev_changes);
		cdev = cdev_get(name, minor);
	}
	return IS_ERR(cdev) ? ERR_CAST(cdev) : cdev_open(cdev, flags);
}
EXPORT_SYMBOL(chrdev_open);
