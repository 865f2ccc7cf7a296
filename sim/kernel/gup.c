/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gup.c - user pages that are kept in memory for a device.
 *
 * Memory never moves here and what is unmapped stays: a pin is a promise to unpin, counted until
 * the machine halts.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

static atomic_t pinned_pages = ATOMIC_INIT(0);

int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages)
{
	unsigned long first = start & PAGE_MASK;
	int i, mapped;

	mapped = (int)(uaccess_begin((void *)first, (size_t)nr_pages << PAGE_SHIFT) >> PAGE_SHIFT);
	if (!mapped)
		return -EFAULT;
	for (i = 0; i < mapped; i++)
		pages[i] = virt_to_page(first + ((unsigned long)i << PAGE_SHIFT));
	atomic_add(mapped, &pinned_pages);
	return mapped;
}
EXPORT_SYMBOL(pin_user_pages_fast);

void unpin_user_pages(struct page **pages, unsigned long npages)
{
	atomic_sub((int)npages, &pinned_pages);
}
EXPORT_SYMBOL(unpin_user_pages);

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty)
{
	might_sleep();
	unpin_user_pages(pages, npages);
}
EXPORT_SYMBOL(unpin_user_pages_dirty_lock);

static void gup_exit(void)
{
	int left = atomic_read(&pinned_pages);

	WARN(left, "%d user pages are still pinned", left);
}
__exitcall(gup_exit);
