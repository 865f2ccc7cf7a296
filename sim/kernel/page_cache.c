/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page_cache.c - which pages of a file are in memory, and who may look at them.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/writeback.h>

int address_space_init(struct address_space *mapping, struct inode *host,
		       const struct address_space_operations *a_ops)
{
	mapping->pages_max = PAGE_ALIGN(i_size_read(host)) >> PAGE_SHIFT;
	mapping->pages = kcalloc(mapping->pages_max, sizeof(*mapping->pages), GFP_KERNEL);
	if (!mapping->pages)
		return -ENOMEM;
	mapping->host = host;
	mapping->a_ops = a_ops;
	spin_lock_init(&mapping->tree_lock);
	INIT_LIST_HEAD(&mapping->lru);
	init_waitqueue_head(&mapping->wb_wait);
	INIT_DELAYED_WORK(&mapping->wb_work, writeback_work_fn);
	return 0;
}
EXPORT_SYMBOL(address_space_init);

/* Under tree_lock: from here on nobody finds the page. The cache's reference is the caller's. */
static void drop_page(struct cached_page *page)
{
	struct address_space *mapping = page->mapping;

	mapping->pages[page->index] = NULL;
	WRITE_ONCE(mapping->nrpages, mapping->nrpages - 1);
	list_del(&page->lru);
}

/* Under tree_lock: nobody but the cache knows the page, and the file has what it holds. */
static bool can_drop(struct cached_page *page)
{
	return atomic_read(&page->count) == 1 && !page_dirty(page) && !page_writeback(page);
}

void address_space_destroy(struct address_space *mapping)
{
	struct cached_page *page, *next;

	WARN_ON(mapping->nrwriteback);
	list_for_each_entry_safe (page, next, &mapping->lru, lru) {
		drop_page(page);
		put_cached_page(page);
	}
	kfree(mapping->pages);
}
EXPORT_SYMBOL(address_space_destroy);

struct cached_page *find_get_page(struct address_space *mapping, pgoff_t index)
{
	struct cached_page *page;

	spin_lock_irq(&mapping->tree_lock);
	page = mapping->pages[index];
	if (page)
		atomic_inc(&page->count);
	spin_unlock_irq(&mapping->tree_lock);
	return page;
}
EXPORT_SYMBOL(find_get_page);

static struct cached_page *page_alloc(struct address_space *mapping, pgoff_t index)
{
	struct cached_page *page = kzalloc(sizeof(*page), GFP_NOFS);

	if (!page)
		return NULL;
	page->data = (void *)__get_free_page(GFP_NOFS);
	if (!page->data) {
		kfree(page);
		return NULL;
	}
	page->flags = BIT(CP_LOCKED);
	page->mapping = mapping;
	page->index = index;
	atomic_set(&page->count, 2);
	init_waitqueue_head(&page->wait);
	return page;
}

void put_cached_page(struct cached_page *page)
{
	if (!atomic_dec_and_test(&page->count))
		return;
	free_page((unsigned long)page->data);
	kfree(page);
}
EXPORT_SYMBOL(put_cached_page);

/* Under tree_lock: the oldest page that can go, if there are too many. */
static struct cached_page *shrink(struct address_space *mapping)
{
	struct cached_page *page;

	if (mapping->nrpages < CACHED_PAGES_MAX)
		return NULL;
	list_for_each_entry (page, &mapping->lru, lru) {
		if (can_drop(page)) {
			drop_page(page);
			return page;
		}
	}
	return NULL;
}

struct cached_page *find_or_create_page(struct address_space *mapping, pgoff_t index, bool *created)
{
	struct cached_page *page = find_get_page(mapping, index);
	struct cached_page *new, *old = NULL;

	*created = false;
	if (page)
		return page;
	new = page_alloc(mapping, index);
	if (!new)
		return NULL;
	spin_lock_irq(&mapping->tree_lock);
	page = mapping->pages[index];
	if (page) {
		atomic_inc(&page->count);
	} else {
		old = shrink(mapping);
		mapping->pages[index] = page = new;
		WRITE_ONCE(mapping->nrpages, mapping->nrpages + 1);
		list_add_tail(&new->lru, &mapping->lru);
		*created = true;
	}
	spin_unlock_irq(&mapping->tree_lock);
	if (old)
		put_cached_page(old);
	if (!*created) {
		free_page((unsigned long)new->data);
		kfree(new);
	}
	return page;
}
EXPORT_SYMBOL(find_or_create_page);

int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t first, pgoff_t last)
{
	struct cached_page *page;
	pgoff_t index;
	int ret = 0;

	for (index = first; index <= last && READ_ONCE(mapping->nrpages); index++) {
		spin_lock_irq(&mapping->tree_lock);
		page = mapping->pages[index];
		if (page && !can_drop(page)) {
			ret = -EBUSY;
			page = NULL;
		}
		if (page)
			drop_page(page);
		spin_unlock_irq(&mapping->tree_lock);
		if (page)
			put_cached_page(page);
	}
	return ret;
}
EXPORT_SYMBOL(invalidate_inode_pages2_range);

/* ---- the lock and the content -------------------------------------------------------------- */

void lock_cached_page(struct cached_page *page)
{
	io_wait_event(page->wait, !test_and_set_bit_lock(CP_LOCKED, &page->flags));
}
EXPORT_SYMBOL(lock_cached_page);

void unlock_cached_page(struct cached_page *page)
{
	clear_bit_unlock(CP_LOCKED, &page->flags);
	smp_mb__after_atomic();
	wake_up_all(&page->wait);
}
EXPORT_SYMBOL(unlock_cached_page);

void wait_on_page_locked(struct cached_page *page)
{
	io_wait_event(page->wait, !test_bit(CP_LOCKED, &page->flags));
}
EXPORT_SYMBOL(wait_on_page_locked);

void wait_on_page_writeback(struct cached_page *page)
{
	io_wait_event(page->wait, !page_writeback(page));
}
EXPORT_SYMBOL(wait_on_page_writeback);

void set_page_uptodate(struct cached_page *page)
{
	smp_wmb();
	set_bit(CP_UPTODATE, &page->flags);
}
EXPORT_SYMBOL(set_page_uptodate);

bool page_uptodate(struct cached_page *page)
{
	bool uptodate = test_bit(CP_UPTODATE, &page->flags);

	if (uptodate)
		smp_rmb();
	return uptodate;
}
EXPORT_SYMBOL(page_uptodate);
