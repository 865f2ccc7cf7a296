/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmalloc.c - large allocations, which are contiguous here like all others.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "vqsim_alloc.h"

static void *alloc_pages_for(unsigned long size, gfp_t gfp, const void *caller)
{
	return size ? vqsim_alloc_object(size, PAGE_SIZE, gfp, "vmalloc", caller) : NULL;
}

void *NOPROF(vmalloc)(unsigned long size)
{
	return alloc_pages_for(size, GFP_KERNEL, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(vmalloc));

void *NOPROF(vzalloc)(unsigned long size)
{
	return alloc_pages_for(size, GFP_KERNEL | __GFP_ZERO, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(vzalloc));

void *NOPROF(vmalloc_node)(unsigned long size, int node)
{
	return alloc_pages_for(size, GFP_KERNEL, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(vmalloc_node));

void *NOPROF(vzalloc_node)(unsigned long size, int node)
{
	return alloc_pages_for(size, GFP_KERNEL | __GFP_ZERO, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(vzalloc_node));

void *NOPROF(__vmalloc)(unsigned long size, gfp_t gfp)
{
	return alloc_pages_for(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(__vmalloc));

void vfree(const void *addr)
{
	if (addr)
		sim_free_at((void *)addr, VQSIM_CALLER);
}
EXPORT_SYMBOL(vfree);

/* ---- kvmalloc(): either kind, which makes no difference here ------------------------------- */

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define KVMALLOC_NODE __kvmalloc_node_noprof
#else
#define KVMALLOC_NODE kvmalloc_node
#endif

void *KVMALLOC_NODE(size_t size, gfp_t gfp, int node)
{
	if (!size)
		return ZERO_SIZE_PTR;
	return vqsim_alloc_object(size, size % PAGE_SIZE ? ARCH_KMALLOC_MINALIGN : PAGE_SIZE, gfp,
				  "kvmalloc", VQSIM_CALLER);
}
EXPORT_SYMBOL(KVMALLOC_NODE);

void kvfree(const void *addr)
{
	if (!ZERO_OR_NULL_PTR(addr))
		sim_free_at((void *)addr, VQSIM_CALLER);
}
EXPORT_SYMBOL(kvfree);

void kvfree_sensitive(const void *addr, size_t len)
{
	if (ZERO_OR_NULL_PTR(addr))
		return;
	memzero_explicit((void *)addr, len);
	sim_free_at((void *)addr, VQSIM_CALLER);
}
EXPORT_SYMBOL(kvfree_sensitive);
