/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_types.h - pages.
 *
 * A struct page is a handle, not memory: the page's own address under another type. It is never
 * dereferenced, and arithmetic on it goes through nth_page().
 */
#ifndef SIM_LINUX_MM_TYPES_H
#define SIM_LINUX_MM_TYPES_H

#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))

struct page;

#endif
