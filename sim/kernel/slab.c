/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slab.c - object caches, and allocations that change their size.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

struct kmem_cache {
	const char *name;
	unsigned int size;
	unsigned int align;
	void (*ctor)(void *object);
};

void *krealloc(const void *ptr, size_t size, gfp_t gfp)
{
	size_t old_size = ksize(ptr);
	void *bigger;

	if (size == 0) {
		kfree(ptr);
		return ZERO_SIZE_PTR;
	}
	bigger = kmalloc(size, gfp);
	if (!bigger)
		return NULL;
	memcpy(bigger, ptr, old_size < size ? old_size : size);
	kfree(ptr);
	return bigger;
}
EXPORT_SYMBOL(krealloc);

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *))
{
	struct kmem_cache *cache = kmalloc(sizeof(*cache), GFP_KERNEL);

	if (!cache) {
		if (flags & SLAB_PANIC)
			panic("kmem_cache_create: no memory for cache %s", name);
		return NULL;
	}
	if (flags & SLAB_HWCACHE_ALIGN)
		align = max(align, 64u);
	cache->name = name;
	cache->size = size;
	cache->align = max(align, (unsigned int)ARCH_KMALLOC_MINALIGN);
	cache->ctor = ctor;
	return cache;
}
EXPORT_SYMBOL(kmem_cache_create);

void kmem_cache_destroy(struct kmem_cache *cache)
{
	kfree(cache);
}
EXPORT_SYMBOL(kmem_cache_destroy);

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	void *object = __gfp_alloc(cache->size, cache->align, gfp, cache->name);

	if (object && cache->ctor)
		cache->ctor(object);
	return object;
}
EXPORT_SYMBOL(kmem_cache_alloc);

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	if (object)
		BUG_ON(sim_alloc_size(object) != cache->size);
	sim_free(object);
}
EXPORT_SYMBOL(kmem_cache_free);

unsigned int kmem_cache_size(struct kmem_cache *cache)
{
	return cache->size;
}
EXPORT_SYMBOL(kmem_cache_size);
