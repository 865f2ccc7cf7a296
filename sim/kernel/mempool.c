/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mempool.c - allocations with a reserve.
 *
 * curr_nr changes under the lock and is looked at without it in mempool_free(), so it is stored
 * marked. The barrier pair of mempool_alloc() and mempool_free() makes sure that whoever frees an
 * element sees at least the curr_nr of the time when it was taken.
 */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "sched_internal.h"

/* How long a sleeper trusts that a wake-up comes; elements may also become free elsewhere. */
#define MEMPOOL_RETRY_JIFFIES (5 * HZ)

/* Bytes of an element, 0 if only its owner knows. */
static size_t element_size(mempool_t *pool)
{
	if (pool->free == mempool_kfree)
		return (size_t)pool->pool_data;
	if (pool->free == mempool_free_slab)
		return kmem_cache_size(pool->pool_data);
	if (pool->free == mempool_free_pages)
		return PAGE_SIZE << (long)pool->pool_data;
	return 0;
}

/* With the lock held, or before the pool is known to anybody. */
static void add_element(mempool_t *pool, void *element)
{
	size_t size = element_size(pool);

	BUG_ON(pool->curr_nr >= pool->min_nr);
	for (int i = 0; i < pool->curr_nr; i++) {
		if (pool->elements[i] == element)
			sim_report(SIM_DOUBLE_FREE, "mempool_free() of %p, which is in the pool",
				   element);
	}
	if (size)
		sim_mem_poison(element, size);
	pool->elements[pool->curr_nr] = element;
	WRITE_ONCE(pool->curr_nr, pool->curr_nr + 1);
}

static void *remove_element(mempool_t *pool)
{
	void *element = pool->elements[pool->curr_nr - 1];
	size_t size = element_size(pool);

	WRITE_ONCE(pool->curr_nr, pool->curr_nr - 1);
	if (size)
		sim_mem_unpoison(element, size);
	return element;
}

void mempool_destroy(mempool_t *pool)
{
	if (!pool)
		return;
	while (pool->curr_nr)
		pool->free(remove_element(pool), pool->pool_data);
	kfree(pool->elements);
	kfree(pool);
}
EXPORT_SYMBOL(mempool_destroy);

/* Allocates until the reserve is full: 0 or -ENOMEM. */
static int fill_reserve(mempool_t *pool)
{
	while (pool->curr_nr < pool->min_nr) {
		void *element = pool->alloc(GFP_KERNEL, pool->pool_data);

		if (!element)
			return -ENOMEM;
		add_element(pool, element);
	}
	return 0;
}

mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc_fn, mempool_free_t *free_fn,
			  void *pool_data)
{
	mempool_t *pool = kzalloc(sizeof(*pool), GFP_KERNEL);

	if (!pool)
		return NULL;
	spin_lock_init(&pool->lock);
	init_waitqueue_head(&pool->wait);
	pool->min_nr = min_nr;
	pool->pool_data = pool_data;
	pool->alloc = alloc_fn;
	pool->free = free_fn;
	pool->elements = kmalloc_array((size_t)min_nr, sizeof(void *), GFP_KERNEL);
	if (!pool->elements || fill_reserve(pool)) {
		mempool_destroy(pool);
		return NULL;
	}
	return pool;
}
EXPORT_SYMBOL(mempool_create);

/* Shrinks by freeing, or grows by allocating with the lock dropped. */
int mempool_resize(mempool_t *pool, int new_min_nr)
{
	void **elements = kmalloc_array((size_t)new_min_nr, sizeof(void *), GFP_KERNEL);
	unsigned long flags;
	void *element;

	BUG_ON(new_min_nr <= 0);
	if (!elements)
		return -ENOMEM;
	spin_lock_irqsave(&pool->lock, flags);
	while (pool->curr_nr > new_min_nr) {
		element = remove_element(pool);
		spin_unlock_irqrestore(&pool->lock, flags);
		pool->free(element, pool->pool_data);
		spin_lock_irqsave(&pool->lock, flags);
	}
	for (int i = 0; i < pool->curr_nr; i++)
		elements[i] = pool->elements[i];
	swap(elements, pool->elements);
	WRITE_ONCE(pool->min_nr, new_min_nr);
	while (pool->curr_nr < pool->min_nr) {
		spin_unlock_irqrestore(&pool->lock, flags);
		element = pool->alloc(GFP_KERNEL, pool->pool_data);
		if (!element)
			goto out;
		spin_lock_irqsave(&pool->lock, flags);
		if (pool->curr_nr >= pool->min_nr) {
			spin_unlock_irqrestore(&pool->lock, flags);
			pool->free(element, pool->pool_data);
			goto out;
		}
		add_element(pool, element);
	}
	spin_unlock_irqrestore(&pool->lock, flags);
out:
	kfree(elements);
	return 0;
}
EXPORT_SYMBOL(mempool_resize);

/* Sleeps until an element came back; called with the lock held, drops it. */
static void wait_for_element(mempool_t *pool, unsigned long flags)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&pool->wait, &wait, TASK_UNINTERRUPTIBLE);
	spin_unlock_irqrestore(&pool->lock, flags);
	io_schedule_timeout(MEMPOOL_RETRY_JIFFIES);
	finish_wait(&pool->wait, &wait);
}

/*
 * The first try must not sleep, so that a reserve that is there is used before anybody waits for
 * memory. Only the tries after it may.
 */
void *mempool_alloc(mempool_t *pool, gfp_t gfp)
{
	gfp_t attempt;
	unsigned long flags;
	void *element;

	if (gfpflags_allow_blocking(gfp))
		sim_might_sleep("mempool_alloc");
	gfp |= __GFP_NOMEMALLOC | __GFP_NORETRY | __GFP_NOWARN;
	attempt = gfp & ~(__GFP_DIRECT_RECLAIM | __GFP_IO);
	for (;;) {
		element = pool->alloc(attempt, pool->pool_data);
		if (element)
			return element;
		spin_lock_irqsave(&pool->lock, flags);
		if (pool->curr_nr) {
			element = remove_element(pool);
			spin_unlock_irqrestore(&pool->lock, flags);
			smp_wmb(); /* pairs with smp_rmb() in mempool_free() */
			return element;
		}
		if (attempt != gfp) {
			spin_unlock_irqrestore(&pool->lock, flags);
			attempt = gfp;
			continue;
		}
		if (!gfpflags_allow_blocking(gfp)) {
			spin_unlock_irqrestore(&pool->lock, flags);
			return NULL;
		}
		wait_for_element(pool, flags);
	}
}
EXPORT_SYMBOL(mempool_alloc);

void mempool_free(void *element, mempool_t *pool)
{
	unsigned long flags;

	if (!element)
		return;
	smp_rmb(); /* pairs with smp_wmb() in mempool_alloc() */
	if (READ_ONCE(pool->curr_nr) < READ_ONCE(pool->min_nr)) {
		spin_lock_irqsave(&pool->lock, flags);
		if (pool->curr_nr < pool->min_nr) {
			add_element(pool, element);
			spin_unlock_irqrestore(&pool->lock, flags);
			wake_up(&pool->wait);
			return;
		}
		spin_unlock_irqrestore(&pool->lock, flags);
	}
	pool->free(element, pool->pool_data);
}
EXPORT_SYMBOL(mempool_free);

void *mempool_kmalloc(gfp_t gfp, void *pool_data)
{
	return kmalloc((size_t)pool_data, gfp);
}
EXPORT_SYMBOL(mempool_kmalloc);

void mempool_kfree(void *element, void *pool_data)
{
	kfree(element);
}
EXPORT_SYMBOL(mempool_kfree);

void *mempool_alloc_slab(gfp_t gfp, void *pool_data)
{
	return kmem_cache_alloc(pool_data, gfp);
}
EXPORT_SYMBOL(mempool_alloc_slab);

void mempool_free_slab(void *element, void *pool_data)
{
	kmem_cache_free(pool_data, element);
}
EXPORT_SYMBOL(mempool_free_slab);

void *mempool_alloc_pages(gfp_t gfp, void *pool_data)
{
	return alloc_pages(gfp, (unsigned int)(long)pool_data);
}
EXPORT_SYMBOL(mempool_alloc_pages);

void mempool_free_pages(void *element, void *pool_data)
{
	__free_pages(element, (unsigned int)(long)pool_data);
}
EXPORT_SYMBOL(mempool_free_pages);
