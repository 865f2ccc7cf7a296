/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * layout.h - the one region at a fixed address in which everything simulated lives.
 *
 * Fixed addresses make pointers repeat from run to run and from process to process. The region
 * and its shadow lie below 1 GB, where nothing else is, under Valgrind and AddressSanitizer too.
 */
#ifndef ENGINE_LAYOUT_H
#define ENGINE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#define REGION_BASE 0x10000000ul
#define REGION_END 0x20000000ul

/* Module images: text, data and bss of every loaded .so. */
#define IMAGES_BASE 0x10000000ul
#define IMAGES_END 0x12000000ul
/* Allocations of simulated code; one slice for each machine. */
#define ARENA_BASE 0x12000000ul
#define ARENA_SLICE_BYTES 0x02000000ul
#define ARENA_END 0x1a000000ul
/* What a kernel keeps of each page of the region (a Linux guest's struct page), 64 bytes. */
#define PAGES_BASE 0x1a000000ul
#define PAGE_RECORD_BYTES 64ul
#define PAGES_END 0x1a400000ul
/* Device register windows: an ordinary access to one is a bug. */
#define MMIO_BASE 0x1a400000ul
#define MMIO_END 0x1a500000ul
/* Context stacks, each in a slot with an inaccessible page at its bottom. */
#define STACKS_BASE 0x1b000000ul
#define STACK_SLOT_BYTES 0x10000ul
#define STACKS_END 0x1d000000ul
/* The simulator's own per-run state (see state.h). */
#define STATE_BASE 0x1d000000ul
#define STATE_END 0x1eff0000ul
/* What the memory model keeps for each CPU (see agent.h). */
#define AGENTS_BASE 0x1eff0000ul
/* The memory model's pools: empty in every snapshot, so never copied. */
#define POOLS_BASE 0x1f000000ul
#define POOLS_END 0x20000000ul

/* For each 8 bytes of the region: 4 bytes of state, and 8 bytes about the last accesses. */
#define SHADOW_BASE 0x20000000ul
#define SHADOW_END 0x28000000ul
#define EPOCHS_BASE 0x28000000ul
#define EPOCHS_END 0x38000000ul

#define MACHINES_MAX 4

/* The record of the page that addr lies in. */
static inline uintptr_t page_record(uintptr_t addr)
{
	return PAGES_BASE + (addr - REGION_BASE) / 4096 * PAGE_RECORD_BYTES;
}

static inline bool region_has(const void *addr)
{
	return (uintptr_t)addr - REGION_BASE < REGION_END - REGION_BASE;
}

/* Maps region and shadow; exits with status 3 if the addresses are taken. Once per process. */
void layout_map(void);

#endif
