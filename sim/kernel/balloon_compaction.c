/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * balloon_compaction.c - the pages of a memory balloon, on lists.
 *
 * What the host has taken must not be touched, so that a page's links lie behind it.
 */
#include <linux/balloon_compaction.h>
#include <linux/export.h>

struct balloon_page_links {
	struct list_head lru;
};

static struct list_head *page_lru(struct page *page)
{
	return &((struct balloon_page_links *)page_address(nth_page(page, 1)))->lru;
}

static struct page *page_of_lru(struct list_head *lru)
{
	return virt_to_page((char *)container_of(lru, struct balloon_page_links, lru) - PAGE_SIZE);
}

struct page *balloon_page_alloc(void)
{
	return __gfp_alloc(PAGE_SIZE + sizeof(struct balloon_page_links), PAGE_SIZE,
			   GFP_HIGHUSER | __GFP_NOMEMALLOC | __GFP_NORETRY | __GFP_NOWARN,
			   "balloon_page_alloc");
}
EXPORT_SYMBOL_GPL(balloon_page_alloc);

void balloon_page_push(struct list_head *pages, struct page *page)
{
	list_add(page_lru(page), pages);
}
EXPORT_SYMBOL_GPL(balloon_page_push);

struct page *balloon_page_pop(struct list_head *pages)
{
	struct list_head *lru = pages->next;

	if (list_empty(pages))
		return NULL;
	list_del(lru);
	return page_of_lru(lru);
}
EXPORT_SYMBOL_GPL(balloon_page_pop);

static size_t move_pages(struct list_head *from, struct list_head *to, size_t count)
{
	size_t moved = 0;

	for (; moved < count && !list_empty(from); moved++)
		list_move(from->next, to);
	return moved;
}

size_t balloon_page_list_enqueue(struct balloon_dev_info *b_dev_info, struct list_head *pages)
{
	unsigned long flags;
	size_t moved;

	spin_lock_irqsave(&b_dev_info->pages_lock, flags);
	moved = move_pages(pages, &b_dev_info->pages, SIZE_MAX);
	spin_unlock_irqrestore(&b_dev_info->pages_lock, flags);
	return moved;
}
EXPORT_SYMBOL_GPL(balloon_page_list_enqueue);

size_t balloon_page_list_dequeue(struct balloon_dev_info *b_dev_info, struct list_head *pages,
				 size_t n_req_pages)
{
	unsigned long flags;
	size_t moved;

	spin_lock_irqsave(&b_dev_info->pages_lock, flags);
	moved = move_pages(&b_dev_info->pages, pages, n_req_pages);
	spin_unlock_irqrestore(&b_dev_info->pages_lock, flags);
	return moved;
}
EXPORT_SYMBOL_GPL(balloon_page_list_dequeue);
