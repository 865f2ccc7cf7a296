/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_mmio.c - the memory-mapped virtio transport, guest side, register layout version 2.
 *
 * Re-implements the structure of Linux's virtio_mmio driver (Pawel Moll's of 3.2, with version 2 of
 * 4.0): one interrupt line for all queues and for configuration changes, a list of queues that the
 * interrupt handler walks. Registers: virtio 1.1, 4.2.2; the order of set-up: 4.2.3.
 */
#include <linux/cache.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_mmio.h>
#include <linux/virtio_ring.h>

#define VIRTIO_MMIO_MAGIC 0x74726976 /* "virt" */
#define VIRTIO_MMIO_LAYOUT 2

/* Avail and used ring on cache lines of their own; version 2 prescribes no more than 16. */
#define VIRTIO_MMIO_VRING_ALIGN SMP_CACHE_BYTES

#define VIRTIO_MMIO_NAME_BYTES 32

struct virtio_mmio_device {
	struct virtio_device vdev;
	struct device parent; /* stands for the platform device */
	void __iomem *base;
	unsigned int irq;
	char name[VIRTIO_MMIO_NAME_BYTES];
	struct list_head node; /* in vm_devices */

	/* Protects virtqueues, which the interrupt handler walks: always taken with irqs off. */
	spinlock_t lock;
	struct list_head virtqueues;
};

/* One queue of the list; virtqueue.priv points to it. */
struct virtio_mmio_vq_info {
	struct virtqueue *vq;
	struct list_head node;
};

static LIST_HEAD(vm_devices);
static DEFINE_MUTEX(vm_devices_mutex);

#define to_virtio_mmio_device(_vdev) container_of(_vdev, struct virtio_mmio_device, vdev)

static u64 vm_get_features(struct virtio_device *vdev)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vdev);
	u64 features;

	writel(1, vm_dev->base + VIRTIO_MMIO_DEVICE_FEATURES_SEL);
	features = (u64)readl(vm_dev->base + VIRTIO_MMIO_DEVICE_FEATURES) << 32;
	writel(0, vm_dev->base + VIRTIO_MMIO_DEVICE_FEATURES_SEL);
	return features | readl(vm_dev->base + VIRTIO_MMIO_DEVICE_FEATURES);
}

static int vm_finalize_features(struct virtio_device *vdev)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vdev);

	vring_transport_features(vdev);
	if (!__virtio_test_bit(vdev, VIRTIO_F_VERSION_1)) {
		dev_err(&vdev->dev, "a version 2 device must offer VIRTIO_F_VERSION_1\n");
		return -EINVAL;
	}

	writel(1, vm_dev->base + VIRTIO_MMIO_DRIVER_FEATURES_SEL);
	writel(vdev->features >> 32, vm_dev->base + VIRTIO_MMIO_DRIVER_FEATURES);
	writel(0, vm_dev->base + VIRTIO_MMIO_DRIVER_FEATURES_SEL);
	writel((u32)vdev->features, vm_dev->base + VIRTIO_MMIO_DRIVER_FEATURES);
	return 0;
}

/* A field is accessed with its own width, eight bytes as two words (virtio 1.1, 4.2.2.2). */
static void vm_get(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len)
{
	void __iomem *field = to_virtio_mmio_device(vdev)->base + VIRTIO_MMIO_CONFIG + offset;
	__le32 words[2];
	__le16 half;
	u8 byte;

	switch (len) {
	case 1:
		byte = readb(field);
		memcpy(buf, &byte, sizeof(byte));
		break;
	case 2:
		half = cpu_to_le16(readw(field));
		memcpy(buf, &half, sizeof(half));
		break;
	case 4:
	case 8:
		words[0] = cpu_to_le32(readl(field));
		if (len == 8)
			words[1] = cpu_to_le32(readl(field + 4));
		memcpy(buf, words, len);
		break;
	default:
		BUG();
	}
}

static void vm_set(struct virtio_device *vdev, unsigned int offset, const void *buf,
		   unsigned int len)
{
	void __iomem *field = to_virtio_mmio_device(vdev)->base + VIRTIO_MMIO_CONFIG + offset;
	__le32 words[2];
	__le16 half;
	u8 byte;

	switch (len) {
	case 1:
		memcpy(&byte, buf, sizeof(byte));
		writeb(byte, field);
		break;
	case 2:
		memcpy(&half, buf, sizeof(half));
		writew(le16_to_cpu(half), field);
		break;
	case 4:
	case 8:
		memcpy(words, buf, len);
		writel(le32_to_cpu(words[0]), field);
		if (len == 8)
			writel(le32_to_cpu(words[1]), field + 4);
		break;
	default:
		BUG();
	}
}

static u32 vm_generation(struct virtio_device *vdev)
{
	return readl(to_virtio_mmio_device(vdev)->base + VIRTIO_MMIO_CONFIG_GENERATION);
}

static u8 vm_get_status(struct virtio_device *vdev)
{
	return readl(to_virtio_mmio_device(vdev)->base + VIRTIO_MMIO_STATUS) & 0xff;
}

static void vm_set_status(struct virtio_device *vdev, u8 status)
{
	/* 0 would be a reset, which has more to do. */
	BUG_ON(status == 0);
	writel(status, to_virtio_mmio_device(vdev)->base + VIRTIO_MMIO_STATUS);
}

static void vm_reset(struct virtio_device *vdev)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vdev);

	writel(0, vm_dev->base + VIRTIO_MMIO_STATUS);
	/* The device raises no interrupt any more; a handler may still be at work on the last. */
	synchronize_irq(vm_dev->irq);
}

/* Any context, also while the ring's user holds a spin lock. */
static bool vm_notify(struct virtqueue *vq)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vq->vdev);

	writel(vq->index, vm_dev->base + VIRTIO_MMIO_QUEUE_NOTIFY);
	return true;
}

/* Hardirq. The line does not say which queue it is about, so all are looked at. */
static irqreturn_t vm_interrupt(int irq, void *opaque)
{
	struct virtio_mmio_device *vm_dev = opaque;
	struct virtio_mmio_vq_info *info;
	irqreturn_t ret = IRQ_NONE;
	unsigned long flags;
	u32 status;

	/* Acknowledged before it is served: what comes from now on raises the line again. */
	status = readl(vm_dev->base + VIRTIO_MMIO_INTERRUPT_STATUS);
	writel(status, vm_dev->base + VIRTIO_MMIO_INTERRUPT_ACK);

	if (status & VIRTIO_MMIO_INT_CONFIG) {
		virtio_config_changed(&vm_dev->vdev);
		ret = IRQ_HANDLED;
	}
	if (status & VIRTIO_MMIO_INT_VRING) {
		spin_lock_irqsave(&vm_dev->lock, flags);
		list_for_each_entry (info, &vm_dev->virtqueues, node)
			ret |= vring_interrupt(irq, info->vq);
		spin_unlock_irqrestore(&vm_dev->lock, flags);
	}
	return ret;
}

static void vm_write_addr(struct virtio_mmio_device *vm_dev, unsigned int low, u64 addr)
{
	writel((u32)addr, vm_dev->base + low);
	writel((u32)(addr >> 32), vm_dev->base + low + 4);
}

static void vm_del_vq(struct virtqueue *vq)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vq->vdev);
	struct virtio_mmio_vq_info *info = vq->priv;
	unsigned long flags;

	spin_lock_irqsave(&vm_dev->lock, flags);
	list_del(&info->node);
	spin_unlock_irqrestore(&vm_dev->lock, flags);

	writel(vq->index, vm_dev->base + VIRTIO_MMIO_QUEUE_SEL);
	writel(0, vm_dev->base + VIRTIO_MMIO_QUEUE_READY);
	WARN_ON(readl(vm_dev->base + VIRTIO_MMIO_QUEUE_READY));

	vring_del_virtqueue(vq);
	kfree(info);
}

static void vm_del_vqs(struct virtio_device *vdev)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vdev);
	struct virtqueue *vq, *next;

	list_for_each_entry_safe (vq, next, &vdev->vqs, list)
		vm_del_vq(vq);
	free_irq(vm_dev->irq, vm_dev);
}

static struct virtqueue *vm_setup_vq(struct virtio_device *vdev, unsigned int index,
				     vq_callback_t *callback, const char *name)
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vdev);
	struct virtio_mmio_vq_info *info;
	struct virtqueue *vq;
	unsigned long flags;
	unsigned int num;

	writel(index, vm_dev->base + VIRTIO_MMIO_QUEUE_SEL);
	if (readl(vm_dev->base + VIRTIO_MMIO_QUEUE_READY))
		return ERR_PTR(-EBUSY);
	num = readl(vm_dev->base + VIRTIO_MMIO_QUEUE_NUM_MAX);
	if (!num)
		return ERR_PTR(-ENOENT);

	info = kmalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return ERR_PTR(-ENOMEM);
	vq = vring_create_virtqueue(index, num, VIRTIO_MMIO_VRING_ALIGN, vdev, true, vm_notify,
				    callback, name);
	if (!vq) {
		kfree(info);
		return ERR_PTR(-ENOMEM);
	}
	vq->priv = info;
	info->vq = vq;

	writel(num, vm_dev->base + VIRTIO_MMIO_QUEUE_NUM);
	vm_write_addr(vm_dev, VIRTIO_MMIO_QUEUE_DESC_LOW, virtqueue_get_desc_addr(vq));
	vm_write_addr(vm_dev, VIRTIO_MMIO_QUEUE_AVAIL_LOW, virtqueue_get_avail_addr(vq));
	vm_write_addr(vm_dev, VIRTIO_MMIO_QUEUE_USED_LOW, virtqueue_get_used_addr(vq));
	writel(1, vm_dev->base + VIRTIO_MMIO_QUEUE_READY);

	spin_lock_irqsave(&vm_dev->lock, flags);
	list_add(&info->node, &vm_dev->virtqueues);
	spin_unlock_irqrestore(&vm_dev->lock, flags);
	return vq;
}

static int vm_find_vqs(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
		       vq_callback_t *callbacks[], const char *const names[])
{
	struct virtio_mmio_device *vm_dev = to_virtio_mmio_device(vdev);
	unsigned int i;
	int err;

	err = request_irq(vm_dev->irq, vm_interrupt, IRQF_SHARED, dev_name(&vdev->dev), vm_dev);
	if (err)
		return err;

	for (i = 0; i < nvqs; i++) {
		vqs[i] = vm_setup_vq(vdev, i, callbacks[i], names[i]);
		if (IS_ERR(vqs[i])) {
			vm_del_vqs(vdev);
			return PTR_ERR(vqs[i]);
		}
	}
	return 0;
}

static const char *vm_bus_name(struct virtio_device *vdev)
{
	return to_virtio_mmio_device(vdev)->name;
}

static const struct virtio_config_ops virtio_mmio_config_ops = {
	.get = vm_get,
	.set = vm_set,
	.generation = vm_generation,
	.get_status = vm_get_status,
	.set_status = vm_set_status,
	.reset = vm_reset,
	.find_vqs = vm_find_vqs,
	.del_vqs = vm_del_vqs,
	.get_features = vm_get_features,
	.finalize_features = vm_finalize_features,
	.bus_name = vm_bus_name,
};

/* Last references: the virtio device holds the device below it, which holds the memory. */
static void virtio_mmio_release(struct device *dev)
{
	put_device(dev->parent);
}

static void virtio_mmio_parent_release(struct device *dev)
{
	kfree(container_of(dev, struct virtio_mmio_device, parent));
}

/* Under vm_devices_mutex. */
static struct virtio_mmio_device *virtio_mmio_find(const char *name)
{
	struct virtio_mmio_device *vm_dev;

	list_for_each_entry (vm_dev, &vm_devices, node)
		if (!strcmp(vm_dev->name, name))
			return vm_dev;
	return NULL;
}

/* Reads the identification registers (virtio 1.1, 4.2.2.1). */
static int virtio_mmio_identify(struct virtio_mmio_device *vm_dev)
{
	u32 magic = readl(vm_dev->base + VIRTIO_MMIO_MAGIC_VALUE);
	u32 version = readl(vm_dev->base + VIRTIO_MMIO_VERSION);

	if (magic != VIRTIO_MMIO_MAGIC) {
		pr_warn("%s: wrong magic value 0x%08x\n", vm_dev->name, magic);
		return -ENODEV;
	}
	if (version != VIRTIO_MMIO_LAYOUT) {
		pr_warn("%s: register layout %u is not supported\n", vm_dev->name, version);
		return -ENODEV;
	}

	vm_dev->vdev.id.device = readl(vm_dev->base + VIRTIO_MMIO_DEVICE_ID);
	vm_dev->vdev.id.vendor = readl(vm_dev->base + VIRTIO_MMIO_VENDOR_ID);
	/* 0 is a place where a device could be. */
	return vm_dev->vdev.id.device ? 0 : -ENODEV;
}

static struct virtio_mmio_device *virtio_mmio_alloc(void *base, unsigned int irq, const char *name)
{
	struct virtio_mmio_device *vm_dev = kzalloc(sizeof(*vm_dev), GFP_KERNEL);

	if (!vm_dev)
		return NULL;
	vm_dev->base = (void __iomem *)base;
	vm_dev->irq = irq;
	snprintf(vm_dev->name, sizeof(vm_dev->name), "%s", name);
	spin_lock_init(&vm_dev->lock);
	INIT_LIST_HEAD(&vm_dev->virtqueues);
	device_initialize(&vm_dev->parent);
	vm_dev->parent.release = virtio_mmio_parent_release;
	vm_dev->vdev.dev.parent = &vm_dev->parent;
	vm_dev->vdev.dev.release = virtio_mmio_release;
	vm_dev->vdev.config = &virtio_mmio_config_ops;
	return vm_dev;
}

int virtio_mmio_add_device(void *base, unsigned int irq, const char *name)
{
	struct virtio_mmio_device *vm_dev;
	int err;

	vm_dev = virtio_mmio_alloc(base, irq, name);
	if (!vm_dev)
		return -ENOMEM;

	mutex_lock(&vm_devices_mutex);
	err = virtio_mmio_find(name) ? -EEXIST : virtio_mmio_identify(vm_dev);
	if (err) {
		put_device(&vm_dev->parent);
		goto unlock;
	}
	err = register_virtio_device(&vm_dev->vdev);
	if (err)
		put_device(&vm_dev->vdev.dev);
	else
		list_add_tail(&vm_dev->node, &vm_devices);
unlock:
	mutex_unlock(&vm_devices_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_mmio_add_device);

void virtio_mmio_remove_device(const char *name)
{
	struct virtio_mmio_device *vm_dev;

	mutex_lock(&vm_devices_mutex);
	vm_dev = virtio_mmio_find(name);
	if (vm_dev) {
		list_del(&vm_dev->node);
		unregister_virtio_device(&vm_dev->vdev);
	}
	mutex_unlock(&vm_devices_mutex);
}
EXPORT_SYMBOL_GPL(virtio_mmio_remove_device);

/* For virtio_break_device(), when the device is not there any more. NULL if there is none of the name. */
struct virtio_device *virtio_mmio_find_device(const char *name)
{
	struct virtio_mmio_device *vm_dev;

	mutex_lock(&vm_devices_mutex);
	vm_dev = virtio_mmio_find(name);
	mutex_unlock(&vm_devices_mutex);
	return vm_dev ? &vm_dev->vdev : NULL;
}
EXPORT_SYMBOL_GPL(virtio_mmio_find_device);

int virtio_mmio_freeze(const char *name)
{
	struct virtio_mmio_device *vm_dev;
	int err = -ENODEV;

	mutex_lock(&vm_devices_mutex);
	vm_dev = virtio_mmio_find(name);
	if (vm_dev)
		err = virtio_device_freeze(&vm_dev->vdev);
	mutex_unlock(&vm_devices_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_mmio_freeze);

int virtio_mmio_restore(const char *name)
{
	struct virtio_mmio_device *vm_dev;
	int err = -ENODEV;

	mutex_lock(&vm_devices_mutex);
	vm_dev = virtio_mmio_find(name);
	if (vm_dev)
		err = virtio_device_restore(&vm_dev->vdev);
	mutex_unlock(&vm_devices_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_mmio_restore);

MODULE_DESCRIPTION("Memory-mapped virtio transport");
MODULE_LICENSE("GPL v2");
