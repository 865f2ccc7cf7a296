/* SPDX-License-Identifier: GPL-2.0-only */
/* access.c - lifetime, races and weak memory for one access. */
#include <memory/access.h>

#include <engine/context.h>
#include <engine/report.h>
#include <engine/sched.h>
#include <engine/site.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/arena.h>
#include <memory/bytes.h>
#include <memory/lifetime.h>
#include <memory/race.h>
#include <memory/settle.h>
#include <memory/watch.h>

bool settle_pending;

/* The access whose instruction has not run yet. */
static struct {
	uintptr_t addr;
	uint64_t range; /* bytes of an announced write range, else 0 */
	uint64_t newest; /* bytes to put back */
	uint32_t site;
	uint32_t behind;
	uint8_t size;
	bool write, marked, watched, put_back;
	bool unchecked; /* data_race(): others do not race with it */
	struct location *location;
} pending;

static void store_unit(struct unit *unit, uint64_t value, uint32_t carried, bool more)
{
	uint32_t before = unit->writes.of[agent_index()];

	if (more)
		history_store_more(unit, value, pending.behind, carried, false, pending.site);
	else
		history_store(unit, value, pending.behind, carried, false, pending.site);
	if (pending.unchecked)
		unit->writes.of[agent_index()] = before;
}

static void settle_store(void)
{
	uint64_t value = bytes_at(pending.addr, pending.size);
	unsigned int count;
	struct unit *unit = history_units(pending.location, pending.addr, pending.size, &count);
	unsigned int step = 1u << pending.location->shift;
	uint32_t carried = agent_published_ref();

	if (pending.watched)
		access_watched(pending.addr, pending.size, true, pending.marked, pending.site);
	for (unsigned int i = 0; i < count; i++)
		store_unit(&unit[i], bytes_at(pending.addr + i * step, step), carried, i);
	if (pending.put_back) {
		bytes_put(pending.addr, pending.size, pending.newest);
		trace_note_at(TRACE_DELAY, E->current, pending.site, pending.addr, value, NULL);
	} else {
		trace_note_at(TRACE_WRITE, E->current, pending.site, pending.addr, value, NULL);
	}
}

static void range_store_unit(struct unit *unit, uintptr_t addr, unsigned int size)
{
	store_unit(unit, bytes_at(addr, size), agent_published_ref(), false);
}

static void range_see_unit(struct unit *unit, uintptr_t addr, unsigned int size)
{
	(void)addr, (void)size;
	history_see(unit);
}

/* The units of tracked granules that [addr, addr + size) covers. */
static void range_units(uintptr_t addr, uint64_t size,
			void (*fn)(struct unit *unit, uintptr_t addr, unsigned int size))
{
	uintptr_t end = addr + size;
	unsigned int step, count;

	for (; addr < end; addr += step) {
		uintptr_t next = (addr | 7) + 1;
		struct location *location;
		struct unit *unit;

		step = (unsigned int)((next < end ? next : end) - addr);
		if (!(SHADOW[granule_of(addr)] & SHADOW_LOCATION))
			continue;
		location = history_location(granule_of(addr), 8);
		step = 1u << __builtin_ctzl(addr | step | 8);
		unit = history_units(location, addr, step, &count);
		if (count > 1)
			step = 1u << location->shift;
		fn(unit, addr, step);
	}
}

static void settle_range(void)
{
	range_units(pending.addr, pending.range, range_store_unit);
	watch_tell_range(pending.addr, pending.range, true, pending.site);
}

void settle_now(void)
{
	settle_pending = false;
	if (pending.range)
		settle_range();
	else if (pending.write)
		settle_store();
	else
		bytes_put(pending.addr, pending.size, pending.newest);
}

void settle_unless_range(void)
{
	if (settle_pending && !pending.range)
		settle_now();
}

void access_watched(uintptr_t addr, unsigned int size, bool write, bool marked, uint32_t site)
{
	struct mem_access access = {
		.ctx = E->current,
		.machine = E->current ? E->current->machine : -1,
		.site = site,
		.write = write,
		.marked = marked,
		.addr = addr,
		.bytes = size,
		.value = (void *)addr,
	};

	watch_tell(&access);
}

static void tracked_load(struct location *location, uintptr_t addr, unsigned int size,
			 unsigned int flags, uint32_t site, bool watched)
{
	bool marked = flags & ACCESS_MARKED;
	unsigned int count;
	struct unit *unit = history_units(location, addr, size, &count);
	uint64_t value;
	bool stale;

	if (!marked && !watched && !access_track_all && !E->current->race_ignore)
		race_check_read(location, unit, count, addr, site);
	if (count == 1) {
		const struct message *message = history_load(unit, addr, site, marked);

		value = message->value;
		stale = message != history_newest(unit);
	} else {
		value = history_load_together(unit, count, addr, 1u << location->shift, site,
					      marked);
		stale = value != bytes_at(addr, size);
	}
	if (stale) {
		pending.addr = addr;
		pending.size = size;
		pending.range = 0;
		pending.write = false;
		pending.newest = bytes_at(addr, size);
		settle_pending = true;
		bytes_put(addr, size, value);
		trace_note_at(TRACE_STALE, E->current, site, addr, value, NULL);
	} else if (trace_recording) {
		trace_record_add(TRACE_READ, E->current, site, addr, value, NULL);
	}
	if (watched)
		access_watched(addr, size, false, marked, site);
}

static void tracked_store(struct location *location, uintptr_t addr, unsigned int size,
			  unsigned int flags, uint32_t site, bool watched)
{
	unsigned int count;
	struct unit *unit = history_units(location, addr, size, &count);

	if (!watched && !access_track_all && !E->current->race_ignore)
		race_check_write(location, unit, count, addr, site);
	pending.addr = addr;
	pending.size = size;
	pending.range = 0;
	pending.write = true;
	pending.marked = flags & ACCESS_MARKED;
	pending.watched = watched;
	pending.site = site;
	pending.location = location;
	pending.unchecked = E->current->race_ignore;
	pending.behind = count == 1 ? history_store_place(unit, site) : 0;
	pending.put_back = pending.behind;
	if (pending.put_back)
		pending.newest = bytes_at(addr, size);
	settle_pending = true;
}

static void tracked(uint32_t granule, uintptr_t addr, unsigned int size, unsigned int flags,
		    uint32_t site, bool watched)
{
	struct location *location = history_location(granule, size);

	if (flags & ACCESS_WRITE)
		tracked_store(location, addr, size, flags, site, watched);
	else
		tracked_load(location, addr, size, flags, site, watched);
}

/* True if the granule could stay (or become) private to the current agent. */
static bool private_access(uint32_t granule, uint32_t word, unsigned int mask, unsigned int flags,
			   uintptr_t addr, uint32_t site)
{
	const struct epoch *epoch = &EPOCHS[granule];
	bool write = flags & ACCESS_WRITE;
	unsigned int owner;

	if (epoch_claim(granule, word, mask, write))
		return true;
	if ((flags & ACCESS_MARKED) || E->current->race_ignore)
		return false;
	owner = ((word & SHADOW_OWNER) >> SHADOW_OWNER_SHIFT) - 1;
	if (!write && (epoch->write & mask) && !epoch_known(owner, epoch_clock(epoch->write)))
		race_report(addr, false, site, owner, 0);
	if (write && (epoch->read & mask) && !epoch_known(owner, epoch_clock(epoch->read)))
		race_report(addr, true, site, owner, 0);
	return false;
}

static bool on_a_stack(uintptr_t addr, unsigned int flags, uint32_t site)
{
	if (addr - STACKS_BASE >= STACKS_END - STACKS_BASE)
		return false;
	if ((addr - context_stack_base(E->current)) >= STACK_SLOT_BYTES)
		lifetime_check_stack(addr, flags & ACCESS_WRITE, site);
	return true;
}

static bool learns_from_owner(uint32_t word)
{
	return engine_config()->memory == MEMORY_SC && (word & SHADOW_OWNER) &&
	       (word & SHADOW_OWNER) != shadow_owner_word(agent_index());
}

/*
 * Plain accesses to a ring are ordered by the marked ones around them, which are scheduling points.
 * What is not, and a peer can see, is the first one behind a marked store: the store may have
 * exposed too early what comes now.
 */
static void watched_point(bool marked, bool write, uint32_t site)
{
	struct sim_ctx *self = E->current;

	if (marked) {
		self->ring_exposed = write;
	} else if (self->ring_exposed) {
		self->ring_exposed = false;
		sched_point(site);
	}
}

void access_slow(uintptr_t addr, unsigned int size, unsigned int flags, uint32_t site)
{
	bool marked = (flags & ACCESS_MARKED) && !E->current->race_ignore;
	unsigned int offset = addr & 7, mask = ((1u << size) - 1) << offset;
	uint32_t granule, word;
	bool watched;

	if (addr - REGION_BASE >= REGION_END - REGION_BASE) {
		lifetime_check_outside(addr, flags & ACCESS_WRITE, site);
		return;
	}
	if (on_a_stack(addr, flags, site))
		return;
	if (offset + size > 8) {
		access_range(addr, size, flags & ACCESS_WRITE, site);
		return;
	}
	granule = granule_of(addr);
	if (lifetime_is_constant(granule, flags & ACCESS_WRITE))
		return;
	watched = SHADOW[granule] & SHADOW_WATCHED;
	if (watched)
		watched_point(marked, flags & ACCESS_WRITE, site);
	word = SHADOW[granule];
	if (__builtin_expect((word & SHADOW_LIFE) || addr >= MMIO_BASE || arena_never_used(addr),
			     0))
		word = lifetime_check_granule(granule, addr, size, flags & ACCESS_WRITE, site);
	if (word & SHADOW_UNINIT)
		word = lifetime_initialise(granule, word, mask, flags & ACCESS_WRITE, addr, site);
	if (watch_is_peer(addr, E->current->machine) && !watched) {
		watch_check_peer(addr, size, flags & ACCESS_WRITE, site);
		history_forget(addr, size);
		return;
	}
	history_make_room();
	word = SHADOW[granule];
	if (!(word & (SHADOW_LOCATION | SHADOW_WATCHED)) && !access_track_all) {
		/* data_race() leaves no trace of itself. */
		if (E->current->race_ignore)
			return;
		if (marked && !(flags & ACCESS_WRITE)) {
			/* It races with nobody, and there is only one value to see yet; but another
			 * agent's may come from a marked store, of which it learns. */
			if (!learns_from_owner(word))
				return;
		} else if (!marked || engine_config()->memory == MEMORY_SC) {
			/* Elsewhere a marked store leaves an older value behind that others may see. */
			if (private_access(granule, word, mask, flags, addr, site))
				return;
		}
	}
	if ((word & SHADOW_LOCATION) && !marked && !watched && !E->current->race_ignore &&
	    history_location(granule, size)->contended)
		sched_point(site);
	tracked(granule, addr, size, flags, site, watched);
}

void access_check(uintptr_t addr, uint64_t size, bool write, uint32_t site)
{
	if (!size)
		return;
	if (addr - REGION_BASE >= REGION_END - REGION_BASE) {
		lifetime_check_outside(addr, write, site);
		return;
	}
	if (size > REGION_END - addr)
		finding_report(SIM_OUT_OF_BOUNDS, site, 0, "%s %s %lu bytes at %#lx",
			       E->current ? E->current->name : "a device",
			       write ? "writes" : "reads", (unsigned long)size,
			       (unsigned long)addr);
	if (on_a_stack(addr, write ? ACCESS_WRITE : ACCESS_READ, site))
		return;
	for (uint32_t g = granule_of(addr); g <= granule_of(addr + size - 1); g++) {
		uintptr_t first = granule_address(g) < addr ? addr : granule_address(g);
		uintptr_t end = granule_address(g + 1) < addr + size ? granule_address(g + 1) :
								       addr + size;

		if (!(SHADOW[g] & SHADOW_LIFE) && addr < MMIO_BASE &&
		    !arena_never_used(granule_address(g)))
			continue;
		lifetime_check_granule(g, first, end - first, write, site);
	}
}

static unsigned int range_mask(uint32_t granule, uintptr_t addr, uint64_t size)
{
	uintptr_t first = granule_address(granule);
	unsigned int mask = 0xff;

	if (first < addr)
		mask &= 0xffu << (addr - first);
	if (first + 8 > addr + size)
		mask &= 0xffu >> (first + 8 - addr - size);
	return mask;
}

/* The granules of a range change hands like those of single accesses. */
static void range_epochs(uintptr_t addr, uint64_t size, bool write, uint32_t site)
{
	uint32_t last = granule_of(addr + size - 1);
	bool peer = watch_is_peer(addr, E->current->machine);

	for (uint32_t g = granule_of(addr); g <= last; g++) {
		uint32_t word = SHADOW[g];
		unsigned int mask = range_mask(g, addr, size);

		if (lifetime_is_constant(g, write))
			continue;
		if (write && (word & SHADOW_UNINIT))
			word = SHADOW[g] = word & ~(mask << SHADOW_UNINIT_SHIFT);
		if ((word & (SHADOW_LOCATION | SHADOW_WATCHED)) || E->current->race_ignore)
			continue;
		if (peer || !private_access(g, word, mask, write ? ACCESS_WRITE : ACCESS_READ,
					    granule_address(g), site))
			SHADOW[g] = word & ~SHADOW_OWNER;
	}
}

void access_range(uintptr_t addr, uint64_t size, bool write, uint32_t site)
{
	if (!size)
		return;
	access_check(addr, size, write, site);
	if (addr - REGION_BASE >= STACKS_BASE - REGION_BASE)
		return;
	if (watch_is_peer(addr, E->current->machine))
		watch_check_peer(addr, size, write, site);
	history_make_room();
	range_epochs(addr, size, write, site);
	if (!write) {
		range_units(addr, size, range_see_unit);
		watch_tell_range(addr, size, false, site);
		return;
	}
	pending.behind = 0;
	pending.unchecked = E->current->race_ignore;
	pending.addr = addr;
	pending.range = size;
	pending.write = true;
	pending.site = site;
	settle_pending = true;
}

struct unit *access_atomic(uintptr_t addr, unsigned int size, unsigned int flags, uint32_t site,
			   unsigned int *count)
{
	bool write = flags & ACCESS_WRITE;
	unsigned int mask = ((1u << size) - 1) << (addr & 7);
	struct location *location;
	uint32_t granule, word;
	struct unit *unit;

	sched_point(site);
	if (addr - REGION_BASE >= REGION_END - REGION_BASE) {
		lifetime_check_outside(addr, write, site);
		return NULL;
	}
	if (on_a_stack(addr, write ? ACCESS_WRITE : ACCESS_READ, site))
		return NULL;
	granule = granule_of(addr);
	if (lifetime_is_constant(granule, write))
		return NULL;
	word = lifetime_check_granule(granule, addr, size, write, site);
	if (watch_is_peer(addr, E->current->machine))
		watch_check_peer(addr, size, write, site);
	if (word & SHADOW_UNINIT) {
		if (flags & ACCESS_MODIFY)
			lifetime_initialise(granule, word, mask, false, addr, site);
		lifetime_initialise(granule, word, mask, write, addr, site);
	}
	history_make_room();
	location = history_location(granule, size);
	unit = history_units(location, addr, size, count);
	if (!(SHADOW[granule] & SHADOW_WATCHED) && !E->current->race_ignore && write)
		race_check_write(location, unit, *count, addr, site);
	return unit;
}

void sim_mem_check(const void *ptr, size_t size, bool write)
{
	settle();
	if (!region_has(ptr))
		engine_report(SIM_CRASH, "%s passes %p, where nothing simulated is",
			      E->current->name, ptr);
	access_check((uintptr_t)ptr, size, write, SITE_OF_CALLER());
}
