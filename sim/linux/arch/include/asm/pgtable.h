/* SPDX-License-Identifier: GPL-2.0-only */
/* pgtable.h - there are no page tables. */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nopud.h>

#ifndef __ASSEMBLY__

#include <asm/page.h>

#define PAGE_NONE __pgprot(0)
#define PAGE_SHARED __pgprot(0)
#define PAGE_COPY __pgprot(0)
#define PAGE_READONLY __pgprot(0)
#define PAGE_KERNEL __pgprot(0)

#define pgprot_noncached(prot) (prot)
#define pgprot_writecombine(prot) (prot)
#define pgprot_device(prot) (prot)

#define ZERO_PAGE(vaddr) virt_to_page(vqsim_zero_page)
extern unsigned char vqsim_zero_page[];

#define VMALLOC_START 0
#define VMALLOC_END 0xfffffffful

#endif
#endif
