/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fdtable.c - file descriptors: one table for all tasks of a machine, as if its user space were one
 * process.
 */
#include <linux/bitmap.h>
#include <linux/file.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/spinlock.h>
#include <linux/version.h>

#include <asm/port.h>

#define FDS_MAX 64

static DEFINE_SPINLOCK(fds_lock);
static struct file *fds[FDS_MAX];
static DECLARE_BITMAP(fds_used, FDS_MAX);

int get_unused_fd_flags(unsigned int flags)
{
	unsigned int fd;

	spin_lock(&fds_lock);
	fd = find_first_zero_bit(fds_used, FDS_MAX);
	if (fd < FDS_MAX)
		__set_bit(fd, fds_used);
	spin_unlock(&fds_lock);
	return fd < FDS_MAX ? (int)fd : -EMFILE;
}

void put_unused_fd(unsigned int fd)
{
	spin_lock(&fds_lock);
	__clear_bit(fd, fds_used);
	spin_unlock(&fds_lock);
}

/* The table takes over the caller's reference. */
void fd_install(unsigned int fd, struct file *file)
{
	spin_lock(&fds_lock);
	BUG_ON(fds[fd] || !test_bit(fd, fds_used));
	fds[fd] = file;
	spin_unlock(&fds_lock);
}

struct file *fget(unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&fds_lock);
	if (fd < FDS_MAX && fds[fd])
		file = get_file(fds[fd]);
	spin_unlock(&fds_lock);
	return file;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
struct fd fdget(unsigned int fd)
{
	struct file *file = fget(fd);

	return file ? CLONED_FD(file) : EMPTY_FD;
}
#else
unsigned long __fdget(unsigned int fd)
{
	struct file *file = fget(fd);

	return file ? (unsigned long)file | FDPUT_FPUT : 0;
}
#endif

int close_fd(unsigned int fd)
{
	struct file *file = NULL;

	spin_lock(&fds_lock);
	if (fd < FDS_MAX) {
		file = fds[fd];
		fds[fd] = NULL;
		if (file)
			__clear_bit(fd, fds_used);
	}
	spin_unlock(&fds_lock);
	if (!file)
		return -EBADF;
	fput(file);
	return 0;
}
