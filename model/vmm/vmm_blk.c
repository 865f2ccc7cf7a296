/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm_blk.c - what the bus asks of the device: configuration, features, status, reset,
 * notifications.
 */
#include <linux/blkdev.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>

#include "vmm.h"

struct vmm_blk *vmm_device;

/* The process's big lock. */
static DEFINE_MUTEX(vmm_lock);

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn vmm_blk_realize;
virtio_unrealize_fn vmm_blk_unrealize;
virtio_get_features_fn vmm_blk_get_features;
virtio_get_config_fn vmm_blk_get_config;
virtio_set_queue_fn vmm_blk_set_queue;
virtio_set_status_fn vmm_blk_set_status;
virtio_reset_fn vmm_blk_reset;
virtio_handle_output_fn vmm_blk_kick;
void qemu_mutex_lock_iothread(void);
void qemu_mutex_unlock_iothread(void);

/* ---- tasks --------------------------------------------------------------------------------- */

void vmm_enter_mm(void)
{
	if (vmm_device)
		kthread_use_mm(vmm_device->mm);
}

void vmm_leave_mm(void)
{
	if (current->mm)
		kthread_unuse_mm(current->mm);
}

void vmm_lock_big(void)
{
	mutex_lock(&vmm_lock);
	vmm_enter_mm();
}

void vmm_unlock_big(void)
{
	vmm_leave_mm();
	mutex_unlock(&vmm_lock);
}

/* A vCPU's thread comes out of the guest, and goes back. */
void qemu_mutex_lock_iothread(void)
{
	kernel_task_enter("vcpu");
	vmm_lock_big();
}

void qemu_mutex_unlock_iothread(void)
{
	vmm_unlock_big();
	kernel_task_exit();
}

/* ---- plugging ------------------------------------------------------------------------------ */

/* The guest's memory, and the process's own that ioctls name. */
static void map_memory(struct vmm_blk *dev)
{
	struct sim_ram_region ram;

	sim_guest_ram(dev->conf.device, &ram, 1);
	while (mm_map(dev->mm, ram.host, ram.bytes))
		;
	while (mm_map(dev->mm, dev->args, sizeof(*dev->args)))
		;
}

void *vmm_blk_realize(const struct virtio_bus_conf *conf)
{
	struct vmm_blk *dev = kzalloc(sizeof(*dev), GFP_KERNEL | __GFP_NOFAIL);
	unsigned int i;

	dev->conf = *conf;
	dev->args = kzalloc(sizeof(*dev->args), GFP_KERNEL | __GFP_NOFAIL);
	while (!(dev->mm = mm_alloc()))
		;
	map_memory(dev);
	for (i = 0; i < conf->queues; i++) {
		dev->queues[i].dev = dev;
		dev->queues[i].index = i;
	}
	vmm_device = dev;
	vmm_enter_mm();
	vmm_vhost_open(dev);
	return dev;
}

void vmm_blk_unrealize(void *device)
{
	struct vmm_blk *dev = device;

	vmm_vhost_stop(dev);
	vmm_vhost_close(dev);
	vmm_leave_mm();
	vmm_device = NULL;
	mmput(dev->mm);
	if (dev->log)
		free_pages((unsigned long)dev->log, VMM_LOG_ORDER);
	kfree(dev->args);
	kfree(dev);
}

/* ---- what the driver reads ----------------------------------------------------------------- */

uint64_t vmm_blk_get_features(void *device)
{
	const struct vmm_blk *dev = device;
	struct block_device *bdev = file_bdev(dev->disk);
	u64 features = 1ull << VIRTIO_F_VERSION_1 | 1ull << VIRTIO_BLK_F_SEG_MAX |
		       1ull << VIRTIO_BLK_F_BLK_SIZE;

	if (dev->conf.indirect)
		features |= 1ull << VIRTIO_RING_F_INDIRECT_DESC & dev->vhost_features;
	if (dev->conf.event_idx)
		features |= 1ull << VIRTIO_RING_F_EVENT_IDX & dev->vhost_features;
	if (dev->conf.queues > 1)
		features |= 1ull << VIRTIO_BLK_F_MQ;
	if (dev->conf.read_only)
		features |= 1ull << VIRTIO_BLK_F_RO;
	if (bdev_get_queue(bdev)->flush_flags & REQ_FLUSH)
		features |= 1ull << VIRTIO_BLK_F_FLUSH;
	return features;
}

unsigned int vmm_blk_get_config(void *device, void *config, unsigned int bytes)
{
	const struct vmm_blk *dev = device;
	struct gendisk *disk = file_bdev(dev->disk)->bd_disk;
	struct virtio_blk_config blkcfg;

	revalidate_disk(disk);
	memset(&blkcfg, 0, sizeof(blkcfg));
	blkcfg.capacity = (__force __virtio64)cpu_to_le64(get_capacity(disk));
	blkcfg.seg_max = (__force __virtio32)cpu_to_le32(dev->conf.seg_max);
	blkcfg.blk_size = (__force __virtio32)cpu_to_le32(512);
	blkcfg.num_queues = (__force __virtio16)cpu_to_le16(dev->conf.queues);
	memcpy(config, &blkcfg, min_t(size_t, bytes, sizeof(blkcfg)));
	return sizeof(blkcfg);
}

/* ---- what it writes ------------------------------------------------------------------------ */

/* As QEMU maps rings before it tells the kernel where they are: a driver's addresses are taken for
 * nothing but guest memory. */
static bool in_ram(const struct vmm_blk *dev, u64 address, u64 bytes, unsigned int align)
{
	struct sim_ram_region ram;

	sim_guest_ram(dev->conf.device, &ram, 1);
	return address % align == 0 && address >= ram.guest_address && bytes <= ram.bytes &&
	       address - ram.guest_address <= ram.bytes - bytes;
}

static bool rings_ok(const struct vmm_blk *dev, const struct virtio_bus_queue *rings)
{
	const u64 num = rings->num;

	return num && num <= dev->conf.queue_size && !(num & (num - 1)) &&
	       in_ram(dev, rings->desc, num * sizeof(struct vring_desc), 16) &&
	       in_ram(dev, rings->avail, (3 + num) * sizeof(u16), 2) &&
	       in_ram(dev, rings->used,
		      sizeof(struct vring_used) + num * sizeof(struct vring_used_elem) +
			      sizeof(u16),
		      4);
}

bool vmm_blk_set_queue(void *device, unsigned int index, const struct virtio_bus_queue *rings)
{
	struct vmm_blk *dev = device;
	struct vmm_queue *queue = &dev->queues[index];

	/* The kernel has them while it runs. */
	if (dev->running || !rings_ok(dev, rings))
		return false;
	queue->rings = *rings;
	queue->base = 0;
	return true;
}

void vmm_blk_set_status(void *device, uint8_t status, uint64_t features)
{
	struct vmm_blk *dev = device;
	bool starts = status & ~dev->status & VIRTIO_CONFIG_S_DRIVER_OK;

	dev->status = status;
	if (dev->running)
		return;
	dev->features = features;
	if (starts)
		vmm_vhost_start(dev);
}

void vmm_blk_reset(void *device)
{
	struct vmm_blk *dev = device;
	unsigned int i;

	vmm_vhost_stop(dev);
	for (i = 0; i < dev->conf.queues; i++) {
		dev->queues[i].rings.num = 0;
		dev->queues[i].errors = 0;
	}
	dev->status = 0;
	dev->features = 0;
}

/* In the exit of the vCPU that notifies, without the big lock: ioeventfd. */
void vmm_blk_kick(void *device, unsigned int index)
{
	struct vmm_blk *dev = device;

	eventfd_signal(dev->queues[index].kick, 1);
}
