/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bus.c - buses bring devices and drivers together.
 *
 * A bus's lock guards its two lists only; probe and remove run under the device's own lock, with a
 * reference to the device.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/slab.h>

#include "device_internal.h"

struct bus_private {
	struct mutex lock;
	struct list_head devices;
	struct list_head drivers;
	unsigned int device_count;
};

int bus_register(struct bus_type *bus)
{
	struct bus_private *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	mutex_init(&p->lock);
	INIT_LIST_HEAD(&p->devices);
	INIT_LIST_HEAD(&p->drivers);
	bus->p = p;
	return 0;
}
EXPORT_SYMBOL(bus_register);

void bus_unregister(struct bus_type *bus)
{
	WARN_ON(!list_empty(&bus->p->devices));
	WARN_ON(!list_empty(&bus->p->drivers));
	kfree(bus->p);
	bus->p = NULL;
}
EXPORT_SYMBOL(bus_unregister);

/* Calls the driver. With the device's lock held: 0 = bound. */
static int really_probe(struct device *dev, struct device_driver *drv)
{
	int err;

	dev->driver = drv;
	if (dev->bus->probe)
		err = dev->bus->probe(dev);
	else
		err = drv->probe ? drv->probe(dev) : 0;
	if (!err)
		return 0;
	dev->driver = NULL;
	dev_set_drvdata(dev, NULL);
	if (err != -ENODEV && err != -ENXIO)
		pr_warn("%s: probe of %s failed with error %d", drv->name, dev_name(dev), err);
	return err;
}

static bool driver_matches(struct device *dev, struct device_driver *drv)
{
	return !dev->bus->match || dev->bus->match(dev, drv) > 0;
}

static void driver_attach_one(struct device *dev, struct device_driver *drv)
{
	if (!driver_matches(dev, drv))
		return;
	device_lock(dev);
	if (dev->added && !dev->driver)
		really_probe(dev, drv);
	device_unlock(dev);
}

/* The bus's driver number index, or NULL behind the last. */
static struct device_driver *nth_driver(struct bus_private *p, unsigned int index)
{
	struct device_driver *drv, *found = NULL;

	mutex_lock(&p->lock);
	list_for_each_entry (drv, &p->drivers, bus_node) {
		if (index-- == 0) {
			found = drv;
			break;
		}
	}
	mutex_unlock(&p->lock);
	return found;
}

/* Looks for a driver that takes the device: 1 = it has one, 0 = none. */
int device_attach(struct device *dev)
{
	struct bus_private *p = dev->bus->p;
	struct device_driver *drv;
	int bound;

	device_lock(dev);
	for (unsigned int i = 0; dev->added && !dev->driver; i++) {
		drv = nth_driver(p, i);
		if (!drv)
			break;
		if (driver_matches(dev, drv))
			really_probe(dev, drv);
	}
	bound = dev->driver != NULL;
	device_unlock(dev);
	return bound;
}
EXPORT_SYMBOL(device_attach);

void bus_add_device(struct device *dev)
{
	struct bus_private *p;

	if (!dev->bus)
		return;
	p = dev->bus->p;
	mutex_lock(&p->lock);
	list_add_tail(&get_device(dev)->bus_node, &p->devices);
	p->device_count++;
	mutex_unlock(&p->lock);
	device_attach(dev);
}

static void release_driver(struct device *dev)
{
	struct device_driver *drv = dev->driver;

	if (!drv)
		return;
	if (dev->bus && dev->bus->remove)
		dev->bus->remove(dev);
	else if (drv->remove)
		drv->remove(dev);
	dev->driver = NULL;
	dev_set_drvdata(dev, NULL);
}

void device_release_driver(struct device *dev)
{
	device_lock(dev);
	release_driver(dev);
	device_unlock(dev);
}
EXPORT_SYMBOL(device_release_driver);

void bus_remove_device(struct device *dev)
{
	struct bus_private *p;

	if (!dev->bus)
		return;
	p = dev->bus->p;
	mutex_lock(&p->lock);
	list_del_init(&dev->bus_node);
	p->device_count--;
	mutex_unlock(&p->lock);
	device_release_driver(dev);
	put_device(dev);
}

/* The bus's devices, each with a reference, and how many; NULL without memory or devices. */
static struct device **snapshot_devices(struct bus_type *bus, unsigned int *count)
{
	struct bus_private *p = bus->p;
	struct device **devices;
	struct device *dev;

	*count = 0;
	mutex_lock(&p->lock);
	devices = kcalloc(p->device_count, sizeof(*devices), GFP_KERNEL | __GFP_NOFAIL);
	list_for_each_entry (dev, &p->devices, bus_node)
		devices[(*count)++] = get_device(dev);
	mutex_unlock(&p->lock);
	return devices;
}

int bus_for_each_dev(struct bus_type *bus, struct device *start, void *data,
		     int (*fn)(struct device *dev, void *data))
{
	unsigned int count;
	struct device **devices = snapshot_devices(bus, &count);
	bool begun = !start;
	int err = 0;

	for (unsigned int i = 0; i < count; i++) {
		if (begun && !err)
			err = fn(devices[i], data);
		begun = begun || devices[i] == start;
		put_device(devices[i]);
	}
	kfree(devices);
	return err;
}
EXPORT_SYMBOL(bus_for_each_dev);

static int attach_to(struct device *dev, void *drv)
{
	driver_attach_one(dev, drv);
	return 0;
}

int driver_register(struct device_driver *drv)
{
	struct bus_private *p = drv->bus->p;

	if (WARN(!p, "Driver '%s' was unable to register: its bus is not", drv->name))
		return -EINVAL;
	mutex_lock(&p->lock);
	list_add_tail(&drv->bus_node, &p->drivers);
	mutex_unlock(&p->lock);
	return bus_for_each_dev(drv->bus, NULL, drv, attach_to);
}
EXPORT_SYMBOL(driver_register);

static int detach_from(struct device *dev, void *drv)
{
	device_lock(dev);
	if (dev->driver == drv)
		release_driver(dev);
	device_unlock(dev);
	return 0;
}

void driver_unregister(struct device_driver *drv)
{
	struct bus_private *p = drv->bus->p;

	mutex_lock(&p->lock);
	list_del(&drv->bus_node);
	mutex_unlock(&p->lock);
	bus_for_each_dev(drv->bus, NULL, drv, detach_from);
}
EXPORT_SYMBOL(driver_unregister);
