/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs.c - attributes of kobjects, one by one or in groups.
 *
 * Taking attributes off waits until nobody is inside their functions, as kernfs does with active
 * references; the wait enters the lock-order graph. A group is one node: it comes and goes whole.
 */
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "sysfs_internal.h"

#define GROUP_ATTRIBUTES_MAX 64

struct attribute_node {
	struct list_head node;
	const struct attribute *attr; /* NULL for a group */
	const struct attribute_group *group;
	u64 visible; /* of the group's attributes */
	atomic_t active; /* callers inside show or store */
};

DEFINE_MUTEX(sysfs_lock);
static DECLARE_WAIT_QUEUE_HEAD(attributes_drained);

static bool same_subdir(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static const struct attribute *attribute_of(const struct attribute_node *node, const char *subdir,
					    const char *name)
{
	struct attribute **attr;
	unsigned int i;

	if (node->attr)
		return !subdir && strcmp(node->attr->name, name) == 0 ? node->attr : NULL;
	if (!same_subdir(node->group->name, subdir))
		return NULL;
	for (attr = node->group->attrs, i = 0; attr[i]; i++)
		if (node->visible & (1ull << i) && strcmp(attr[i]->name, name) == 0)
			return attr[i];
	return NULL;
}

/* With the lock held. */
static struct attribute_node *find_attribute(struct list_head *attributes, const char *subdir,
					     const char *name, const struct attribute **attr)
{
	struct attribute_node *node;

	list_for_each_entry (node, attributes, node) {
		*attr = attribute_of(node, subdir, name);
		if (*attr)
			return node;
	}
	return NULL;
}

/* With the lock held. */
static bool name_taken(struct list_head *attributes, const struct attribute_node *node)
{
	const struct attribute *attr;

	if (node->attr)
		return find_attribute(attributes, NULL, node->attr->name, &attr);
	for (unsigned int i = 0; node->group->attrs[i]; i++)
		if (node->visible & (1ull << i) &&
		    find_attribute(attributes, node->group->name, node->group->attrs[i]->name,
				   &attr))
			return true;
	return false;
}

static int add_node(struct kobject *kobj, const struct attribute *attr,
		    const struct attribute_group *group, u64 visible)
{
	struct attribute_node *node = kmalloc(sizeof(*node), GFP_KERNEL);
	struct list_head *attributes;
	int err = 0;

	if (!node)
		return -ENOMEM;
	node->attr = attr;
	node->group = group;
	node->visible = visible;
	atomic_set(&node->active, 0);
	mutex_lock(&sysfs_lock);
	attributes = sysfs_attributes(kobj);
	if (!attributes)
		err = -EINVAL;
	else if (name_taken(attributes, node))
		err = -EEXIST;
	else
		list_add_tail(&node->node, attributes);
	mutex_unlock(&sysfs_lock);
	if (err)
		kfree(node);
	return err;
}

/* The node is off the list: nobody gets in any more. */
static void drain_node(struct attribute_node *node)
{
	sim_lockdep_wait(node, "sysfs attribute");
	wait_event(attributes_drained, atomic_read_acquire(&node->active) == 0);
	kfree(node);
}

/* The node of a single attribute of that name, or of a group. */
static void drop_node(struct kobject *kobj, const char *name, const struct attribute_group *group)
{
	struct attribute_node *node, *found = NULL;
	struct list_head *attributes;

	mutex_lock(&sysfs_lock);
	attributes = sysfs_attributes(kobj);
	if (attributes) {
		list_for_each_entry (node, attributes, node) {
			if (group ? node->group == group :
				    node->attr && strcmp(node->attr->name, name) == 0) {
				found = node;
				list_del(&node->node);
				break;
			}
		}
	}
	mutex_unlock(&sysfs_lock);
	if (found)
		drain_node(found);
}

int sysfs_add_attribute(struct kobject *kobj, const struct attribute *attr)
{
	return add_node(kobj, attr, NULL, 0);
}

void sysfs_drop_attribute(struct kobject *kobj, const struct attribute *attr)
{
	drop_node(kobj, attr->name, NULL);
}

void sysfs_drop_attributes(struct list_head *attributes)
{
	struct attribute_node *node;

	for (;;) {
		mutex_lock(&sysfs_lock);
		node = list_first_entry_or_null(attributes, struct attribute_node, node);
		if (node)
			list_del(&node->node);
		mutex_unlock(&sysfs_lock);
		if (!node)
			return;
		drain_node(node);
	}
}

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *group)
{
	u64 visible = 0;

	for (unsigned int i = 0; group->attrs && group->attrs[i]; i++) {
		umode_t mode = group->attrs[i]->mode;

		if (WARN(i >= GROUP_ATTRIBUTES_MAX, "a group of too many attributes"))
			return -EINVAL;
		if (group->is_visible)
			mode = group->is_visible(kobj, group->attrs[i], (int)i);
		if (mode & 0777)
			visible |= 1ull << i;
	}
	return visible ? add_node(kobj, NULL, group, visible) : 0;
}
EXPORT_SYMBOL(sysfs_create_group);

void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group)
{
	drop_node(kobj, NULL, group);
}
EXPORT_SYMBOL(sysfs_remove_group);

/* All or none. */
int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (unsigned int i = 0; groups && groups[i]; i++) {
		int err = sysfs_create_group(kobj, groups[i]);

		if (!err)
			continue;
		while (i-- > 0)
			sysfs_remove_group(kobj, groups[i]);
		return err;
	}
	return 0;
}
EXPORT_SYMBOL(sysfs_create_groups);

void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(kobj, *groups);
}
EXPORT_SYMBOL(sysfs_remove_groups);

static struct attribute_node *enter_attribute(struct kobject *kobj, const char *subdir,
					      const char *name, struct attribute **attr)
{
	struct attribute_node *node = NULL;
	const struct attribute *found = NULL;
	struct list_head *attributes;

	mutex_lock(&sysfs_lock);
	attributes = sysfs_attributes(kobj);
	if (attributes)
		node = find_attribute(attributes, subdir, name, &found);
	if (node)
		atomic_inc(&node->active);
	mutex_unlock(&sysfs_lock);
	if (node)
		sim_lockdep_run_begin(node, "sysfs attribute");
	*attr = (struct attribute *)found;
	return node;
}

/* The node may be gone after the decrement. */
static void leave_attribute(struct attribute_node *node)
{
	sim_lockdep_run_end(node);
	if (atomic_dec_and_test(&node->active))
		wake_up_all(&attributes_drained);
}

ssize_t sysfs_read(struct kobject *kobj, const char *subdir, const char *name, char *buf)
{
	struct attribute *attr;
	struct attribute_node *node = enter_attribute(kobj, subdir, name, &attr);
	ssize_t ret;

	if (!node)
		return -ENOENT;
	ret = sysfs_call_show(kobj, attr, buf);
	WARN(ret >= (ssize_t)PAGE_SIZE, "show of %s returned bad count", name);
	leave_attribute(node);
	return ret;
}
EXPORT_SYMBOL(sysfs_read);

ssize_t sysfs_write(struct kobject *kobj, const char *subdir, const char *name, const char *buf,
		    size_t count)
{
	struct attribute *attr;
	struct attribute_node *node = enter_attribute(kobj, subdir, name, &attr);
	ssize_t ret;

	if (!node)
		return -ENOENT;
	ret = sysfs_call_store(kobj, attr, buf, count);
	leave_attribute(node);
	return ret;
}
EXPORT_SYMBOL(sysfs_write);

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
