/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * balloon_compaction.h - the pages of a memory balloon.
 *
 * Of the kernel's interface what a balloon driver needs without page migration. Pages come from
 * balloon_page_alloc() and go back with put_page(); in between each is on one list at most.
 */
#ifndef SIM_LINUX_BALLOON_COMPACTION_H
#define SIM_LINUX_BALLOON_COMPACTION_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/spinlock.h>

struct balloon_dev_info {
	spinlock_t pages_lock;
	struct list_head pages; /* in the balloon */
};

static inline void balloon_devinfo_init(struct balloon_dev_info *balloon)
{
	spin_lock_init(&balloon->pages_lock);
	INIT_LIST_HEAD(&balloon->pages);
}

/* A page for a balloon, or NULL: never at the price of somebody else's last memory. Task context. */
struct page *balloon_page_alloc(void);

/* Lists that the caller owns: newest first. pop: NULL if the list is empty. */
void balloon_page_push(struct list_head *pages, struct page *page);
struct page *balloon_page_pop(struct list_head *pages);

/* Moves all of a caller's list into the balloon; how many there were. Any context. */
size_t balloon_page_list_enqueue(struct balloon_dev_info *b_dev_info, struct list_head *pages);
/* Moves up to n_req_pages out of the balloon to the caller's list; how many there were. */
size_t balloon_page_list_dequeue(struct balloon_dev_info *b_dev_info, struct list_head *pages,
				 size_t n_req_pages);

#endif
