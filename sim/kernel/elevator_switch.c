/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * elevator_switch.c - which elevators there are, and which one a queue has. Task context.
 */
#include <linux/blkdev.h>
#include <linux/elevator.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk.h"

/* elevator=: 0 noop, 1 deadline. */
static int elevator_default;
module_param_named(elevator, elevator_default, int, 0444);

static LIST_HEAD(elv_list);
static DEFINE_SPINLOCK(elv_list_lock);

const char *elevator_default_name(void)
{
	return elevator_default == 1 ? "deadline" : "noop";
}
EXPORT_SYMBOL(elevator_default_name);

/* Under elv_list_lock. */
static struct elevator_type *elevator_find(const char *name)
{
	struct elevator_type *type;

	list_for_each_entry(type, &elv_list, list) {
		if (!strcmp(type->elevator_name, name))
			return type;
	}
	return NULL;
}

static struct elevator_type *elevator_get(const char *name)
{
	struct elevator_type *type;

	spin_lock(&elv_list_lock);
	type = elevator_find(name);
	spin_unlock(&elv_list_lock);
	return type;
}

int elv_register(struct elevator_type *type)
{
	int err = 0;

	spin_lock(&elv_list_lock);
	if (elevator_find(type->elevator_name))
		err = -EBUSY;
	else
		list_add_tail(&type->list, &elv_list);
	spin_unlock(&elv_list_lock);
	return err;
}
EXPORT_SYMBOL(elv_register);

void elv_unregister(struct elevator_type *type)
{
	spin_lock(&elv_list_lock);
	list_del_init(&type->list);
	spin_unlock(&elv_list_lock);
}
EXPORT_SYMBOL(elv_unregister);

static struct elevator_queue *elevator_create(struct request_queue *q, const char *name, int *err)
{
	struct elevator_type *type = elevator_get(name);
	struct elevator_queue *eq;

	*err = -EINVAL;
	if (!type)
		return NULL;
	*err = -ENOMEM;
	eq = kzalloc(sizeof(*eq), GFP_KERNEL);
	if (!eq)
		return NULL;
	eq->type = type;
	*err = type->ops.elevator_init_fn(q, eq);
	if (*err) {
		kfree(eq);
		return NULL;
	}
	return eq;
}

int elevator_init(struct request_queue *q, const char *name)
{
	int err = 0;

	if (q->elevator)
		return 0;
	q->elevator = elevator_create(q, name ? name : elevator_default_name(), &err);
	return err;
}
EXPORT_SYMBOL(elevator_init);

void elevator_exit(struct elevator_queue *eq)
{
	if (eq->type->ops.elevator_exit_fn)
		eq->type->ops.elevator_exit_fn(eq);
	kfree(eq);
}
EXPORT_SYMBOL(elevator_exit);

int elevator_change(struct request_queue *q, const char *name)
{
	struct elevator_queue *new, *old;
	int err;

	mutex_lock(&q->sysfs_lock);
	new = elevator_create(q, name, &err);
	if (new) {
		blk_queue_bypass_start(q);
		spin_lock_irq(q->queue_lock);
		old = q->elevator;
		q->elevator = new;
		q->last_merge = NULL;
		spin_unlock_irq(q->queue_lock);
		elevator_exit(old);
		blk_queue_bypass_end(q);
	}
	mutex_unlock(&q->sysfs_lock);
	return err;
}
EXPORT_SYMBOL(elevator_change);
