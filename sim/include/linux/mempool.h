/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mempool.h - allocations with a reserve.
 *
 * mempool_alloc() tries the underlying allocator, then the reserve of min_nr elements, then (if gfp
 * allows) sleeps until mempool_free() brings an element back; so it fails only for callers that
 * may not sleep. An element in the reserve is not to be touched: USE_AFTER_FREE.
 */
#ifndef SIM_LINUX_MEMPOOL_H
#define SIM_LINUX_MEMPOOL_H

#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>

struct kmem_cache;

typedef void *(mempool_alloc_t)(gfp_t gfp, void *pool_data);
typedef void(mempool_free_t)(void *element, void *pool_data);

typedef struct mempool_s {
	spinlock_t lock;
	int min_nr;
	int curr_nr; /* elements in the reserve; written under lock, looked at without */
	void **elements;
	void *pool_data;
	mempool_alloc_t *alloc;
	mempool_free_t *free;
	struct wait_queue_head wait;
} mempool_t;

/* Fills the reserve; NULL without memory. Task context. */
mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data);
/* Every element must be back. Task context; NULL is ignored. */
void mempool_destroy(mempool_t *pool);
void *mempool_alloc(mempool_t *pool, gfp_t gfp);
/* Any context. */
void mempool_free(void *element, mempool_t *pool);
/* A new size of the reserve: 0 or -ENOMEM. Task context. */
int mempool_resize(mempool_t *pool, int new_min_nr);

mempool_alloc_t mempool_kmalloc;
mempool_free_t mempool_kfree;
mempool_alloc_t mempool_alloc_slab;
mempool_free_t mempool_free_slab;
mempool_alloc_t mempool_alloc_pages;
mempool_free_t mempool_free_pages;

static inline mempool_t *mempool_create_kmalloc_pool(int min_nr, size_t size)
{
	return mempool_create(min_nr, mempool_kmalloc, mempool_kfree, (void *)size);
}

static inline mempool_t *mempool_create_slab_pool(int min_nr, struct kmem_cache *cache)
{
	return mempool_create(min_nr, mempool_alloc_slab, mempool_free_slab, cache);
}

static inline mempool_t *mempool_create_page_pool(int min_nr, int order)
{
	return mempool_create(min_nr, mempool_alloc_pages, mempool_free_pages, (void *)(long)order);
}

#endif
