/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile_guest.h - a guest that drives its devices by hand: one job lies to a device, another uses
 * its own, or a queue of the same, as it should.
 *
 * The memory that devices may use is one block: pages of the honest job, rings of the liar, indirect
 * tables, headers, data. Lies name addresses in the liar's part or outside of the block.
 */
#ifndef HOSTILE_GUEST_H
#define HOSTILE_GUEST_H

#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/virtio_config.h>
#include <linux/virtio_mmio.h>
#include <linux/virtio_ring.h>
#include <linux/wait.h>

#include <sim/hostile.h>
#include <sim/traffic.h>

#define MEMORY_ORDER 4
#define MEMORY_BYTES (PAGE_SIZE << MEMORY_ORDER)
#define RINGS_MAX 4

/* Pages of the block. */
enum {
	PAGE_HONEST_RING,
	PAGE_HONEST_DATA,
	PAGE_RINGS,
	PAGE_TABLES = PAGE_RINGS + RINGS_MAX,
	PAGE_HEADERS,
	PAGE_DATA
};

struct hostile_device {
	void *regs; /* NULL: there is none */
	struct mutex lock; /* its registers against its removal */
	bool gone;
	unsigned int irq;
	struct wait_queue_head wait;
};

struct hostile_ring {
	unsigned int num;
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
	u16 idx; /* what the available index should be */
};

extern struct sim_hostile_plan plan;
extern char *memory; /* of MEMORY_BYTES */
extern char *secret; /* of a page: the guest keeps it to itself */
extern struct hostile_device liar_device, honest_device;
extern struct hostile_ring liar_rings[RINGS_MAX], honest_ring;

/* The device that the honest job uses. */
struct hostile_device *honest_uses(void);
static inline char *memory_page(unsigned int page)
{
	return memory + page * PAGE_SIZE;
}

/* ---- registers ----------------------------------------------------------------------------- */

void device_write(struct hostile_device *dev, unsigned int reg, u32 value);
u32 device_read(struct hostile_device *dev, unsigned int reg);
/* Resets the device and sets it up with all its rings; lies: any step may go wrong. */
void device_start(struct hostile_device *dev, bool lies);
/* Takes a queue back while it is used, and sets it up again. */
void device_move(struct hostile_device *dev);
/* One write to any register. */
void device_lie(struct hostile_device *dev);
void ring_clear(struct hostile_ring *ring, unsigned int num, char *page);

/* ---- lies ---------------------------------------------------------------------------------- */

/* Now and then. */
bool lie(void);
/* An address that no device may touch, or one where it finds something else. */
u64 lie_address(void);
u32 lie_length(void);
u16 lie_index(unsigned int num);

/* The liar's next act. */
void liar_act(void);
/* Writes what job 1's item carries to the disk, reads it back and checks it: 0, or a negative
 * errno if the device is gone. */
int honest_act(const struct sim_traffic_item *item);

#endif
