/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs_dir.c - the folders of sysfs: one for each kobject, with its attributes, its links and the
 * kobjects below it. Nothing is mounted; sysfs_read(), sysfs_write() and sysfs_find_device() are
 * the files' users.
 */
#include <linux/device.h>
#include <linux/kernfs.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../kernel/sysfs_internal.h"

#include "sysfs_dir.h"

struct sysfs_dir {
	struct kernfs_node kn; /* what kobject.sd points to; its count */
	struct kobject *kobj; /* NULL once the folder is removed */
	struct list_head attributes;
	struct list_head links;
	struct list_head children; /* struct sysfs_dir.sibling */
	struct list_head sibling;
};

struct sysfs_link {
	struct list_head node;
	const char *name;
	struct sysfs_dir *target; /* with a reference */
};

static struct sysfs_dir root = {
	.kn.count = ATOMIC_INIT(1),
	.attributes = LIST_HEAD_INIT(root.attributes),
	.links = LIST_HEAD_INIT(root.links),
	.children = LIST_HEAD_INIT(root.children),
};

static struct sysfs_dir *dir_of(const struct kobject *kobj)
{
	if (!kobj)
		return &root;
	return kobj->sd ? container_of(kobj->sd, struct sysfs_dir, kn) : NULL;
}

void kernfs_get(struct kernfs_node *kn)
{
	if (kn)
		atomic_inc(&kn->count);
}

void kernfs_put(struct kernfs_node *kn)
{
	if (kn && atomic_dec_and_test(&kn->count))
		kfree(container_of(kn, struct sysfs_dir, kn));
}

/* ---- what sysfs.c asks ---------------------------------------------------------------------- */

struct list_head *sysfs_attributes(struct kobject *kobj)
{
	struct sysfs_dir *dir = dir_of(kobj);

	return dir ? &dir->attributes : NULL;
}

ssize_t sysfs_call_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	const struct sysfs_ops *ops = kobj->ktype->sysfs_ops;

	return ops && ops->show ? ops->show(kobj, attr, buf) : -EIO;
}

ssize_t sysfs_call_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			 size_t count)
{
	const struct sysfs_ops *ops = kobj->ktype->sysfs_ops;

	return ops && ops->store ? ops->store(kobj, attr, buf, count) : -EIO;
}

/* ---- folders ------------------------------------------------------------------------------- */

/* With the lock held. */
static struct sysfs_link *find_link(struct sysfs_dir *dir, const char *name)
{
	struct sysfs_link *link;

	list_for_each_entry (link, &dir->links, node)
		if (!strcmp(link->name, name))
			return link;
	return NULL;
}

/* With the lock held. */
static struct sysfs_dir *find_child(struct sysfs_dir *dir, const char *name)
{
	struct sysfs_dir *child;

	list_for_each_entry (child, &dir->children, sibling)
		if (!strcmp(kobject_name(child->kobj), name))
			return child;
	return NULL;
}

/* With the lock held. */
static bool name_taken(struct sysfs_dir *dir, const char *name)
{
	return find_child(dir, name) || find_link(dir, name);
}

int sysfs_create_dir_ns(struct kobject *kobj, const void *ns)
{
	struct sysfs_dir *dir = kzalloc(sizeof(*dir), GFP_KERNEL);
	struct sysfs_dir *parent;
	int err = 0;

	if (!dir)
		return -ENOMEM;
	atomic_set(&dir->kn.count, 1);
	dir->kobj = kobj;
	INIT_LIST_HEAD(&dir->attributes);
	INIT_LIST_HEAD(&dir->links);
	INIT_LIST_HEAD(&dir->children);

	mutex_lock(&sysfs_lock);
	parent = dir_of(kobj->parent);
	if (!parent)
		err = -ENOENT;
	else if (name_taken(parent, kobject_name(kobj)))
		err = -EEXIST;
	if (!err) {
		list_add_tail(&dir->sibling, &parent->children);
		kobj->sd = &dir->kn;
	}
	mutex_unlock(&sysfs_lock);
	if (err)
		kfree(dir);
	return err;
}

static void free_link(struct sysfs_link *link)
{
	kernfs_put(&link->target->kn);
	kfree_const(link->name);
	kfree(link);
}

/* Takes everything off: the folders of kobjects below it are on their own. */
void sysfs_remove_dir(struct kobject *kobj)
{
	struct sysfs_dir *dir, *child, *next_child;
	struct sysfs_link *link, *next_link;
	LIST_HEAD(links);

	mutex_lock(&sysfs_lock);
	dir = kobj->sd ? dir_of(kobj) : NULL;
	if (dir) {
		kobj->sd = NULL;
		dir->kobj = NULL;
		list_del_init(&dir->sibling);
		list_for_each_entry_safe (child, next_child, &dir->children, sibling)
			list_del_init(&child->sibling);
		list_splice_init(&dir->links, &links);
	}
	mutex_unlock(&sysfs_lock);
	if (!dir)
		return;
	list_for_each_entry_safe (link, next_link, &links, node)
		free_link(link);
	sysfs_drop_attributes(&dir->attributes);
	kernfs_put(&dir->kn);
}

/* The folder goes by its kobject's name. */
int sysfs_rename_dir_ns(struct kobject *kobj, const char *new_name, const void *new_ns)
{
	struct sysfs_dir *parent;
	int err = 0;

	mutex_lock(&sysfs_lock);
	parent = dir_of(kobj->parent);
	if (!strcmp(kobject_name(kobj), new_name))
		err = 0;
	else if (parent && name_taken(parent, new_name))
		err = -EEXIST;
	mutex_unlock(&sysfs_lock);
	return err;
}

int sysfs_move_dir_ns(struct kobject *kobj, struct kobject *new_parent_kobj, const void *new_ns)
{
	SIM_UNREACHABLE("no device moves to another parent");
	return -EINVAL;
}

/* ---- links --------------------------------------------------------------------------------- */

int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name)
{
	struct sysfs_link *link = kmalloc(sizeof(*link), GFP_KERNEL);
	struct sysfs_dir *dir;
	int err = 0;

	if (!link)
		return -ENOMEM;
	link->name = kstrdup_const(name, GFP_KERNEL);
	if (!link->name) {
		kfree(link);
		return -ENOMEM;
	}

	mutex_lock(&sysfs_lock);
	dir = dir_of(kobj);
	link->target = target->sd ? dir_of(target) : NULL;
	if (!dir || !link->target)
		err = -ENOENT;
	else if (name_taken(dir, name))
		err = -EEXIST;
	if (!err) {
		kernfs_get(&link->target->kn);
		list_add_tail(&link->node, &dir->links);
	}
	mutex_unlock(&sysfs_lock);
	if (err) {
		kfree_const(link->name);
		kfree(link);
	}
	return err;
}

int sysfs_create_link_nowarn(struct kobject *kobj, struct kobject *target, const char *name)
{
	return sysfs_create_link(kobj, target, name);
}

void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	struct sysfs_link *link = NULL;
	struct sysfs_dir *dir;

	mutex_lock(&sysfs_lock);
	dir = dir_of(kobj);
	if (dir)
		link = find_link(dir, name);
	if (link)
		list_del(&link->node);
	mutex_unlock(&sysfs_lock);
	if (link)
		free_link(link);
}

void sysfs_delete_link(struct kobject *kobj, struct kobject *target, const char *name)
{
	sysfs_remove_link(kobj, name);
}

int sysfs_rename_link_ns(struct kobject *kobj, struct kobject *target, const char *old_name,
			 const char *new_name, const void *new_ns)
{
	SIM_UNREACHABLE("no device gets another name");
	return -EINVAL;
}

struct device *sysfs_find_device(const char *kind, const char *name)
{
	struct kobject *found = NULL;
	struct sysfs_link *link;
	struct sysfs_dir *dir;

	mutex_lock(&sysfs_lock);
	dir = find_child(&root, "dev");
	if (dir)
		dir = find_child(dir, kind);
	if (dir) {
		list_for_each_entry (link, &dir->links, node) {
			struct kobject *kobj = link->target->kobj;

			if (!kobj || strcmp(kobject_name(kobj), name))
				continue;
			found = kobject_get_unless_zero(kobj);
			break;
		}
	}
	mutex_unlock(&sysfs_lock);
	return found ? kobj_to_dev(found) : NULL;
}

/* ---- single files -------------------------------------------------------------------------- */

int sysfs_create_file_ns(struct kobject *kobj, const struct attribute *attr, const void *ns)
{
	return sysfs_add_attribute(kobj, attr);
}

void sysfs_remove_file_ns(struct kobject *kobj, const struct attribute *attr, const void *ns)
{
	sysfs_drop_attribute(kobj, attr);
}

bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attr)
{
	SIM_UNREACHABLE("no attribute here removes itself");
	return false;
}

int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	SIM_UNREACHABLE("nothing here has a binary attribute");
	return -EINVAL;
}

void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	SIM_UNREACHABLE("nothing here has a binary attribute");
}

/* ---- owners -------------------------------------------------------------------------------- */

int sysfs_file_change_owner(struct kobject *kobj, const char *name, kuid_t kuid, kgid_t kgid)
{
	SIM_UNREACHABLE("no file of sysfs changes its owner");
	return -EINVAL;
}

int sysfs_change_owner(struct kobject *kobj, kuid_t kuid, kgid_t kgid)
{
	SIM_UNREACHABLE("no file of sysfs changes its owner");
	return -EINVAL;
}

int sysfs_link_change_owner(struct kobject *kobj, struct kobject *target, const char *name,
			    kuid_t kuid, kgid_t kgid)
{
	SIM_UNREACHABLE("no file of sysfs changes its owner");
	return -EINVAL;
}

int sysfs_groups_change_owner(struct kobject *kobj, const struct attribute_group **groups,
			      kuid_t kuid, kgid_t kgid)
{
	SIM_UNREACHABLE("no file of sysfs changes its owner");
	return -EINVAL;
}
