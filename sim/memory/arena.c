/* SPDX-License-Identifier: GPL-2.0-only */
/* arena.c - a deterministic allocator: bump first, then the oldest freed object of the size. */
#include <memory/arena.h>

#include <string.h>

#include <check/lockdep.h>
#include <engine/cpu.h>
#include <engine/site.h>
#include <engine/table.h>
#include <engine/timer.h>
#include <memory/history.h>
#include <memory/settle.h>
#include <memory/shadow.h>

#define RED_BYTES 16u
#define PAGE_BYTES 4096u
#define CLASSES 24
#define QUARANTINE_MIN 64u /* freed objects of a class before the oldest is taken again */

struct free_list {
	uint32_t head, tail, count;
};

/* One machine's part of the arena. */
struct slice {
	struct free_list lists[2][CLASSES]; /* plain and page-aligned */
};

/* So many objects of this kind were kept for good, and have been freed all the same. */
struct free_place {
	uint32_t site;
	uint32_t size;
	uint32_t count;
};

#define PLACES_MAX 64

struct arena {
	uintptr_t tops[MACHINES_MAX]; /* bump pointers */
	struct slice *slices[MACHINES_MAX]; /* NULL before the first allocation */
	struct table records;
	uint32_t place_count;
	struct free_place places[PLACES_MAX];
};

static struct arena *arena; /* points into state */
const uintptr_t *arena_tops;

void arena_init(void)
{
	arena = state_alloc(sizeof(*arena));
	arena->records.record_bytes = sizeof(struct allocation);
	for (unsigned int i = 0; i < MACHINES_MAX; i++)
		arena->tops[i] = ARENA_BASE + i * ARENA_SLICE_BYTES;
	arena_tops = arena->tops;
}

static struct allocation *record_at(uint32_t number)
{
	return table_at(&arena->records, number);
}

static struct slice *slice_of(int machine)
{
	if (!arena->slices[machine])
		arena->slices[machine] = state_alloc(sizeof(struct slice));
	return arena->slices[machine];
}

/* Sizes in four steps a power of two, so that at most a quarter is lost. */
static unsigned int size_class(size_t size, size_t *room)
{
	size_t step = 16;
	unsigned int class = 0;

	for (size_t at = 32; class < CLASSES - 1; class ++) {
		if (size <= at) {
			*room = at;
			return class;
		}
		if (class % 2)
			step *= 2;
		at += step;
	}
	*room = (size + 4095) & ~4095ul;
	return CLASSES - 1;
}

static void set_life(uintptr_t addr, size_t size, enum life life)
{
	for (uint32_t g = granule_of(addr), n = size / 8; n; g++, n--)
		SHADOW[g] = life;
}

static void set_usable(const struct allocation *object, bool zeroed)
{
	uint32_t word = zeroed ? 0 : SHADOW_UNINIT;
	uint32_t g = granule_of(object->addr);
	uint32_t whole = object->size / 8;

	for (uint32_t i = 0; i < whole; i++)
		SHADOW[g + i] = word;
	if (object->size % 8)
		SHADOW[g + whole] = word | object->size % 8;
}

static uint32_t take_freed(struct free_list *list, size_t size, uint32_t site)
{
	uint32_t number = list->head;

	if (!number)
		return 0;
	if (list->count <= QUARANTINE_MIN &&
	    !(engine_config()->allow_reuse && engine_choose(CHOICE_REUSE, 2, site)))
		return 0;
	if (record_at(number)->room < size + RED_BYTES)
		return 0;
	list->head = record_at(number)->next_free;
	if (!list->head)
		list->tail = 0;
	list->count--;
	return number;
}

static uint32_t carve(int machine, size_t room, size_t align)
{
	uintptr_t end = ARENA_BASE + (machine + 1) * ARENA_SLICE_BYTES;
	uintptr_t next = arena->tops[machine];
	uintptr_t addr = (next + RED_BYTES + align - 1) & ~(align - 1);
	struct allocation *object;

	if (room + RED_BYTES > end - addr)
		return 0;
	object = table_add(&arena->records);
	set_life(next, addr - next, LIFE_UNALLOCATED);
	arena->tops[machine] = addr + room;
	*object = (struct allocation){ .addr = addr, .room = room, .machine = machine };
	return arena->records.count;
}

static void *alloc_from(size_t size, size_t align, unsigned int flags, const char *name,
			uint32_t site)
{
	int machine = E->current->machine;
	struct slice *slice = slice_of(machine);
	struct allocation *object;
	bool paged = align > 16;
	unsigned int class;
	size_t room;
	uint32_t number;

	settle();
	if ((flags & SIM_ALLOC_MAY_FAIL) && sim_fault("alloc"))
		return NULL;
	if (size > ARENA_SLICE_BYTES / 2)
		return NULL;
	if (align < 16)
		align = 16;
	class = size_class(size ? size : 1, &room);
	number = align <= PAGE_BYTES ? take_freed(&slice->lists[paged][class], size, site) : 0;
	if (!number)
		number = carve(machine, room + RED_BYTES, align);
	if (!number)
		return NULL;
	object = record_at(number);
	object->size = size ? size : 1;
	object->name = name;
	object->site = site;
	object->free_site = 0;
	object->ignore_leak = object->kept = false;
	set_life(object->addr, object->room, LIFE_RED_RIGHT);
	set_life(object->addr - RED_BYTES, RED_BYTES - 8, LIFE_UNALLOCATED);
	SHADOW[granule_of(object->addr) - 1] = LIFE_RED_LEFT | number << 4;
	set_usable(object, flags & SIM_ALLOC_ZERO);
	memset((void *)object->addr, flags & SIM_ALLOC_ZERO ? 0 : 0x5a, object->size);
	return (void *)object->addr;
}

void *sim_alloc(size_t size, size_t align, unsigned int flags, const char *name)
{
	return alloc_from(size, align, flags, name, SITE_OF_CALLER());
}

void *sim_alloc_at(size_t size, size_t align, unsigned int flags, const char *name,
		   const void *caller)
{
	return alloc_from(size, align, flags, name, site_of(caller));
}

static struct allocation *object_exact(const void *ptr, const char *what)
{
	uintptr_t addr = (uintptr_t)ptr;
	struct allocation *object = NULL;

	if (addr - ARENA_BASE < ARENA_END - ARENA_BASE)
		object = arena_find(addr);
	if (!object || object->addr != addr)
		sim_report(SIM_OUT_OF_BOUNDS, "%s: %s of %p, which is not the start of an object",
			   E->current->name, what, ptr);
	return object;
}

/* A kept object goes: its like may stay. */
static void leave_place(const struct allocation *object)
{
	struct free_place *place = arena->places;

	while (place < &arena->places[arena->place_count] &&
	       (place->site != object->site || place->size != object->size))
		place++;
	if (place == &arena->places[PLACES_MAX])
		return;
	if (place == &arena->places[arena->place_count]) {
		arena->place_count++;
		*place = (struct free_place){ .site = object->site, .size = object->size };
	}
	place->count++;
}

static void free_from(void *ptr, uint32_t site)
{
	struct allocation *object;
	struct free_list *list;
	size_t room;
	uint32_t number;

	settle();
	if (!ptr)
		return;
	object = object_exact(ptr, "free");
	if (object->free_site)
		sim_report(SIM_DOUBLE_FREE, "%s frees %s (%u bytes), which was freed before",
			   E->current->name, object->name, object->size);
	number = SHADOW[granule_of(object->addr) - 1] >> 4;
	object->free_site = site;
	object->free_ctx = E->current->id;
	object->next_free = 0;
	if (object->kept)
		leave_place(object);
	lockdep_forget(ptr, object->size);
	timer_check_removed(object->addr, object->size, object->name);
	set_life(object->addr, (object->size + 7) & ~7ul, LIFE_FREED);
	list = &slice_of(object->machine)
			->lists[!(object->addr & (PAGE_BYTES - 1))][size_class(object->size, &room)];
	if (list->tail)
		record_at(list->tail)->next_free = number;
	else
		list->head = number;
	list->tail = number;
	list->count++;
}

void sim_free(void *ptr)
{
	free_from(ptr, SITE_OF_CALLER());
}

void sim_free_at(void *ptr, const void *caller)
{
	free_from(ptr, site_of(caller));
}

size_t sim_alloc_size(const void *ptr)
{
	settle();
	return object_exact(ptr, "size")->size;
}

void sim_alloc_ignore_leak(const void *ptr)
{
	object_exact(ptr, "ignore")->ignore_leak = true;
}

struct allocation *arena_find(uintptr_t addr)
{
	uint32_t g, first;

	if (addr - ARENA_BASE >= ARENA_END - ARENA_BASE)
		return NULL;
	first = granule_of(ARENA_BASE +
			   (addr - ARENA_BASE) / ARENA_SLICE_BYTES * ARENA_SLICE_BYTES);
	for (g = granule_of(addr) + 1; g > first; g--) {
		uint32_t word = SHADOW[g - 1];

		if ((word & SHADOW_LIFE) == LIFE_RED_LEFT)
			return record_at(word >> 4);
		if ((word & SHADOW_LIFE) == LIFE_UNALLOCATED && g - 1 != granule_of(addr))
			return NULL;
	}
	return NULL;
}

void sim_alloc_ignore_leaks_so_far(void)
{
	for (uint32_t number = 1; number <= arena->records.count; number++) {
		struct allocation *object = record_at(number);

		if (object->machine == E->current->machine)
			object->ignore_leak = object->kept = true;
	}
}

bool arena_takes_place(uint32_t site, size_t size)
{
	for (uint32_t i = 0; i < arena->place_count; i++) {
		struct free_place *place = &arena->places[i];

		if (place->site == site && place->size == size && place->count) {
			place->count--;
			return true;
		}
	}
	return false;
}

bool arena_next_live(int machine, void **iter, const void **ptr, size_t *size, const char **name,
		     uint32_t *site)
{
	uintptr_t number = (uintptr_t)*iter;

	while (++number <= arena->records.count) {
		const struct allocation *object = record_at(number);

		if (object->free_site || object->ignore_leak || object->machine != machine)
			continue;
		*iter = (void *)number;
		*ptr = (void *)object->addr;
		*size = object->size;
		*name = object->name;
		*site = object->site;
		return true;
	}
	return false;
}

void arena_extent(int machine, uintptr_t *base, uintptr_t *end)
{
	*base = ARENA_BASE + machine * ARENA_SLICE_BYTES;
	*end = arena->tops[machine];
}

/* The granule that an object ends in changes as a whole: what is behind the object is red anyway. */
void sim_mem_poison(void *ptr, size_t size)
{
	uint32_t *tail = &SHADOW[granule_of((uintptr_t)ptr + size)];

	settle();
	set_life((uintptr_t)ptr, size & ~7ul, LIFE_POISONED);
	if (size % 8 && (*tail & SHADOW_LIFE) == size % 8)
		*tail = LIFE_POISONED;
}

void sim_mem_unpoison(void *ptr, size_t size)
{
	uint32_t *tail = &SHADOW[granule_of((uintptr_t)ptr + size)];

	settle();
	set_life((uintptr_t)ptr, size & ~7ul, LIFE_USABLE);
	if (size % 8 && (*tail & SHADOW_LIFE) == LIFE_POISONED)
		*tail = size % 8;
}
