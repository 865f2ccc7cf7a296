/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_init.c - memory and vCPUs are there before anything else runs.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/printk.h>

#include <asm/pgtable.h>

#include "vqsim_alloc.h"

/* As many bytes as the simulator's table has for each page. */
static_assert(sizeof(struct page) == 64);

unsigned char vqsim_zero_page[PAGE_SIZE] __aligned(PAGE_SIZE);
EXPORT_SYMBOL(vqsim_zero_page);

/* lib/vsprintf.c; declared by <linux/sprintf.h> since 6.6. */
extern bool no_hash_pointers;

/* Addresses are the same in every run and no secret: %p shows them. */
void vqsim_mm_init(void)
{
	vqsim_cpus_init();
	vqsim_pages_plain(vqsim_zero_page, PAGE_SIZE);
	set_page_count(virt_to_page(vqsim_zero_page), 1);
	no_hash_pointers = true;
}
