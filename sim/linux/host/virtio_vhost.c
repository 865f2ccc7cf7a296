/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_vhost.c - the transport: the guest's virtio bus on one side, a vhost device on the other.
 */
#include <linux/interrupt.h>
#include <linux/string.h>
#include <linux/version.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "../user.h"
#include "virtio_vhost.h"

static struct virtio_vhost *to_virtio_vhost(struct virtio_device *vdev)
{
	return container_of(vdev, struct virtio_vhost, vdev);
}

/* ---- running ------------------------------------------------------------------------------- */

static int backends_start(struct virtio_vhost *dev)
{
	unsigned int i;
	int error = 0;

	dev->running = true;
	for (i = 0; i < dev->queues && !error; i++)
		if (dev->queue[i].vq)
			error = virtio_vhost_set_backend(dev, i, true);
	return error;
}

static void backends_stop(struct virtio_vhost *dev)
{
	unsigned int i;

	if (!dev->running)
		return;
	dev->running = false;
	for (i = 0; i < dev->queues; i++)
		virtio_vhost_set_backend(dev, i, false);
}

/* ---- what the bus asks --------------------------------------------------------------------- */

static void virtio_vhost_get(struct virtio_device *vdev, unsigned int offset, void *buf,
			     unsigned int len)
{
	struct virtio_vhost *dev = to_virtio_vhost(vdev);

	BUG_ON(offset + len > sizeof(dev->config));
	memcpy(buf, (u8 *)&dev->config + offset, len);
}

static void virtio_vhost_set(struct virtio_device *vdev, unsigned int offset, const void *buf,
			     unsigned int len)
{
	struct virtio_vhost *dev = to_virtio_vhost(vdev);

	BUG_ON(offset + len > sizeof(dev->config));
	memcpy((u8 *)&dev->config + offset, buf, len);
}

static u8 virtio_vhost_get_status(struct virtio_device *vdev)
{
	return to_virtio_vhost(vdev)->status;
}

static void virtio_vhost_set_status(struct virtio_device *vdev, u8 status)
{
	struct virtio_vhost *dev = to_virtio_vhost(vdev);
	bool started = status & ~dev->status & VIRTIO_CONFIG_S_DRIVER_OK;

	dev->status = status;
	if (started && backends_start(dev))
		dev->status |= VIRTIO_CONFIG_S_NEEDS_RESET;
}

static void virtio_vhost_reset(struct virtio_device *vdev)
{
	struct virtio_vhost *dev = to_virtio_vhost(vdev);

	backends_stop(dev);
	dev->status = 0;
}

static u64 virtio_vhost_get_features(struct virtio_device *vdev)
{
	return to_virtio_vhost(vdev)->features;
}

/* vhost knows of the rings only; what the device is, is between driver and process. */
static int virtio_vhost_finalize_features(struct virtio_device *vdev)
{
	const u64 ring_features = BIT_ULL(VIRTIO_RING_F_INDIRECT_DESC) |
				  BIT_ULL(VIRTIO_RING_F_EVENT_IDX) | BIT_ULL(VIRTIO_F_VERSION_1);
	u64 features;

	vring_transport_features(vdev);
	features = vdev->features & ring_features;
	return vhost_sim_ioctl(to_virtio_vhost(vdev)->host, VHOST_SET_FEATURES, &features);
}

static void virtio_vhost_del_vqs(struct virtio_device *vdev)
{
	struct virtio_vhost *dev = to_virtio_vhost(vdev);
	unsigned int i;

	for (i = 0; i < dev->queues; i++)
		virtio_vhost_queue_remove(&dev->queue[i]);
	user_return();
}

static int find_vq(struct virtio_vhost *dev, unsigned int index, struct virtqueue **vq,
		   vq_callback_t *callback, const char *name, bool ctx)
{
	int error;

	*vq = NULL;
	if (!name)
		return 0;
	if (index >= dev->queues)
		return -ENOENT;
	error = virtio_vhost_queue_setup(dev, index, callback, name, ctx);
	if (!error)
		*vq = dev->queue[index].vq;
	return error;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static int virtio_vhost_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
				 struct virtqueue *vqs[], struct virtqueue_info info[],
				 struct irq_affinity *desc)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < nvqs && !error; i++)
		error = find_vq(to_virtio_vhost(vdev), i, &vqs[i], info[i].callback, info[i].name,
				info[i].ctx);
	if (error)
		virtio_vhost_del_vqs(vdev);
	return error;
}
#else
static int virtio_vhost_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
				 struct virtqueue *vqs[], vq_callback_t *callbacks[],
				 const char *const names[], const bool *ctx,
				 struct irq_affinity *desc)
{
	unsigned int i;
	int error = 0;

	for (i = 0; i < nvqs && !error; i++)
		error = find_vq(to_virtio_vhost(vdev), i, &vqs[i], callbacks[i], names[i],
				ctx ? ctx[i] : false);
	if (error)
		virtio_vhost_del_vqs(vdev);
	return error;
}
#endif

static void virtio_vhost_synchronize_cbs(struct virtio_device *vdev)
{
	struct virtio_vhost *dev = to_virtio_vhost(vdev);
	unsigned int i;

	for (i = 0; i < dev->queues; i++)
		if (dev->queue[i].vq)
			synchronize_irq(dev->queue[i].irq);
}

static const char *virtio_vhost_bus_name(struct virtio_device *vdev)
{
	return "vhost";
}

const struct virtio_config_ops virtio_vhost_config_ops = {
	.get = virtio_vhost_get,
	.set = virtio_vhost_set,
	.get_status = virtio_vhost_get_status,
	.set_status = virtio_vhost_set_status,
	.reset = virtio_vhost_reset,
	.find_vqs = virtio_vhost_find_vqs,
	.del_vqs = virtio_vhost_del_vqs,
	.synchronize_cbs = virtio_vhost_synchronize_cbs,
	.get_features = virtio_vhost_get_features,
	.finalize_features = virtio_vhost_finalize_features,
	.bus_name = virtio_vhost_bus_name,
};
