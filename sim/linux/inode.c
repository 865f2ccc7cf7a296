/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inode.c - the life of inodes of pseudo file systems: made, found by number, counted, freed a grace
 * period after the last reference. None is kept without a reference, none is ever dirty.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/version.h>
#include <linux/wait.h>

#include <asm/port.h>

#include <../fs/internal.h>

/* One chain: a machine has a handful of hashed inodes, those of its block devices. */
static HLIST_HEAD(inode_chain);
static DEFINE_SPINLOCK(inode_hash_lock); /* above inode.i_lock */
static DECLARE_WAIT_QUEUE_HEAD(inode_gone);

static int __init block_inodes_init(void)
{
	bdev_cache_init();
	return 0;
}
pure_initcall(block_inodes_init);

void inode_init_once(struct inode *inode)
{
	struct address_space *mapping = &inode->i_data;

	memset(inode, 0, sizeof(*inode));
	INIT_HLIST_NODE(&inode->i_hash);
	INIT_LIST_HEAD(&inode->i_devices);
	INIT_LIST_HEAD(&inode->i_io_list);
	INIT_LIST_HEAD(&inode->i_wb_list);
	INIT_LIST_HEAD(&inode->i_lru);
	INIT_LIST_HEAD(&inode->i_sb_list);
	xa_init_flags(&mapping->i_pages, XA_FLAGS_LOCK_IRQ | XA_FLAGS_ACCOUNT);
	init_rwsem(&mapping->i_mmap_rwsem);
	mapping->i_mmap = RB_ROOT_CACHED;
}

static void init_inode(struct super_block *sb, struct inode *inode)
{
	static const struct inode_operations no_operations;
	static const struct file_operations no_file_operations;
	struct address_space *mapping = &inode->i_data;

	inode->i_sb = sb;
	inode->i_blkbits = sb->s_blocksize_bits;
	atomic_set(&inode->i_count, 1);
	inode->i_op = &no_operations;
	inode->i_fop = &no_file_operations;
	inode->i_state = 0;
	spin_lock_init(&inode->i_lock);
	init_rwsem(&inode->i_rwsem);
	atomic_set(&inode->i_dio_count, 0);
	mapping->host = inode;
	mapping->flags = 0;
	mapping_set_gfp_mask(mapping, GFP_HIGHUSER_MOVABLE);
	init_rwsem(&mapping->invalidate_lock);
	inode->i_mapping = mapping;
}

struct inode *new_inode(struct super_block *sb)
{
	struct inode *inode;

	if (sb->s_op->alloc_inode) {
		inode = sb->s_op->alloc_inode(sb);
	} else {
		inode = kmalloc(sizeof(*inode), GFP_KERNEL);
		if (inode)
			inode_init_once(inode);
	}
	if (!inode)
		return NULL;
	init_inode(sb, inode);
	spin_lock(&sb->s_inode_list_lock);
	list_add(&inode->i_sb_list, &sb->s_inodes);
	spin_unlock(&sb->s_inode_list_lock);
	return inode;
}

void ihold(struct inode *inode)
{
	WARN_ON(atomic_inc_return(&inode->i_count) < 2);
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
/* With i_lock held. */
void __iget(struct inode *inode)
{
	atomic_inc(&inode->i_count);
}
#endif

/* ---- by number ----------------------------------------------------------------------------- */

void __insert_inode_hash(struct inode *inode, unsigned long hashval)
{
	spin_lock(&inode_hash_lock);
	spin_lock(&inode->i_lock);
	hlist_add_head(&inode->i_hash, &inode_chain);
	spin_unlock(&inode->i_lock);
	spin_unlock(&inode_hash_lock);
}

void __remove_inode_hash(struct inode *inode)
{
	spin_lock(&inode_hash_lock);
	spin_lock(&inode->i_lock);
	hlist_del_init(&inode->i_hash);
	spin_unlock(&inode->i_lock);
	spin_unlock(&inode_hash_lock);
}

/* With the hash lock held. */
static struct inode *find_hashed(struct super_block *sb, unsigned long ino)
{
	struct inode *inode;

	hlist_for_each_entry (inode, &inode_chain, i_hash)
		if (inode->i_sb == sb && inode->i_ino == ino)
			return inode;
	return NULL;
}

/* An inode that is being freed is waited for: its number may come to a new one. */
struct inode *ilookup(struct super_block *sb, unsigned long ino)
{
	DEFINE_WAIT(wait);
	struct inode *inode;
	bool going;

	might_sleep();
	for (;;) {
		spin_lock(&inode_hash_lock);
		inode = find_hashed(sb, ino);
		if (!inode) {
			spin_unlock(&inode_hash_lock);
			return NULL;
		}
		spin_lock(&inode->i_lock);
		going = inode->i_state & (I_FREEING | I_WILL_FREE);
		if (!going)
			atomic_inc(&inode->i_count);
		else
			prepare_to_wait(&inode_gone, &wait, TASK_UNINTERRUPTIBLE);
		spin_unlock(&inode->i_lock);
		spin_unlock(&inode_hash_lock);
		if (!going)
			return inode;
		schedule();
		finish_wait(&inode_gone, &wait);
	}
}

/* ---- the end ------------------------------------------------------------------------------- */

int generic_delete_inode(struct inode *inode)
{
	return 1;
}

void clear_inode(struct inode *inode)
{
	BUG_ON(inode->i_data.nrpages);
	BUG_ON(!(inode->i_state & I_FREEING));
	BUG_ON(inode->i_state & I_CLEAR);
	inode->i_state = I_FREEING | I_CLEAR;
}

static void free_inode(struct rcu_head *head)
{
	struct inode *inode = container_of(head, struct inode, i_rcu);

	if (inode->free_inode)
		inode->free_inode(inode);
	else
		kfree(inode);
}

static void evict(struct inode *inode)
{
	const struct super_operations *op = inode->i_sb->s_op;

	spin_lock(&inode->i_sb->s_inode_list_lock);
	list_del_init(&inode->i_sb_list);
	spin_unlock(&inode->i_sb->s_inode_list_lock);

	if (op->evict_inode) {
		op->evict_inode(inode);
	} else {
		truncate_inode_pages_final(&inode->i_data);
		clear_inode(inode);
	}
	remove_inode_hash(inode);
	wake_up_all(&inode_gone);

	inode->free_inode = op->free_inode;
	call_rcu(&inode->i_rcu, free_inode);
}

void iput(struct inode *inode)
{
	if (!inode)
		return;
	BUG_ON(inode->i_state & I_CLEAR);
	if (atomic_add_unless(&inode->i_count, -1, 1))
		return;
	spin_lock(&inode->i_lock);
	if (!atomic_dec_and_test(&inode->i_count)) {
		spin_unlock(&inode->i_lock);
		return;
	}
	inode->i_state |= I_FREEING;
	spin_unlock(&inode->i_lock);
	evict(inode);
}

int write_inode_now(struct inode *inode, int sync)
{
	SIM_UNREACHABLE("no inode is ever dirty");
	return -EIO;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
void generic_fill_statx_atomic_writes(struct kstat *stat, unsigned int unit_min,
				      unsigned int unit_max)
{
	SIM_NOP("nobody asks a block device file for its limits on atomic writes");
}
#endif
