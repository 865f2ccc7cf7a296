/* SPDX-License-Identifier: GPL-2.0-only */
/* The bare driver: see bare.h. Virtio 1.1, 3.1.1 (initialisation), and its rings in bare_*.h. */
#include "bare_packed.h"
#include "bare_split.h"

static struct bare_setup conf;
static char *base;
static int is_packed;
static struct queue queues[BARE_QUEUES_MAX];

void bare_setup(const struct bare_setup *setup);
int bare_probe(void);
int bare_io(u32 type, uint64_t sector, void *data, u32 bytes);
void bare_remove(void);
void bare_join(void);
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

/* ---- requests ------------------------------------------------------------------------------ */

static void take_used(struct queue *queue)
{
	sim_preempt_disable();
	sim_lock_acquire(&queue->lock, 0);
	if (is_packed)
		packed_handle(queue);
	else
		split_handle(queue);
	sim_lock_release(&queue->lock);
	sim_preempt_enable();
}

static void handler(void *arg)
{
	u32 status = get(0x060);

	(void)arg;
	set(0x064, status);
	for (unsigned int i = 0; i < conf.queues; i++)
		take_used(&queues[i]);
}

static void poll(void)
{
	unsigned long flags = sim_irq_save();

	take_used(&queues[sim_cpu() % conf.queues]);
	sim_irq_restore(flags);
	sim_relax();
}

/* Kicks without the lock, so that a handler may run beside a device that the exit itself serves. */
static void submit(struct request *request)
{
	unsigned int index = sim_cpu() % conf.queues;
	struct queue *queue = &queues[index];
	unsigned long flags = sim_irq_save();
	int kick;

	sim_preempt_disable();
	sim_lock_acquire(&queue->lock, 0);
	kick = is_packed ? packed_expose(queue, request) : split_expose(queue, request);
	sim_lock_release(&queue->lock);
	if (kick)
		set(0x050, index);
	sim_preempt_enable();
	sim_irq_restore(flags);
}

/* At most two at a time. 0, or -5 if the device failed it. */
int bare_io(u32 type, uint64_t sector, void *data, u32 bytes)
{
	struct request *request = sim_alloc(sizeof(*request), 16, SIM_ALLOC_ZERO, "request");
	const struct sim_wait wait = { .kind = SIM_WAIT_QUEUE,
				       .object = request,
				       .what = "bare_io" };
	int error;

	request->header.type = type;
	request->header.sector = sector;
	request->status = 0xff;
	request->data = data;
	request->bytes = bytes;
	request->ctx = sim_ctx_current();
	submit(request);
	if (bug == BARE_FREE_EARLY)
		sim_free(request);
	while (!__atomic_load_n(&request->done, __ATOMIC_ACQUIRE)) {
		if (conf.poll)
			poll();
		else
			sim_park(&request->done, 1, &wait);
	}
	error = bug != BARE_NO_STATUS && request->status ? -5 : 0;
	sim_free(request);
	return error;
}

/* ---- the device ---------------------------------------------------------------------------- */

void bare_setup(const struct bare_setup *setup)
{
	conf = *setup;
	base = setup->window;
	bug = setup->bug;
}

static void set_address(unsigned int offset, void *address)
{
	set(offset, (uintptr_t)address);
	set(offset + 4, 0);
}

/* Event index, flush, several queues; version 1, packed rings. False if the device refuses. */
static int negotiate(void)
{
	u32 low, high;

	set(0x070, 0);
	set(0x070, 1 | 2);
	set(0x014, 0);
	low = get(0x010);
	set(0x014, 1);
	high = get(0x010);
	event_idx = low >> 29 & 1;
	is_packed = high >> 2 & 1;
	set(0x024, 0);
	set(0x020, low & (1u << 29 | 1u << 12 | 1u << 9));
	set(0x024, 1);
	set(0x020, high & (1u << 2 | 1));
	set(0x070, 1 | 2 | 8);
	return get(0x070) & 8 && (low >> 12 & 1) == (conf.queues > 1);
}

static void setup_rings(struct queue *queue)
{
	*queue = (struct queue){ 0 };
	sim_lock_init(&queue->lock, SIM_LOCK_SPIN, "bare lock", &queue->lock);
	if (is_packed) {
		queue->packed = sim_alloc(sizeof(*queue->packed), 16, SIM_ALLOC_ZERO, "ring");
		queue->avail_wrap = queue->used_wrap = 1;
		set_address(0x080, queue->packed->desc);
		set_address(0x090, &queue->packed->driver);
		set_address(0x0a0, &queue->packed->device);
	} else {
		queue->split = sim_alloc(sizeof(*queue->split), 16, SIM_ALLOC_ZERO, "ring");
		set_address(0x080, queue->split->desc);
		set_address(0x090, &queue->split->avail_flags);
		set_address(0x0a0, &queue->split->used_flags);
	}
}

int bare_probe(void)
{
	if (get(0x000) != 0x74726976 || get(0x004) != 2 || get(0x008) != 2)
		return -1;
	if (!negotiate())
		return -2;
	if (conf.queues > 1 && sim_mmio_read(base + 0x122, 2) != conf.queues)
		return -6;
	for (unsigned int i = 0; i < conf.queues; i++) {
		set(0x030, i);
		if (get(0x034) < BARE_RING)
			return -3;
		set(0x038, BARE_RING);
		setup_rings(&queues[i]);
		set(0x044, 1);
	}
	if (sim_irq_request(conf.irq, handler, (void *)0, "bare"))
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
	sim_irq_free(conf.irq);
	for (unsigned int i = 0; i < conf.queues; i++) {
		set(0x030, i);
		set(0x044, 0);
		sim_free(queues[i].split);
		sim_free(queues[i].packed);
	}
}

/* Whoever calls it knows of all that was done by those who called it before. */
void bare_join(void)
{
	static long order;

	__atomic_fetch_add(&order, 1, __ATOMIC_SEQ_CST);
}

void *bare_alloc(unsigned int bytes)
{
	return sim_alloc(bytes, 16, SIM_ALLOC_ZERO, "buffer");
}

void bare_free(void *ptr)
{
	sim_free(ptr);
}
