/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * super.c - pseudo file systems: each is mounted once, by its owner, and stays. No file system lies
 * on a block device.
 */
#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/version.h>

#include <asm/port.h>

#include <../fs/internal.h>

#define NO_FILE_SYSTEM "no file system lies on a block device"

static const struct super_operations simple_operations = {
	.statfs = simple_statfs,
	.drop_inode = generic_delete_inode,
};

static void init_super(struct super_block *sb, struct file_system_type *type)
{
	const struct pseudo_fs_context *ctx;
	struct fs_context *fc = kzalloc(sizeof(*fc), GFP_KERNEL | __GFP_NOFAIL);

	fc->fs_type = type;
	/* Only memory could be missing, and there is no kernel without its own file systems. */
	BUG_ON(type->init_fs_context(fc));
	ctx = fc->fs_private;

	spin_lock_init(&sb->s_inode_list_lock);
	INIT_LIST_HEAD(&sb->s_inodes);
	init_rwsem(&sb->s_umount);
	atomic_set(&sb->s_active, 1);
	sb->s_count = 1;
	sb->s_type = type;
	sb->s_op = ctx->ops ? ctx->ops : &simple_operations;
	sb->s_magic = ctx->magic;
	sb->s_flags = SB_NOUSER | SB_BORN | SB_ACTIVE;
	sb->s_iflags = fc->s_iflags;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_time_gran = 1;
	kfree(ctx);
	kfree(fc);
}

struct vfsmount *kern_mount(struct file_system_type *type)
{
	struct super_block *sb = kzalloc(sizeof(*sb), GFP_KERNEL | __GFP_NOFAIL);
	struct vfsmount *mnt = kzalloc(sizeof(*mnt), GFP_KERNEL | __GFP_NOFAIL);

	init_super(sb, type);
	mnt->mnt_sb = sb;
	mnt->mnt_flags = MNT_INTERNAL;
	return mnt;
}

struct pseudo_fs_context *init_pseudo(struct fs_context *fc, unsigned long magic)
{
	struct pseudo_fs_context *ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);

	if (!ctx)
		return NULL;
	ctx->magic = magic;
	fc->fs_private = ctx;
	fc->global = true;
	fc->sb_flags |= SB_NOUSER;
	fc->s_iflags |= SB_I_NOEXEC | SB_I_NODEV;
	return ctx;
}

void kill_anon_super(struct super_block *sb)
{
	SIM_UNREACHABLE("pseudo file systems stay mounted");
}

int simple_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	buf->f_type = dentry->d_sb->s_magic;
	buf->f_bsize = PAGE_SIZE;
	buf->f_namelen = NAME_MAX;
	return 0;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
struct super_block *get_super(struct block_device *bdev)
{
	SIM_FIXED(NULL, NO_FILE_SYSTEM);
}

struct super_block *get_active_super(struct block_device *bdev)
{
	SIM_FIXED(NULL, NO_FILE_SYSTEM);
}

void drop_super(struct super_block *sb)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
}

void deactivate_super(struct super_block *sb)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
}

int freeze_super(struct super_block *sb)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
	return -EINVAL;
}

int thaw_super(struct super_block *sb)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
	return -EINVAL;
}

int sync_filesystem(struct super_block *sb)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
	return -EINVAL;
}

void shrink_dcache_sb(struct super_block *sb)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
}

int invalidate_inodes(struct super_block *sb, bool kill_dirty)
{
	SIM_UNREACHABLE(NO_FILE_SYSTEM);
	return -EINVAL;
}
#endif
