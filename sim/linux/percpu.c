/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu.c - per-CPU memory: a unit for each vCPU, made of what DEFINE_PER_CPU declares and of what
 * is allocated.
 *
 * Units of one chunk lie one after another, and all chunks have units of the same size, so one
 * offset for each vCPU leads from any per-CPU pointer to that vCPU's copy. Bytes of a unit that
 * nobody has allocated are poisoned.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <asm/sections.h>

#include "vqsim_alloc.h"

#define UNIT_ALIGN 64ul
#define UNIT_DYNAMIC_BYTES 8192ul
/* Stays poisoned between two areas. */
#define AREA_GAP_BYTES 16u

struct percpu_chunk {
	struct list_head node; /* chunks */
	struct list_head areas; /* by offset */
	char *units;
	unsigned long first; /* offset of the first byte that can be allocated */
};

/* One allocation. It is what the leak check finds when nobody calls free_percpu(). */
struct percpu_area {
	struct list_head node; /* chunk->areas */
	unsigned long offset;
	unsigned long bytes;
};

unsigned long __per_cpu_offset[NR_CPUS];
EXPORT_SYMBOL(__per_cpu_offset);

static DEFINE_SPINLOCK(percpu_lock);
static LIST_HEAD(chunks);
static unsigned long unit_bytes;

/* The same bytes of each vCPU's unit. */
static void poison_units(char *first, unsigned long bytes)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		sim_mem_poison(first + cpu * unit_bytes, bytes);
}

static void clear_units(char *first, unsigned long bytes)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		sim_mem_unpoison(first + cpu * unit_bytes, bytes);
		memset(first + cpu * unit_bytes, 0, bytes);
	}
}

/* Chunks are never given back: what the next one needs is there already. */
static struct percpu_chunk *new_chunk(unsigned long first, gfp_t gfp)
{
	struct percpu_chunk *chunk =
		vqsim_alloc(sizeof(*chunk), 16, gfp, "percpu chunk", VQSIM_CALLER);

	if (!chunk)
		return NULL;
	chunk->units = vqsim_alloc(unit_bytes * nr_cpu_ids, UNIT_ALIGN, gfp | __GFP_ZERO,
				   "percpu units", VQSIM_CALLER);
	if (!chunk->units) {
		sim_free(chunk);
		return NULL;
	}
	sim_alloc_ignore_leak(chunk);
	sim_alloc_ignore_leak(chunk->units);
	INIT_LIST_HEAD(&chunk->areas);
	chunk->first = first;
	poison_units(chunk->units + first, unit_bytes - first);
	return chunk;
}

/* Where bytes fit between the areas; *next is the area behind. False if nowhere. With the lock. */
static bool find_room(struct percpu_chunk *chunk, unsigned long bytes, unsigned long align,
		      unsigned long *offset, struct list_head **next)
{
	unsigned long at = ALIGN(chunk->first, align);
	struct percpu_area *area;

	list_for_each_entry (area, &chunk->areas, node) {
		if (at + bytes + AREA_GAP_BYTES <= area->offset)
			break;
		at = ALIGN(area->offset + area->bytes + AREA_GAP_BYTES, align);
	}
	*offset = at;
	*next = &area->node;
	return at + bytes <= unit_bytes;
}

/* With the lock. Returns vCPU 0's copy, NULL if no chunk has room. */
static char *place_area(struct percpu_area *area, unsigned long align)
{
	struct percpu_chunk *chunk;
	struct list_head *next;

	list_for_each_entry (chunk, &chunks, node) {
		if (!find_room(chunk, area->bytes, align, &area->offset, &next))
			continue;
		list_add_tail(&area->node, next);
		return chunk->units + area->offset;
	}
	return NULL;
}

static char *place_area_in_new_chunk(struct percpu_area *area, unsigned long align, gfp_t gfp)
{
	struct percpu_chunk *chunk = new_chunk(0, gfp);
	unsigned long flags;
	char *place;

	if (!chunk)
		return NULL;
	spin_lock_irqsave(&percpu_lock, flags);
	list_add_tail(&chunk->node, &chunks);
	place = place_area(area, align);
	spin_unlock_irqrestore(&percpu_lock, flags);
	return place;
}

static void __percpu *alloc_area(size_t size, size_t align, gfp_t gfp, const void *caller)
{
	struct percpu_area *area;
	unsigned long flags;
	char *place;

	align = max_t(size_t, align, 8);
	if (WARN_ON(!size || size > UNIT_DYNAMIC_BYTES || align > UNIT_ALIGN))
		return NULL;
	area = vqsim_alloc(sizeof(*area), 16, gfp, "percpu", caller);
	if (!area)
		return NULL;
	area->bytes = ALIGN(size, 8);
	spin_lock_irqsave(&percpu_lock, flags);
	place = place_area(area, align);
	spin_unlock_irqrestore(&percpu_lock, flags);
	if (!place)
		place = place_area_in_new_chunk(area, align, gfp);
	if (!place) {
		sim_free(area);
		return NULL;
	}
	clear_units(place, area->bytes);
	return (void __percpu *)(place - __per_cpu_offset[0]);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
void __percpu *pcpu_alloc_noprof(size_t size, size_t align, bool reserved, gfp_t gfp)
{
	return alloc_area(size, align, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(pcpu_alloc_noprof);
#else
void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	return alloc_area(size, align, gfp, VQSIM_CALLER);
}
EXPORT_SYMBOL(__alloc_percpu_gfp);

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	return alloc_area(size, align, GFP_KERNEL, VQSIM_CALLER);
}
EXPORT_SYMBOL(__alloc_percpu);
#endif

/* With the lock. */
static struct percpu_area *take_area(const char *place)
{
	struct percpu_chunk *chunk;
	struct percpu_area *area;

	list_for_each_entry (chunk, &chunks, node) {
		list_for_each_entry (area, &chunk->areas, node) {
			if (chunk->units + area->offset != place)
				continue;
			list_del(&area->node);
			return area;
		}
	}
	return NULL;
}

void free_percpu(void __percpu *ptr)
{
	char *place = (char __force *)ptr + __per_cpu_offset[0];
	struct percpu_area *area;
	unsigned long flags;

	if (!ptr)
		return;
	spin_lock_irqsave(&percpu_lock, flags);
	area = take_area(place);
	if (area)
		poison_units(place, area->bytes);
	spin_unlock_irqrestore(&percpu_lock, flags);
	if (!area)
		sim_report(SIM_DOUBLE_FREE, "free_percpu of %p, which is not allocated", ptr);
	sim_free_at(area, VQSIM_CALLER);
}
EXPORT_SYMBOL(free_percpu);

/* The template behind DEFINE_PER_CPU goes into each vCPU's unit; nobody uses it afterwards. */
void vqsim_percpu_init(void)
{
	unsigned long declared = ALIGN(__per_cpu_end - __per_cpu_start, UNIT_ALIGN);
	struct percpu_chunk *chunk;

	nr_cpu_ids = sim_cpu_count();
	unit_bytes = declared + UNIT_DYNAMIC_BYTES;
	BUG_ON((unsigned long)__per_cpu_start % UNIT_ALIGN);
	chunk = new_chunk(declared, GFP_KERNEL | __GFP_NOFAIL);
	list_add_tail(&chunk->node, &chunks);
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		char *unit = chunk->units + cpu * unit_bytes;

		memcpy(unit, __per_cpu_start, __per_cpu_end - __per_cpu_start);
		__per_cpu_offset[cpu] = unit - __per_cpu_start;
	}
}
