/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_vhost_plug.c - the device comes and goes: the process that owns the vhost device, then the
 * guest's virtio device on top of it.
 */
#include <linux/blk_types.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>

#include "../user.h"
#include "virtio_vhost.h"

/* All that is simulated memory, as a guest has it. */
#define MEMORY_BASE 0x10000000ul
#define MEMORY_BYTES 0x10000000ul

static struct virtio_vhost *device;

struct virtio_vhost *virtio_vhost_device(void)
{
	return device;
}

/* ---- the process --------------------------------------------------------------------------- */

static long host_set_memory(struct vhost_sim *host)
{
	struct {
		struct vhost_memory table;
		struct vhost_memory_region region;
	} memory = {
		.table.nregions = 1,
		.region = {
			.guest_phys_addr = MEMORY_BASE,
			.memory_size = MEMORY_BYTES,
			.userspace_addr = MEMORY_BASE,
		},
	};

	return vhost_sim_ioctl(host, VHOST_SET_MEM_TABLE, &memory);
}

static int host_open(struct virtio_vhost *dev)
{
	long error = -ENOMEM;

	dev->mm = user_enter(NULL);
	if (!dev->mm)
		return -ENOMEM;
	dev->host = vhost_sim_open(dev->queues);
	if (!dev->host)
		goto out_leave;
	error = vhost_sim_ioctl(dev->host, VHOST_SET_OWNER, NULL) ?: host_set_memory(dev->host);
	if (!error)
		return 0;

	vhost_sim_release(dev->host);
out_leave:
	user_leave();
	return error;
}

static void host_close(struct vhost_sim *host)
{
	vhost_sim_release(host);
	user_leave();
}

/* ---- the guest's device -------------------------------------------------------------------- */

static void virtio_vhost_release(struct device *dev)
{
	kfree(container_of(dev_to_virtio(dev), struct virtio_vhost, vdev));
}

static struct virtio_vhost *virtio_vhost_alloc(u64 features, unsigned int queues,
					       unsigned int queue_size, unsigned int call_irq)
{
	struct virtio_vhost *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	unsigned int i;

	if (!dev)
		return NULL;
	dev->vdev.id.device = VIRTIO_ID_BLOCK;
	dev->vdev.id.vendor = VIRTIO_DEV_ANY_ID;
	dev->vdev.config = &virtio_vhost_config_ops;
	dev->vdev.dev.release = virtio_vhost_release;
	dev->features = features;
	dev->queues = queues;
	dev->queue_size = queue_size;
	for (i = 0; i < queues; i++) {
		dev->queue[i].dev = dev;
		dev->queue[i].index = i;
		dev->queue[i].irq = call_irq + i;
	}
	return dev;
}

static int configure(struct virtio_vhost *dev, int backing_fd, unsigned int seg_max)
{
	struct file *file = fget(backing_fd);

	if (!file)
		return -EBADF;
	dev->backing_fd = backing_fd;
	dev->config.capacity = cpu_to_le64(i_size_read(file_inode(file)) >> SECTOR_SHIFT);
	dev->config.seg_max = cpu_to_le32(seg_max);
	dev->config.num_queues = (__force __u16)cpu_to_le16(dev->queues);
	fput(file);
	return 0;
}

/* A notification without cause is legal at any time. */
static irqreturn_t kick_all(int irq, void *data)
{
	struct virtio_vhost *dev = data;
	unsigned int i;

	for (i = 0; i < dev->queues; i++)
		if (dev->queue[i].vq)
			virtqueue_notify(dev->queue[i].vq);
	return IRQ_HANDLED;
}

static int plug(struct virtio_vhost *dev)
{
	int error = host_open(dev);

	if (error) {
		kfree(dev);
		return error;
	}
	error = request_irq(dev->kick_irq, kick_all, 0, "kick", dev);
	if (error) {
		host_close(dev->host);
		kfree(dev);
		return error;
	}
	error = register_virtio_device(&dev->vdev);
	if (error) {
		free_irq(dev->kick_irq, dev);
		host_close(dev->host);
		put_device(&dev->vdev.dev);
	}
	return error;
}

int virtio_vhost_plug(u64 features, unsigned int queues, unsigned int queue_size,
		      unsigned int seg_max, int backing_fd, unsigned int kick_irq,
		      unsigned int call_irq)
{
	struct virtio_vhost *dev = virtio_vhost_alloc(features, queues, queue_size, call_irq);
	int error = dev ? configure(dev, backing_fd, seg_max) : -ENOMEM;

	if (error) {
		kfree(dev);
	} else {
		dev->kick_irq = kick_irq;
		error = plug(dev);
	}
	if (error)
		close_fd(backing_fd);
	else
		device = dev;
	user_return();
	return error;
}

void virtio_vhost_unplug(void)
{
	struct virtio_vhost *dev = device;
	struct vhost_sim *host;
	int backing_fd;

	if (!dev)
		return;
	virtio_vhost_churn_stop();
	device = NULL;
	host = dev->host;
	backing_fd = dev->backing_fd;
	free_irq(dev->kick_irq, dev);
	unregister_virtio_device(&dev->vdev);
	close_fd(backing_fd);
	host_close(host);
}

int virtio_vhost_freeze(void)
{
	virtio_vhost_churn_stop();
	return virtio_device_freeze(&device->vdev);
}

int virtio_vhost_restore(void)
{
	return virtio_device_restore(&device->vdev);
}
