/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagecache.c - there is none: the load submits bios, no block device is read or written through its
 * mapping, so that nothing is ever cached, dirty or under writeback.
 */
#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include <linux/version.h>
#include <linux/writeback.h>

#include <asm/port.h>

#define NOTHING_CACHED "nothing is cached: block devices are not used through their mappings"
#define NO_RW_PAGE "no driver here has rw_page()"

void truncate_inode_pages_range(struct address_space *mapping, loff_t lstart, loff_t lend)
{
	SIM_NOP(NOTHING_CACHED);
}

void truncate_inode_pages(struct address_space *mapping, loff_t lstart)
{
	SIM_NOP(NOTHING_CACHED);
}

void truncate_inode_pages_final(struct address_space *mapping)
{
	mapping_set_exiting(mapping);
	SIM_NOP(NOTHING_CACHED);
}

unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	SIM_FIXED(0, NOTHING_CACHED);
}

int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	SIM_FIXED(0, NOTHING_CACHED);
}

int filemap_write_and_wait_range(struct address_space *mapping, loff_t lstart, loff_t lend)
{
	SIM_FIXED(0, NOTHING_CACHED);
}

int filemap_flush(struct address_space *mapping)
{
	SIM_FIXED(0, NOTHING_CACHED);
}

int filemap_fdatawrite(struct address_space *mapping)
{
	SIM_FIXED(0, NOTHING_CACHED);
}

int filemap_fdatawait_keep_errors(struct address_space *mapping)
{
	SIM_FIXED(0, NOTHING_CACHED);
}

void lru_add_drain_all(void)
{
	SIM_NOP(NOTHING_CACHED);
}

struct folio *read_cache_folio(struct address_space *mapping, pgoff_t index, filler_t *filler,
			       struct file *file)
{
	SIM_UNREACHABLE("no parser of partition tables is configured, and nobody else reads pages");
	return NULL;
}

/* laptop_mode is the sysctl: dirty pages need not go out while the disk is spinning anyway. */
int laptop_mode;

void laptop_io_completion(struct backing_dev_info *info)
{
	SIM_UNREACHABLE("laptop_mode is 0");
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
int filemap_invalidate_pages(struct address_space *mapping, loff_t pos, loff_t end, bool nowait)
{
	SIM_FIXED(0, NOTHING_CACHED);
}
#else
void invalidate_bh_lrus(void)
{
	SIM_NOP(NOTHING_CACHED);
}

void invalidate_inode_buffers(struct inode *inode)
{
	SIM_NOP(NOTHING_CACHED);
}

bool set_page_writeback(struct page *page)
{
	SIM_UNREACHABLE(NO_RW_PAGE);
	return false;
}

void end_page_writeback(struct page *page)
{
	SIM_UNREACHABLE(NO_RW_PAGE);
}

void clean_page_buffers(struct page *page)
{
	SIM_UNREACHABLE(NO_RW_PAGE);
}

void unlock_page(struct page *page)
{
	SIM_UNREACHABLE(NO_RW_PAGE);
}
#endif
