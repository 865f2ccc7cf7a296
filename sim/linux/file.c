/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file.c - open files: counted, released from a work like those of kernel threads in the kernel.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/llist.h>
#include <linux/magic.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/path.h>
#include <linux/pseudo_fs.h>
#include <linux/slab.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#include <asm/port.h>

#include "file.h"

static struct kmem_cache *file_cache;
static struct vfsmount *anon_mnt;
static struct inode *anon_inode; /* that of all files that have none of their own */

static int anon_init_fs_context(struct fs_context *fc)
{
	return init_pseudo(fc, ANON_INODE_FS_MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type anon_type = {
	.name = "anon_inodefs",
	.init_fs_context = anon_init_fs_context,
	.kill_sb = kill_anon_super,
};

static int __init files_start(void)
{
	file_cache = kmem_cache_create("filp", sizeof(struct file), 0, SLAB_HWCACHE_ALIGN, NULL);
	if (!file_cache)
		return -ENOMEM;
	anon_mnt = kern_mount(&anon_type);
	anon_inode = new_inode(anon_mnt->mnt_sb);
	return anon_inode ? 0 : -ENOMEM;
}
fs_initcall(files_start);

struct file *file_new(struct inode *inode, struct vfsmount *mnt, int flags,
		      const struct file_operations *fops)
{
	struct file *file = kmem_cache_zalloc(file_cache, GFP_KERNEL);

	if (!file)
		return ERR_PTR(-ENOMEM);
	if (!fops_get(fops)) {
		kmem_cache_free(file_cache, file);
		return ERR_PTR(-ENXIO);
	}
	atomic_long_set(&file->f_count, 1);
	spin_lock_init(&file->f_lock);
	mutex_init(&file->f_pos_lock);
	file->f_flags = flags;
	file->f_mode = OPEN_FMODE(flags);
	if (file->f_mode & FMODE_READ && (fops->read || fops->read_iter))
		file->f_mode |= FMODE_CAN_READ;
	if (file->f_mode & FMODE_WRITE && (fops->write || fops->write_iter))
		file->f_mode |= FMODE_CAN_WRITE;
	file->f_op = fops;
	file->f_inode = inode;
	file->f_mapping = inode->i_mapping;
	file->f_path.mnt = mnt;
	return file;
}

void file_drop(struct file *file)
{
	path_put(&file->f_path);
	fops_put(file->f_op);
	kmem_cache_free(file_cache, file);
}

static struct file *pseudo_file(struct inode *inode, struct vfsmount *mnt, int flags,
				const struct file_operations *fops)
{
	struct file *file = file_new(inode, mnt, flags, fops);

	if (!IS_ERR(file))
		file->f_mode |= FMODE_OPENED;
	return file;
}

/* The file takes over the reference to the inode, unless it fails. */
struct file *alloc_file_pseudo(struct inode *inode, struct vfsmount *mnt, const char *name,
			       int flags, const struct file_operations *fops)
{
	return pseudo_file(inode, mnt, flags, fops);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
/* Left for its user to open: the release function of block devices copes with a failed open. */
struct file *alloc_file_pseudo_noaccount(struct inode *inode, struct vfsmount *mnt,
					 const char *name, int flags,
					 const struct file_operations *fops)
{
	return pseudo_file(inode, mnt, flags, fops);
}
#endif

struct file *anon_inode_getfile(const char *name, const struct file_operations *fops, void *priv,
				int flags)
{
	struct file *file;

	ihold(anon_inode);
	file = alloc_file_pseudo(anon_inode, anon_mnt, name, flags & (O_ACCMODE | O_NONBLOCK),
				 fops);
	if (IS_ERR(file))
		iput(anon_inode);
	else
		file->private_data = priv;
	return file;
}

/* ---- the end ------------------------------------------------------------------------------- */

static void file_close(struct file *file)
{
	struct inode *inode = file->f_path.dentry ? NULL : file->f_inode;

	might_sleep();
	if (file->f_mode & FMODE_OPENED && file->f_op->release)
		file->f_op->release(file->f_inode, file);
	file_drop(file);
	iput(inode);
}

static LLIST_HEAD(closing);

static void close_all(struct work_struct *work)
{
	struct llist_node *node = llist_del_all(&closing);
	struct file *file, *next;

	llist_for_each_entry_safe(file, next, node, f_llist) file_close(file);
}

static DECLARE_DELAYED_WORK(close_work, close_all);

void fput(struct file *file)
{
	if (!atomic_long_dec_and_test(&file->f_count))
		return;
	if (llist_add(&file->f_llist, &closing))
		schedule_delayed_work(&close_work, 1);
}

void __fput_sync(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		file_close(file);
}

/* Closes what was handed to fput() so far, and waits for those who are closing. */
void flush_delayed_fput(void)
{
	flush_delayed_work(&close_work);
}

/* ---- operations that many files share ------------------------------------------------------- */

loff_t noop_llseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos;
}

int nonseekable_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

int stream_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	file->f_mode |= FMODE_STREAM;
	return 0;
}

ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos, const void *from,
				size_t available)
{
	loff_t pos = *ppos;
	size_t length;

	if (pos < 0)
		return -EINVAL;
	if (pos >= (loff_t)available)
		return 0;
	length = min_t(size_t, count, available - (size_t)pos);
	memcpy(to, (const char *)from + pos, length);
	*ppos = pos + length;
	return length;
}
