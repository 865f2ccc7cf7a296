/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file_io.c - reading, writing and syncing an open file.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/uio.h>

ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *pos };
	ssize_t ret = file->f_op->read_iter(&iocb, iter);

	*pos = iocb.ki_pos;
	return ret;
}
EXPORT_SYMBOL(vfs_iter_read);

ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *pos };
	ssize_t ret = file->f_op->write_iter(&iocb, iter);

	*pos = iocb.ki_pos;
	return ret;
}
EXPORT_SYMBOL(vfs_iter_write);

int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync)
{
	return file->f_op->fsync ? file->f_op->fsync(file, start, end, datasync) : -EINVAL;
}
EXPORT_SYMBOL(vfs_fsync_range);

int vfs_fsync(struct file *file, int datasync)
{
	return vfs_fsync_range(file, 0, S64_MAX, datasync);
}
EXPORT_SYMBOL(vfs_fsync);

int vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	return file->f_op->fallocate ? file->f_op->fallocate(file, mode, offset, len) : -EOPNOTSUPP;
}
EXPORT_SYMBOL(vfs_fallocate);

void inode_dio_begin(struct inode *inode)
{
	atomic_inc(&inode->i_dio_count);
}
EXPORT_SYMBOL(inode_dio_begin);

void inode_dio_end(struct inode *inode)
{
	if (atomic_dec_and_test(&inode->i_dio_count))
		wake_up_all(&inode->i_dio_wait);
}
EXPORT_SYMBOL(inode_dio_end);

void inode_dio_wait(struct inode *inode)
{
	io_wait_event(inode->i_dio_wait, !atomic_read(&inode->i_dio_count));
}
EXPORT_SYMBOL(inode_dio_wait);
