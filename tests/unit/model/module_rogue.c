/* SPDX-License-Identifier: GPL-2.0-only */
/* A device that breaks one rule, chosen by rogue_mistake, at its first request: see bare.h. */
#include <sim/hostos.h>
#include <sim/virtio_bus.h>

#include "bare.h"

typedef uint16_t u16;
typedef uint32_t u32;

struct desc {
	uint64_t addr;
	u32 len;
	u16 flags, next;
};

struct used {
	u16 flags, idx;
	struct {
		u32 id, len;
	} ring[BARE_RING];
};

struct packed_desc {
	uint64_t addr;
	u32 len;
	u16 id, flags;
};

struct packed_event {
	u16 off_wrap, flags;
};

/* A chain that was taken: what the mistakes need of it. */
struct chain {
	u32 id; /* or its head */
	u16 descs;
	char *header, *data;
	unsigned char *status;
};

int rogue_mistake;
int rogue_packed;

static struct virtio_bus_queue rings;
static u16 seen; /* packed: the place of the next one, modulo twice the ring */
static u16 used_place;
static struct chain held;
static bool holding;
static bool was_reset;

virtio_realize_fn rogue_realize;
virtio_unrealize_fn rogue_unrealize;
virtio_get_features_fn rogue_get_features;
virtio_get_config_fn rogue_get_config;
virtio_set_queue_fn rogue_set_queue;
virtio_set_status_fn rogue_set_status;
virtio_reset_fn rogue_reset;
virtio_handle_output_fn rogue_handle_output;
virtio_host_notifier_fn rogue_host_notifier;

void *rogue_realize(const struct virtio_bus_conf *conf)
{
	return &rings;
}

void rogue_unrealize(void *device)
{
}

uint64_t rogue_get_features(void *device)
{
	return 1ull << 32 | (rogue_packed ? 1ull << 34 : 0);
}

unsigned int rogue_get_config(void *device, void *config, unsigned int bytes)
{
	if (rogue_mistake == ROGUE_AFTER_RESET && was_reset)
		seen = *(const volatile u16 *)(rogue_packed ? rings.desc : rings.avail + 2);
	*(u32 *)config = 64;
	return 8;
}

bool rogue_set_queue(void *device, unsigned int index, const struct virtio_bus_queue *queue)
{
	rings = *queue;
	was_reset = false;
	return true;
}

void rogue_set_status(void *device, uint8_t status, uint64_t features)
{
}

void rogue_reset(void *device)
{
	was_reset = true;
}

/* ---- returning a chain --------------------------------------------------------------------- */

static void push_split(u32 id, u32 len)
{
	struct used *used = (struct used *)rings.used;
	u16 idx = used->idx;

	used->ring[idx % BARE_RING].id = id;
	used->ring[idx % BARE_RING].len = len;
	sim_barrier(SIM_WMB);
	*(volatile u16 *)&used->idx = idx + 1;
}

static struct packed_desc *packed_at(u16 place)
{
	return (struct packed_desc *)rings.desc + place % BARE_RING;
}

static u16 used_flags(u16 place)
{
	return place < BARE_RING ? 1u << 7 | 1u << 15 : 0;
}

static void push_packed(u32 id, u32 len, u16 descs)
{
	struct packed_desc *desc = packed_at(used_place);

	if (rogue_mistake == ROGUE_FLAGS_FIRST)
		*(volatile u16 *)&desc->flags = used_flags(used_place);
	desc->id = id;
	desc->len = len;
	if (rogue_mistake != ROGUE_NO_WMB)
		sim_barrier(SIM_WMB);
	*(volatile u16 *)&desc->flags = used_flags(used_place);
	used_place = (used_place + descs) % (2 * BARE_RING);
}

static void push(const struct chain *chain, u32 id, u32 len)
{
	if (rogue_packed)
		push_packed(id, len, chain->descs);
	else
		push_split(id, len);
}

/* ---- mistakes ------------------------------------------------------------------------------ */

static void make_mistake(const struct chain *chain)
{
	const struct sim_drive_iovec vector = { chain->data + 512, 1024 };
	unsigned char *status = chain->status;

	switch (rogue_mistake) {
	case ROGUE_ESCAPE:
		status[1] = 0;
		break;
	case ROGUE_DMA:
		sim_drive_submit(0, SIM_DRIVE_WRITE, 0, &vector, 1, (void *)0);
		break;
	case ROGUE_READ_ONLY:
		*(u32 *)chain->header = 0;
		break;
	case ROGUE_BAD_ID:
		push(chain, chain->id + 1, 1);
		break;
	case ROGUE_TWICE:
		push(chain, chain->id, 1);
		push(chain, chain->id, 1);
		break;
	case ROGUE_LENGTH:
		push(chain, chain->id, 100000);
		break;
	case ROGUE_DESC:
		if (rogue_packed)
			packed_at(used_place + chain->descs)->len = 1;
		else
			((struct desc *)rings.desc)[chain->id].len = 1;
		break;
	case ROGUE_LATE_STATUS:
		*status = 0;
		push(chain, chain->id, 1);
		*status = 1;
		break;
	case ROGUE_EVENT_FLAGS:
		((volatile struct packed_event *)rings.used)->flags = 3;
		break;
	case ROGUE_EVENT_DRIVER:
		((volatile struct packed_event *)rings.avail)->flags = 0;
		break;
	default:
		*status = 0;
		push(chain, chain->id, 1);
		break;
	}
}

/* ---- taking a chain ------------------------------------------------------------------------ */

static bool next_split(struct chain *chain)
{
	const u16 *avail = (const u16 *)rings.avail;
	const struct desc *desc;

	if (seen == *(const volatile u16 *)&avail[1])
		return false;
	sim_barrier(SIM_RMB);
	chain->id = avail[2 + seen++ % BARE_RING];
	desc = (const struct desc *)rings.desc + chain->id;
	chain->header = (char *)desc[0].addr;
	chain->data = (char *)desc[1].addr;
	chain->status = (unsigned char *)desc[2].addr;
	return true;
}

/* Header, data, status: the jobs here never flush. */
static bool next_packed(struct chain *chain)
{
	u16 flags, wrap = seen < BARE_RING;

	if (rogue_mistake == ROGUE_UNREAD)
		packed_at(seen)->len = 1;
	flags = *(const volatile u16 *)&packed_at(seen)->flags;
	if ((flags >> 7 & 1) != wrap || (flags >> 15 & 1) == wrap)
		return false;
	if (rogue_mistake != ROGUE_NO_RMB)
		sim_barrier(SIM_RMB);
	chain->header = (char *)packed_at(seen)->addr;
	chain->data = (char *)packed_at(seen + 1)->addr;
	chain->status = (unsigned char *)packed_at(seen + 2)->addr;
	chain->id = packed_at(seen + 2)->id;
	chain->descs = 3;
	seen = (seen + 3) % (2 * BARE_RING);
	return true;
}

/* Both at once: the second one's used descriptor, then the first one's. */
static void push_batch(const struct chain *first, const struct chain *second)
{
	u16 place = used_place, behind = (place + first->descs) % (2 * BARE_RING);

	used_place = behind;
	push_packed(second->id, 1, second->descs);
	used_place = place;
	push_packed(first->id, 1, first->descs);
	used_place = (behind + second->descs) % (2 * BARE_RING);
}

/* Keeps a chain until the other job's comes as well. The later one first, so that the id in the ring
 * changes. */
static bool return_pair(const struct chain *chain)
{
	holding = !holding;
	if (holding) {
		held = *chain;
		return false;
	}
	*held.status = *chain->status = 0;
	if (rogue_mistake == ROGUE_BATCH) {
		push_batch(&held, chain);
	} else {
		push_packed(chain->id, 1, chain->descs);
		push_packed(held.id, 1, held.descs);
	}
	return true;
}

void rogue_handle_output(void *device, unsigned int index)
{
	struct chain chain;

	while (rogue_packed ? next_packed(&chain) : next_split(&chain)) {
		if (rogue_mistake != ROGUE_BATCH && rogue_mistake != ROGUE_NO_WMB)
			make_mistake(&chain);
		else if (!return_pair(&chain))
			continue;
		sim_virtio_notify(0, 0);
	}
}

struct sim_eventfd *rogue_host_notifier(void *device, unsigned int index)
{
	return (struct sim_eventfd *)0;
}
