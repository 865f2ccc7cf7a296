/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_page_cache.c - a file on drive 0 of 33 sectors: what is cached, dirty, and read back.
 */
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>
#include <linux/writeback.h>

#include <sim/backing_file.h>

#define IRQ 6
#define FILE_BYTES (33 * 512)

static struct file *open_file(int flags)
{
	int fd = backing_file_open(0, IRQ, flags);
	struct file *file;

	BUG_ON(fd < 0);
	file = fget(fd);
	BUG_ON(!file || close_fd(fd));
	return file;
}

static ssize_t write_at(struct file *file, loff_t pos, const void *data, size_t bytes)
{
	struct kvec kvec = { (void *)data, bytes };
	struct iov_iter iter;

	iov_iter_kvec(&iter, WRITE, &kvec, 1, bytes);
	return vfs_iter_write(file, &iter, &pos);
}

static ssize_t read_at(struct file *file, loff_t pos, void *data, size_t bytes)
{
	struct kvec kvec = { data, bytes };
	struct iov_iter iter;

	iov_iter_kvec(&iter, READ, &kvec, 1, bytes);
	return vfs_iter_read(file, &iter, &pos);
}

static void fill(struct file *file, loff_t pos, size_t bytes, char value)
{
	void *data = kmalloc(bytes, GFP_KERNEL);

	memset(data, value, bytes);
	BUG_ON(write_at(file, pos, data, bytes) != (ssize_t)bytes);
	kfree(data);
}

static void expect(struct file *file, loff_t pos, size_t bytes, char value)
{
	char *data = kmalloc(bytes, GFP_KERNEL);
	size_t i;

	BUG_ON(read_at(file, pos, data, bytes) != (ssize_t)bytes);
	for (i = 0; i < bytes; i++)
		BUG_ON(data[i] != value);
	kfree(data);
}

/* The second reading needs no drive; direct I/O leaves nothing behind. */
void hits_and_misses(void);
void hits_and_misses(void)
{
	struct file *file = open_file(O_RDWR), *direct = open_file(O_RDWR | O_DIRECT);
	char *data = kmalloc(1024, GFP_KERNEL);

	BUG_ON(read_at(direct, 4096, data, 1024) != 1024);
	BUG_ON(backing_file_counts(0).cached);
	BUG_ON(read_at(file, 4096, data, 1024) != 1024);
	BUG_ON(read_at(file, 4096 + 100, data, 7) != 7);
	BUG_ON(backing_file_counts(0).misses != 1 || backing_file_counts(0).hits != 1);
	BUG_ON(backing_file_counts(0).cached != 1);
	fput(direct);
	fput(file);
	kfree(data);
	BUG_ON(backing_file_counts(0).cached);
}

/* A page stays dirty until it is synced, and its neighbours in it keep what they had. */
void dirty_until_synced(void);
void dirty_until_synced(void)
{
	struct file *file = open_file(O_RDWR), *direct = open_file(O_RDWR | O_DIRECT);

	fill(direct, 0, 4096, 'a');
	fill(file, 100, 50, 'b');
	BUG_ON(backing_file_counts(0).cached != 1);
	expect(file, 0, 100, 'a');
	expect(file, 100, 50, 'b');
	expect(file, 150, 512, 'a');
	BUG_ON(vfs_fsync(file, 0));
	BUG_ON(backing_file_counts(0).dirty);
	fput(file);
	fput(direct);
	file = open_file(O_RDWR);
	expect(file, 100, 50, 'b');
	expect(file, 150, 512, 'a');
	fput(file);
}

/* Direct I/O sees what is cached, and what it writes is seen through the cache. */
void direct_and_cached(void);
void direct_and_cached(void)
{
	struct file *file = open_file(O_RDWR), *direct = open_file(O_RDWR | O_DIRECT);

	fill(file, 4096, 4096, 'c');
	expect(direct, 4096, 512, 'c');
	fill(direct, 4096, 512, 'd');
	expect(file, 4096, 512, 'd');
	expect(file, 4096 + 512, 512, 'c');
	BUG_ON(write_at(direct, 100, "x", 1) != -EINVAL);
	fput(direct);
	fput(file);
}

/* More pages than may be dirty, or cached: the writer waits, old pages go. */
void limits(void);
void limits(void)
{
	struct file *file = open_file(O_RDWR);
	unsigned int page;

	for (page = 0; page < FILE_BYTES / 4096; page++) {
		fill(file, page * 4096, 4096, 'a' + page);
		BUG_ON(backing_file_counts(0).dirty > DIRTY_PAGES_MAX);
		BUG_ON(backing_file_counts(0).cached > CACHED_PAGES_MAX);
	}
	for (page = 0; page < FILE_BYTES / 4096; page++)
		expect(file, page * 4096, 4096, 'a' + page);
	fput(file);
}

/* The last page of the file is a part of one. */
void end_of_file(void);
void end_of_file(void)
{
	struct file *file = open_file(O_RDWR);
	char data[1024];

	memset(data, 'e', sizeof(data));
	BUG_ON(write_at(file, FILE_BYTES - 512, data, 1024) != 512);
	BUG_ON(write_at(file, FILE_BYTES, data, 512) != -ENOSPC);
	BUG_ON(read_at(file, FILE_BYTES - 512, data, 1024) != 512);
	BUG_ON(read_at(file, FILE_BYTES, data, 512));
	BUG_ON(vfs_fsync(file, 0));
	expect(file, FILE_BYTES - 512, 512, 'e');
	fput(file);
}

/* A hole reads as zeros; what lies around stays. */
void punch_hole(void);
void punch_hole(void)
{
	struct file *file = open_file(O_RDWR);
	const int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;

	fill(file, 0, 3 * 4096, 'h');
	BUG_ON(vfs_fallocate(file, mode, 512, 4096));
	expect(file, 0, 512, 'h');
	expect(file, 512, 4096, 0);
	expect(file, 512 + 4096, 512, 'h');
	BUG_ON(vfs_fallocate(file, FALLOC_FL_COLLAPSE_RANGE, 0, 4096) != -EOPNOTSUPP);
	fput(file);
}

static void aio_done(struct kiocb *iocb, long ret, long ret2)
{
	BUG_ON(ret != 512);
	complete(iocb->private);
}

/* Asynchronous: its end comes by itself, and its iterator is where it ends when the call returns. */
void asynchronous(void);
void asynchronous(void)
{
	struct file *file = open_file(O_RDWR);
	struct completion done;
	struct kvec kvec = { kmalloc(512, GFP_KERNEL), 512 };
	struct kiocb iocb = {
		.ki_filp = file,
		.ki_flags = IOCB_DIRECT,
		.ki_complete = aio_done,
		.private = &done,
	};
	struct iov_iter iter;

	init_completion(&done);
	memset(kvec.iov_base, 'k', 512);
	iov_iter_kvec(&iter, WRITE, &kvec, 1, 512);
	BUG_ON(file->f_op->write_iter(&iocb, &iter) != -EIOCBQUEUED);
	BUG_ON(iov_iter_count(&iter));
	iov_iter_revert(&iter, 512);
	BUG_ON(iov_iter_count(&iter) != 512 || iter.nr_segs != 1);
	wait_for_completion(&done);
	expect(file, 0, 512, 'k');
	kfree(kvec.iov_base);
	fput(file);
}

/* With fault io_error: the error of a write-back is told once to each open file, and the page is
 * written in the end. */
void errors_are_told(void);
void errors_are_told(void)
{
	struct file *file = open_file(O_RDWR), *other = open_file(O_RDWR);
	char data[4096];

	memset(data, 'w', sizeof(data));
	BUG_ON(write_at(file, 0, data, sizeof(data)) != sizeof(data));
	if (vfs_fsync(file, 0)) {
		BUG_ON(!vfs_fsync(other, 0));
		while (vfs_fsync(file, 0))
			;
	}
	BUG_ON(backing_file_counts(0).dirty);
	while (read_at(file, 0, data, sizeof(data)) < 0)
		;
	BUG_ON(data[0] != 'w' || data[4095] != 'w');
	fput(other);
	fput(file);
}

/* A file that nobody closes. */
void descriptor_forgotten(void);
void descriptor_forgotten(void)
{
	BUG_ON(!open_file(O_RDONLY));
}
