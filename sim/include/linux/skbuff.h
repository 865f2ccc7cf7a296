/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * skbuff.h - socket buffers: one packet each, in one linear piece.
 *
 * kfree_skb() is for a packet that was dropped, consume_skb() for one that has come where it was
 * to go; who wants to know of drops listens with register_trace_kfree_skb().
 */
#ifndef SIM_LINUX_SKBUFF_H
#define SIM_LINUX_SKBUFF_H

#include <linux/bug.h>
#include <linux/gfp.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>

struct net_device;

#define NET_SKB_PAD 64

struct sk_buff {
	struct sk_buff *next; /* of the queue or list that it is on */
	struct sk_buff *prev;
	struct net_device *dev;
	refcount_t users;
	unsigned int len;
	unsigned int mac_len;
	u32 hash; /* of its flow */
	u32 mark; /* the sender's, for its own use */
	u16 queue_mapping;
	__be16 protocol;
	void (*destructor)(struct sk_buff *skb); /* its sender wants it back; any context */
	char cb[48] __attribute__((aligned(8))); /* of the layer that has it */
	u8 *head;
	u8 *data;
	u8 *tail;
	u8 *end;
};

struct sk_buff_head {
	struct sk_buff *next;
	struct sk_buff *prev;
	u32 qlen;
	spinlock_t lock;
};

/* Any context, as gfp allows. NULL without memory. Nothing is reserved in front. */
struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp);
/* For a packet that a device receives: with headroom. */
struct sk_buff *__netdev_alloc_skb(struct net_device *dev, unsigned int size, gfp_t gfp);
/* Any context. The last reference frees. NULL is fine. */
void kfree_skb(struct sk_buff *skb);
void consume_skb(struct sk_buff *skb);
#define dev_kfree_skb(skb) consume_skb(skb)
#define dev_kfree_skb_any(skb) kfree_skb(skb)
#define dev_consume_skb_any(skb) consume_skb(skb)

static inline void napi_consume_skb(struct sk_buff *skb, int budget)
{
	(void)budget;
	consume_skb(skb);
}

static inline struct sk_buff *skb_get(struct sk_buff *skb)
{
	refcount_inc(&skb->users);
	return skb;
}

/* The sender need not wait until the packet is freed. */
static inline void skb_orphan(struct sk_buff *skb)
{
	if (skb->destructor)
		skb->destructor(skb);
	skb->destructor = NULL;
}

/* probe(data, skb) is called for each dropped packet, in the context that drops it, under RCU. One
 * listener; -EBUSY for a second. Task context. */
typedef void (*kfree_skb_probe_t)(void *data, struct sk_buff *skb);
int register_trace_kfree_skb(kfree_skb_probe_t probe, void *data);
void unregister_trace_kfree_skb(kfree_skb_probe_t probe, void *data);

/* ---- the packet's bytes --------------------------------------------------------------------- */

static inline unsigned int skb_headroom(const struct sk_buff *skb)
{
	return (unsigned int)(skb->data - skb->head);
}

static inline unsigned int skb_tailroom(const struct sk_buff *skb)
{
	return (unsigned int)(skb->end - skb->tail);
}

/* Only of an empty one. */
static inline void skb_reserve(struct sk_buff *skb, unsigned int bytes)
{
	skb->data += bytes;
	skb->tail += bytes;
}

static inline void *skb_put(struct sk_buff *skb, unsigned int bytes)
{
	void *old = skb->tail;

	BUG_ON(bytes > skb_tailroom(skb));
	skb->tail += bytes;
	skb->len += bytes;
	return old;
}

static inline void *skb_push(struct sk_buff *skb, unsigned int bytes)
{
	BUG_ON(bytes > skb_headroom(skb));
	skb->data -= bytes;
	skb->len += bytes;
	return skb->data;
}

/* NULL if there are not so many. */
static inline void *skb_pull(struct sk_buff *skb, unsigned int bytes)
{
	if (bytes > skb->len)
		return NULL;
	skb->len -= bytes;
	skb->data += bytes;
	return skb->data;
}

static inline void skb_trim(struct sk_buff *skb, unsigned int bytes)
{
	if (bytes >= skb->len)
		return;
	skb->len = bytes;
	skb->tail = skb->data + bytes;
}

static inline void skb_set_queue_mapping(struct sk_buff *skb, u16 queue)
{
	skb->queue_mapping = queue;
}

static inline u16 skb_get_queue_mapping(const struct sk_buff *skb)
{
	return skb->queue_mapping;
}

/* ---- queues of packets ---------------------------------------------------------------------- */

#define skb_queue_head_init(list)                                                                  \
	do {                                                                                       \
		spin_lock_init(&(list)->lock);                                                     \
		__skb_queue_head_init(list);                                                       \
	} while (0)

static inline void __skb_queue_head_init(struct sk_buff_head *list)
{
	list->next = list->prev = (struct sk_buff *)list;
	list->qlen = 0;
}

static inline bool skb_queue_empty(const struct sk_buff_head *list)
{
	return READ_ONCE(list->next) == (const struct sk_buff *)list;
}

static inline void __skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb)
{
	skb->next = (struct sk_buff *)list;
	skb->prev = list->prev;
	WRITE_ONCE(list->prev->next, skb);
	list->prev = skb;
	list->qlen++;
}

static inline struct sk_buff *__skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb = list->next;

	if (skb == (struct sk_buff *)list)
		return NULL;
	list->qlen--;
	WRITE_ONCE(list->next, skb->next);
	skb->next->prev = (struct sk_buff *)list;
	skb->next = skb->prev = NULL;
	return skb;
}

/* Any context; these take the queue's lock. */
void skb_queue_tail(struct sk_buff_head *list, struct sk_buff *skb);
struct sk_buff *skb_dequeue(struct sk_buff_head *list);
void skb_queue_purge(struct sk_buff_head *list);

#endif
