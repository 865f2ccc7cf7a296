/* SPDX-License-Identifier: GPL-2.0-only */
/* module_skbuff.c - packets by themselves: their bytes, references and queues. */
#include <linux/atomic.h>
#include <linux/string.h>

#include "net_test.h"

/* Where the bytes are, and what there is room for. */
void skb_bytes(void);
void skb_bytes(void)
{
	struct sk_buff *skb = alloc_skb(100, GFP_KERNEL);
	char *bytes;

	BUG_ON(skb->len || skb_headroom(skb) || skb_tailroom(skb) != 100 || skb->dev);
	skb_reserve(skb, 20);
	bytes = skb_put(skb, 30);
	memset(bytes, 'b', 30);
	BUG_ON(skb->len != 30 || skb_headroom(skb) != 20 || skb_tailroom(skb) != 50);
	memset(skb_push(skb, 14), 'h', 14);
	BUG_ON(skb->len != 44 || skb_headroom(skb) != 6 || (char *)skb->data + 14 != bytes);
	BUG_ON(skb_pull(skb, 45) || skb->len != 44);
	BUG_ON(skb_pull(skb, 14) != bytes || skb->len != 30);
	skb_trim(skb, 31);
	BUG_ON(skb->len != 30);
	skb_trim(skb, 10);
	BUG_ON(skb->len != 10 || skb_tailroom(skb) != 70 || bytes[9] != 'b');
	BUG_ON((char *)skb_put(skb, 70) != bytes + 10 || skb_tailroom(skb));
	kfree_skb(skb);
	skb = __netdev_alloc_skb((struct net_device *)&bytes, 10, GFP_ATOMIC);
	BUG_ON(skb_headroom(skb) != NET_SKB_PAD || skb_tailroom(skb) != 10 || !skb->dev);
	dev_kfree_skb_any(skb);
	kfree_skb(NULL);
	consume_skb(NULL);
}

static atomic_t destroyed, dropped;

static void count_destroyed(struct sk_buff *skb)
{
	atomic_inc(&destroyed);
}

static void count_dropped(void *data, struct sk_buff *skb)
{
	BUG_ON(data != &dropped || atomic_read(&destroyed));
	atomic_inc(&dropped);
}

static void put_fn(void *arg)
{
	struct sk_buff *skb = arg;

	BUG_ON(atomic_read(&destroyed) || skb->data[0] != 7);
	skb->data[1 + smp_processor_id()] = 8;
	kfree_skb(skb);
}

/* The last of several references frees, wherever it is; its destructor runs once. */
void skb_shared(void);
void skb_shared(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 7);
	struct net_task tasks[2];

	BUG_ON(register_trace_kfree_skb(count_dropped, &dropped));
	skb->destructor = count_destroyed;
	net_task_start(&tasks[0], 0, put_fn, skb_get(skb));
	net_task_start(&tasks[1], 1, put_fn, skb_get(skb));
	kfree_skb(skb);
	net_task_join(&tasks[0]);
	net_task_join(&tasks[1]);
	BUG_ON(atomic_read(&destroyed) != 1 || atomic_read(&dropped) != 1);
	unregister_trace_kfree_skb(count_dropped, &dropped);
}

/* An orphan has no sender any more; a packet that has arrived is no drop. */
void skb_ends(void);
void skb_ends(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 0);

	BUG_ON(register_trace_kfree_skb(count_dropped, &dropped));
	skb->destructor = count_destroyed;
	skb_orphan(skb);
	skb_orphan(skb);
	BUG_ON(atomic_read(&destroyed) != 1);
	consume_skb(skb);
	BUG_ON(atomic_read(&destroyed) != 1 || atomic_read(&dropped));
	atomic_set(&destroyed, 0);
	skb = net_packet(NULL, 0, 0);
	skb->destructor = count_destroyed;
	kfree_skb(skb_get(skb));
	BUG_ON(atomic_read(&dropped) || atomic_read(&destroyed));
	napi_consume_skb(skb, 1);
	BUG_ON(atomic_read(&dropped) || atomic_read(&destroyed) != 1);
	unregister_trace_kfree_skb(count_dropped, &dropped);
	kfree_skb(net_packet(NULL, 0, 0));
	BUG_ON(atomic_read(&dropped));
}

#define PACKETS 4

static struct sk_buff_head queue;

static void fill_fn(void *arg)
{
	unsigned int i;

	for (i = 0; i < PACKETS; i++)
		skb_queue_tail(&queue, net_packet(NULL, smp_processor_id(), i));
}

/* First in, first out, for two who fill and one who takes; the rest is dropped. */
void skb_queues(void);
void skb_queues(void)
{
	struct net_task tasks[2];
	unsigned int next[2] = { 0 }, i;

	skb_queue_head_init(&queue);
	BUG_ON(skb_dequeue(&queue) || !skb_queue_empty(&queue));
	net_task_start(&tasks[0], 0, fill_fn, NULL);
	net_task_start(&tasks[1], 1, fill_fn, NULL);
	for (i = 0; i < PACKETS; i++) {
		struct sk_buff *skb;

		while (!(skb = skb_dequeue(&queue)))
			cond_resched();
		BUG_ON(skb->mark != next[skb->hash]++);
		consume_skb(skb);
	}
	net_task_join(&tasks[0]);
	net_task_join(&tasks[1]);
	BUG_ON(queue.qlen != PACKETS || skb_queue_empty(&queue));
	skb_queue_purge(&queue);
	BUG_ON(queue.qlen || !skb_queue_empty(&queue));
}

/* With fault alloc: there is a packet, or nothing. */
void skb_alloc_fails(void);
void skb_alloc_fails(void)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		struct sk_buff *skb = __netdev_alloc_skb(NULL, 64, GFP_ATOMIC);

		if (skb)
			memset(skb_put(skb, 64), 0, 64);
		kfree_skb(skb);
	}
	kfree_skb(net_packet(NULL, 0, 0));
}

/* ---- what is found --------------------------------------------------------------------------- */

void skb_used_after_free(void);
void skb_used_after_free(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 0);
	u8 *data = skb->data;

	consume_skb(skb);
	data[0] = 1;
}

void skb_freed_twice(void);
void skb_freed_twice(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 0);

	kfree_skb(skb);
	kfree_skb(skb);
}

/* Both write what both have. */
static void write_fn(void *arg)
{
	struct sk_buff *skb = arg;

	skb->data[0]++;
	consume_skb(skb);
}

void skb_written_by_two(void);
void skb_written_by_two(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 0);
	struct net_task task;

	net_task_start(&task, 1, write_fn, skb_get(skb));
	write_fn(skb);
	net_task_join(&task);
}

void skb_leaked(void);
void skb_leaked(void)
{
	kfree_skb(skb_get(net_packet(NULL, 0, 0)));
}

void skb_too_long(void);
void skb_too_long(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 0);

	skb_put(skb, skb_tailroom(skb) + 1);
	kfree_skb(skb);
}

void skb_behind_end(void);
void skb_behind_end(void)
{
	struct sk_buff *skb = net_packet(NULL, 0, 0);

	skb->tail[skb_tailroom(skb)] = 0;
	kfree_skb(skb);
}

void skb_never_written(void);
void skb_never_written(void)
{
	struct sk_buff *skb = alloc_skb(64, GFP_KERNEL);

	BUG_ON(((u8 *)skb_put(skb, 64))[63] == 1);
	kfree_skb(skb);
}

void skb_alloc_sleeps(void);
void skb_alloc_sleeps(void)
{
	local_bh_disable();
	kfree_skb(alloc_skb(64, GFP_KERNEL));
	local_bh_enable();
}
