/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory shared with a device or another machine, and very long runs. */
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <sim/port.h>

#define TASK(name, ...)                                                                            \
	void name(void *arg);                                                                      \
	void name(void *arg)                                                                       \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

struct ring {
	u32 flags, index;
	u64 entries[6];
};

/* The test watches `ring`, and gives `given`, an object of the guest's arena, to the host. */
struct ring ring;
u64 sink[4];
u64 *given, *private;
long ready, done;

static void fill_arena(void)
{
	given = sim_alloc(64, 8, SIM_ALLOC_ZERO, "given");
	private = sim_alloc(64, 8, SIM_ALLOC_ZERO, "private");
	sim_alloc_ignore_leak(given);
	sim_alloc_ignore_leak(private);
}

/* ---- what a watcher hears ---- */

TASK(plain, ring.index = 5; barrier(); sink[0] = ring.index;)
TASK(marked, WRITE_ONCE(ring.entries[1], 6); sink[0] = READ_ONCE(ring.entries[1]);)
TASK(atomics, __atomic_store_n(&ring.index, 7, __ATOMIC_RELEASE);
     sink[0] = __atomic_load_n(&ring.index, __ATOMIC_ACQUIRE);
     __atomic_fetch_add(&ring.index, 1, __ATOMIC_RELAXED);)
TASK(copies, memset(&ring, 3, sizeof(ring)); memcpy(sink, &ring.entries[1], 16);)
TASK(outside, sink[1] = 4; sink[2] = sink[1];)

/* Plain accesses from both sides: a device ring, no race. */
TASK(produces, for (u32 i = 1; i < 4; i++) { ring.entries[i] = i; smp_wmb(); ring.index = i; barrier(); })
TASK(consumes, for (int i = 0; i < 6; i++) { u32 seen = *(volatile u32 *)&ring.index; smp_rmb();
     if (ring.entries[seen] != seen) sim_report(SIM_CRASH, "entry %u is %lu", seen, (long)ring.entries[seen]); })
TASK(produces_unordered, for (u32 i = 1; i < 4; i++) { ring.entries[i] = i; barrier(); ring.index = i; barrier(); })

/* Stale and delayed values: what the watcher hears is what the code read and wrote. */
u64 last_read;
TASK(stores_many, for (u64 i = 1; i < 5; i++) __atomic_store_n(&ring.entries[0], i, __ATOMIC_RELAXED);)
TASK(loads_many, for (int i = 0; i < 4; i++) last_read = __atomic_load_n(&ring.entries[0], __ATOMIC_RELAXED);)

/* ---- the guest's memory, used by the host ---- */

TASK(guest_prepares, fill_arena(); smp_wmb(); WRITE_ONCE(ready, 1); while (!READ_ONCE(done)) sim_relax();)

/* Runs as host code, in the guest's copy of this module. */
static void wait_for_guest(void)
{
	while (!READ_ONCE(ready))
		sim_relax();
	smp_rmb();
}

static void finish(void)
{
	WRITE_ONCE(done, 1);
}

TASK(host_uses_given, wait_for_guest(); given[1] = 1; sink[0] = given[1]; memset(given, 0, 64); finish();)
TASK(host_reads_private, wait_for_guest(); sink[0] = private[1]; finish();)
TASK(host_writes_private, wait_for_guest(); private[1] = 1; finish();)
TASK(host_copies_private, wait_for_guest(); memcpy(sink, private, 32); finish();)
TASK(host_atomic_private, wait_for_guest(); __atomic_fetch_add(&private[2], 1, __ATOMIC_RELAXED); finish();)
TASK(host_copies_beyond_given, wait_for_guest(); memset(given, 0, 65); finish();)

/* ---- so many stores that the pools are emptied ---- */

static u64 counter, last[2];
static u64 table[512];

static void rounds(int me, int count)
{
	for (int i = 0; i < count; i++) {
		u64 got;

		__atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED);
		WRITE_ONCE(table[i % 512], i);
		got = READ_ONCE(counter);
		if (got < last[me])
			sim_report(SIM_CRASH, "the counter went back from %lu to %lu",
				   (long)last[me], (long)got);
		last[me] = got;
	}
}

TASK(counts_0, rounds(0, 40000);)
TASK(counts_1, rounds(1, 40000);)
long total;
TASK(checks, while (READ_ONCE(counter) < 80000) sim_relax(); total = (long)counter;)
TASK(nothing, )
