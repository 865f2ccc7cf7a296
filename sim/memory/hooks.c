/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hooks.c - what a module compiled with -fsanitize=thread calls before each access.
 *
 * The interface is the compiler's (gcc/tsan.cc, and KCSAN's in kernel/kcsan/core.c); nothing of the
 * sanitizer's own library is linked. The fast path is a stack, or a granule alive and
 * initialised that all earlier accesses have left to this agent.
 */
#include <stdint.h>

#include <engine/sched.h>
#include <engine/trace_hash.h>
#include <memory/access.h>
#include <memory/agent.h>
#include <memory/arena.h>
#include <memory/depend.h>
#include <memory/history.h>
#include <memory/lifetime.h>
#include <memory/race.h>
#include <memory/settle.h>
#include <memory/watch.h>

#define SITE() ((uint32_t)(uintptr_t)__builtin_return_address(0))

/* A granule that is not yet this agent's own. */
static __attribute__((noinline)) void hook_claim(uintptr_t addr, unsigned int size, bool write,
						 uint32_t site)
{
	uint32_t granule = granule_of(addr), word = SHADOW[granule];
	unsigned int mask = ((1u << size) - 1) << (addr & 7);
	uint32_t unwritten = mask << SHADOW_UNINIT_SHIFT;

	if (!(word & SHADOW_SPECIAL) && (write || !(word & unwritten)) && !access_track_all &&
	    !E->current->race_ignore && !watch_is_peer(addr, E->current->machine) &&
	    ((word & SHADOW_OWNER) || !arena_never_used(addr))) {
		if (write)
			word = SHADOW[granule] = word & ~unwritten;
		if (epoch_claim(granule, word, mask, write))
			return;
	}
	access_slow(addr, size, write ? ACCESS_WRITE : ACCESS_READ, site);
}

static inline __attribute__((always_inline)) void hook_plain(const void *ptr, unsigned int size,
							     bool write, uint32_t site)
{
	uintptr_t addr = (uintptr_t)ptr;
	uint32_t granule = granule_of(addr);

	settle();
	if (addr - E->running.stack_base < STACK_SLOT_BYTES)
		return;
	if (addr - REGION_BASE >= MMIO_BASE - REGION_BASE || (addr & 7) + size > 8)
		access_slow(addr, size, write ? ACCESS_WRITE : ACCESS_READ, site);
	else if (SHADOW[granule] == E->running.owner_word)
		epoch_note(&EPOCHS[granule], ((1u << size) - 1) << (addr & 7), write,
			   agents[E->running.agent].known.of[E->running.agent] & EPOCH_CLOCK_MAX);
	else
		hook_claim(addr, size, write, site);
}

/* The location of a usable, unwatched granule of this machine, whose units have this size. */
static inline struct unit *plain_unit(uintptr_t addr, uint32_t word, unsigned int size)
{
	const struct location *location;

	if ((word & (SHADOW_LIFE | SHADOW_WATCHED | SHADOW_UNINIT)) || !(word & SHADOW_LOCATION) ||
	    watch_is_peer(addr, E->current->machine))
		return NULL;
	location = &HISTORY_POOLS->locations[word >> SHADOW_LOCATION_SHIFT];
	if (location->shift != history_shift(addr, size) || 1u << location->shift != size)
		return NULL;
	return &HISTORY_POOLS->units[location->units + ((addr & 7) >> location->shift)];
}

/* A marked load that can only see the newest value, as most can. */
static inline bool load_newest(uintptr_t addr, unsigned int size)
{
	uint32_t word = SHADOW[granule_of(addr)];
	struct unit *unit = plain_unit(addr, word, size);
	struct message *message;

	if (!unit || !unit->newest)
		return false;
	message = history_newest(unit);
	if (unit->depth > 1 && message->clock > agents[E->running.agent].known.of[message->agent] &&
	    engine_config()->memory != MEMORY_SC)
		return false;
	history_read(message);
	depend_note(message->value, message);
	return true;
}

static inline __attribute__((always_inline)) void hook_marked(const void *ptr, unsigned int size,
							      bool write, uint32_t site)
{
	uintptr_t addr = (uintptr_t)ptr;

	settle();
	if (E->current->race_ignore) {
		access_slow(addr, size, write ? ACCESS_WRITE : ACCESS_READ, site);
		return;
	}
	if (addr - E->running.stack_base < STACK_SLOT_BYTES && !E->current->stack_shared)
		return;
	sched_point(site);
	if (!write && addr - REGION_BASE < MMIO_BASE - REGION_BASE && !trace_recording &&
	    load_newest(addr, size))
		return;
	access_slow(addr, size, (write ? ACCESS_WRITE : ACCESS_READ) | ACCESS_MARKED, site);
}

#define HOOKS(size)                                                                                \
	void __tsan_read##size(void *ptr);                                                         \
	void __tsan_write##size(void *ptr);                                                        \
	void __tsan_unaligned_read##size(void *ptr);                                               \
	void __tsan_unaligned_write##size(void *ptr);                                              \
	void __tsan_volatile_read##size(void *ptr);                                                \
	void __tsan_volatile_write##size(void *ptr);                                               \
	void __tsan_unaligned_volatile_read##size(void *ptr);                                      \
	void __tsan_unaligned_volatile_write##size(void *ptr);                                     \
	void __tsan_read##size(void *ptr)                                                          \
	{                                                                                          \
		hook_plain(ptr, size, false, SITE());                                              \
	}                                                                                          \
	void __tsan_write##size(void *ptr)                                                         \
	{                                                                                          \
		hook_plain(ptr, size, true, SITE());                                               \
	}                                                                                          \
	void __tsan_unaligned_read##size(void *ptr)                                                \
	{                                                                                          \
		hook_plain(ptr, size, false, SITE());                                              \
	}                                                                                          \
	void __tsan_unaligned_write##size(void *ptr)                                               \
	{                                                                                          \
		hook_plain(ptr, size, true, SITE());                                               \
	}                                                                                          \
	void __tsan_volatile_read##size(void *ptr)                                                 \
	{                                                                                          \
		hook_marked(ptr, size, false, SITE());                                             \
	}                                                                                          \
	void __tsan_volatile_write##size(void *ptr)                                                \
	{                                                                                          \
		hook_marked(ptr, size, true, SITE());                                              \
	}                                                                                          \
	void __tsan_unaligned_volatile_read##size(void *ptr)                                       \
	{                                                                                          \
		hook_marked(ptr, size, false, SITE());                                             \
	}                                                                                          \
	void __tsan_unaligned_volatile_write##size(void *ptr)                                      \
	{                                                                                          \
		hook_marked(ptr, size, true, SITE());                                              \
	}

HOOKS(1)
HOOKS(2)
HOOKS(4)
HOOKS(8)

void __tsan_read16(void *ptr);
void __tsan_write16(void *ptr);
void __tsan_unaligned_read16(void *ptr);
void __tsan_unaligned_write16(void *ptr);
void __tsan_read_range(void *ptr, uint64_t size);
void __tsan_write_range(void *ptr, uint64_t size);
void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);

void __tsan_read16(void *ptr)
{
	settle();
	access_range((uintptr_t)ptr, 16, false, SITE());
}

void __tsan_write16(void *ptr)
{
	settle();
	access_range((uintptr_t)ptr, 16, true, SITE());
}

void __tsan_unaligned_read16(void *ptr)
{
	settle();
	access_range((uintptr_t)ptr, 16, false, SITE());
}

void __tsan_unaligned_write16(void *ptr)
{
	settle();
	access_range((uintptr_t)ptr, 16, true, SITE());
}

/* A structure assignment announces the write, then the read, and only then copies: the write is
 * not over yet, so there is nothing to settle here unless it is something else. */
void __tsan_read_range(void *ptr, uint64_t size)
{
	settle_unless_range();
	access_range((uintptr_t)ptr, size, false, SITE());
}

void __tsan_write_range(void *ptr, uint64_t size)
{
	settle();
	access_range((uintptr_t)ptr, size, true, SITE());
}

/* The constructor the compiler adds calls it; there is no library to start. */
void __tsan_init(void)
{
}

/* Call stacks come from frame pointers: modules are compiled without these, unless they are the
 * kernel's own objects. */
void __tsan_func_entry(void *caller)
{
	(void)caller;
}

void __tsan_func_exit(void)
{
}
