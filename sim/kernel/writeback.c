/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * writeback.c - dirty pages on their way back to the file: by the flusher, by fsync(), and by who
 * writes faster than they get clean.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/pagemap.h>
#include <linux/writeback.h>

/* ---- one page ------------------------------------------------------------------------------ */

static void count_dirty(struct address_space *mapping, long change)
{
	WRITE_ONCE(mapping->nrdirty, mapping->nrdirty + change);
}

static void count_writeback(struct address_space *mapping, long change)
{
	WRITE_ONCE(mapping->nrwriteback, mapping->nrwriteback + change);
}

void set_page_dirty(struct cached_page *page)
{
	struct address_space *mapping = page->mapping;
	unsigned long flags;

	spin_lock_irqsave(&mapping->tree_lock, flags);
	if (!test_and_set_bit(CP_DIRTY, &page->flags))
		count_dirty(mapping, 1);
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	balance_dirty_start(mapping);
}
EXPORT_SYMBOL(set_page_dirty);

bool page_start_writeback(struct cached_page *page)
{
	struct address_space *mapping = page->mapping;
	bool dirty;

	spin_lock_irq(&mapping->tree_lock);
	dirty = test_and_clear_bit(CP_DIRTY, &page->flags);
	if (dirty) {
		set_bit(CP_WRITEBACK, &page->flags);
		count_dirty(mapping, -1);
		count_writeback(mapping, 1);
		atomic_inc(&page->count);
	}
	spin_unlock_irq(&mapping->tree_lock);
	return dirty;
}
EXPORT_SYMBOL(page_start_writeback);

void end_page_writeback(struct cached_page *page, int error)
{
	struct address_space *mapping = page->mapping;
	unsigned long flags;

	spin_lock_irqsave(&mapping->tree_lock, flags);
	if (error) {
		mapping->wb_err++;
		if (!test_and_set_bit(CP_DIRTY, &page->flags))
			count_dirty(mapping, 1);
		balance_dirty_start(mapping);
	}
	clear_bit_unlock(CP_WRITEBACK, &page->flags);
	count_writeback(mapping, -1);
	wake_up_all(&mapping->wb_wait);
	spin_unlock_irqrestore(&mapping->tree_lock, flags);
	wake_up_all(&page->wait);
	put_cached_page(page);
}
EXPORT_SYMBOL(end_page_writeback);

/* ---- a range ------------------------------------------------------------------------------- */

/* The first page from *index to last that has one of the flags, with a reference; *index follows. */
static struct cached_page *find_tagged(struct address_space *mapping, pgoff_t *index, pgoff_t last,
				       unsigned long flags)
{
	struct cached_page *page = NULL;

	spin_lock_irq(&mapping->tree_lock);
	while (mapping->nrdirty + mapping->nrwriteback && *index <= last) {
		page = mapping->pages[(*index)++];
		if (page && (READ_ONCE(page->flags) & flags))
			break;
		page = NULL;
	}
	if (page)
		atomic_inc(&page->count);
	spin_unlock_irq(&mapping->tree_lock);
	return page;
}

static void write_page(struct address_space *mapping, struct cached_page *page)
{
	lock_cached_page(page);
	wait_on_page_writeback(page);
	if (page_start_writeback(page))
		mapping->a_ops->writepage(page);
	else
		unlock_cached_page(page);
	put_cached_page(page);
}

static void write_range(struct address_space *mapping, pgoff_t first, pgoff_t last)
{
	struct cached_page *page;
	pgoff_t index = first;

	while ((page = find_tagged(mapping, &index, last, BIT(CP_DIRTY))))
		write_page(mapping, page);
}

static void wait_range(struct address_space *mapping, pgoff_t first, pgoff_t last)
{
	struct cached_page *page;
	pgoff_t index = first;

	while ((page = find_tagged(mapping, &index, last, BIT(CP_WRITEBACK)))) {
		wait_on_page_writeback(page);
		put_cached_page(page);
	}
}

static unsigned int failures(struct address_space *mapping)
{
	unsigned int wb_err;

	spin_lock_irq(&mapping->tree_lock);
	wb_err = mapping->wb_err;
	spin_unlock_irq(&mapping->tree_lock);
	return wb_err;
}

int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	pgoff_t first = start >> PAGE_SHIFT;
	pgoff_t last = min_t(pgoff_t, end >> PAGE_SHIFT, mapping->pages_max - 1);
	unsigned int before = failures(mapping);

	write_range(mapping, first, last);
	wait_range(mapping, first, last);
	return failures(mapping) == before ? 0 : -EIO;
}
EXPORT_SYMBOL(filemap_write_and_wait_range);

int file_write_and_wait_range(struct file *file, loff_t start, loff_t end)
{
	struct address_space *mapping = file->f_mapping;
	int ret = filemap_write_and_wait_range(mapping, start, end);

	spin_lock_irq(&mapping->tree_lock);
	if (file->f_wb_err != mapping->wb_err) {
		file->f_wb_err = mapping->wb_err;
		ret = -EIO;
	}
	spin_unlock_irq(&mapping->tree_lock);
	return ret;
}
EXPORT_SYMBOL(file_write_and_wait_range);

/* ---- when ---------------------------------------------------------------------------------- */

static bool too_dirty(struct address_space *mapping)
{
	return READ_ONCE(mapping->nrdirty) + READ_ONCE(mapping->nrwriteback) > DIRTY_PAGES_MAX;
}

void balance_dirty_start(struct address_space *mapping)
{
	queue_delayed_work(system_unbound_wq, &mapping->wb_work,
			   msecs_to_jiffies(DIRTY_WRITEBACK_MS));
}

void balance_dirty_pages(struct address_space *mapping)
{
	if (!too_dirty(mapping))
		return;
	mod_delayed_work(system_unbound_wq, &mapping->wb_work, 0);
	io_wait_event(mapping->wb_wait, !too_dirty(mapping));
}

void writeback_work_fn(struct work_struct *work)
{
	struct address_space *mapping =
		container_of(to_delayed_work(work), struct address_space, wb_work);

	write_range(mapping, 0, mapping->pages_max - 1);
}
