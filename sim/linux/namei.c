/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * namei.c - paths: /dev/NAME leads to the block or character device of that name. There are no other
 * files.
 */
#include <linux/dcache.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/path.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/port.h>

#include "file.h"
#include "sysfs_dir.h"

/* What devtmpfs would have: it stays while a path leads to it, whatever becomes of the device. */
struct device_file {
	struct dentry dentry;
	struct inode inode;
};

static void device_file_release(struct dentry *dentry)
{
	kfree(container_of(dentry, struct device_file, dentry));
}

static const struct dentry_operations device_file_operations = {
	.d_release = device_file_release,
};

/* The device's number and kind; 0 if there is no such device. */
static umode_t find_device(const char *name, dev_t *devt)
{
	struct device *dev = sysfs_find_device("block", name);
	umode_t mode = S_IFBLK | 0600;

	if (!dev) {
		mode = S_IFCHR | 0600;
		dev = sysfs_find_device("char", name);
	}
	if (!dev)
		return 0;
	*devt = dev->devt;
	put_device(dev);
	return mode;
}

int kern_path(const char *name, unsigned int flags, struct path *path)
{
	struct device_file *file;
	umode_t mode = 0;
	dev_t devt = 0;

	if (!strncmp(name, "/dev/", 5))
		mode = find_device(name + 5, &devt);
	if (!mode)
		return -ENOENT;
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return -ENOMEM;
	inode_init_once(&file->inode);
	file->inode.i_mode = mode;
	file->inode.i_rdev = devt;
	file->inode.i_mapping = &file->inode.i_data;
	file->inode.i_data.host = &file->inode;
	spin_lock_init(&file->dentry.d_lock);
	file->dentry.d_lockref.count = 1;
	file->dentry.d_op = &device_file_operations;
	file->dentry.d_inode = &file->inode;
	path->dentry = &file->dentry;
	path->mnt = NULL;
	return 0;
}

void path_get(const struct path *path)
{
	if (path->dentry)
		lockref_get(&path->dentry->d_lockref);
}

void path_put(const struct path *path)
{
	struct dentry *dentry = path->dentry;

	if (!dentry || lockref_put_or_lock(&dentry->d_lockref))
		return;
	dentry->d_lockref.count--;
	spin_unlock(&dentry->d_lock);
	if (dentry->d_op && dentry->d_op->d_release)
		dentry->d_op->d_release(dentry);
}

bool may_open_dev(const struct path *path)
{
	SIM_FIXED(true, "no mount option forbids devices");
}

/* ---- character devices --------------------------------------------------------------------- */

#define CHRDEVS_MAX 8

struct chrdev {
	unsigned int major; /* 0: free */
	const struct file_operations *fops;
};

static struct chrdev chrdevs[CHRDEVS_MAX];
static DEFINE_SPINLOCK(chrdevs_lock);

int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops)
{
	int err = -EBUSY;
	unsigned int i;

	if (WARN(!major, "%s wants any major number", name))
		return -EINVAL;
	spin_lock(&chrdevs_lock);
	for (i = 0; i < CHRDEVS_MAX && chrdevs[i].major != major; i++) {
		if (chrdevs[i].major)
			continue;
		chrdevs[i].major = major;
		chrdevs[i].fops = fops;
		err = 0;
		break;
	}
	spin_unlock(&chrdevs_lock);
	return err;
}

void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name)
{
	unsigned int i;

	spin_lock(&chrdevs_lock);
	for (i = 0; i < CHRDEVS_MAX; i++)
		if (chrdevs[i].major == major)
			chrdevs[i].major = 0;
	spin_unlock(&chrdevs_lock);
}

static const struct file_operations *chrdev_fops(dev_t devt)
{
	const struct file_operations *fops = NULL;
	unsigned int i;

	spin_lock(&chrdevs_lock);
	for (i = 0; i < CHRDEVS_MAX; i++)
		if (chrdevs[i].major == MAJOR(devt))
			fops = chrdevs[i].fops;
	spin_unlock(&chrdevs_lock);
	return fops;
}

/* ---- open ---------------------------------------------------------------------------------- */

struct file *filp_open(const char *filename, int flags, umode_t mode)
{
	const struct file_operations *fops;
	struct inode *inode;
	struct file *file;
	struct path path;
	int err;

	err = kern_path(filename, LOOKUP_FOLLOW, &path);
	if (err)
		return ERR_PTR(err);
	inode = d_backing_inode(path.dentry);
	fops = S_ISBLK(inode->i_mode) ? &def_blk_fops : chrdev_fops(inode->i_rdev);
	file = fops ? file_new(inode, NULL, flags, fops) : ERR_PTR(-ENXIO);
	if (IS_ERR(file)) {
		path_put(&path);
		return file;
	}
	file->f_path = path;
	err = fops->open ? fops->open(inode, file) : 0;
	if (err) {
		file_drop(file);
		return ERR_PTR(err);
	}
	file->f_mode |= FMODE_OPENED;
	return file;
}
