/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm.h - addresses, pages and page frames.
 *
 * Physical, bus and virtual addresses are the same number. Any context.
 */
#ifndef SIM_LINUX_MM_H
#define SIM_LINUX_MM_H

#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/types.h>

#define PAGE_ALIGN(addr) ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr) IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)

#define virt_to_phys(addr) ((phys_addr_t)(uintptr_t)(addr))
#define phys_to_virt(phys) ((void *)(uintptr_t)(phys))
#define __pa(addr) virt_to_phys(addr)
#define __va(phys) phys_to_virt(phys)

#define virt_to_page(addr) ((struct page *)((uintptr_t)(addr)&PAGE_MASK))
#define page_address(page) ((void *)(page))
#define page_to_virt(page) page_address(page)
#define page_to_phys(page) virt_to_phys(page)
#define page_to_pfn(page) ((unsigned long)(page) >> PAGE_SHIFT)
#define pfn_to_page(pfn) ((struct page *)((uintptr_t)(pfn) << PAGE_SHIFT))
#define nth_page(page, n) ((struct page *)((uintptr_t)(page) + ((uintptr_t)(n) << PAGE_SHIFT)))
#define virt_addr_valid(addr) ((addr) != NULL)

#define kmap(page) page_address(page)
#define kunmap(page) ((void)(page))
#define kmap_atomic(page) (sim_preempt_disable(), page_address(page))
#define kunmap_atomic(addr) ((void)(addr), sim_preempt_enable())
#define kmap_local_page(page) page_address(page)
#define kunmap_local(addr) ((void)(addr))

static inline void flush_dcache_page(struct page *page)
{
	(void)page;
	SIM_NOP("caches are coherent");
}

static inline bool is_vmalloc_addr(const void *addr)
{
	(void)addr;
	SIM_FIXED(false, "all memory is mapped one to one");
}

/* Drops a page's only reference. One that is not its owner's to use (a page that a balloon has given
 * to the host) must not get back among the free ones. */
static inline void put_page(struct page *page)
{
	sim_mem_check(page_address(page), PAGE_SIZE, true);
	__free_page(page);
}

#define FOLL_WRITE 0x01

/*
 * Keeps nr_pages pages from start on in memory, for a device to access: how many from the first on
 * are mapped in current->mm, -EFAULT if none is. With FOLL_WRITE the device may write to them. Task
 * context; every pinned page must be unpinned before the machine halts.
 */
int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
/* The same; make_dirty: they were written to. Task context. */
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty);

/* Pages needed for size bytes, as a power of two. */
static inline int get_order(unsigned long size)
{
	return order_base_2((size + PAGE_SIZE - 1) >> PAGE_SHIFT);
}

#endif
