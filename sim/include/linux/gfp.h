/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gfp.h - allocation flags, and whole pages.
 *
 * An allocation whose flags allow reclaim may sleep (SLEEP_IN_ATOMIC where it must not). It fails
 * only by the fault "alloc", never with __GFP_NOFAIL.
 */
#ifndef SIM_LINUX_GFP_H
#define SIM_LINUX_GFP_H

#include <linux/compiler.h>
#include <linux/mm_types.h>
#include <linux/types.h>

#define __GFP_HIGH 0x20u
#define __GFP_IO 0x40u
#define __GFP_FS 0x80u
#define __GFP_ZERO 0x100u
#define __GFP_NOWARN 0x200u
#define __GFP_NORETRY 0x400u
#define __GFP_NOFAIL 0x800u
#define __GFP_NOMEMALLOC 0x1000u
#define __GFP_COMP 0x2000u
#define __GFP_DIRECT_RECLAIM 0x4000u
#define __GFP_KSWAPD_RECLAIM 0x8000u
#define __GFP_RETRY_MAYFAIL 0x10000u
#define __GFP_MEMALLOC 0x20000u
#define __GFP_HIGHMEM 0x40000u
#define __GFP_DMA 0x80000u
#define __GFP_DMA32 0x100000u
#define __GFP_RECLAIM (__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define __GFP_WAIT __GFP_DIRECT_RECLAIM

#define GFP_ATOMIC (__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#define GFP_NOWAIT __GFP_KSWAPD_RECLAIM
#define GFP_NOIO __GFP_RECLAIM
#define GFP_NOFS (__GFP_RECLAIM | __GFP_IO)
#define GFP_KERNEL (__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_USER GFP_KERNEL
#define GFP_HIGHUSER (GFP_USER | __GFP_HIGHMEM)
#define GFP_DMA __GFP_DMA
#define GFP_DMA32 __GFP_DMA32

static inline bool gfpflags_allow_blocking(gfp_t gfp)
{
	return (gfp & __GFP_DIRECT_RECLAIM) != 0;
}

#define gfp_has_io_fs(gfp) (((gfp) & (__GFP_IO | __GFP_FS)) == (__GFP_IO | __GFP_FS))

/* What all allocators here do: the checks that the flags ask for, then the port's allocator. */
static inline void *__gfp_alloc(size_t size, size_t align, gfp_t gfp, const char *name)
{
	unsigned int flags = 0;

	if (gfpflags_allow_blocking(gfp))
		sim_might_sleep(name);
	if (gfp & __GFP_ZERO)
		flags |= SIM_ALLOC_ZERO;
	if (!(gfp & __GFP_NOFAIL))
		flags |= SIM_ALLOC_MAY_FAIL;
	return sim_alloc(size, align, flags, name);
}

/* 2^order pages, page aligned; 0 or NULL without memory. gfp rules the context. */
static inline unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	return (unsigned long)__gfp_alloc(PAGE_SIZE << order, PAGE_SIZE, gfp, "__get_free_pages");
}

#define __get_free_page(gfp) __get_free_pages(gfp, 0)
#define get_zeroed_page(gfp) __get_free_pages((gfp) | __GFP_ZERO, 0)

static inline void free_pages(unsigned long addr, unsigned int order)
{
	(void)order;
	sim_free((void *)addr);
}

#define free_page(addr) free_pages(addr, 0)

/* size bytes rounded up to whole pages. */
static inline void *alloc_pages_exact(size_t size, gfp_t gfp)
{
	return __gfp_alloc((size + PAGE_SIZE - 1) & PAGE_MASK, PAGE_SIZE, gfp, "alloc_pages_exact");
}

static inline void free_pages_exact(void *virt, size_t size)
{
	(void)size;
	sim_free(virt);
}

static inline struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return (struct page *)__gfp_alloc(PAGE_SIZE << order, PAGE_SIZE, gfp, "alloc_pages");
}

#define alloc_page(gfp) alloc_pages(gfp, 0)

static inline void __free_pages(struct page *page, unsigned int order)
{
	(void)order;
	sim_free(page);
}

#define __free_page(page) __free_pages(page, 0)

#endif
