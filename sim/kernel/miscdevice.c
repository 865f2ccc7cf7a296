/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * miscdevice.c - character devices by name, and how paths below /dev are opened.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/string.h>

static DEFINE_MUTEX(misc_mutex);
static LIST_HEAD(misc_list);

static struct miscdevice *misc_find(const char *name)
{
	struct miscdevice *misc;

	list_for_each_entry (misc, &misc_list, list)
		if (!strcmp(misc->name, name))
			return misc;
	return NULL;
}

int misc_register(struct miscdevice *misc)
{
	int err = 0;

	mutex_lock(&misc_mutex);
	if (misc_find(misc->name))
		err = -EBUSY;
	else
		list_add(&misc->list, &misc_list);
	mutex_unlock(&misc_mutex);
	return err;
}
EXPORT_SYMBOL(misc_register);

void misc_deregister(struct miscdevice *misc)
{
	mutex_lock(&misc_mutex);
	list_del(&misc->list);
	mutex_unlock(&misc_mutex);
}
EXPORT_SYMBOL(misc_deregister);

static int block_release(struct inode *inode, struct file *file)
{
	return blkdev_put(file->private_data, file->f_mode);
}

static const struct file_operations block_fops = {
	.release = block_release,
};

struct block_device *file_bdev(struct file *file)
{
	return file->f_op == &block_fops ? file->private_data : NULL;
}
EXPORT_SYMBOL(file_bdev);

static struct file *open_block(const char *path)
{
	fmode_t mode = FMODE_READ | FMODE_WRITE;
	struct block_device *bdev = blkdev_get_by_path(path, mode, NULL);
	struct file *file;

	if (IS_ERR(bdev))
		return ERR_CAST(bdev);
	file = alloc_file(&block_fops, bdev, 0);
	if (IS_ERR(file))
		blkdev_put(bdev, mode);
	else
		file->f_mode = mode;
	return file;
}

/* Of a file whose open() failed: it has no release(). */
static const struct file_operations unopened_fops = {};

static struct file *open_misc(struct miscdevice *misc)
{
	struct file *file = alloc_file(misc->fops, misc, 0);
	int err;

	if (IS_ERR(file) || !misc->fops->open)
		return file;
	err = misc->fops->open(NULL, file);
	if (!err)
		return file;
	file->f_op = &unopened_fops;
	fput(file);
	return ERR_PTR(err);
}

struct file *filp_open(const char *path, int flags, umode_t mode)
{
	struct miscdevice *misc;
	struct file *file = NULL;

	if (strncmp(path, "/dev/", 5))
		return ERR_PTR(-ENOENT);
	mutex_lock(&misc_mutex);
	misc = misc_find(path + 5);
	if (misc)
		file = open_misc(misc);
	mutex_unlock(&misc_mutex);
	return file ? file : open_block(path);
}
EXPORT_SYMBOL(filp_open);
