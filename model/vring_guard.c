/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_guard.c - a device's reach into guest memory.
 */
#include <engine/layout.h>
#include <engine/report.h>
#include <engine/state.h>
#include <model/transport_private.h>
#include <model/vring_guard.h>
#include <model/vring_spec_private.h>

enum reach { REACH_NONE, REACH_FREE, REACH_READ_ONLY, REACH_RESET };

/* What a driver that lies has given away. */
struct guard {
	uintptr_t given;
	uint64_t given_bytes;
};

static struct guard *guard; /* NULL: nobody looks */

static bool inside(uintptr_t addr, uint64_t bytes, uintptr_t base, uint64_t base_bytes)
{
	return addr >= base && addr - base < base_bytes && bytes <= base_bytes - (addr - base);
}

static enum reach reach_of(const struct vring_spec *spec, uintptr_t addr, uint64_t bytes,
			   bool write)
{
	enum reach reach = REACH_NONE;

	if (!spec->started)
		return REACH_NONE;
	for (int part = 0; !spec->active && part < VRING_PARTS; part++)
		if (inside(addr, bytes, spec->watch[part].base, spec->watch[part].bytes))
			return REACH_RESET;
	if (!spec->in_flight)
		return REACH_NONE;
	for (unsigned int head = 0; head < spec->num; head++) {
		const struct vring_chain *chain = &spec->chains[head];

		for (uint32_t i = 0; chain->in_flight && i < chain->count; i++) {
			const struct vring_buffer *buffer = &chain->buffers[i];

			if (!inside(addr, bytes, buffer->addr, buffer->bytes))
				continue;
			if (!spec->active)
				reach = REACH_RESET;
			else if (!write || buffer->write)
				return REACH_FREE;
			else
				reach = REACH_READ_ONLY;
		}
	}
	return reach;
}

/* What any queue of that guest says; the most permissive answer counts. */
static enum reach reach_in(int guest, uintptr_t addr, uint64_t bytes, bool write)
{
	enum reach best = REACH_NONE;
	const struct vring_spec *spec;

	for (unsigned int i = 0; (spec = vring_spec_at(i)); i++) {
		enum reach reach;

		if (spec->guest != guest)
			continue;
		reach = reach_of(spec, addr, bytes, write);
		if (reach == REACH_FREE)
			return reach;
		if (best == REACH_NONE || reach == REACH_READ_ONLY)
			best = reach;
	}
	return best;
}

static bool judge(enum reach reach, uint32_t site, uintptr_t addr, uint64_t bytes)
{
	if (reach == REACH_READ_ONLY)
		finding_report(SIM_RING_PROTOCOL, site, 0,
			       "the device writes %lu bytes at %#lx, in a buffer it may only read",
			       (unsigned long)bytes, (unsigned long)addr);
	if (reach == REACH_RESET)
		finding_report(SIM_ACCESS_AFTER_RESET, site, 0,
			       "the device touches %lu bytes at %#lx of a queue that was reset",
			       (unsigned long)bytes, (unsigned long)addr);
	return reach == REACH_FREE;
}

static int owner_of(uintptr_t addr)
{
	if (addr - ARENA_BASE >= ARENA_END - ARENA_BASE)
		return -1;
	return (addr - ARENA_BASE) / ARENA_SLICE_BYTES;
}

static bool given(uintptr_t addr, uint64_t bytes)
{
	return guard->given_bytes && inside(addr, bytes, guard->given, guard->given_bytes);
}

static bool device_may(const struct mem_access *access)
{
	if (given(access->addr, access->bytes))
		return true;
	return judge(reach_in(owner_of(access->addr), access->addr, access->bytes, access->write),
		     access->site, access->addr, access->bytes);
}

static bool nobody_may(const struct mem_access *access)
{
	(void)access;
	return false;
}

void vring_guard_init(int guest, int host)
{
	if (!guard)
		guard = state_alloc(sizeof(*guard));
	mem_peer_guard(guest, device_may);
	mem_peer_guard(host, nobody_may);
}

void vring_guard_give(const void *memory, uint64_t bytes)
{
	guard->given = (uintptr_t)memory;
	guard->given_bytes = bytes;
}

void vring_guard_check_dma(uintptr_t addr, uint64_t bytes, bool write)
{
	int owner = owner_of(addr);

	if (!guard || owner == sim_machine() || given(addr, bytes))
		return;
	if (owner < 0 || !judge(reach_in(owner, addr, bytes, write), 0, addr, bytes))
		finding_report(SIM_PEER_ESCAPE, 0, 0,
			       "the device starts I/O on %lu bytes at %#lx, which it was not given",
			       (unsigned long)bytes, (unsigned long)addr);
}
