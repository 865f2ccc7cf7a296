/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * registers.c - a device's registers (virtio 1.1, 4.2.2), in the right order and in any other.
 */
#include <linux/compiler.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "hostile_guest.h"

#define S_ACKNOWLEDGE VIRTIO_CONFIG_S_ACKNOWLEDGE
#define S_DRIVER (S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER)
#define S_FEATURES_OK (S_DRIVER | VIRTIO_CONFIG_S_FEATURES_OK)
#define S_DRIVER_OK (S_FEATURES_OK | VIRTIO_CONFIG_S_DRIVER_OK)
#define RING_FEATURES (1u << VIRTIO_RING_F_INDIRECT_DESC | 1u << VIRTIO_RING_F_EVENT_IDX)

void device_write(struct hostile_device *dev, unsigned int reg, u32 value)
{
	mutex_lock(&dev->lock);
	if (!dev->gone)
		writel(value, dev->regs + reg);
	mutex_unlock(&dev->lock);
}

u32 device_read(struct hostile_device *dev, unsigned int reg)
{
	u32 value = 0;

	mutex_lock(&dev->lock);
	if (!dev->gone)
		value = readl(dev->regs + reg);
	mutex_unlock(&dev->lock);
	return value;
}

void ring_clear(struct hostile_ring *ring, unsigned int num, char *page)
{
	memset(page, 0, PAGE_SIZE);
	ring->num = num;
	ring->desc = (struct vring_desc *)page;
	ring->avail = (struct vring_avail *)(page + num * sizeof(struct vring_desc));
	ring->used = (struct vring_used *)(page + PAGE_SIZE / 2);
	ring->idx = 0;
}

static void set_status(struct hostile_device *dev, u8 status, bool lies)
{
	if (!lies || !lie())
		device_write(dev, VIRTIO_MMIO_STATUS, status);
}

static void set_features(struct hostile_device *dev, bool lies)
{
	bool all = lies && lie();
	u32 offered;

	device_write(dev, VIRTIO_MMIO_DEVICE_FEATURES_SEL, 0);
	offered = device_read(dev, VIRTIO_MMIO_DEVICE_FEATURES);
	device_write(dev, VIRTIO_MMIO_DRIVER_FEATURES_SEL, 0);
	device_write(dev, VIRTIO_MMIO_DRIVER_FEATURES, all ? U32_MAX : offered & RING_FEATURES);
	device_write(dev, VIRTIO_MMIO_DRIVER_FEATURES_SEL, 1);
	device_write(dev, VIRTIO_MMIO_DRIVER_FEATURES, 1u << (VIRTIO_F_VERSION_1 - 32));
}

static void set_address(struct hostile_device *dev, unsigned int reg, const void *right, bool lies)
{
	u64 address = lies && lie() ? lie_address() : (uintptr_t)right;

	device_write(dev, reg, (u32)address);
	device_write(dev, reg + 4, address >> 32);
}

static void set_queue(struct hostile_device *dev, unsigned int index, struct hostile_ring *ring,
		      bool lies)
{
	device_write(dev, VIRTIO_MMIO_QUEUE_SEL, index);
	device_write(dev, VIRTIO_MMIO_QUEUE_NUM, lies && lie() ? lie_length() : ring->num);
	set_address(dev, VIRTIO_MMIO_QUEUE_DESC_LOW, ring->desc, lies);
	set_address(dev, VIRTIO_MMIO_QUEUE_AVAIL_LOW, ring->avail, lies);
	set_address(dev, VIRTIO_MMIO_QUEUE_USED_LOW, ring->used, lies);
	device_write(dev, VIRTIO_MMIO_QUEUE_READY, 1);
}

void device_start(struct hostile_device *dev, bool lies)
{
	unsigned int i, own = plan.queues - plan.shared;

	set_status(dev, 0, lies);
	set_status(dev, S_ACKNOWLEDGE, lies);
	set_status(dev, S_DRIVER, lies);
	set_features(dev, lies);
	set_status(dev, S_FEATURES_OK, lies);
	for (i = 0; dev == &liar_device && i < own; i++) {
		ring_clear(&liar_rings[i], plan.queue_size, memory_page(PAGE_RINGS + i));
		set_queue(dev, i, &liar_rings[i], lies);
	}
	if (plan.honest && dev == honest_uses()) {
		ring_clear(&honest_ring, plan.queue_size, memory_page(PAGE_HONEST_RING));
		set_queue(dev, plan.shared ? own : 0, &honest_ring, false);
	}
	set_status(dev, S_DRIVER_OK, lies);
}

void device_move(struct hostile_device *dev)
{
	unsigned int queue = sim_hostile(plan.queues - plan.shared);

	device_write(dev, VIRTIO_MMIO_QUEUE_SEL, queue);
	device_write(dev, VIRTIO_MMIO_QUEUE_READY, 0);
	set_queue(dev, queue, &liar_rings[queue], true);
}

void device_lie(struct hostile_device *dev)
{
	static const unsigned int regs[] = {
		VIRTIO_MMIO_STATUS,
		VIRTIO_MMIO_QUEUE_READY,
		VIRTIO_MMIO_QUEUE_NUM,
		VIRTIO_MMIO_QUEUE_SEL,
		VIRTIO_MMIO_QUEUE_DESC_LOW,
		VIRTIO_MMIO_QUEUE_AVAIL_LOW,
		VIRTIO_MMIO_QUEUE_USED_HIGH,
		VIRTIO_MMIO_DRIVER_FEATURES,
		VIRTIO_MMIO_DRIVER_FEATURES_SEL,
		VIRTIO_MMIO_INTERRUPT_ACK,
		VIRTIO_MMIO_QUEUE_NOTIFY,
		VIRTIO_MMIO_CONFIG,
		VIRTIO_MMIO_CONFIG + 4,
		VIRTIO_MMIO_CONFIG + 0x200,
		VIRTIO_MMIO_VERSION,
	};
	static const u32 values[] = { 1,	   0,	 2,	 S_ACKNOWLEDGE, S_FEATURES_OK,
				      S_DRIVER_OK, 0x80, U32_MAX };
	unsigned int reg = regs[sim_hostile(ARRAY_SIZE(regs))];

	if (sim_hostile(4) == 3)
		device_read(dev, reg);
	else
		device_write(dev, reg, values[sim_hostile(ARRAY_SIZE(values))]);
}
