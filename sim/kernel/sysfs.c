/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs.c - attributes of devices.
 *
 * Taking an attribute off waits until nobody is inside its functions, as kernfs does with active
 * references; the wait enters the lock-order graph.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/wait.h>

#include "device_internal.h"

struct attribute_node {
	struct list_head node;
	const struct device_attribute *attr;
	atomic_t active; /* callers inside show or store */
};

static DEFINE_MUTEX(attributes_lock); /* every device's list */
static DECLARE_WAIT_QUEUE_HEAD(attributes_drained);

/* With the lock held. */
static struct attribute_node *find_attribute(struct device *dev, const char *name)
{
	struct attribute_node *node;

	list_for_each_entry (node, &dev->attributes, node) {
		if (strcmp(node->attr->attr.name, name) == 0)
			return node;
	}
	return NULL;
}

int device_create_file(struct device *dev, const struct device_attribute *attr)
{
	struct attribute_node *node = kmalloc(sizeof(*node), GFP_KERNEL);
	int err = 0;

	if (!node)
		return -ENOMEM;
	node->attr = attr;
	atomic_set(&node->active, 0);
	mutex_lock(&attributes_lock);
	if (find_attribute(dev, attr->attr.name))
		err = -EEXIST;
	else
		list_add_tail(&node->node, &dev->attributes);
	mutex_unlock(&attributes_lock);
	if (err)
		kfree(node);
	return err;
}
EXPORT_SYMBOL(device_create_file);

/* The node is off the list: nobody gets in any more. */
static void drain_attribute(struct attribute_node *node)
{
	sim_lockdep_wait(node, "sysfs attribute");
	wait_event(attributes_drained, atomic_read_acquire(&node->active) == 0);
	kfree(node);
}

void device_remove_file(struct device *dev, const struct device_attribute *attr)
{
	struct attribute_node *node;

	mutex_lock(&attributes_lock);
	node = find_attribute(dev, attr->attr.name);
	if (node)
		list_del(&node->node);
	mutex_unlock(&attributes_lock);
	if (node)
		drain_attribute(node);
}
EXPORT_SYMBOL(device_remove_file);

void device_remove_attributes(struct device *dev)
{
	struct attribute_node *node;

	for (;;) {
		mutex_lock(&attributes_lock);
		node = list_first_entry_or_null(&dev->attributes, struct attribute_node, node);
		if (node)
			list_del(&node->node);
		mutex_unlock(&attributes_lock);
		if (!node)
			return;
		drain_attribute(node);
	}
}

static struct attribute_node *enter_attribute(struct device *dev, const char *name)
{
	struct attribute_node *node;

	mutex_lock(&attributes_lock);
	node = find_attribute(dev, name);
	if (node)
		atomic_inc(&node->active);
	mutex_unlock(&attributes_lock);
	if (node)
		sim_lockdep_run_begin(node, "sysfs attribute");
	return node;
}

/* The node may be gone after the decrement. */
static void leave_attribute(struct attribute_node *node)
{
	sim_lockdep_run_end(node);
	if (atomic_dec_and_test(&node->active))
		wake_up_all(&attributes_drained);
}

ssize_t device_attr_show(struct device *dev, const char *name, char *buf)
{
	struct attribute_node *node = enter_attribute(dev, name);
	struct device_attribute *attr;
	ssize_t ret = -EIO;

	if (!node)
		return -ENOENT;
	attr = (struct device_attribute *)node->attr;
	if (attr->show)
		ret = attr->show(dev, attr, buf);
	WARN(ret >= (ssize_t)PAGE_SIZE, "show of %s returned bad count", name);
	leave_attribute(node);
	return ret;
}
EXPORT_SYMBOL(device_attr_show);

ssize_t device_attr_store(struct device *dev, const char *name, const char *buf, size_t count)
{
	struct attribute_node *node = enter_attribute(dev, name);
	struct device_attribute *attr;
	ssize_t ret = -EIO;

	if (!node)
		return -ENOENT;
	attr = (struct device_attribute *)node->attr;
	if (attr->store)
		ret = attr->store(dev, attr, buf, count);
	leave_attribute(node);
	return ret;
}
EXPORT_SYMBOL(device_attr_store);

int sysfs_create_file(struct kobject *kobj, const struct attribute *attr)
{
	return device_create_file(kobj_to_dev(kobj), to_dev_attr(attr));
}
EXPORT_SYMBOL(sysfs_create_file);

void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr)
{
	device_remove_file(kobj_to_dev(kobj), to_dev_attr(attr));
}
EXPORT_SYMBOL(sysfs_remove_file);

void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group)
{
	for (struct attribute **attr = group->attrs; *attr; attr++)
		sysfs_remove_file(kobj, *attr);
}
EXPORT_SYMBOL(sysfs_remove_group);

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *group)
{
	for (int i = 0; group->attrs[i]; i++) {
		int err;

		if (group->is_visible && !group->is_visible(kobj, group->attrs[i], i))
			continue;
		err = sysfs_create_file(kobj, group->attrs[i]);
		if (err) {
			sysfs_remove_group(kobj, group);
			return err;
		}
	}
	return 0;
}
EXPORT_SYMBOL(sysfs_create_group);

int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++) {
		int err = sysfs_create_group(&dev->kobj, *groups);

		if (err)
			return err;
	}
	return 0;
}
EXPORT_SYMBOL(device_add_groups);

void device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(&dev->kobj, *groups);
}
EXPORT_SYMBOL(device_remove_groups);

int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int length;

	if (WARN(offset_in_page(buf) || at < 0 || at >= (int)PAGE_SIZE,
		 "sysfs_emit_at: buffer is no page, or offset %d outside", at))
		return 0;
	va_start(args, fmt);
	length = vscnprintf(buf + at, PAGE_SIZE - (unsigned long)at, fmt, args);
	va_end(args);
	return length;
}
EXPORT_SYMBOL(sysfs_emit_at);

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int length;

	if (WARN(offset_in_page(buf), "sysfs_emit: buffer is no page"))
		return 0;
	va_start(args, fmt);
	length = vscnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return length;
}
EXPORT_SYMBOL(sysfs_emit);

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
