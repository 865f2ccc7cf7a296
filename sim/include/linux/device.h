/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device.h - buses, drivers and devices.
 *
 * A device on a bus is probed when a driver matches it, in registration order; probe and remove run
 * under the device's lock, in task context. A device is freed by its release function at the last
 * put_device(). What one call does in which order follows Documentation/driver-api/driver-model.
 */
#ifndef SIM_LINUX_DEVICE_H
#define SIM_LINUX_DEVICE_H

#include <linux/compiler.h>
#include <linux/dev_printk.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pm.h>
#include <linux/sysfs.h>
#include <linux/types.h>

struct bus_private;
struct device;
struct device_driver;
struct device_node;

struct bus_type {
	const char *name;
	const char *dev_name;
	const struct attribute_group **dev_groups;
	int (*match)(struct device *dev, struct device_driver *drv);
	int (*uevent)(struct device *dev, struct kobj_uevent_env *env);
	int (*probe)(struct device *dev);
	void (*remove)(struct device *dev);
	void (*shutdown)(struct device *dev);
	const struct dev_pm_ops *pm;
	struct bus_private *p;
};

struct device_driver {
	const char *name;
	struct bus_type *bus;
	struct module *owner;
	int (*probe)(struct device *dev);
	int (*remove)(struct device *dev);
	const struct attribute_group **groups;
	const struct dev_pm_ops *pm;
	struct list_head bus_node;
};

struct class
{
	const char *name;
	void (*dev_release)(struct device *dev);
};

struct device_type {
	const char *name;
	const struct attribute_group **groups;
	void (*release)(struct device *dev);
};

struct device {
	struct device *parent;
	struct kobject kobj;
	const char *init_name; /* used until device_add() copies it */
	const struct device_type *type;
	struct bus_type *bus;
	struct device_driver *driver; /* bound; under mutex */
	void *platform_data;
	void *driver_data;
	struct mutex mutex;
	struct class *class;
	const struct attribute_group **groups;
	void (*release)(struct device *dev);
	dev_t devt;
	u64 *dma_mask;
	u64 coherent_dma_mask;
	struct device_node *of_node;
	/* The core's own. */
	struct list_head bus_node;
	struct list_head attributes;
	bool added;
};

struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attr, char *buf);
	ssize_t (*store)(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t count);
};

#define DEVICE_ATTR(_name, _mode, _show, _store)                                                   \
	struct device_attribute dev_attr_##_name = __ATTR(_name, _mode, _show, _store)
#define DEVICE_ATTR_RO(_name) struct device_attribute dev_attr_##_name = __ATTR_RO(_name)
#define DEVICE_ATTR_WO(_name) struct device_attribute dev_attr_##_name = __ATTR_WO(_name)
#define DEVICE_ATTR_RW(_name) struct device_attribute dev_attr_##_name = __ATTR_RW(_name)

#define kobj_to_dev(k) container_of(k, struct device, kobj)
#define to_dev_attr(a) container_of(a, struct device_attribute, attr)

/* All in task context. 0 or a negative error number. */
int __must_check bus_register(struct bus_type *bus);
void bus_unregister(struct bus_type *bus);
int bus_for_each_dev(struct bus_type *bus, struct device *start, void *data,
		     int (*fn)(struct device *dev, void *data));
int __must_check driver_register(struct device_driver *drv);
void driver_unregister(struct device_driver *drv);

/* device_register() = initialize + add. After an error of either, put_device() frees. */
void device_initialize(struct device *dev);
int __must_check device_add(struct device *dev);
int __must_check device_register(struct device *dev);
/* device_unregister() = del + put. */
void device_del(struct device *dev);
void device_unregister(struct device *dev);
int device_attach(struct device *dev);
void device_release_driver(struct device *dev);

/* Any context, except that the last put calls release. NULL is ignored. */
struct device *get_device(struct device *dev);
void put_device(struct device *dev);

int __printf(2, 3) dev_set_name(struct device *dev, const char *fmt, ...);

static inline const char *dev_name(const struct device *dev)
{
	return dev->init_name ? dev->init_name : kobject_name(&dev->kobj);
}

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->driver_data;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	dev->driver_data = data;
}

static inline int device_is_registered(struct device *dev)
{
	return dev->added;
}

static inline void device_lock(struct device *dev)
{
	mutex_lock(&dev->mutex);
}

static inline void device_unlock(struct device *dev)
{
	mutex_unlock(&dev->mutex);
}

static inline void dev_set_uevent_suppress(struct device *dev, int val)
{
	(void)dev;
	(void)val;
	SIM_NOP("no user space listens to device events");
}

/*
 * Attributes. Removal (also by device_del()) waits for show and store functions that run, so it
 * must not be called under a lock that these take: DEADLOCK, LOCK_ORDER. Task context.
 */
int device_create_file(struct device *dev, const struct device_attribute *attr);
void device_remove_file(struct device *dev, const struct device_attribute *attr);
int device_add_groups(struct device *dev, const struct attribute_group **groups);
void device_remove_groups(struct device *dev, const struct attribute_group **groups);
/*
 * What reading or writing the file in sysfs does: buf is a page. -ENOENT when there is no such
 * attribute (any more), -EIO when it has no such function. The caller holds a reference to dev.
 */
ssize_t device_attr_show(struct device *dev, const char *name, char *buf);
ssize_t device_attr_store(struct device *dev, const char *name, const char *buf, size_t count);

#endif
