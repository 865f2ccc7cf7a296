/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page_alloc.c - whole pages and their reference counts.
 *
 * A run of pages is one object of the simulator's, so its red zones, quarantine and leak check
 * apply. The struct pages of a free run are poisoned: get_page() or put_page() on one is a
 * USE_AFTER_FREE. Making them usable again also forgets who used them before, so that the new
 * owner neither races with the old one nor is ordered behind it.
 */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>

#include "vqsim_alloc.h"

static void set_order(struct page *page, unsigned int order)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	struct folio *folio = (struct folio *)page;

	folio->_flags_1 = (folio->_flags_1 & ~0xfful) | order;
	folio->_folio_nr_pages = 1u << order;
#else
	set_compound_order(page, order);
#endif
}

static void make_compound(struct page *page, unsigned int order)
{
	__SetPageHead(page);
	for (unsigned int i = 1; i < 1u << order; i++)
		set_compound_head(&page[i], page);
	set_order(page, order);
}

/* The first of so many pages, with one reference. */
static struct page *alloc_run(gfp_t gfp, size_t pages, const char *name, const void *caller)
{
	void *memory = vqsim_alloc(pages << PAGE_SHIFT, PAGE_SIZE, gfp, name, caller);
	struct page *page;

	if (!memory)
		return NULL;
	page = virt_to_page(memory);
	sim_mem_unpoison(page, pages * sizeof(*page));
	memset(page, 0, pages * sizeof(*page));
	for (size_t i = 0; i < pages; i++)
		atomic_set(&page[i]._mapcount, -1);
	set_page_count(page, 1);
	return page;
}

static struct page *alloc_order(gfp_t gfp, unsigned int order, const char *name, const void *caller)
{
	struct page *page = alloc_run(gfp, 1ul << order, name, caller);

	if (page && order && (gfp & __GFP_COMP))
		make_compound(page, order);
	return page;
}

static void free_run(struct page *page, const void *caller)
{
	void *memory = page_address(page);
	size_t pages = sim_alloc_size(memory) >> PAGE_SHIFT;

	sim_mem_poison(page, pages * sizeof(*page));
	sim_free_at(memory, caller);
}

void vqsim_pages_plain(const void *object, size_t size)
{
	struct page *page = virt_to_page(object);
	size_t bytes = (size >> PAGE_SHIFT) * sizeof(*page);

	sim_mem_unpoison(page, bytes);
	memset(page, 0, bytes);
}

struct page *NOPROF(__alloc_pages)(gfp_t gfp, unsigned int order, int preferred_nid,
				   nodemask_t *nodemask)
{
	return alloc_order(gfp, order, "alloc_pages", VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(__alloc_pages));

struct folio *NOPROF(__folio_alloc)(gfp_t gfp, unsigned int order, int preferred_nid,
				    nodemask_t *nodemask)
{
	return (struct folio *)alloc_order(gfp | __GFP_COMP, order, "folio_alloc", VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(__folio_alloc));

/* A run whose first page somebody else still refers to is freed by the last put_page(). */
void __free_pages(struct page *page, unsigned int order)
{
	if (put_page_testzero(page))
		free_run(page, VQSIM_CALLER);
}
EXPORT_SYMBOL(__free_pages);

void __folio_put(struct folio *folio)
{
	free_run(&folio->page, VQSIM_CALLER);
}
EXPORT_SYMBOL(__folio_put);

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define GET_FREE_PAGES get_free_pages_noprof
#define GET_ZEROED_PAGE get_zeroed_page_noprof
#else
#define GET_FREE_PAGES __get_free_pages
#define GET_ZEROED_PAGE get_zeroed_page
#endif

unsigned long GET_FREE_PAGES(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_order(gfp, order, "__get_free_pages", VQSIM_CALLER);

	return page ? (unsigned long)page_address(page) : 0;
}
EXPORT_SYMBOL(GET_FREE_PAGES);

unsigned long GET_ZEROED_PAGE(gfp_t gfp)
{
	struct page *page = alloc_order(gfp | __GFP_ZERO, 0, "get_zeroed_page", VQSIM_CALLER);

	return page ? (unsigned long)page_address(page) : 0;
}
EXPORT_SYMBOL(GET_ZEROED_PAGE);

void free_pages(unsigned long addr, unsigned int order)
{
	if (addr && put_page_testzero(virt_to_page((void *)addr)))
		free_run(virt_to_page((void *)addr), VQSIM_CALLER);
}
EXPORT_SYMBOL(free_pages);

void *NOPROF(alloc_pages_exact)(size_t size, gfp_t gfp)
{
	struct page *page =
		alloc_run(gfp, DIV_ROUND_UP(size, PAGE_SIZE), "alloc_pages_exact", VQSIM_CALLER);

	return page ? page_address(page) : NULL;
}
EXPORT_SYMBOL(NOPROF(alloc_pages_exact));

void free_pages_exact(void *virt, size_t size)
{
	if (put_page_testzero(virt_to_page(virt)))
		free_run(virt_to_page(virt), VQSIM_CALLER);
}
EXPORT_SYMBOL(free_pages_exact);
