/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * honest.c - an innocent job on a disk: what it writes comes back, whatever others do.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/virtio_blk.h>

#include <asm/barrier.h>

#include "hostile_guest.h"

#define SECTOR_BYTES 512
#define DATA_AT 2048 /* in its page */
/* The liar's writes go elsewhere, where the disk is the same. */
#define FIRST_SECTOR 64

static struct sim_traffic_plan work;

struct hostile_device *honest_uses(void)
{
	return plan.shared ? &liar_device : &honest_device;
}

static void set_desc(unsigned int i, const void *at, u32 len, u16 flags)
{
	honest_ring.desc[i] = (struct vring_desc){
		.addr = (uintptr_t)at,
		.len = len,
		.flags = flags,
		.next = i + 1,
	};
}

static bool is_over(const struct hostile_device *dev)
{
	return READ_ONCE(dev->gone) || READ_ONCE(honest_ring.used->idx) == honest_ring.idx;
}

static int submit(struct hostile_device *dev, u32 type, u64 sector)
{
	char *page = memory_page(PAGE_HONEST_DATA);
	struct virtio_blk_outhdr *header = (void *)page;
	u8 *status = (void *)(header + 1);
	struct vring_avail *avail = honest_ring.avail;
	u16 data = VRING_DESC_F_NEXT | (type == VIRTIO_BLK_T_IN ? VRING_DESC_F_WRITE : 0);

	*header = (struct virtio_blk_outhdr){ .type = type, .sector = sector };
	*status = 0xff;
	set_desc(0, header, sizeof(*header), VRING_DESC_F_NEXT);
	set_desc(1, page + DATA_AT, work.bytes, data);
	set_desc(2, status, sizeof(*status), VRING_DESC_F_WRITE);
	avail->ring[honest_ring.idx % honest_ring.num] = 0;
	avail->ring[honest_ring.num] = honest_ring.idx; /* the event index, where that is used */
	smp_wmb();
	WRITE_ONCE(avail->idx, ++honest_ring.idx);
	smp_mb();
	device_write(dev, VIRTIO_MMIO_QUEUE_NOTIFY, plan.shared ? plan.queues - 1 : 0);
	wait_event(dev->wait, is_over(dev));
	if (READ_ONCE(honest_ring.used->idx) != honest_ring.idx)
		return -ENODEV;
	smp_rmb();
	return READ_ONCE(*status) ? -EIO : 0;
}

int honest_act(const struct sim_traffic_item *item)
{
	char *data = memory_page(PAGE_HONEST_DATA) + DATA_AT;
	struct hostile_device *dev = honest_uses();
	u64 sector, first = 0;
	int err;

	sim_traffic_plan(&work);
	sector = FIRST_SECTOR + item->index * (work.bytes / SECTOR_BYTES);
	sim_traffic_fill(item->id, 0, data, work.bytes);
	err = submit(dev, VIRTIO_BLK_T_OUT, sector);
	if (err)
		return err;
	memset(data, 0, work.bytes);
	err = submit(dev, VIRTIO_BLK_T_IN, sector);
	if (err)
		return err;
	memcpy(&first, data, sizeof(first));
	sim_traffic_check(item->id, 0, data, work.bytes, first);
	return 0;
}
