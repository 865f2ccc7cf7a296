/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net_test.h - tasks, packets and flows of packets for the network modules of this folder.
 *
 * A packet's hash is its flow, its mark the number in it. What a test finds wrong is a BUG().
 */
#ifndef TESTS_NET_TEST_H
#define TESTS_NET_TEST_H

#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#define TEST_PROTOCOL 0x1234
#define FLOWS 2

/* A task that calls fn(arg) once, on a CPU of the test's choice. */
struct net_task {
	void (*fn)(void *arg);
	void *arg;
	struct completion done;
};

static int net_task_fn(void *data)
{
	struct net_task *task = data;

	task->fn(task->arg);
	complete(&task->done);
	return 0;
}

static inline void net_task_start(struct net_task *task, unsigned int cpu, void (*fn)(void *),
				  void *arg)
{
	struct task_struct *thread;

	task->fn = fn;
	task->arg = arg;
	init_completion(&task->done);
	thread = kthread_create(net_task_fn, task, "net%u", cpu);
	BUG_ON(IS_ERR(thread));
	kthread_bind(thread, cpu);
	wake_up_process(thread);
}

static inline void net_task_join(struct net_task *task)
{
	wait_for_completion(&task->done);
}

static inline struct sk_buff *net_packet(struct net_device *dev, unsigned int flow, u32 mark)
{
	struct sk_buff *skb = __netdev_alloc_skb(dev, 16, GFP_ATOMIC | __GFP_NOFAIL);

	skb->protocol = TEST_PROTOCOL;
	skb->hash = flow;
	skb->mark = mark;
	memset(skb_put(skb, 4), (int)mark, 4);
	return skb;
}

static inline int net_open(struct net_device *dev)
{
	int err;

	rtnl_lock();
	err = dev_open(dev);
	rtnl_unlock();
	return err;
}

static inline void net_close(struct net_device *dev)
{
	rtnl_lock();
	dev_close(dev);
	rtnl_unlock();
}

#endif
