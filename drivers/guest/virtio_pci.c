/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_pci.c - virtio devices on PCI, guest side: functions come, go, sleep and wake.
 *
 * Re-implements the structure of Linux's virtio_pci_common (Anthony Liguori's virtio_pci of 2.6.25,
 * as of 6.1), for modern devices only.
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "virtio_pci.h"

static LIST_HEAD(vp_devices);
static DEFINE_MUTEX(vp_devices_mutex);

/* Last references: the virtio device holds the function below it, which holds the memory. */
static void virtio_pci_release(struct device *dev)
{
	put_device(dev->parent);
}

static void virtio_pci_parent_release(struct device *dev)
{
	kfree(container_of(dev, struct virtio_pci_device, parent));
}

/* Under vp_devices_mutex. */
static struct virtio_pci_device *virtio_pci_find(const char *name)
{
	struct virtio_pci_device *vp_dev;

	list_for_each_entry (vp_dev, &vp_devices, node)
		if (!strcmp(vp_dev->name, name))
			return vp_dev;
	return NULL;
}

static struct virtio_pci_device *virtio_pci_alloc(void *base, const unsigned int *irqs,
						  unsigned int count, const char *name)
{
	struct virtio_pci_device *vp_dev = kzalloc(sizeof(*vp_dev), GFP_KERNEL);

	if (!vp_dev)
		return NULL;
	vp_dev->base = (void __iomem *)base;
	vp_dev->irq_count = min_t(unsigned int, count, VP_IRQS_MAX);
	memcpy(vp_dev->irqs, irqs, vp_dev->irq_count * sizeof(*irqs));
	snprintf(vp_dev->name, sizeof(vp_dev->name), "%s", name);
	spin_lock_init(&vp_dev->lock);
	INIT_LIST_HEAD(&vp_dev->virtqueues);
	device_initialize(&vp_dev->parent);
	vp_dev->parent.release = virtio_pci_parent_release;
	vp_dev->vdev.dev.parent = &vp_dev->parent;
	vp_dev->vdev.dev.release = virtio_pci_release;
	vp_dev->vdev.config = &vp_modern_config_ops;
	return vp_dev;
}

int virtio_pci_add_device(void *base, const unsigned int *irqs, unsigned int count,
			  const char *name)
{
	struct virtio_pci_device *vp_dev;
	int err;

	vp_dev = virtio_pci_alloc(base, irqs, count, name);
	if (!vp_dev)
		return -ENOMEM;

	mutex_lock(&vp_devices_mutex);
	err = virtio_pci_find(name) ? -EEXIST : vp_modern_probe(vp_dev);
	if (err) {
		put_device(&vp_dev->parent);
		goto unlock;
	}
	err = register_virtio_device(&vp_dev->vdev);
	if (err)
		put_device(&vp_dev->vdev.dev);
	else
		list_add_tail(&vp_dev->node, &vp_devices);
unlock:
	mutex_unlock(&vp_devices_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_pci_add_device);

void virtio_pci_remove_device(const char *name)
{
	struct virtio_pci_device *vp_dev;

	mutex_lock(&vp_devices_mutex);
	vp_dev = virtio_pci_find(name);
	if (vp_dev) {
		list_del(&vp_dev->node);
		unregister_virtio_device(&vp_dev->vdev);
	}
	mutex_unlock(&vp_devices_mutex);
}
EXPORT_SYMBOL_GPL(virtio_pci_remove_device);

int virtio_pci_freeze(const char *name)
{
	struct virtio_pci_device *vp_dev;
	int err = -ENODEV;

	mutex_lock(&vp_devices_mutex);
	vp_dev = virtio_pci_find(name);
	if (vp_dev)
		err = virtio_device_freeze(&vp_dev->vdev);
	mutex_unlock(&vp_devices_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_pci_freeze);

int virtio_pci_restore(const char *name)
{
	struct virtio_pci_device *vp_dev;
	int err = -ENODEV;

	mutex_lock(&vp_devices_mutex);
	vp_dev = virtio_pci_find(name);
	if (vp_dev)
		err = virtio_device_restore(&vp_dev->vdev);
	mutex_unlock(&vp_devices_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(virtio_pci_restore);

MODULE_DESCRIPTION("Virtio transport on PCI");
MODULE_LICENSE("GPL v2");
