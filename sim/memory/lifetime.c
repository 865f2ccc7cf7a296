/* SPDX-License-Identifier: GPL-2.0-only */
/* lifetime.c - the verdicts on dead, foreign and unwritten memory. */
#include <memory/lifetime.h>

#include <engine/report.h>
#include <engine/context.h>
#include <engine/cpu.h>
#include <memory/arena.h>
#include <memory/shadow.h>

#define NULL_PAGES_BYTES 0x10000ul

bool access_track_all;

static const char *verb(bool write)
{
	return write ? "writes" : "reads";
}

static const char *who(void)
{
	return E->current ? E->current->name : "a device";
}

__attribute__((noreturn)) static void report_freed(const struct allocation *object, uintptr_t addr,
						   bool write, uint32_t site)
{
	finding_report(SIM_USE_AFTER_FREE, site, object->free_site,
		       "%s %s %s+%lu (%u bytes), freed by context %u", who(), verb(write),
		       object->name, (unsigned long)(addr - object->addr), object->size,
		       object->free_ctx);
}

__attribute__((noreturn)) static void report_bounds(const struct allocation *object, uintptr_t addr,
						    unsigned int size, bool write, uint32_t site)
{
	if (!object)
		finding_report(SIM_OUT_OF_BOUNDS, site, 0, "%s %s %#lx, where nothing is", who(),
			       verb(write), (unsigned long)addr);
	finding_report(SIM_OUT_OF_BOUNDS, site, object->site,
		       "%s %s %u bytes at offset %ld of %s, which has %u bytes", who(), verb(write),
		       size, (long)(addr - object->addr), object->name, object->size);
}

uint32_t lifetime_check_granule(uint32_t granule, uintptr_t addr, unsigned int size, bool write,
				uint32_t site)
{
	uint32_t word = SHADOW[granule];
	unsigned int life = word & SHADOW_LIFE;
	const struct allocation *object;

	if (__builtin_expect(!life, 1)) {
		if (addr - MMIO_BASE < MMIO_END - MMIO_BASE)
			finding_report(SIM_OUT_OF_BOUNDS, site, 0,
				       "%s %s a device register without readl()/writel()", who(),
				       verb(write));
		if (addr >= STATE_BASE || arena_never_used(addr))
			report_bounds(NULL, addr, size, write, site);
		return word;
	}
	if (life == LIFE_CONSTANT) {
		if (write)
			finding_report(SIM_CRASH, site, 0, "%s writes constant memory at %#lx",
				       who(), (unsigned long)addr);
		return word;
	}
	if (life < 8 && (addr & 7) + size <= life)
		return word;
	object = arena_find(addr);
	if (object && object->free_site)
		report_freed(object, addr, write, site);
	if (life == LIFE_POISONED && object)
		finding_report(SIM_USE_AFTER_FREE, site, object->site,
			       "%s %s %s+%lu, which is back in its pool", who(), verb(write),
			       object->name, (unsigned long)(addr - object->addr));
	if (life == LIFE_POISONED && addr - PAGES_BASE < PAGES_END - PAGES_BASE)
		finding_report(SIM_USE_AFTER_FREE, site, 0,
			       "%s %s the record of the page at %#lx, which is free", who(),
			       verb(write),
			       REGION_BASE + (addr - PAGES_BASE) / PAGE_RECORD_BYTES * 4096);
	report_bounds(object, addr, size, write, site);
}

void lifetime_check_outside(uintptr_t addr, bool write, uint32_t site)
{
	if (addr < NULL_PAGES_BYTES)
		finding_report(SIM_CRASH, site, 0, "%s %s through a NULL pointer (%#lx)", who(),
			       verb(write), (unsigned long)addr);
}

void lifetime_check_stack(uintptr_t addr, bool write, uint32_t site)
{
	unsigned int slot = (addr - STACKS_BASE) / STACK_SLOT_BYTES;

	for (uint32_t i = 1; i < E->ctx_slots; i++) {
		struct sim_ctx *ctx = E->ctxs[i];

		if (ctx->stack_slot != slot || ctx->state == CTX_DONE)
			continue;
		if (addr < (uintptr_t)ctx->fiber && ctx != E->current)
			finding_report(SIM_USE_AFTER_FREE, site, 0,
				       "%s %s a stack frame of %s that has returned", who(),
				       verb(write), ctx->name);
		ctx->stack_shared = true;
		return;
	}
	finding_report(SIM_USE_AFTER_FREE, site, 0, "%s %s the stack of a context that has ended",
		       who(), verb(write));
}

uint32_t lifetime_initialise(uint32_t granule, uint32_t word, unsigned int mask, bool write,
			     uintptr_t addr, uint32_t site)
{
	const struct allocation *object;

	if (write) {
		word &= ~(mask << SHADOW_UNINIT_SHIFT);
		SHADOW[granule] = word;
		return word;
	}
	if (!(word & mask << SHADOW_UNINIT_SHIFT))
		return word;
	object = arena_find(addr);
	finding_report(SIM_UNINITIALISED, site, object ? object->site : 0,
		       "%s reads %s+%lu, which nobody has written", who(),
		       object ? object->name : "memory",
		       object ? (unsigned long)(addr - object->addr) : 0);
}

void lifetime_written(uintptr_t addr, size_t size)
{
	for (uintptr_t at = addr; at < addr + size; at++) {
		uint32_t *word = &SHADOW[granule_of(at)];

		if ((*word & SHADOW_LIFE) < LIFE_UNALLOCATED)
			*word &= ~(1u << (SHADOW_UNINIT_SHIFT + (at & 7)));
	}
}
