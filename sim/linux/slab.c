/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slab.c - kmalloc() and object caches.
 *
 * Each object is one of the simulator's: red zones, quarantine and the leak check apply, and
 * reports name the cache. Sizes are exact, not rounded up to those of the kernel's caches.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vqsim_alloc.h"

struct kmem_cache {
	const char *name;
	unsigned int size;
	unsigned int align;
	slab_flags_t flags;
	void (*ctor)(void *object);
};

/* What inline kmalloc() passes on for a constant size; never looked into, so all are NULL. */
struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];
EXPORT_SYMBOL(kmalloc_caches);

void *vqsim_alloc_object(size_t size, size_t align, gfp_t gfp, const char *name, const void *caller)
{
	void *object = vqsim_alloc(size, align, gfp, name, caller);

	if (object && size >= PAGE_SIZE && PAGE_ALIGNED(object))
		vqsim_pages_plain(object, size);
	return object;
}

/* Whole pages are page aligned, as callers who hand them to a device expect. */
static void *alloc_bytes(size_t size, gfp_t gfp, const void *caller)
{
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_SIZE)
		return NULL;
	return vqsim_alloc_object(size, size % PAGE_SIZE ? ARCH_KMALLOC_MINALIGN : PAGE_SIZE, gfp,
				  "kmalloc", caller);
}

void *NOPROF(__kmalloc)(size_t size, gfp_t gfp)
{
	return alloc_bytes(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(__kmalloc));

void *NOPROF(__kmalloc_node)(size_t size, gfp_t gfp, int node)
{
	return alloc_bytes(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(__kmalloc_node));

void *NOPROF(__kmalloc_node_track_caller)(size_t size, gfp_t gfp, int node, unsigned long caller)
{
	return alloc_bytes(size, gfp, (const void *)caller);
}
EXPORT_SYMBOL(NOPROF(__kmalloc_node_track_caller));

/* The same four by their names before and after 6.10. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define KMALLOC_CACHE __kmalloc_cache_noprof
#define KMALLOC_CACHE_NODE __kmalloc_cache_node_noprof
#define KMALLOC_LARGE __kmalloc_large_noprof
#define KMALLOC_LARGE_NODE __kmalloc_large_node_noprof
#else
#define KMALLOC_CACHE kmalloc_trace
#define KMALLOC_CACHE_NODE kmalloc_node_trace
#define KMALLOC_LARGE kmalloc_large
#define KMALLOC_LARGE_NODE kmalloc_large_node
#endif

void *KMALLOC_CACHE(struct kmem_cache *cache, gfp_t gfp, size_t size)
{
	return alloc_bytes(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(KMALLOC_CACHE);

void *KMALLOC_CACHE_NODE(struct kmem_cache *cache, gfp_t gfp, int node, size_t size)
{
	return alloc_bytes(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(KMALLOC_CACHE_NODE);

void *KMALLOC_LARGE(size_t size, gfp_t gfp)
{
	return alloc_bytes(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(KMALLOC_LARGE);

void *KMALLOC_LARGE_NODE(size_t size, gfp_t gfp, int node)
{
	return alloc_bytes(size, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(KMALLOC_LARGE_NODE);

size_t ksize(const void *object)
{
	return ZERO_OR_NULL_PTR(object) ? 0 : sim_alloc_size(object);
}
EXPORT_SYMBOL(ksize);

size_t __ksize(const void *object)
{
	return ksize(object);
}
EXPORT_SYMBOL(__ksize);

size_t kmalloc_size_roundup(size_t size)
{
	return size;
}
EXPORT_SYMBOL(kmalloc_size_roundup);

void kfree(const void *object)
{
	if (!ZERO_OR_NULL_PTR(object))
		sim_free_at((void *)object, VQSIM_CALLER);
}
EXPORT_SYMBOL(kfree);

void kfree_sensitive(const void *object)
{
	size_t size = ksize(object);

	if (!size)
		return;
	memzero_explicit((void *)object, size);
	sim_free_at((void *)object, VQSIM_CALLER);
}
EXPORT_SYMBOL(kfree_sensitive);

/* Always moves: who keeps the old pointer is found out. */
void *NOPROF(krealloc)(const void *object, size_t size, gfp_t gfp)
{
	size_t old_size = ksize(object);
	void *bigger;

	if (!size) {
		kfree(object);
		return ZERO_SIZE_PTR;
	}
	bigger = alloc_bytes(size, gfp, VQSIM_CALLER);
	if (bigger && old_size) {
		memcpy(bigger, object, min(old_size, size));
		sim_free_at((void *)object, VQSIM_CALLER);
	}
	return bigger;
}
EXPORT_SYMBOL(NOPROF(krealloc));

bool slab_is_available(void)
{
	SIM_FIXED(true, "memory is there before the kernel boots");
}

bool kmem_dump_obj(void *object)
{
	SIM_FIXED(false, "a report of the simulator says what an object is");
}

/* ---- caches -------------------------------------------------------------------------------- */

static struct kmem_cache *create_cache(const char *name, unsigned int size, unsigned int align,
				       slab_flags_t flags, void (*ctor)(void *), const void *caller)
{
	struct kmem_cache *cache =
		vqsim_alloc(sizeof(*cache), ARCH_KMALLOC_MINALIGN, GFP_KERNEL, name, caller);

	if (!cache) {
		if (flags & SLAB_PANIC)
			panic("kmem_cache_create: no memory for cache %s", name);
		return NULL;
	}
	if (flags & SLAB_HWCACHE_ALIGN)
		align = max_t(unsigned int, align, L1_CACHE_BYTES);
	*cache = (struct kmem_cache){
		.name = name,
		.size = size,
		.align = max_t(unsigned int, align, ARCH_SLAB_MINALIGN),
		.flags = flags,
		.ctor = ctor,
	};
	return cache;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
struct kmem_cache *__kmem_cache_create_args(const char *name, unsigned int size,
					    struct kmem_cache_args *args, slab_flags_t flags)
{
	return create_cache(name, size, args->align, flags, args->ctor, VQSIM_CALLER);
}
EXPORT_SYMBOL(__kmem_cache_create_args);
#else
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *))
{
	return create_cache(name, size, align, flags, ctor, VQSIM_CALLER);
}
EXPORT_SYMBOL(kmem_cache_create);

struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *))
{
	return create_cache(name, size, align, flags, ctor, VQSIM_CALLER);
}
EXPORT_SYMBOL(kmem_cache_create_usercopy);
#endif

/* Objects still out are the leak check's to find. */
void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (cache)
		sim_free_at(cache, VQSIM_CALLER);
}
EXPORT_SYMBOL(kmem_cache_destroy);

int kmem_cache_shrink(struct kmem_cache *cache)
{
	SIM_FIXED(0, "no free objects are kept");
}
EXPORT_SYMBOL(kmem_cache_shrink);

unsigned int kmem_cache_size(struct kmem_cache *cache)
{
	return cache->size;
}
EXPORT_SYMBOL(kmem_cache_size);

static void *alloc_from_cache(struct kmem_cache *cache, gfp_t gfp, const void *caller)
{
	void *object = vqsim_alloc_object(cache->size, cache->align, gfp, cache->name, caller);

	if (object && cache->ctor)
		cache->ctor(object);
	return object;
}

void *NOPROF(kmem_cache_alloc)(struct kmem_cache *cache, gfp_t gfp)
{
	return alloc_from_cache(cache, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(kmem_cache_alloc));

void *NOPROF(kmem_cache_alloc_node)(struct kmem_cache *cache, gfp_t gfp, int node)
{
	return alloc_from_cache(cache, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(kmem_cache_alloc_node));

void *NOPROF(kmem_cache_alloc_lru)(struct kmem_cache *cache, struct list_lru *lru, gfp_t gfp)
{
	return alloc_from_cache(cache, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(NOPROF(kmem_cache_alloc_lru));

/* Readers under RCU may still look at an object of a type-safe cache: it goes when they are gone. */
static void free_to_cache(struct kmem_cache *cache, void *object, const void *caller)
{
	BUG_ON(sim_alloc_size(object) != cache->size);
	if (cache->flags & SLAB_TYPESAFE_BY_RCU)
		sim_rcu_call(sim_free, object);
	else
		sim_free_at(object, caller);
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	free_to_cache(cache, object, VQSIM_CALLER);
}
EXPORT_SYMBOL(kmem_cache_free);

/* Without a cache the objects are from kmalloc(). */
void kmem_cache_free_bulk(struct kmem_cache *cache, size_t count, void **objects)
{
	for (size_t i = 0; i < count; i++) {
		if (cache)
			free_to_cache(cache, objects[i], VQSIM_CALLER);
		else
			sim_free_at(objects[i], VQSIM_CALLER);
	}
}
EXPORT_SYMBOL(kmem_cache_free_bulk);

/* All or none. */
int NOPROF(kmem_cache_alloc_bulk)(struct kmem_cache *cache, gfp_t gfp, size_t count, void **objects)
{
	for (size_t i = 0; i < count; i++) {
		objects[i] = alloc_from_cache(cache, gfp, VQSIM_CALLER);
		if (!objects[i]) {
			kmem_cache_free_bulk(cache, i, objects);
			return 0;
		}
	}
	return count;
}
EXPORT_SYMBOL(NOPROF(kmem_cache_alloc_bulk));
