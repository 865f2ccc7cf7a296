/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * notifier.c - chains of callbacks.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/notifier.h>

int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *nb)
{
	struct notifier_block **link = &nh->head;

	mutex_lock(&nh->lock);
	while (*link && (*link)->priority >= nb->priority)
		link = &(*link)->next;
	nb->next = *link;
	*link = nb;
	mutex_unlock(&nh->lock);
	return 0;
}
EXPORT_SYMBOL(blocking_notifier_chain_register);

int blocking_notifier_chain_unregister(struct blocking_notifier_head *nh, struct notifier_block *nb)
{
	struct notifier_block **link = &nh->head;
	int err = -ENOENT;

	mutex_lock(&nh->lock);
	while (*link && *link != nb)
		link = &(*link)->next;
	if (*link) {
		*link = nb->next;
		err = 0;
	}
	mutex_unlock(&nh->lock);
	return err;
}
EXPORT_SYMBOL(blocking_notifier_chain_unregister);

int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long action,
				 void *data)
{
	struct notifier_block *nb, *next;
	int ret = NOTIFY_DONE;

	mutex_lock(&nh->lock);
	for (nb = nh->head; nb; nb = next) {
		next = nb->next;
		ret = nb->notifier_call(nb, action, data);
		if (ret & NOTIFY_STOP_MASK)
			break;
	}
	mutex_unlock(&nh->lock);
	return ret;
}
EXPORT_SYMBOL(blocking_notifier_call_chain);
