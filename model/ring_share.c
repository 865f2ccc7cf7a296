/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include <check/quiesce.h>
#include <check/request.h>
#include <engine/state.h>
#include <memory/history.h>
#include <memory/settle.h>
#include <model/ring_share.h>
#include <sim/hostos.h>

struct shared_ring {
	struct mem_watch watch;
	const uint16_t *avail_idx; /* NULL: not shared now */
	const uint16_t *used_idx;
};

struct ring_share {
	int machine;
	unsigned int kick_irq;
	unsigned int call_irq;
	struct shared_ring rings[RING_SHARE_MAX];
	struct quiesce_probe lost_kick;
	struct quiesce_probe lost_interrupt;
	uint16_t probed_avail;
	uint16_t probed_used;
};

static struct ring_share *share;

static void nothing_to_judge(struct mem_watch *watch, const struct mem_access *access)
{
	(void)watch;
	(void)access;
}

/* ---- quiescence ---------------------------------------------------------------------------- */

/* The first shared ring in which entries are, or are not, still to be returned. */
static int ring_where(bool pending)
{
	for (int i = 0; i < RING_SHARE_MAX; i++) {
		const struct shared_ring *ring = &share->rings[i];

		if (!ring->avail_idx)
			continue;
		mem_read(&share->probed_avail, ring->avail_idx, sizeof(share->probed_avail));
		mem_read(&share->probed_used, ring->used_idx, sizeof(share->probed_used));
		if ((share->probed_avail != share->probed_used) == pending)
			return i;
	}
	return -1;
}

static bool inject_kick(struct quiesce_probe *probe)
{
	(void)probe;
	history_collapse();
	return ring_where(true) >= 0 && engine_irq_raise(share->machine, share->kick_irq);
}

static void describe_kick(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	(void)probe;
	snprintf(text, text_bytes,
		 "the driver exposed entries up to %u, the host returned those up to %u and nobody "
		 "kicked it; kicked once more, it went on",
		 share->probed_avail, share->probed_used);
}

/* Everything is returned, and yet a request is open: the driver has not looked. */
static bool inject_interrupt(struct quiesce_probe *probe)
{
	int ring;

	(void)probe;
	history_collapse();
	ring = ring_where(false);
	return ring >= 0 && request_open() > 0 &&
	       engine_irq_raise(share->machine, share->call_irq + (unsigned int)ring);
}

static void describe_interrupt(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	(void)probe;
	snprintf(text, text_bytes,
		 "the host returned all entries up to %u, and nobody interrupted the driver; "
		 "interrupted once more, it went on",
		 share->probed_used);
}

void ring_share_init(int machine, unsigned int kick_irq, unsigned int call_irq)
{
	share = state_alloc(sizeof(*share));
	share->machine = machine;
	share->kick_irq = kick_irq;
	share->call_irq = call_irq;
	share->lost_kick = (struct quiesce_probe){
		.name = "spurious kick",
		.rank = 10,
		.verdict = SIM_LOST_KICK,
		.inject = inject_kick,
		.describe = describe_kick,
	};
	share->lost_interrupt = (struct quiesce_probe){
		.name = "spurious interrupt",
		.rank = 20,
		.verdict = SIM_LOST_INTERRUPT,
		.inject = inject_interrupt,
		.describe = describe_interrupt,
	};
	quiesce_probe_add(&share->lost_kick);
	quiesce_probe_add(&share->lost_interrupt);
}

/* ---- what <sim/hostos.h> promises ---------------------------------------------------------- */

static struct shared_ring *ring_at(unsigned int index)
{
	if (!share || index >= RING_SHARE_MAX)
		engine_report(SIM_CRASH, "this world has no shared ring %u", index);
	return &share->rings[index];
}

void sim_ring_share(unsigned int index, void *ring, uint64_t bytes, const uint16_t *avail_idx,
		    const uint16_t *used_idx)
{
	struct shared_ring *shared = ring_at(index);

	settle();
	shared->watch = (struct mem_watch){
		.base = (uintptr_t)ring,
		.bytes = bytes,
		.access = nothing_to_judge,
	};
	shared->avail_idx = avail_idx;
	shared->used_idx = used_idx;
	mem_watch_add(&shared->watch);
}

void sim_ring_unshare(unsigned int index)
{
	struct shared_ring *shared = ring_at(index);

	settle();
	if (!shared->avail_idx)
		return;
	mem_watch_remove(&shared->watch);
	memset(shared, 0, sizeof(*shared));
}
