/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vqsim_alloc.h - what every allocator of the port stands on.
 */
#ifndef VQSIM_ALLOC_H
#define VQSIM_ALLOC_H

#include <linux/gfp.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/version.h>

#include <asm/port.h>

/* Since 6.10 the functions behind the allocating macros carry a suffix. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define NOPROF(name) name##_noprof
#else
#define NOPROF(name) name
#endif

/* Who called the function this stands in: there reports place the object. */
#define VQSIM_CALLER __builtin_return_address(0)

/* The checks that gfp asks for, then simulated memory. name is kept for reports. */
static inline void *vqsim_alloc(size_t size, size_t align, gfp_t gfp, const char *name,
				const void *caller)
{
	unsigned int flags = 0;

	if (gfpflags_allow_blocking(gfp))
		sim_might_sleep(name);
	if (gfp & __GFP_ZERO)
		flags |= SIM_ALLOC_ZERO;
	if (!(gfp & __GFP_NOFAIL))
		flags |= SIM_ALLOC_MAY_FAIL;
	return sim_alloc_at(size, align, flags, name, caller);
}

/* slab.c: memory that is not a page of the page allocator, though it may be used as pages. */
void *vqsim_alloc_object(size_t size, size_t align, gfp_t gfp, const char *name,
			 const void *caller);
/*
 * page_alloc.c: an object that is not a page of the page allocator has got whole pages. Their
 * struct pages may have belonged to freed pages, and become usable.
 */
void vqsim_pages_plain(const void *object, size_t size);

/* For boot.c, in this order, before anything else of the kernel runs. */
void vqsim_percpu_init(void);
void vqsim_mm_init(void);
/* cpu.c */
void vqsim_cpus_init(void);

#endif
