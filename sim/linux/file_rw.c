/* SPDX-License-Identifier: GPL-2.0-only */
/* file_rw.c - what kernel code does with a file that it has been given. */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/statfs.h>
#include <linux/uio.h>
#include <linux/version.h>

#include <asm/port.h>

static ssize_t file_iter(struct file *file, struct iov_iter *iter, loff_t *ppos, rwf_t flags,
			 bool write)
{
	struct kiocb kiocb;
	ssize_t ret;

	if (!iov_iter_count(iter))
		return 0;
	init_sync_kiocb(&kiocb, file);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	ret = kiocb_set_rw_flags(&kiocb, flags, write ? WRITE : READ);
#else
	ret = kiocb_set_rw_flags(&kiocb, flags);
#endif
	if (ret)
		return ret;
	kiocb.ki_pos = ppos ? *ppos : 0;
	ret = write ? file->f_op->write_iter(&kiocb, iter) : file->f_op->read_iter(&kiocb, iter);
	BUG_ON(ret == -EIOCBQUEUED);
	if (ppos)
		*ppos = kiocb.ki_pos;
	return ret;
}

ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos, rwf_t flags)
{
	if (!file->f_op->read_iter)
		return -EINVAL;
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	return file_iter(file, iter, ppos, flags, false);
}
EXPORT_SYMBOL(vfs_iter_read);

ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos, rwf_t flags)
{
	if (!file->f_op->write_iter)
		return -EINVAL;
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	return file_iter(file, iter, ppos, flags, true);
}
EXPORT_SYMBOL(vfs_iter_write);

int vfs_fsync(struct file *file, int datasync)
{
	if (!file->f_op->fsync)
		return -EINVAL;
	return file->f_op->fsync(file, 0, LLONG_MAX, datasync);
}
EXPORT_SYMBOL(vfs_fsync);

#define NO_PATH "files of pseudo file systems lie in no folder: a path says nothing about them"

int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
		unsigned int query_flags)
{
	SIM_UNREACHABLE(NO_PATH);
	return -ENOENT;
}
EXPORT_SYMBOL(vfs_getattr);

int vfs_statfs(const struct path *path, struct kstatfs *buf)
{
	SIM_UNREACHABLE(NO_PATH);
	return -ENOENT;
}
EXPORT_SYMBOL(vfs_statfs);

char *file_path(struct file *file, char *buf, int buflen)
{
	SIM_FIXED(ERR_PTR(-ENOENT), NO_PATH);
}
EXPORT_SYMBOL(file_path);
