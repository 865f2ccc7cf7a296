/* SPDX-License-Identifier: GPL-2.0-only */
/* The bare driver: see bare.h. Virtio 1.1, 3.1.1 (initialisation), 2.6.13 and 2.6.14 (use). */
#include <sim/port.h>

#include "bare.h"

typedef uint16_t u16;
typedef uint32_t u32;

struct desc {
	uint64_t addr;
	u32 len;
	u16 flags, next;
};

struct ring {
	struct desc desc[BARE_RING];
	u16 avail_flags, avail_idx, avail_ring[BARE_RING], used_event;
	u16 pad; /* the used ring is aligned to 4 */
	u16 used_flags, used_idx;
	struct {
		u32 id, len;
	} used_ring[BARE_RING];
	u16 avail_event;
};

struct request {
	struct {
		u32 type, ioprio;
		uint64_t sector;
	} header;
	uint8_t status;
	long done;
	struct sim_ctx *ctx;
};

static char *base;
static unsigned int line;
static enum bare_bug bug;
static int event_idx;
static struct ring *ring;
static struct sim_lock lock;
static struct request *owner[BARE_RING];
static u16 last_used;
static unsigned int kicks;

#define ONCE(x) (*(volatile __typeof__(x) *)&(x))

void bare_setup(void *window, unsigned int irq, int bare_bug);
int bare_probe(void);
int bare_io(u32 type, uint64_t sector, void *data, u32 bytes);
void bare_remove(void);
void *bare_alloc(unsigned int bytes);
void bare_free(void *ptr);

static u32 get(unsigned int offset)
{
	return sim_mmio_read(base + offset, 4);
}

static void set(unsigned int offset, u32 value)
{
	sim_mmio_write(base + offset, 4, value);
}

static void take_used(void)
{
	while (ONCE(ring->used_idx) != last_used) {
		struct request *request;
		u32 id;

		if (bug != BARE_NO_RMB)
			sim_barrier(SIM_RMB);
		id = ring->used_ring[last_used % BARE_RING].id;
		request = owner[id % BARE_RING];
		owner[id] = 0;
		last_used++;
		__atomic_store_n(&request->done, 1, __ATOMIC_RELEASE);
		sim_unpark(request->ctx);
	}
}

static void handler(void *arg)
{
	u32 status = get(0x060);

	(void)arg;
	set(0x064, status);
	sim_preempt_disable();
	sim_lock_acquire(&lock, 0);
	for (;;) {
		take_used();
		if (!event_idx)
			break;
		ONCE(ring->used_event) = last_used;
		if (bug == BARE_NO_RECHECK)
			break;
		sim_barrier(SIM_MB);
		if (ONCE(ring->used_idx) == last_used)
			break;
	}
	sim_lock_release(&lock);
	sim_preempt_enable();
}

static int need_kick(u16 new_idx)
{
	if (bug != BARE_NO_MB)
		sim_barrier(SIM_MB);
	if (bug == BARE_NO_KICK && kicks++ >= 2)
		return 0;
	if (!event_idx)
		return !(ONCE(ring->used_flags) & 1);
	return (u16)(new_idx - ONCE(ring->avail_event) - 1) < 1;
}

static void expose(u16 head)
{
	u16 idx = ring->avail_idx;

	ring->avail_ring[idx % BARE_RING] = bug == BARE_BAD_HEAD ? BARE_RING + 1 : head;
	if (bug != BARE_NO_WMB)
		sim_barrier(SIM_WMB);
	ONCE(ring->avail_idx) = idx + (bug == BARE_INDEX_JUMP ? BARE_RING + 1 : 1);
	if (bug == BARE_OWNED_DESC)
		ring->desc[head].len++;
	if (need_kick(idx + 1))
		set(0x050, 0);
}

static u16 fill(struct request *request, void *data, u32 bytes)
{
	u16 head = 0, write = request->header.type == 1 ? 0 : 2;

	while (owner[head])
		head += 3;
	owner[head] = request;
	ring->desc[head] = (struct desc){ (uintptr_t)&request->header, 16, 1, head + 1 };
	ring->desc[head + 1] = (struct desc){ (uintptr_t)data, bytes, 1 | write, head + 2 };
	ring->desc[head + 2] = (struct desc){ (uintptr_t)&request->status, 1, 2, 0 };
	if (!bytes)
		ring->desc[head].next = head + 2;
	if (bug == BARE_LOOP)
		ring->desc[head + 1].next = head;
	if (bug == BARE_ORDER)
		ring->desc[head].flags |= 2;
	if (bug == BARE_SWAP && bytes) {
		ring->desc[head + 1].addr += bytes / 2;
		ring->desc[head + 1].len /= 2;
	}
	return head;
}

/* At most two at a time. 0, or -5 if the device failed it. */
int bare_io(u32 type, uint64_t sector, void *data, u32 bytes)
{
	struct request *request = sim_alloc(sizeof(*request), 16, SIM_ALLOC_ZERO, "request");
	const struct sim_wait wait = { .kind = SIM_WAIT_QUEUE,
				       .object = request,
				       .what = "bare_io" };
	unsigned long flags;
	int error;

	request->header.type = type;
	request->header.sector = sector;
	request->status = 0xff;
	request->ctx = sim_ctx_current();
	flags = sim_irq_save();
	sim_preempt_disable();
	sim_lock_acquire(&lock, 0);
	expose(fill(request, data, bytes));
	sim_lock_release(&lock);
	sim_preempt_enable();
	sim_irq_restore(flags);
	if (bug == BARE_FREE_EARLY)
		sim_free(request);
	while (!__atomic_load_n(&request->done, __ATOMIC_ACQUIRE))
		sim_park(&request->done, 1, &wait);
	error = bug != BARE_NO_STATUS && request->status ? -5 : 0;
	sim_free(request);
	return error;
}

void bare_setup(void *window, unsigned int irq, int bare_bug)
{
	base = window;
	line = irq;
	bug = bare_bug;
}

static void set_address(unsigned int offset, void *address)
{
	set(offset, (uintptr_t)address);
	set(offset + 4, 0);
}

int bare_probe(void)
{
	u32 low, high;

	if (get(0x000) != 0x74726976 || get(0x004) != 2 || get(0x008) != 2)
		return -1;
	ring = sim_alloc(sizeof(*ring), 16, SIM_ALLOC_ZERO, "ring");
	sim_lock_init(&lock, SIM_LOCK_SPIN, "bare lock", &lock);
	set(0x070, 0);
	set(0x070, 1 | 2);
	set(0x014, 0);
	low = get(0x010);
	set(0x014, 1);
	high = get(0x010);
	event_idx = low >> 29 & 1;
	set(0x024, 0);
	set(0x020, low & (1u << 29 | 1u << 9));
	set(0x024, 1);
	set(0x020, high & 1);
	set(0x070, 1 | 2 | 8);
	if (!(get(0x070) & 8))
		return -2;
	set(0x030, 0);
	if (get(0x034) < BARE_RING)
		return -3;
	set(0x038, BARE_RING);
	set_address(0x080, ring->desc);
	set_address(0x090, &ring->avail_flags);
	set_address(0x0a0, &ring->used_flags);
	set(0x044, 1);
	if (sim_irq_request(line, handler, (void *)0, "bare"))
		return -4;
	if (bug == BARE_EARLY_KICK)
		set(0x050, 0);
	set(0x070, 1 | 2 | 4 | 8);
	return get(0x100) ? 0 : -5;
}

void bare_remove(void)
{
	set(0x070, 0);
	if (bug == BARE_LATE_KICK)
		set(0x050, 0);
	get(0x100);
	sim_irq_free(line);
	set(0x044, 0);
	sim_free(ring);
}

void *bare_alloc(unsigned int bytes)
{
	return sim_alloc(bytes, 16, SIM_ALLOC_ZERO, "buffer");
}

void bare_free(void *ptr)
{
	sim_free(ptr);
}
