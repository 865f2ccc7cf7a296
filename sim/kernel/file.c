/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file.c - open files and the descriptors that name them.
 */
#include <linux/bug.h>
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/slab.h>

#define FDS_MAX 64

static DEFINE_SPINLOCK(fd_lock);
static struct file *fd_table[FDS_MAX];
static bool fd_reserved[FDS_MAX]; /* given out, and fd_table[] not filled yet */

struct file *alloc_file(const struct file_operations *fops, void *private_data, unsigned int flags)
{
	struct file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return ERR_PTR(-ENOMEM);
	atomic_long_set(&file->f_count, 1);
	file->f_op = fops;
	file->private_data = private_data;
	file->f_flags = flags;
	return file;
}
EXPORT_SYMBOL(alloc_file);

void fput(struct file *file)
{
	struct cdev *cdev;

	if (!atomic_long_dec_and_test(&file->f_count))
		return;
	might_sleep();
	cdev = file->f_inode ? file->f_inode->i_cdev : NULL;
	/* The inode may go with it. */
	if (file->f_op->release)
		file->f_op->release(file->f_inode, file);
	if (cdev)
		cdev_put(cdev);
	kfree(file);
}
EXPORT_SYMBOL(fput);

struct file *fget(unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&fd_lock);
	if (fd < FDS_MAX && fd_table[fd])
		file = get_file(fd_table[fd]);
	spin_unlock(&fd_lock);
	return file;
}
EXPORT_SYMBOL(fget);

int get_unused_fd_flags(unsigned int flags)
{
	int fd;

	spin_lock(&fd_lock);
	for (fd = 0; fd < FDS_MAX; fd++)
		if (!fd_table[fd] && !fd_reserved[fd])
			break;
	if (fd < FDS_MAX)
		fd_reserved[fd] = true;
	spin_unlock(&fd_lock);
	return fd < FDS_MAX ? fd : -EMFILE;
}
EXPORT_SYMBOL(get_unused_fd_flags);

void put_unused_fd(unsigned int fd)
{
	spin_lock(&fd_lock);
	WARN_ON(!fd_reserved[fd]);
	fd_reserved[fd] = false;
	spin_unlock(&fd_lock);
}
EXPORT_SYMBOL(put_unused_fd);

void fd_install(unsigned int fd, struct file *file)
{
	spin_lock(&fd_lock);
	WARN_ON(!fd_reserved[fd]);
	fd_reserved[fd] = false;
	fd_table[fd] = file;
	spin_unlock(&fd_lock);
}
EXPORT_SYMBOL(fd_install);

int close_fd(unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&fd_lock);
	if (fd < FDS_MAX) {
		file = fd_table[fd];
		fd_table[fd] = NULL;
	}
	spin_unlock(&fd_lock);
	if (!file)
		return -EBADF;
	fput(file);
	return 0;
}
EXPORT_SYMBOL(close_fd);
