/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * snapshot.c - all that is simulated, copied and brought back.
 *
 * Copied are the used parts of: the simulator's state, each module's writable segments, each
 * machine's arena slice and its pages' records, the live contexts' stacks; and the shadow of
 * segments, slices and records. The memory model's pools are emptied first, so they need no copy.
 * Not copied are gcov's counters: lines stay covered when a schedule is taken back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include <engine/context.h>
#include <engine/cpu.h>
#include <engine/module.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/arena.h>
#include <memory/history.h>
#include <memory/settle.h>
#include <memory/shadow.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#define EXTENTS_MAX (3 * MODULES_MAX + 4 * MACHINES_MAX + CONTEXTS_MAX + 4)

struct extent {
	char *at;
	char *copy;
	size_t bytes;
};

static struct extent extents[EXTENTS_MAX];
static unsigned int extent_count;
static uintptr_t arena_ends[MACHINES_MAX];
static int snapshot_machines;
static uint32_t snapshot_cpus;
static bool on_valgrind;

/* Stacks hold redzones of native frames: the sanitizer must not look into this copy. */
__attribute__((no_sanitize_address)) static void copy_bytes(char *to, const char *from,
							    size_t bytes)
{
#ifdef __SANITIZE_ADDRESS__
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
#else
	memcpy(to, from, bytes);
#endif
}

static void extent_add(uintptr_t base, uintptr_t end)
{
	struct extent *extent = &extents[extent_count];

	if (end <= base)
		return;
	if (extent_count == EXTENTS_MAX) {
		fprintf(stderr, "simctl: the snapshot has more than %d parts\n", EXTENTS_MAX);
		exit(3);
	}
	extent->at = (char *)base;
	extent->bytes = end - base;
	extent->copy = malloc(extent->bytes);
	if (!extent->copy) {
		fprintf(stderr, "simctl: no memory for the snapshot\n");
		exit(3);
	}
	copy_bytes(extent->copy, extent->at, extent->bytes);
	extent_count++;
}

/* The shadow that goes with [base, end), without owners: their epochs are not kept. */
static void shadow_add(uintptr_t base, uintptr_t end)
{
	if (end <= base)
		return;
	for (uint32_t g = granule_of(base); g < granule_of(end + 7); g++)
		if ((SHADOW[g] & SHADOW_LIFE) < 8)
			SHADOW[g] &= ~(SHADOW_OWNER | SHADOW_LOCATION);
	extent_add((uintptr_t)&SHADOW[granule_of(base)], (uintptr_t)&SHADOW[granule_of(end + 7)]);
}

/* Whole granules only: what shares one with data is data. */
static void mark(uintptr_t base, uintptr_t end, enum life life)
{
	for (uint32_t g = granule_of(base + 7); g < granule_of(end); g++)
		SHADOW[g] = life;
}

static void module_add(const struct module *module)
{
	bool counts = module->counters < module->counters_end;

	mark(module->base, module->data, LIFE_CONSTANT);
	mark(module->data_end, module->end, LIFE_CONSTANT);
	mark(module->counters, module->counters_end, LIFE_COUNTER);
	shadow_add(module->data, module->data_end);
	extent_add(module->data, counts ? module->counters : module->data_end);
	if (counts)
		extent_add(module->counters_end, module->data_end);
}

static void stacks_add(void)
{
	for (uint32_t i = 1; i < E->ctx_slots; i++) {
		const struct sim_ctx *ctx = E->ctxs[i];

		if (ctx->state != CTX_DONE)
			extent_add((uintptr_t)ctx->fiber,
				   context_stack_base(ctx) + STACK_SLOT_BYTES);
	}
}

void snapshot_take(void)
{
	on_valgrind = RUNNING_ON_VALGRIND;
	settle();
	history_collapse();
	while (extent_count)
		free(extents[--extent_count].copy);
	for (unsigned int i = 0; i < module_count(); i++)
		module_add(module_at(i));
	snapshot_machines = E->machine_count;
	for (int i = 0; i < snapshot_machines; i++) {
		uintptr_t base, end;

		arena_extent(i, &base, &end);
		arena_ends[i] = end;
		shadow_add(base, end);
		extent_add(base, end);
		shadow_add(page_record(base), page_record(end + 4095));
		extent_add(page_record(base), page_record(end + 4095));
	}
	stacks_add();
	snapshot_cpus = E->cpu_count;
	extent_add(STATE_BASE, (uintptr_t)&E->cpus[snapshot_cpus]);
	extent_add(STATE_BASE + STATE_FIRST(sizeof(struct engine_state)),
		   STATE_BASE + E->state_used);
	extent_add(AGENTS_BASE, (uintptr_t)&agents[snapshot_cpus]);
}

static void forget_new_cpus(void)
{
	if (E->cpu_count <= snapshot_cpus)
		return;
	memset(&E->cpus[snapshot_cpus], 0, (E->cpu_count - snapshot_cpus) * sizeof(E->cpus[0]));
	memset(&agents[snapshot_cpus], 0, (E->cpu_count - snapshot_cpus) * sizeof(agents[0]));
}

/* What a run allocated beyond the snapshot was never there. */
static void forget_new_objects(void)
{
	for (int i = 0; i < snapshot_machines; i++) {
		uintptr_t base, end;

		arena_extent(i, &base, &end);
		uintptr_t known = page_record(arena_ends[i] + 4095);
		uintptr_t used = page_record(end + 4095);

		if (used > known) {
			memset((void *)known, 0, used - known);
			memset(&SHADOW[granule_of(known)], 0,
			       (granule_of(used) - granule_of(known)) * sizeof(uint32_t));
		}
		if (end > arena_ends[i])
			memset(&SHADOW[granule_of(arena_ends[i])], 0,
			       (granule_of(end + 7) - granule_of(arena_ends[i])) *
				       sizeof(uint32_t));
	}
}

/* Valgrind takes what lies below a stack pointer for dead; the stacks are as they were again. */
static void stacks_defined(void)
{
	if (on_valgrind)
		(void)VALGRIND_MAKE_MEM_DEFINED(STACKS_BASE,
						(size_t)E->stack_slots * STACK_SLOT_BYTES);
}

void snapshot_restore(void)
{
	settle_pending = false;
	stacks_defined();
	forget_new_objects();
	forget_new_cpus();
	for (unsigned int i = 0; i < extent_count; i++)
		copy_bytes(extents[i].at, extents[i].copy, extents[i].bytes);
	stacks_defined();
#ifdef __SANITIZE_ADDRESS__
	__asan_unpoison_memory_region((void *)STACKS_BASE,
				      (uintptr_t)E->stack_slots * STACK_SLOT_BYTES);
#endif
}
