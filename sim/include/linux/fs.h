/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fs.h - what block users and drivers take from the file system header: data directions, open
 * modes, block devices and their numbers, and files: what is open, what it stands for, I/O on it.
 * There are no directories: a file is found by a descriptor, or by who holds it.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/blk_types.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct address_space;
struct bio;
struct cached_page;
struct cdev;
struct file;
struct gendisk;
struct hd_struct;
struct inode;
struct iov_iter;
struct kiocb;
struct module;
struct poll_table_struct;
struct request_queue;

/* fmode_t */
#define FMODE_READ ((fmode_t)0x1)
#define FMODE_WRITE ((fmode_t)0x2)
#define FMODE_NDELAY ((fmode_t)0x40)
#define FMODE_EXCL ((fmode_t)0x80)
#define FMODE_CAN_ODIRECT ((fmode_t)0x100)

/* The first argument of submit_bio(), and data directions. */
#define READ 0
#define WRITE 1
#define RW_MASK REQ_WRITE
#define READA REQ_RAHEAD
#define READ_SYNC (READ | REQ_SYNC)
#define WRITE_SYNC (WRITE | REQ_SYNC | REQ_NOIDLE)
#define WRITE_ODIRECT (WRITE | REQ_SYNC)
#define WRITE_FLUSH (WRITE | REQ_SYNC | REQ_NOIDLE | REQ_FLUSH)
#define WRITE_FUA (WRITE | REQ_SYNC | REQ_NOIDLE | REQ_FUA)
#define WRITE_FLUSH_FUA (WRITE | REQ_SYNC | REQ_NOIDLE | REQ_FLUSH | REQ_FUA)

/*
 * What a user of a disk holds. One for each device number, counted: bdget_disk() and
 * blkdev_get_by_path() take, bdput() and blkdev_put() drop. While it is open (bd_openers > 0) it
 * holds its disk.
 */
struct block_device {
	dev_t bd_dev;
	int bd_openers; /* under bd_mutex */
	int bd_count; /* references, under the table's lock */
	void *bd_holder; /* of an FMODE_EXCL opening */
	int bd_holders;
	struct mutex bd_mutex; /* opening and closing */
	struct block_device *bd_contains; /* itself: there are no partitions */
	struct gendisk *bd_disk; /* NULL while it is not open */
	struct hd_struct *bd_part;
	unsigned int bd_block_size; /* bytes */
	struct list_head bd_list;
};

#define BDEVNAME_SIZE 32
#define BLKDEV_MAJOR_MAX 512

/*
 * Reserves a major number; major = 0 asks for a free one. Returns the number given for 0, else 0,
 * or a negative errno. Task context.
 */
int register_blkdev(unsigned int major, const char *name);
void unregister_blkdev(unsigned int major, const char *name);

/*
 * Opens and closes. Task context. mode: FMODE_*; holder: with FMODE_EXCL, who opens. A device
 * without a disk (never added, or del_gendisk() has run) gives -ENXIO, a read-only one opened for
 * writing -EACCES, a holder's conflict -EBUSY.
 */
int blkdev_get(struct block_device *bdev, fmode_t mode, void *holder);
int blkdev_put(struct block_device *bdev, fmode_t mode);
/* path is "/dev/" and the disk's name. ERR_PTR() on failure. */
struct block_device *blkdev_get_by_path(const char *path, fmode_t mode, void *holder);
struct block_device *blkdev_get_by_dev(dev_t dev, fmode_t mode, void *holder);
/* A reference without opening. */
struct block_device *bdget(dev_t dev);
struct block_device *bdgrab(struct block_device *bdev);
void bdput(struct block_device *bdev);
const char *bdevname(struct block_device *bdev, char *buffer);
int bdev_read_only(struct block_device *bdev);

/*
 * Submits a bio: rw (READ, WRITE_FLUSH ...) is or-ed into bi_rw. Task context, may sleep for a
 * request; the end is bi_end_io(), possibly before this returns.
 */
void submit_bio(int rw, struct bio *bio);

/* ---- files --------------------------------------------------------------------------------- */

/* ki_flags */
#define IOCB_APPEND (1 << 1)
#define IOCB_DIRECT (1 << 2) /* past the page cache */
#define IOCB_DSYNC (1 << 4)
#define IOCB_NOWAIT (1 << 7)

/*
 * One I/O on a file. With ki_complete it may be asynchronous: read_iter() then returns
 * -EIOCBQUEUED, and ki_complete() is called once, in any context, perhaps before read_iter()
 * returns. With any other result ki_complete() is not called.
 */
struct kiocb {
	struct file *ki_filp;
	loff_t ki_pos;
	void (*ki_complete)(struct kiocb *iocb, long ret, long ret2);
	void *private; /* the file's */
	int ki_flags; /* IOCB_* */
};

static inline bool is_sync_kiocb(const struct kiocb *iocb)
{
	return iocb->ki_complete == NULL;
}

/* All in task context but release(), which comes with the last fput(). */
struct file_operations {
	struct module *owner;
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	__poll_t (*poll)(struct file *file, struct poll_table_struct *wait);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	long (*compat_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t len);
};

struct address_space_operations {
	/* The page is locked; its content is read and it is unlocked, now or later: uptodate if
	 * that went well. A negative errno: it was unlocked at once. */
	int (*readpage)(struct cached_page *page);
	/* The page is locked and clean, and under write-back until its content is written. It is
	 * unlocked here. */
	void (*writepage)(struct cached_page *page);
};

/* The cached pages of a file, see <linux/pagemap.h>. */
struct address_space {
	struct inode *host;
	const struct address_space_operations *a_ops;
	spinlock_t tree_lock; /* pages, lru, counts; with interrupts off */
	struct cached_page **pages; /* by index, NULL: not cached */
	pgoff_t pages_max;
	struct list_head lru; /* struct cached_page.lru, oldest first */
	unsigned long nrpages;
	unsigned long nrdirty;
	unsigned long nrwriteback;
	unsigned long hits; /* reads of a page that was there */
	unsigned long misses;
	unsigned int wb_err; /* counts failed write-backs */
	struct wait_queue_head wb_wait; /* for nrdirty + nrwriteback to fall */
	struct delayed_work wb_work; /* the flusher */
};

struct inode {
	umode_t i_mode;
	unsigned long i_ino;
	loff_t i_size; /* bytes */
	struct mutex i_mutex; /* buffered writes, fallocate() */
	const struct file_operations *i_fop;
	struct address_space i_data;
	struct address_space *i_mapping;
	atomic_t i_count; /* open files */
	atomic_t i_dio_count; /* direct I/Os in flight */
	struct wait_queue_head i_dio_wait;
	dev_t i_rdev; /* of a character device */
	struct cdev *i_cdev; /* held by each open file */
	void *i_private;
};

struct file {
	atomic_long_t f_count;
	const struct file_operations *f_op;
	struct inode *f_inode; /* NULL: an anonymous file */
	struct address_space *f_mapping;
	fmode_t f_mode;
	unsigned int f_flags; /* O_* */
	loff_t f_pos;
	unsigned int f_wb_err; /* write-back failures that fsync() on it has reported */
	void *private_data; /* the file's */
};

static inline struct inode *file_inode(const struct file *file)
{
	return file->f_inode;
}

static inline loff_t i_size_read(const struct inode *inode)
{
	return READ_ONCE(inode->i_size);
}

static inline void i_size_write(struct inode *inode, loff_t size)
{
	WRITE_ONCE(inode->i_size, size);
}

static inline void inode_lock(struct inode *inode)
{
	mutex_lock(&inode->i_mutex);
}

static inline void inode_unlock(struct inode *inode)
{
	mutex_unlock(&inode->i_mutex);
}

#define S_IFMT 00170000
#define S_IFREG 0100000
#define S_IFBLK 0060000
#define S_IFCHR 0020000
#define S_ISCHR(m) (((m) & S_IFMT) == S_IFCHR)
#define S_ISREG(m) (((m) & S_IFMT) == S_IFREG)

static inline struct file *get_file(struct file *file)
{
	atomic_long_inc(&file->f_count);
	return file;
}
/* Drops a reference; the last one calls release(). Task context. */
void fput(struct file *file);
/*
 * Opens "/dev/NAME": a misc device, or else a block device for reading and writing. ERR_PTR() on failure.
 * Task context.
 */
struct file *filp_open(const char *path, int flags, umode_t mode);
/* The block device that a file of filp_open() stands for; NULL: none. Lives as long as the file. */
struct block_device *file_bdev(struct file *file);

/* Task context, may sleep. Bytes, or a negative errno; *pos moves on. */
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *pos);
ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *pos);
/* All that was written before is durable when this returns 0; -EINVAL if the file has no fsync(). */
int vfs_fsync(struct file *file, int datasync);
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync);
/* FALLOC_FL_*; -EOPNOTSUPP if the file cannot do it. */
int vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len);

/* Counts of i_dio_count; the last wakes who waits in inode_dio_wait(). Any context. */
void inode_dio_begin(struct inode *inode);
void inode_dio_end(struct inode *inode);
/* Task context, with i_mutex held, so that no new one starts that takes it. */
void inode_dio_wait(struct inode *inode);

#endif
