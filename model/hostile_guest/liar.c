/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * liar.c - what the liar does with rings: chains in which any field may be wrong, indices that jump,
 * changes behind the device's back, kicks without end.
 */
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/virtio_blk.h>

#include <asm/barrier.h>

#include "hostile_guest.h"

#define CHAIN_MAX 4
#define HEADER_BYTES 64 /* in the page of headers, for each chain */
#define STORM_MAX 5

/* Where a chain's parts lie, and its first descriptor. */
struct liar_chain {
	struct hostile_ring *ring;
	unsigned int head;
	struct virtio_blk_outhdr *header;
	char *data;
	struct vring_desc *table; /* for an indirect one */
};

static void set_desc(struct vring_desc *desc, const void *at, u32 len, u16 flags, u16 next,
		     unsigned int num)
{
	WRITE_ONCE(desc->addr, lie() ? lie_address() : (uintptr_t)at);
	WRITE_ONCE(desc->len, lie() ? lie_length() : len);
	WRITE_ONCE(desc->flags, lie() ? sim_hostile(8) : flags);
	WRITE_ONCE(desc->next, lie() ? lie_index(num) : next);
}

static void set_header(struct virtio_blk_outhdr *header)
{
	static const u32 types[] = { VIRTIO_BLK_T_IN, VIRTIO_BLK_T_OUT, VIRTIO_BLK_T_FLUSH,
				     VIRTIO_BLK_T_GET_ID, 77 };
	static const u64 sectors[] = { 0, 1, 2047, 2048, 1ull << 55, ~0ull };

	WRITE_ONCE(header->type, types[sim_hostile(ARRAY_SIZE(types))]);
	WRITE_ONCE(header->sector, lie() ? sectors[sim_hostile(ARRAY_SIZE(sectors))] : 8);
}

/* Header, data, status; entries are numbered from first on in a table of num. */
static unsigned int disk_request(const struct liar_chain *chain, struct vring_desc *table,
				 unsigned int first, unsigned int num)
{
	u16 data = VRING_DESC_F_NEXT;

	set_header(chain->header);
	if (chain->header->type != VIRTIO_BLK_T_OUT)
		data |= VRING_DESC_F_WRITE;
	set_desc(&table[first], chain->header, sizeof(*chain->header), VRING_DESC_F_NEXT, first + 1,
		 num);
	set_desc(&table[first + 1], chain->data, 512, data, first + 2, num);
	set_desc(&table[first + 2], chain->header + 1, 1, VRING_DESC_F_WRITE, 0, num);
	return 3;
}

/* What other devices may take for a buffer. */
static unsigned int buffers(const struct liar_chain *chain, struct vring_desc *table,
			    unsigned int first, unsigned int num)
{
	static const u32 lengths[] = { 64, 8, 1, 512, 1536 };
	unsigned int i, count = 1 + sim_hostile(3), readable = sim_hostile(count + 1);

	for (i = 0; i < CHAIN_MAX; i++)
		WRITE_ONCE(((u16 *)chain->header)[i], sim_hostile(8));
	for (i = 0; i < count; i++)
		set_desc(&table[first + i], i ? (void *)chain->data : (void *)chain->header,
			 lengths[sim_hostile(ARRAY_SIZE(lengths))],
			 (i + 1 < count ? VRING_DESC_F_NEXT : 0) |
				 (i < readable ? 0 : VRING_DESC_F_WRITE),
			 first + i + 1, num);
	return count;
}

static unsigned int fill(const struct liar_chain *chain, struct vring_desc *table,
			 unsigned int first, unsigned int num)
{
	if (plan.block)
		return disk_request(chain, table, first, num);
	return buffers(chain, table, first, num);
}

static void fill_indirect(const struct liar_chain *chain)
{
	unsigned int count = fill(chain, chain->table, 0, CHAIN_MAX);

	set_desc(&chain->ring->desc[chain->head], chain->table, count * sizeof(struct vring_desc),
		 VRING_DESC_F_INDIRECT, 0, chain->ring->num);
}

/* ---- the ring ------------------------------------------------------------------------------ */

/* Nobody waits until the device has returned what was there. */
static void choose_chain(struct liar_chain *chain, struct hostile_ring *ring)
{
	unsigned int slots = ring->num / CHAIN_MAX, slot = ring->idx % slots;

	chain->ring = ring;
	chain->head = slot * CHAIN_MAX;
	chain->header = (void *)(memory_page(PAGE_HEADERS) + slot * HEADER_BYTES);
	chain->data = memory_page(PAGE_DATA) + slot * PAGE_SIZE / 2;
	chain->table =
		(void *)(memory_page(PAGE_TABLES) + slot * CHAIN_MAX * sizeof(struct vring_desc));
}

static void expose(const struct liar_chain *chain)
{
	struct hostile_ring *ring = chain->ring;
	u16 *event = &ring->avail->ring[ring->num];

	WRITE_ONCE(ring->avail->ring[ring->idx % ring->num],
		   lie() ? lie_index(ring->num) : chain->head);
	WRITE_ONCE(ring->avail->flags, lie() ? lie_index(ring->num) : 0);
	WRITE_ONCE(*event, lie() ? lie_index(ring->num) : ring->idx);
	smp_wmb();
	ring->idx += lie() ? lie_index(ring->num) : 1;
	WRITE_ONCE(ring->avail->idx, ring->idx);
	smp_mb();
}

static void kick(unsigned int queue, unsigned int times)
{
	if (lie())
		queue = lie_index(plan.queues);
	while (times--)
		device_write(&liar_device, VIRTIO_MMIO_QUEUE_NOTIFY, queue);
}

/* Once the device may have looked. */
static void change(const struct liar_chain *chain)
{
	struct vring_desc *table = sim_hostile(2) ? chain->table : chain->ring->desc + chain->head;
	struct vring_desc *desc = &table[sim_hostile(CHAIN_MAX)];

	switch (sim_hostile(5)) {
	case 0:
		WRITE_ONCE(desc->addr, lie_address());
		break;
	case 1:
		WRITE_ONCE(desc->len, lie_length());
		break;
	case 2:
		WRITE_ONCE(desc->flags, sim_hostile(8));
		break;
	case 3:
		WRITE_ONCE(desc->next, lie_index(chain->ring->num));
		break;
	default:
		set_header(chain->header);
		break;
	}
}

static void lie_in_ring(bool changes)
{
	unsigned int queue = sim_hostile(plan.queues - plan.shared);
	struct liar_chain chain;

	choose_chain(&chain, &liar_rings[queue]);
	if (sim_hostile(2))
		fill_indirect(&chain);
	else
		fill(&chain, chain.ring->desc, chain.head, chain.ring->num);
	expose(&chain);
	if (changes && sim_hostile(2))
		change(&chain);
	kick(queue, 1);
	if (changes)
		change(&chain);
}

/* Others depend on a device that is shared: it stays set up. */
static void lie_in_registers(bool restart)
{
	if (plan.shared)
		kick(sim_hostile(plan.queues), 1);
	else if (restart)
		device_start(&liar_device, sim_hostile(2));
	else if (sim_hostile(3) == 2)
		device_move(&liar_device);
	else
		device_lie(&liar_device);
}

void liar_act(void)
{
	bool broken = device_read(&liar_device, VIRTIO_MMIO_STATUS) & VIRTIO_CONFIG_S_NEEDS_RESET;

	if (broken && sim_hostile(4)) {
		lie_in_registers(true);
		return;
	}
	switch (sim_hostile(8)) {
	case 4:
	case 5:
		lie_in_ring(true);
		break;
	case 6:
		kick(sim_hostile(plan.queues), 1 + sim_hostile(STORM_MAX));
		break;
	case 7:
		lie_in_registers(!sim_hostile(3));
		break;
	default:
		lie_in_ring(false);
		break;
	}
}
