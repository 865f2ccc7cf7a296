/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page_cache_io.c - reading and writing a file through its cached pages.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/pagemap.h>
#include <linux/uio.h>
#include <linux/writeback.h>

/* With the page locked; it is not afterwards. */
static int fill_page(struct cached_page *page)
{
	int ret = page->mapping->a_ops->readpage(page);

	if (ret)
		return ret;
	wait_on_page_locked(page);
	return page_uptodate(page) ? 0 : -EIO;
}

static void count_lookup(struct address_space *mapping, bool hit)
{
	spin_lock_irq(&mapping->tree_lock);
	if (hit)
		mapping->hits++;
	else
		mapping->misses++;
	spin_unlock_irq(&mapping->tree_lock);
}

/* The page, locked; NULL without memory. */
static struct cached_page *grab_page(struct address_space *mapping, pgoff_t index)
{
	bool created;
	struct cached_page *page = find_or_create_page(mapping, index, &created);

	if (page && !created)
		lock_cached_page(page);
	return page;
}

/* The page with its content and a reference, unlocked; ERR_PTR(). */
static struct cached_page *read_page(struct address_space *mapping, pgoff_t index)
{
	struct cached_page *page = find_get_page(mapping, index);
	int ret;

	count_lookup(mapping, page && page_uptodate(page));
	if (page && page_uptodate(page))
		return page;
	if (page)
		put_cached_page(page);
	page = grab_page(mapping, index);
	if (!page)
		return ERR_PTR(-ENOMEM);
	if (page_uptodate(page)) {
		unlock_cached_page(page);
		return page;
	}
	ret = fill_page(page);
	if (!ret)
		return page;
	put_cached_page(page);
	return ERR_PTR(ret);
}

ssize_t generic_file_buffered_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	loff_t size = i_size_read(mapping->host);
	ssize_t done = 0;

	while (iov_iter_count(to) && iocb->ki_pos < size) {
		size_t offset = offset_in_page(iocb->ki_pos);
		size_t bytes = min_t(size_t, PAGE_SIZE - offset, size - iocb->ki_pos);
		struct cached_page *page = read_page(mapping, iocb->ki_pos >> PAGE_SHIFT);

		if (IS_ERR(page))
			return done ? done : PTR_ERR(page);
		bytes = copy_to_iter(page->data + offset, bytes, to);
		put_cached_page(page);
		iocb->ki_pos += bytes;
		done += bytes;
	}
	return done;
}
EXPORT_SYMBOL(generic_file_buffered_read);

/* The page, locked, not under write-back, and with its content unless all of it comes anew. */
static struct cached_page *write_begin(struct address_space *mapping, loff_t pos, size_t bytes)
{
	loff_t left = i_size_read(mapping->host) - pos;
	bool whole = !offset_in_page(pos) && (loff_t)bytes >= min_t(loff_t, PAGE_SIZE, left);
	struct cached_page *page;
	int ret;

	for (;;) {
		page = grab_page(mapping, pos >> PAGE_SHIFT);
		if (!page)
			return ERR_PTR(-ENOMEM);
		wait_on_page_writeback(page);
		if (whole || page_uptodate(page))
			return page;
		ret = fill_page(page);
		put_cached_page(page);
		if (ret)
			return ERR_PTR(ret);
	}
}

static void write_end(struct cached_page *page)
{
	set_page_uptodate(page);
	set_page_dirty(page);
	unlock_cached_page(page);
	put_cached_page(page);
}

ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	ssize_t done = 0;

	iov_iter_truncate(from, i_size_read(mapping->host) - iocb->ki_pos);
	while (iov_iter_count(from)) {
		size_t offset = offset_in_page(iocb->ki_pos);
		size_t bytes = min(PAGE_SIZE - offset, iov_iter_count(from));
		struct cached_page *page = write_begin(mapping, iocb->ki_pos, bytes);

		if (IS_ERR(page))
			return done ? done : PTR_ERR(page);
		copy_from_iter(page->data + offset, bytes, from);
		write_end(page);
		iocb->ki_pos += bytes;
		done += bytes;
		balance_dirty_pages(mapping);
	}
	return done;
}
EXPORT_SYMBOL(generic_perform_write);
