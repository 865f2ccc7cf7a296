/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device_attr.c - attributes of devices, and what device events say.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/string.h>

#include "device_internal.h"
#include "sysfs_internal.h"

struct list_head *sysfs_attributes(struct kobject *kobj)
{
	return &kobj_to_dev(kobj)->attributes;
}

ssize_t sysfs_call_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct device_attribute *dev_attr = to_dev_attr(attr);

	return dev_attr->show ? dev_attr->show(kobj_to_dev(kobj), dev_attr, buf) : -EIO;
}

ssize_t sysfs_call_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			 size_t count)
{
	struct device_attribute *dev_attr = to_dev_attr(attr);

	return dev_attr->store ? dev_attr->store(kobj_to_dev(kobj), dev_attr, buf, count) : -EIO;
}

int sysfs_create_file(struct kobject *kobj, const struct attribute *attr)
{
	return sysfs_add_attribute(kobj, attr);
}
EXPORT_SYMBOL(sysfs_create_file);

void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr)
{
	sysfs_drop_attribute(kobj, attr);
}
EXPORT_SYMBOL(sysfs_remove_file);

int device_create_file(struct device *dev, const struct device_attribute *attr)
{
	return sysfs_add_attribute(&dev->kobj, &attr->attr);
}
EXPORT_SYMBOL(device_create_file);

void device_remove_file(struct device *dev, const struct device_attribute *attr)
{
	sysfs_drop_attribute(&dev->kobj, &attr->attr);
}
EXPORT_SYMBOL(device_remove_file);

void device_remove_attributes(struct device *dev)
{
	sysfs_drop_attributes(&dev->attributes);
}

int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	return sysfs_create_groups(&dev->kobj, groups);
}
EXPORT_SYMBOL(device_add_groups);

void device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	sysfs_remove_groups(&dev->kobj, groups);
}
EXPORT_SYMBOL(device_remove_groups);

ssize_t device_attr_show(struct device *dev, const char *name, char *buf)
{
	return sysfs_read(&dev->kobj, NULL, name, buf);
}
EXPORT_SYMBOL(device_attr_show);

ssize_t device_attr_store(struct device *dev, const char *name, const char *buf, size_t count)
{
	return sysfs_write(&dev->kobj, NULL, name, buf, count);
}
EXPORT_SYMBOL(device_attr_store);

int add_uevent_var(struct kobj_uevent_env *env, const char *fmt, ...)
{
	size_t room = sizeof(env->buf) - (size_t)env->buflen;
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(env->buf + env->buflen, room, fmt, args);
	va_end(args);
	if (length >= (int)room)
		return -ENOMEM;
	env->buflen += length + 1;
	return 0;
}
EXPORT_SYMBOL(add_uevent_var);
