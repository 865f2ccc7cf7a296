/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_mmio_bus.c - plugs virtio-mmio devices in and out, and puts them to sleep: what a board file
 * or a device tree, and the core of system sleep, do for drivers/virtio/virtio_mmio.c.
 */
#include <linux/device.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/port.h>

#include "virtio_mmio_bus.h"

#define WINDOW_BYTES 0x1000
#define SLOT_NAME_BYTES 32

struct slot {
	struct list_head node;
	struct platform_device *pdev;
	char name[SLOT_NAME_BYTES];
};

static LIST_HEAD(slots);
static DEFINE_MUTEX(slots_mutex);
static int slot_id; /* of the next device */

/* Under slots_mutex. */
static struct slot *find_slot(const char *name)
{
	struct slot *slot;

	list_for_each_entry (slot, &slots, node)
		if (!strcmp(slot->name, name))
			return slot;
	return NULL;
}

static struct platform_device *plug(void *base, unsigned int irq)
{
	const struct resource resources[] = {
		DEFINE_RES_MEM((resource_size_t)(unsigned long)base, WINDOW_BYTES),
		DEFINE_RES_IRQ(irq),
	};
	struct platform_device *pdev;
	bool bound;

	pdev = platform_device_register_simple("virtio-mmio", slot_id++, resources,
					       ARRAY_SIZE(resources));
	if (IS_ERR(pdev))
		return pdev;
	device_lock(&pdev->dev);
	bound = device_is_bound(&pdev->dev);
	device_unlock(&pdev->dev);
	if (bound)
		return pdev;
	platform_device_unregister(pdev);
	return ERR_PTR(-ENODEV);
}

int virtio_mmio_add_device(void *base, unsigned int irq, const char *name)
{
	struct slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);
	int err = 0;

	if (!slot)
		return -ENOMEM;
	strncpy(slot->name, name, sizeof(slot->name) - 1);

	mutex_lock(&slots_mutex);
	if (find_slot(name)) {
		err = -EEXIST;
	} else {
		slot->pdev = plug(base, irq);
		if (IS_ERR(slot->pdev))
			err = PTR_ERR(slot->pdev);
	}
	if (!err)
		list_add_tail(&slot->node, &slots);
	mutex_unlock(&slots_mutex);
	if (err)
		kfree(slot);
	return err;
}

void virtio_mmio_remove_device(const char *name)
{
	struct slot *slot;

	mutex_lock(&slots_mutex);
	slot = find_slot(name);
	if (slot) {
		list_del(&slot->node);
		platform_device_unregister(slot->pdev);
		kfree(slot);
	}
	mutex_unlock(&slots_mutex);
}

/* ---- sleep: the steps of Documentation/driver-api/pm/devices.rst for one device --------------- */

static int suspend(struct device *dev)
{
	const struct dev_pm_ops *pm = dev->bus->pm;
	int err = 0;

	device_lock(dev);
	dev->power.is_prepared = true;
	if (pm && pm->suspend)
		err = pm->suspend(dev);
	dev->power.is_suspended = !err;
	device_unlock(dev);
	return err;
}

static int resume(struct device *dev)
{
	const struct dev_pm_ops *pm = dev->bus->pm;
	int err = 0;

	device_lock(dev);
	if (dev->power.is_suspended && pm && pm->resume)
		err = pm->resume(dev);
	dev->power.is_suspended = false;
	dev->power.is_prepared = false;
	device_unlock(dev);
	return err;
}

static int for_slot(const char *name, int (*step)(struct device *dev))
{
	struct slot *slot;
	int err = -ENODEV;

	mutex_lock(&slots_mutex);
	slot = find_slot(name);
	if (slot)
		err = step(&slot->pdev->dev);
	mutex_unlock(&slots_mutex);
	return err;
}

int virtio_mmio_freeze(const char *name)
{
	return for_slot(name, suspend);
}

int virtio_mmio_restore(const char *name)
{
	return for_slot(name, resume);
}
