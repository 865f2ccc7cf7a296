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

int rogue_mistake;

static struct virtio_bus_queue rings;
static u16 seen;
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
	return 1ull << 32;
}

unsigned int rogue_get_config(void *device, void *config, unsigned int bytes)
{
	if (rogue_mistake == ROGUE_AFTER_RESET && was_reset)
		seen = *(const volatile u16 *)(rings.avail + 2);
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

static void push(u32 id, u32 len)
{
	struct used *used = (struct used *)rings.used;
	u16 idx = used->idx;

	used->ring[idx % BARE_RING].id = id;
	used->ring[idx % BARE_RING].len = len;
	sim_barrier(SIM_WMB);
	*(volatile u16 *)&used->idx = idx + 1;
}

static void make_mistake(u16 head, const struct desc *desc)
{
	const struct sim_drive_iovec vector = { (char *)desc[head + 1].addr + 512, 1024 };
	unsigned char *status = (unsigned char *)desc[head + 2].addr;

	switch (rogue_mistake) {
	case ROGUE_ESCAPE:
		status[1] = 0;
		break;
	case ROGUE_DMA:
		sim_drive_submit(0, SIM_DRIVE_WRITE, 0, &vector, 1, (void *)0);
		break;
	case ROGUE_READ_ONLY:
		*(u32 *)desc[head].addr = 0;
		break;
	case ROGUE_BAD_ID:
		push(head + 1, 1);
		break;
	case ROGUE_TWICE:
		push(head, 1);
		push(head, 1);
		break;
	case ROGUE_LENGTH:
		push(head, 100000);
		break;
	case ROGUE_DESC:
		((struct desc *)rings.desc)[head].len = 1;
		break;
	case ROGUE_LATE_STATUS:
		*status = 0;
		push(head, 1);
		*status = 1;
		break;
	default:
		*status = 0;
		push(head, 1);
		break;
	}
}

void rogue_handle_output(void *device, unsigned int index)
{
	const u16 *avail = (const u16 *)rings.avail;

	while (seen != *(const volatile u16 *)&avail[1]) {
		u16 head;

		sim_barrier(SIM_RMB);
		head = avail[2 + seen++ % BARE_RING];
		make_mistake(head, (const struct desc *)rings.desc);
		sim_virtio_notify(0, 0);
	}
}

struct sim_eventfd *rogue_host_notifier(void *device, unsigned int index)
{
	return (struct sim_eventfd *)0;
}
