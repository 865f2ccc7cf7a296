/* SPDX-License-Identifier: GPL-2.0-only */
/* watch.c - who looks on when shared memory is used. */
#include <memory/watch.h>

#include <string.h>

#include <engine/report.h>
#include <engine/site.h>
#include <engine/cpu.h>
#include <engine/state.h>
#include <memory/access.h>
#include <memory/agent.h>
#include <memory/settle.h>
#include <memory/shadow.h>

#define WATCHES_MAX 64

struct watches {
	uint32_t count;
	struct mem_watch *watch[WATCHES_MAX];
	bool (*guard[MACHINES_MAX])(const struct mem_access *access);
};

static struct watches *watches; /* points into state */

void watch_init(void)
{
	watches = state_alloc(sizeof(*watches));
}

static void mark(const struct mem_watch *watch, bool watched)
{
	uint32_t last = granule_of(watch->base + watch->bytes - 1);

	for (uint32_t g = granule_of(watch->base); g <= last; g++) {
		if (watched)
			SHADOW[g] |= SHADOW_WATCHED;
		else if ((SHADOW[g] & SHADOW_LIFE) < 8)
			SHADOW[g] &= ~SHADOW_WATCHED;
	}
}

void mem_watch_add(struct mem_watch *watch)
{
	settle();
	if (watches->count == WATCHES_MAX)
		engine_report(SIM_LEAK, "more than %d watched ranges", WATCHES_MAX);
	watches->watch[watches->count++] = watch;
	mark(watch, true);
}

void mem_watch_remove(struct mem_watch *watch)
{
	settle();
	for (uint32_t i = 0; i < watches->count; i++) {
		if (watches->watch[i] != watch)
			continue;
		watches->watch[i] = watches->watch[--watches->count];
		mark(watch, false);
		return;
	}
}

void mem_peer_guard(int machine, bool (*allowed)(const struct mem_access *access))
{
	watches->guard[machine] = allowed;
}

static bool overlaps(const struct mem_watch *watch, uintptr_t addr, uint64_t size)
{
	return addr < watch->base + watch->bytes && watch->base < addr + size;
}

void watch_tell(const struct mem_access *access)
{
	for (uint32_t i = 0; i < watches->count; i++)
		if (overlaps(watches->watch[i], access->addr, access->bytes))
			watches->watch[i]->access(watches->watch[i], access);
}

void watch_tell_range(uintptr_t addr, uint64_t size, bool write, uint32_t site)
{
	for (uint32_t i = 0; i < watches->count; i++) {
		const struct mem_watch *watch = watches->watch[i];
		uintptr_t first = addr > watch->base ? addr : watch->base;
		uintptr_t end = watch->base + watch->bytes;

		if (!overlaps(watch, addr, size))
			continue;
		if (end > addr + size)
			end = addr + size;
		access_watched(first, end - first, write, false, site);
	}
}

static bool watched_at(uintptr_t addr)
{
	return (SHADOW[granule_of(addr)] & SHADOW_WATCHED) != 0;
}

void watch_check_peer(uintptr_t addr, uint64_t size, bool write, uint32_t site)
{
	unsigned int owner = (addr - ARENA_BASE) / ARENA_SLICE_BYTES;
	struct mem_access access;

	if (addr - ARENA_BASE >= ARENA_END - ARENA_BASE || !E->current ||
	    owner == (unsigned int)E->current->machine || !watches->guard[owner] ||
	    watched_at(addr))
		return;
	access = (struct mem_access){
		.ctx = E->current,
		.machine = E->current->machine,
		.site = site,
		.write = write,
		.addr = addr,
		.bytes = size,
		.value = (void *)addr,
	};
	if (!watches->guard[owner](&access))
		finding_report(SIM_PEER_ESCAPE, site, 0,
			       "%s (%s) %s %lu bytes at %#lx of %s, which it was not given",
			       E->current->name, machine_name(E->current->machine),
			       write ? "writes" : "reads", (unsigned long)size, (unsigned long)addr,
			       machine_name(owner));
}

/* ---- native models ---- */

void mem_read(void *to, const void *simulated, uint64_t bytes)
{
	settle();
	access_check((uintptr_t)simulated, bytes, false, 0);
	memcpy(to, simulated, bytes);
	watch_tell_range((uintptr_t)simulated, bytes, false, 0);
}

void mem_write(void *simulated, const void *from, uint64_t bytes)
{
	settle();
	if (!E->current) {
		access_check((uintptr_t)simulated, bytes, true, 0);
		memcpy(simulated, from, bytes);
		history_forget((uintptr_t)simulated, bytes);
		for (uint32_t g = granule_of((uintptr_t)simulated);
		     bytes && g <= granule_of((uintptr_t)simulated + bytes - 1); g++)
			SHADOW[g] &= ~SHADOW_UNINIT;
		watch_tell_range((uintptr_t)simulated, bytes, true, 0);
		return;
	}
	access_range((uintptr_t)simulated, bytes, true, SITE_OF_CALLER());
	memcpy(simulated, from, bytes);
	settle();
}
