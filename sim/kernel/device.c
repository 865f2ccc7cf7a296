/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device.c - the life of a device: initialised, added, removed, released at the last reference.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "device_internal.h"

static void device_release(struct kref *kref)
{
	struct device *dev = container_of(kref, struct device, kobj.kref);
	const char *name = dev->kobj.name;

	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
	else
		WARN(1, "Device '%s' does not have a release() function", name ? name : "");
	kfree(name);
}

/* Devices nest (a bus device probes a child), so each one's lock is a class of its own. */
void device_initialize(struct device *dev)
{
	kref_init(&dev->kobj.kref);
	dev->kobj.name = NULL;
	__mutex_init(&dev->mutex, "dev->mutex", (struct lock_class_key *)dev);
	INIT_LIST_HEAD(&dev->bus_node);
	INIT_LIST_HEAD(&dev->attributes);
	dev->added = false;
}
EXPORT_SYMBOL(device_initialize);

int dev_set_name(struct device *dev, const char *fmt, ...)
{
	va_list args;
	char *name;

	va_start(args, fmt);
	name = kvasprintf(GFP_KERNEL, fmt, args);
	va_end(args);
	if (!name)
		return -ENOMEM;
	kfree(dev->kobj.name);
	dev->kobj.name = name;
	return 0;
}
EXPORT_SYMBOL(dev_set_name);

struct device *get_device(struct device *dev)
{
	if (dev)
		kref_get(&dev->kobj.kref);
	return dev;
}
EXPORT_SYMBOL(get_device);

void put_device(struct device *dev)
{
	if (dev)
		kref_put(&dev->kobj.kref, device_release);
}
EXPORT_SYMBOL(put_device);

static int take_init_name(struct device *dev)
{
	int err;

	if (!dev->init_name)
		return dev->kobj.name ? 0 : -EINVAL;
	err = dev_set_name(dev, "%s", dev->init_name);
	dev->init_name = NULL;
	return err;
}

/* Attributes are there before anybody hears of the device. */
static int add_attributes(struct device *dev)
{
	int err = 0;

	if (dev->type)
		err = device_add_groups(dev, dev->type->groups);
	if (!err)
		err = device_add_groups(dev, dev->groups);
	if (!err && dev->bus)
		err = device_add_groups(dev, dev->bus->dev_groups);
	return err;
}

int device_add(struct device *dev)
{
	int err = take_init_name(dev);

	if (err)
		return err;
	get_device(dev);
	get_device(dev->parent);
	dev->kobj.parent = dev->parent ? &dev->parent->kobj : NULL;
	err = add_attributes(dev);
	if (err) {
		device_remove_attributes(dev);
		put_device(dev->parent);
		put_device(dev);
		return err;
	}
	device_lock(dev);
	dev->added = true;
	device_unlock(dev);
	bus_add_device(dev);
	return 0;
}
EXPORT_SYMBOL(device_add);

int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add(dev);
}
EXPORT_SYMBOL(device_register);

void device_del(struct device *dev)
{
	struct device *parent = dev->parent;

	/* From here on nobody binds a driver to it. */
	device_lock(dev);
	dev->added = false;
	device_unlock(dev);
	bus_remove_device(dev);
	device_remove_attributes(dev);
	put_device(parent);
	put_device(dev);
}
EXPORT_SYMBOL(device_del);

/* device_add()'s reference goes in device_del(), the creator's here. */
void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}
EXPORT_SYMBOL(device_unregister);
