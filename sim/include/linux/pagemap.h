/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagemap.h - the page cache: pages of a file that are kept in memory.
 *
 * A page is looked up, or added, with a reference; a page that is being read, or written to by
 * write(), is locked. A dirty page is newer than the file; it is clean again once its write-back
 * has begun, and nobody changes its content until that has ended (stable pages). When write-back
 * fails the page stays dirty, and the next fsync() of each open file says so.
 */
#ifndef SIM_LINUX_PAGEMAP_H
#define SIM_LINUX_PAGEMAP_H

#include <linux/fs.h>
#include <linux/mm.h>

/* Bit numbers in cached_page.flags. */
enum {
	CP_LOCKED,
	CP_UPTODATE, /* holds what the file does, or something newer */
	CP_DIRTY,
	CP_WRITEBACK,
};

struct cached_page {
	unsigned long flags;
	struct address_space *mapping; /* drops only pages that nobody else refers to */
	pgoff_t index;
	void *data; /* PAGE_SIZE bytes */
	atomic_t count;
	struct list_head lru;
	wait_queue_head_t wait; /* for CP_LOCKED and CP_WRITEBACK to be cleared */
};

#define page_pos(page) ((loff_t)(page)->index << PAGE_SHIFT)

/* ---- the cache of a file ------------------------------------------------------------------- */

/* inode->i_size says how many pages there can be. 0 or -ENOMEM. */
int address_space_init(struct address_space *mapping, struct inode *host,
		       const struct address_space_operations *a_ops);
/* Nobody uses it any more: what is dirty is lost. */
void address_space_destroy(struct address_space *mapping);

/* ---- pages (task context unless said otherwise) --------------------------------------------- */

/* With a reference; NULL: not cached. */
struct cached_page *find_get_page(struct address_space *mapping, pgoff_t index);
/* The page, cached from here on if it was not, with a reference; *created says which. NULL without
 * memory. A created one is locked and has no content yet. */
struct cached_page *find_or_create_page(struct address_space *mapping, pgoff_t index,
					bool *created);
/* Any context. */
void put_cached_page(struct cached_page *page);
void lock_cached_page(struct cached_page *page);
/* Any context; full of what was done before for who locks it next. */
void unlock_cached_page(struct cached_page *page);
void wait_on_page_locked(struct cached_page *page);
void wait_on_page_writeback(struct cached_page *page);

/* Any context: its content is complete from here on for all that see the bit. */
void set_page_uptodate(struct cached_page *page);
bool page_uptodate(struct cached_page *page);
#define page_dirty(page) test_bit(CP_DIRTY, &(page)->flags)
#define page_writeback(page) test_bit(CP_WRITEBACK, &(page)->flags)
/* Any context. With the lock, or during its write-back. */
void set_page_dirty(struct cached_page *page);
/* With the lock: false if it is clean. It is under write-back now. */
bool page_start_writeback(struct cached_page *page);
/* Any context. error: the page stays dirty, and fsync() hears of it. */
void end_page_writeback(struct cached_page *page, int error);

/* ---- I/O through the cache (task context) ---------------------------------------------------- */

ssize_t generic_file_buffered_read(struct kiocb *iocb, struct iov_iter *to);
/* Under i_mutex. */
ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *from);

/* Writes what is dirty in the range [start, end], and waits until all write-back in it has ended. 0
 * or the first error of beginning one. */
int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end);
/* The same for fsync(): -EIO if a write-back failed that this file has not reported yet. */
int file_write_and_wait_range(struct file *file, loff_t start, loff_t end);
/* Drops the pages of the range that are clean. -EBUSY: one is dirty or in use. */
int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t first, pgoff_t last);

#endif
