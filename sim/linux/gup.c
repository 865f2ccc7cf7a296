/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gup.c - pages behind user addresses. User memory is simulated memory like any other.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/page_ref.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>

#include "vqsim_alloc.h"

#define ALL_RESIDENT "all memory is resident and may be accessed"

/*
 * Memory that does not come from the page allocator has no reference of its own. It gets one here
 * that nobody drops, as a slab page has: the last of the others must not free it.
 */
static struct folio *folio_of(struct page *page)
{
	struct folio *folio = page_folio(page);

	if (!folio_ref_count(folio))
		atomic_cmpxchg(&folio->_refcount, 0, 1);
	return folio;
}

static int take_pages(unsigned long start, int nr_pages, int refs, struct page **pages)
{
	int i;

	for (i = 0; i < nr_pages && virt_addr_valid(start + i * PAGE_SIZE); i++) {
		pages[i] = virt_to_page((void *)(start + i * PAGE_SIZE));
		folio_ref_add(folio_of(pages[i]), refs);
	}
	return i ? i : -EFAULT;
}

int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages)
{
	sim_might_sleep("get_user_pages_fast");
	return take_pages(start, nr_pages, 1, pages);
}
EXPORT_SYMBOL(get_user_pages_fast);

int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages)
{
	sim_might_sleep("pin_user_pages_fast");
	return take_pages(start, nr_pages, GUP_PIN_COUNTING_BIAS, pages);
}
EXPORT_SYMBOL(pin_user_pages_fast);

static void drop_pins(struct folio *folio, unsigned long pins)
{
	if (folio_ref_sub_and_test(folio, pins * GUP_PIN_COUNTING_BIAS))
		__folio_put(folio);
}

void unpin_user_page(struct page *page)
{
	drop_pins(page_folio(page), 1);
}
EXPORT_SYMBOL(unpin_user_page);

void unpin_user_pages(struct page **pages, unsigned long npages)
{
	for (unsigned long i = 0; i < npages; i++)
		unpin_user_page(pages[i]);
}
EXPORT_SYMBOL(unpin_user_pages);

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty)
{
	for (unsigned long i = 0; i < npages; i++) {
		if (make_dirty)
			folio_mark_dirty(page_folio(pages[i]));
		unpin_user_page(pages[i]);
	}
}
EXPORT_SYMBOL(unpin_user_pages_dirty_lock);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
void unpin_user_folio(struct folio *folio, unsigned long npages)
{
	drop_pins(folio, npages);
}
EXPORT_SYMBOL(unpin_user_folio);
#endif

size_t fault_in_readable(const char __user *uaddr, size_t size)
{
	SIM_FIXED(0, ALL_RESIDENT);
}
EXPORT_SYMBOL(fault_in_readable);

size_t fault_in_writeable(char __user *uaddr, size_t size)
{
	SIM_FIXED(0, ALL_RESIDENT);
}
EXPORT_SYMBOL(fault_in_writeable);

size_t fault_in_safe_writeable(const char __user *uaddr, size_t size)
{
	SIM_FIXED(0, ALL_RESIDENT);
}
EXPORT_SYMBOL(fault_in_safe_writeable);

long copy_to_user_nofault(void __user *dst, const void *src, size_t size)
{
	return __copy_to_user_inatomic(dst, src, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(copy_to_user_nofault);

long copy_from_user_nofault(void *dst, const void __user *src, size_t size)
{
	return __copy_from_user_inatomic(dst, src, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(copy_from_user_nofault);

long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	memcpy(dst, src, size);
	return 0;
}
EXPORT_SYMBOL(copy_from_kernel_nofault);
