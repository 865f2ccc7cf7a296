/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * skbuff.c - packets: allocation, references, queues, and who hears of drops.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

struct drop_listener {
	kfree_skb_probe_t probe;
	void *data;
};

static struct drop_listener *drop_listener;

struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp)
{
	struct sk_buff *skb = kzalloc(sizeof(*skb), gfp);

	if (!skb)
		return NULL;
	skb->head = kmalloc(size, gfp);
	if (!skb->head) {
		kfree(skb);
		return NULL;
	}
	skb->data = skb->tail = skb->head;
	skb->end = skb->head + size;
	refcount_set(&skb->users, 1);
	return skb;
}
EXPORT_SYMBOL(alloc_skb);

struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int size, gfp_t gfp)
{
	struct sk_buff *skb = alloc_skb(size + NET_SKB_PAD, gfp);

	if (!skb)
		return NULL;
	skb_reserve(skb, NET_SKB_PAD);
	skb->dev = dev;
	return skb;
}
EXPORT_SYMBOL(__netdev_alloc_skb);

static void free_skb(struct sk_buff *skb)
{
	skb_orphan(skb);
	kfree(skb->head);
	kfree(skb);
}

void consume_skb(struct sk_buff *skb)
{
	if (skb && refcount_dec_and_test(&skb->users))
		free_skb(skb);
}
EXPORT_SYMBOL(consume_skb);

void kfree_skb(struct sk_buff *skb)
{
	const struct drop_listener *listener;

	if (!skb || !refcount_dec_and_test(&skb->users))
		return;
	rcu_read_lock();
	listener = rcu_dereference(drop_listener);
	if (listener)
		listener->probe(listener->data, skb);
	rcu_read_unlock();
	free_skb(skb);
}
EXPORT_SYMBOL(kfree_skb);

int register_trace_kfree_skb(kfree_skb_probe_t probe, void *data)
{
	struct drop_listener *listener = kmalloc(sizeof(*listener), GFP_KERNEL);

	if (!listener)
		return -ENOMEM;
	listener->probe = probe;
	listener->data = data;
	if (!cmpxchg(&drop_listener, NULL, listener))
		return 0;
	kfree(listener);
	return -EBUSY;
}
EXPORT_SYMBOL(register_trace_kfree_skb);

void unregister_trace_kfree_skb(kfree_skb_probe_t probe, void *data)
{
	struct drop_listener *listener = xchg(&drop_listener, NULL);

	synchronize_rcu();
	kfree(listener);
}
EXPORT_SYMBOL(unregister_trace_kfree_skb);

void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	__skb_queue_tail(list, skb);
	spin_unlock_irqrestore(&list->lock, flags);
}
EXPORT_SYMBOL(skb_queue_tail);

struct sk_buff *skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb;
	unsigned long flags;

	spin_lock_irqsave(&list->lock, flags);
	skb = __skb_dequeue(list);
	spin_unlock_irqrestore(&list->lock, flags);
	return skb;
}
EXPORT_SYMBOL(skb_dequeue);

void skb_queue_purge(struct sk_buff_head *list)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(list)))
		kfree_skb(skb);
}
EXPORT_SYMBOL(skb_queue_purge);
