/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slab.h - kmalloc() and object caches.
 *
 * Memory comes from the machine's arena with red zones and quarantine. Flags and failure as in
 * gfp.h. kfree() may be called in any context.
 */
#ifndef SIM_LINUX_SLAB_H
#define SIM_LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>

#define SLAB_HWCACHE_ALIGN 0x00002000u
#define SLAB_PANIC 0x00040000u
#define SLAB_RECLAIM_ACCOUNT 0x00020000u
#define SLAB_MEM_SPREAD 0x00100000u
#define ARCH_KMALLOC_MINALIGN 8
#define ARCH_DMA_MINALIGN ARCH_KMALLOC_MINALIGN
#define KMALLOC_MAX_SIZE (1UL << 22)
#define ZERO_SIZE_PTR ((void *)16)
#define ZERO_OR_NULL_PTR(x) ((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

static inline void *kmalloc(size_t size, gfp_t gfp)
{
	if (size > KMALLOC_MAX_SIZE)
		return NULL;
	if (size == 0)
		return ZERO_SIZE_PTR;
	return __gfp_alloc(size, ARCH_KMALLOC_MINALIGN, gfp, "kmalloc");
}

static inline void *kzalloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | __GFP_ZERO);
}

static inline void *kmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (check_mul_overflow(n, size, &bytes))
		return NULL;
	return kmalloc(bytes, gfp);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kmalloc_array(n, size, gfp | __GFP_ZERO);
}

static inline void kfree(const void *ptr)
{
	if (!ZERO_OR_NULL_PTR(ptr))
		sim_free((void *)ptr);
}

/* The bytes an allocation may use. */
static inline size_t ksize(const void *ptr)
{
	return ZERO_OR_NULL_PTR(ptr) ? 0 : sim_alloc_size(ptr);
}

/* A new allocation with the old content; the old one is freed unless that fails. */
void *krealloc(const void *ptr, size_t size, gfp_t gfp);

#define kmalloc_node(size, gfp, node) ((void)(node), kmalloc(size, gfp))
#define kzalloc_node(size, gfp, node) ((void)(node), kzalloc(size, gfp))
#define kvmalloc(size, gfp) kmalloc(size, gfp)
#define kvzalloc(size, gfp) kzalloc(size, gfp)
#define kvmalloc_array(n, size, gfp) kmalloc_array(n, size, gfp)
#define kvcalloc(n, size, gfp) kcalloc(n, size, gfp)
#define kvfree(ptr) kfree(ptr)
#define kfree_sensitive(ptr) kfree(ptr)
#define kzfree(ptr) kfree(ptr)

struct kmem_cache;

/* Task context; NULL without memory. ctor runs on each object that is handed out. */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *));
/* NULL is ignored. Objects still out are the LEAK rule's to find. */
void kmem_cache_destroy(struct kmem_cache *cache);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp);
void kmem_cache_free(struct kmem_cache *cache, void *object);
unsigned int kmem_cache_size(struct kmem_cache *cache);

#define kmem_cache_zalloc(cache, gfp) kmem_cache_alloc(cache, (gfp) | __GFP_ZERO)
#define kmem_cache_alloc_node(cache, gfp, node) ((void)(node), kmem_cache_alloc(cache, gfp))
#define KMEM_CACHE(type, flags)                                                                    \
	kmem_cache_create(#type, sizeof(struct type), __alignof__(struct type), flags, NULL)

#endif
