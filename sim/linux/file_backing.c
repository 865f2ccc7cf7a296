/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file_backing.c - a regular file of which every sector's content is known: a drive of the world.
 *
 * Its size never changes, and it is accessed in whole sectors. A direct I/O completes from the
 * drive's interrupt, on a vCPU of its own, perhaps before the call that started it returns; a
 * buffered one waits for the drive, as if no page were cached. What is written lies in the drive's
 * cache until fsync().
 */
#include <linux/blk_types.h>
#include <linux/bvec.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/mount.h>
#include <linux/percpu-rwsem.h>
#include <linux/pseudo_fs.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <linux/version.h>

#include <asm/port.h>
#include <sim/hostos.h>

#include "file_backing.h"

#define BACKING_MAGIC 0x76716669
#define BACKING_NAME "backing"

struct backing_file {
	unsigned int drive;
	unsigned int irq;
};

struct backing_io {
	struct kiocb *iocb; /* NULL: somebody waits for done */
	struct completion done;
	long result; /* bytes, or a negative errno */
	unsigned int count;
	struct sim_drive_iovec vector[];
};

static struct vfsmount *backing_mount;

/* ---- what an iterator stands for ----------------------------------------------------------- */

static void add_part(struct backing_io *io, unsigned int *count, void *base, size_t bytes)
{
	if (io)
		io->vector[*count] = (struct sim_drive_iovec){ .base = base, .bytes = bytes };
	(*count)++;
}

static unsigned int map_bvec(const struct iov_iter *iter, struct backing_io *io)
{
	const struct bio_vec *bv = iter->bvec;
	size_t skip = iter->iov_offset;
	size_t left = iov_iter_count(iter);
	unsigned int count = 0;

	for (; left; bv++, skip = 0) {
		size_t bytes = min_t(size_t, bv->bv_len - skip, left);

		add_part(io, &count, page_to_virt(bv->bv_page) + bv->bv_offset + skip, bytes);
		left -= bytes;
	}
	return count;
}

static unsigned int map_iovec(const struct iov_iter *iter, struct backing_io *io)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	const struct iovec *iov = iter_iov(iter);
#else
	const struct iovec *iov = iter->iov;
#endif
	size_t skip = iter->iov_offset;
	size_t left = iov_iter_count(iter);
	unsigned int count = 0;

	for (; left; iov++, skip = 0) {
		size_t bytes = min(iov->iov_len - skip, left);

		if (!bytes)
			continue;
		add_part(io, &count, iov->iov_base + skip, bytes);
		left -= bytes;
	}
	return count;
}

/* The parts of memory that the iterator walks over; to io if that is not NULL. */
static unsigned int map_iter(const struct iov_iter *iter, struct backing_io *io)
{
	if (iov_iter_is_bvec(iter))
		return map_bvec(iter, io);
	BUG_ON(!iter_is_iovec(iter));
	return map_iovec(iter, io);
}

/* ---- I/O ----------------------------------------------------------------------------------- */

static void backing_end(struct backing_io *io, int error)
{
	struct kiocb *iocb = io->iocb;
	long result = error ? error : io->result;

	if (!iocb) {
		io->result = result;
		complete(&io->done);
		return;
	}
	kfree(io);
	iocb->ki_complete(iocb, result);
}

static irqreturn_t backing_interrupt(int irq, void *data)
{
	struct backing_file *backing = data;
	irqreturn_t handled = IRQ_NONE;
	void *cookie;
	int error;

	while (sim_drive_reap(backing->drive, &cookie, &error)) {
		backing_end(cookie, error);
		handled = IRQ_HANDLED;
	}
	return handled;
}

static struct backing_io *backing_io_alloc(struct iov_iter *iter)
{
	unsigned int count = iter ? map_iter(iter, NULL) : 0;
	struct backing_io *io = kmalloc(struct_size(io, vector, count), GFP_KERNEL);

	if (!io)
		return NULL;
	io->iocb = NULL;
	init_completion(&io->done);
	io->result = iter ? iov_iter_count(iter) : 0;
	io->count = count;
	if (iter)
		map_iter(iter, io);
	return io;
}

static long backing_wait(struct backing_io *io)
{
	long result;

	wait_for_completion(&io->done);
	result = io->result;
	kfree(io);
	return result;
}

static ssize_t backing_rw(struct kiocb *iocb, struct iov_iter *iter, enum sim_drive_op op)
{
	struct backing_file *backing = iocb->ki_filp->private_data;
	loff_t size = i_size_read(file_inode(iocb->ki_filp));
	bool queued = !is_sync_kiocb(iocb) && (iocb->ki_flags & IOCB_DIRECT);
	loff_t pos = iocb->ki_pos;
	struct backing_io *io;
	ssize_t result;

	if (pos >= size)
		return op == SIM_DRIVE_READ ? 0 : -ENOSPC;
	iov_iter_truncate(iter, size - pos);
	if (!iov_iter_count(iter))
		return 0;
	if ((pos | iov_iter_count(iter)) & (SECTOR_SIZE - 1))
		return -EINVAL;
	io = backing_io_alloc(iter);
	if (!io)
		return -ENOMEM;
	if (queued)
		io->iocb = iocb;

	result = iov_iter_count(iter);
	sim_drive_submit(backing->drive, op, pos, io->vector, io->count, io);
	/* From here on io, and the request behind iocb, may be gone. The iterator is the caller's
	 * until this function returns: as direct I/O always did, it is left where the I/O ends. */
	sim_point();
	iov_iter_advance(iter, result);
	if (queued)
		return -EIOCBQUEUED;
	result = backing_wait(io);
	if (result > 0)
		iocb->ki_pos += result;
	return result;
}

static ssize_t backing_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return backing_rw(iocb, iter, SIM_DRIVE_READ);
}

static ssize_t backing_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return backing_rw(iocb, iter, SIM_DRIVE_WRITE);
}

static int backing_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct backing_file *backing = file->private_data;
	struct backing_io *io = backing_io_alloc(NULL);

	if (!io)
		return -ENOMEM;
	sim_drive_submit(backing->drive, SIM_DRIVE_FLUSH, 0, io->vector, 0, io);
	return backing_wait(io);
}

/* ---- opening and closing ------------------------------------------------------------------- */

static int backing_release(struct inode *inode, struct file *file)
{
	struct backing_file *backing = file->private_data;

	sim_drive_open_irq(backing->drive, 0);
	free_irq(backing->irq, backing);
	kfree(backing);
	return 0;
}

static const struct file_operations cached_fops = {
	.read_iter = backing_read_iter,
	.write_iter = backing_write_iter,
	.fsync = backing_fsync,
	.release = backing_release,
};

/* Of a drive without a cache: there is nothing to sync. */
static const struct file_operations durable_fops = {
	.read_iter = backing_read_iter,
	.write_iter = backing_write_iter,
	.release = backing_release,
};

static struct file *backing_file_get(unsigned int drive, int flags)
{
	struct inode *inode = new_inode(backing_mount->mnt_sb);
	struct file *file;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_ino = drive + 1;
	inode->i_mode = S_IFREG | 0600;
	i_size_write(inode, sim_drive_bytes(drive));
	inode->i_fop = sim_drive_volatile_cache(drive) ? &cached_fops : &durable_fops;
	file = alloc_file_pseudo(inode, backing_mount, BACKING_NAME, flags, inode->i_fop);
	if (IS_ERR(file)) {
		iput(inode);
		return file;
	}
	file->f_mode |= FMODE_CAN_ODIRECT;
	return file;
}

static int backing_start(struct backing_file *backing)
{
	int error = request_irq(backing->irq, backing_interrupt, 0, BACKING_NAME, backing);

	if (error)
		return error;
	sim_irq_affinity(backing->irq, num_online_cpus() - 1);
	sim_drive_open_irq(backing->drive, backing->irq);
	return 0;
}

int backing_file_open(unsigned int drive, unsigned int irq, int flags)
{
	int fd = get_unused_fd_flags(O_CLOEXEC);
	struct backing_file *backing;
	struct file *file;
	int error = -ENOMEM;

	if (fd < 0)
		return fd;
	backing = kmalloc(sizeof(*backing), GFP_KERNEL);
	if (!backing)
		goto out_fd;
	backing->drive = drive;
	backing->irq = irq;
	error = backing_start(backing);
	if (error)
		goto out_free;
	file = backing_file_get(drive, flags);
	if (IS_ERR(file)) {
		error = PTR_ERR(file);
		goto out_irq;
	}
	file->private_data = backing;
	fd_install(fd, file);
	return fd;

out_irq:
	sim_drive_open_irq(drive, 0);
	free_irq(irq, backing);
out_free:
	kfree(backing);
out_fd:
	put_unused_fd(fd);
	return error;
}
EXPORT_SYMBOL_GPL(backing_file_open);

/* ---- the file system it lies in ------------------------------------------------------------ */

static int backing_init_fs_context(struct fs_context *fc)
{
	return init_pseudo(fc, BACKING_MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type backing_fs_type = {
	.name = BACKING_NAME,
	.init_fs_context = backing_init_fs_context,
	.kill_sb = kill_anon_super,
};

static int __init backing_init(void)
{
	struct super_block *sb;
	int level;

	backing_mount = kern_mount(&backing_fs_type);
	if (IS_ERR(backing_mount))
		return PTR_ERR(backing_mount);
	sb = backing_mount->mnt_sb;
	for (level = 0; level < SB_FREEZE_LEVELS; level++) {
		int error = percpu_init_rwsem(&sb->s_writers.rw_sem[level]);

		if (error)
			return error;
	}
	return 0;
}
fs_initcall(backing_init);
