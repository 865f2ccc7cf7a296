/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page.h - physical addresses are simulated addresses. Each page of the simulated region has its
 * struct page in a table of its own (sim/engine/layout.h), so that snapshots copy only what is
 * used of it.
 */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <linux/const.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))

#ifndef __ASSEMBLY__

typedef struct {
	unsigned long pte;
} pte_t;
typedef struct {
	unsigned long pmd[16];
} pmd_t;
typedef struct {
	unsigned long pgd;
} pgd_t;
typedef struct {
	unsigned long pgprot;
} pgprot_t;
typedef struct page *pgtable_t;

#define pte_val(x) ((x).pte)
#define pmd_val(x) ((&x)->pmd[0])
#define pgd_val(x) ((x).pgd)
#define pgprot_val(x) ((x).pgprot)
#define __pte(x) ((pte_t){ (x) })
#define __pmd(x) ((pmd_t){ (x) })
#define __pgd(x) ((pgd_t){ (x) })
#define __pgprot(x) ((pgprot_t){ (x) })

#define clear_page(page) memset((page), 0, PAGE_SIZE)
#define copy_page(to, from) memcpy((to), (from), PAGE_SIZE)
#define clear_user_page(page, vaddr, pg) clear_page(page)
#define copy_user_page(to, from, vaddr, pg) copy_page(to, from)

#endif

#define PAGE_OFFSET _AC(0, UL)
#define ARCH_PFN_OFFSET (_AC(0x10000000, UL) >> PAGE_SHIFT)
#define VQSIM_PAGES 0x1a000000ul

#ifndef __ASSEMBLY__

#define __va(x) ((void *)((unsigned long)(x)))
#define __pa(x) ((unsigned long)(x))

static inline unsigned long virt_to_pfn(const void *kaddr)
{
	return __pa(kaddr) >> PAGE_SHIFT;
}
#define virt_to_pfn virt_to_pfn

static inline void *pfn_to_virt(unsigned long pfn)
{
	return __va(pfn << PAGE_SHIFT);
}
#define pfn_to_virt pfn_to_virt

#define __pfn_to_page(pfn) ((struct page *)VQSIM_PAGES + ((pfn) - ARCH_PFN_OFFSET))
#define __page_to_pfn(pg)                                                                          \
	((unsigned long)((pg) - (struct page *)VQSIM_PAGES) + ARCH_PFN_OFFSET)
#define page_to_pfn __page_to_pfn
#define pfn_to_page __pfn_to_page
#define __pfn_to_phys(pfn) PFN_PHYS(pfn)
#define __phys_to_pfn(paddr) PHYS_PFN(paddr)

static inline int pfn_valid(unsigned long pfn)
{
	return pfn - ARCH_PFN_OFFSET < 0x10000;
}
#define pfn_valid pfn_valid

#define virt_to_page(addr) pfn_to_page(virt_to_pfn((const void *)(addr)))
#define page_to_virt(page) pfn_to_virt(page_to_pfn(page))
#define page_to_phys(page) ((phys_addr_t)page_to_pfn(page) << PAGE_SHIFT)

#define virt_addr_valid(addr) ((unsigned long)(addr) >= 0x10000000ul && \
			       (unsigned long)(addr) < 0x20000000ul)

#endif

#include <asm-generic/getorder.h>

#endif
