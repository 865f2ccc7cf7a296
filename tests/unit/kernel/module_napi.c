/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_napi.c - polling under a device whose wire is a queue of packets that the test fills.
 */
#include "net_test.h"

#define WEIGHT 4

struct napi_net {
	struct net_device *dev;
	struct napi_struct *napi; /* memory of its own */
	struct sk_buff_head wire;
	unsigned int weight;
	unsigned int polls, full; /* full: so many of them took all they might */
	unsigned int missed; /* napi_complete_done() said no */
	unsigned int next[FLOWS]; /* mark of the next packet */
	unsigned int received, wanted;
	struct completion all; /* that were wanted have come */
	bool hold; /* a poll that has emptied the wire waits there; marked */
	bool endless; /* polls claim to have done all they might; marked */
	unsigned int too_much; /* a poll says so much more than it did */
	struct completion inside; /* a poll waits */
};

/* Polls do not overlap: nothing here is marked. */
static int napi_net_poll(struct napi_struct *napi, int budget)
{
	struct napi_net *net = *(struct napi_net **)netdev_priv(napi->dev);
	struct sk_buff *skb;
	int work = 0;

	BUG_ON(budget != (int)net->weight || !test_bit(NAPI_STATE_SCHED, &napi->state));
	net->polls++;
	while (work < budget && (skb = skb_dequeue(&net->wire))) {
		work++;
		BUG_ON(napi_gro_receive(napi, skb) != NET_RX_SUCCESS);
	}
	if (READ_ONCE(net->endless))
		return budget;
	if (READ_ONCE(net->hold)) {
		complete(&net->inside);
		while (READ_ONCE(net->hold))
			udelay(1);
	}
	if (work == budget) {
		net->full++;
		return work + net->too_much;
	}
	if (!napi_complete_done(napi, work))
		WRITE_ONCE(net->missed, READ_ONCE(net->missed) + 1);
	/* Here it may be disabled, deleted and freed: a driver allows its interrupt. */
	udelay(1);
	return work;
}

static int napi_net_func(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
			 struct net_device *orig_dev)
{
	struct napi_net *net = *(struct napi_net **)netdev_priv(dev);

	BUG_ON(!sim_in_softirq() || skb->len != 4 || skb->data[3] != (u8)skb->mark);
	BUG_ON(skb->mark != net->next[skb->hash]++);
	consume_skb(skb);
	if (++net->received == net->wanted)
		complete(&net->all);
	return NET_RX_SUCCESS;
}

static struct packet_type napi_net_type = { .type = TEST_PROTOCOL, .func = napi_net_func };

/* Not registered, enabled. */
static struct napi_net *net_create(unsigned int wanted)
{
	struct napi_net *net = kzalloc(sizeof(*net), GFP_KERNEL | __GFP_NOFAIL);

	net->dev = alloc_etherdev_mq(sizeof(net), 1);
	BUG_ON(!net->dev);
	*(struct napi_net **)netdev_priv(net->dev) = net;
	skb_queue_head_init(&net->wire);
	init_completion(&net->all);
	init_completion(&net->inside);
	net->wanted = wanted;
	net->weight = WEIGHT;
	dev_add_pack(&napi_net_type);
	net->napi = kzalloc(sizeof(*net->napi), GFP_KERNEL | __GFP_NOFAIL);
	netif_napi_add(net->dev, net->napi, napi_net_poll, WEIGHT);
	napi_enable(net->napi);
	return net;
}

/* Its napi is disabled. */
static void net_destroy(struct napi_net *net)
{
	netif_napi_del(net->napi);
	kfree(net->napi);
	dev_remove_pack(&napi_net_type);
	skb_queue_purge(&net->wire);
	free_netdev(net->dev);
	kfree(net);
}

static void net_end(struct napi_net *net)
{
	napi_disable(net->napi);
	net_destroy(net);
}

static void net_arrive(struct napi_net *net, unsigned int flow, u32 mark)
{
	skb_queue_tail(&net->wire, net_packet(net->dev, flow, mark));
}

static void schedule_fn(void *arg)
{
	struct napi_net *net = arg;

	napi_schedule(net->napi);
}

#define PACKETS 9

static void send_flow(struct napi_net *net, unsigned int flow)
{
	unsigned int i;

	for (i = 0; i < PACKETS; i++) {
		net_arrive(net, flow, i);
		napi_schedule(net->napi);
	}
}

static void send_flow0(void *arg)
{
	send_flow(arg, 0);
}

static void send_flow1(void *arg)
{
	send_flow(arg, 1);
}

/* A poll of an empty wire on CPU 1 waits, with the task below it, until hold is taken back. */
static void hold_poll(struct napi_net *net, struct net_task *task)
{
	WRITE_ONCE(net->hold, true);
	net_task_start(task, 1, schedule_fn, net);
	wait_for_completion(&net->inside);
}

/* Whoever schedules, from either CPU, is served. */
void napi_storm(void);
void napi_storm(void)
{
	struct napi_net *net = net_create(2 * PACKETS);
	struct net_task tasks[2];

	net_task_start(&tasks[0], 0, send_flow0, net);
	net_task_start(&tasks[1], 1, send_flow1, net);
	wait_for_completion(&net->all);
	net_task_join(&tasks[0]);
	net_task_join(&tasks[1]);
	net_end(net);
}

/* Scheduled while it polls an empty wire: napi_complete_done() goes on, once. */
void napi_missed(void);
void napi_missed(void)
{
	struct napi_net *net = net_create(1);
	struct net_task task;

	hold_poll(net, &task);
	net_arrive(net, 0, 0);
	BUG_ON(napi_schedule_prep(net->napi));
	BUG_ON(napi_schedule_prep(net->napi));
	WRITE_ONCE(net->hold, false);
	wait_for_completion(&net->all);
	net_task_join(&task);
	napi_disable(net->napi);
	BUG_ON(net->polls != 2 || net->missed != 1);
	net_destroy(net);
}

/* Scheduled once, it comes back until the wire is empty; scheduled more often, it does no more. */
void napi_exhausted(void);
void napi_exhausted(void)
{
	struct napi_net *net = net_create(2 * WEIGHT + 1);
	unsigned int i;

	for (i = 0; i < net->wanted; i++)
		net_arrive(net, 0, i);
	napi_schedule(net->napi);
	wait_for_completion(&net->all);
	napi_disable(net->napi);
	BUG_ON(net->polls != 3 || net->full != 2 || net->missed);
	net_destroy(net);
}

/* Two instances of a CPU: one that always has more to do does not keep the other from its turn. */
void napi_two(void);
void napi_two(void)
{
	struct napi_net *busy = net_create(0);
	struct napi_net *net = kzalloc(sizeof(*net), GFP_KERNEL | __GFP_NOFAIL);
	struct napi_struct *second = kzalloc(sizeof(*second), GFP_KERNEL | __GFP_NOFAIL);
	struct net_device *dev = alloc_etherdev_mq(sizeof(net), 1);

	*net = (struct napi_net){ .dev = dev, .napi = second, .weight = 1, .wanted = 3 };
	*(struct napi_net **)netdev_priv(dev) = net;
	skb_queue_head_init(&net->wire);
	init_completion(&net->all);
	netif_napi_add(dev, second, napi_net_poll, 1);
	napi_enable(second);
	WRITE_ONCE(busy->endless, true);
	napi_schedule(busy->napi);
	net_arrive(net, 0, 0);
	net_arrive(net, 0, 1);
	net_arrive(net, 0, 2);
	napi_schedule(second);
	wait_for_completion(&net->all);
	napi_disable(second);
	netif_napi_del(second);
	free_netdev(dev);
	kfree(second);
	kfree(net);
	net_end(busy);
}

/* Disabled, it is not polled, whatever arrives: unmarked accesses here race with no poll. */
void napi_disabled(void);
void napi_disabled(void)
{
	struct napi_net *net = net_create(PACKETS);
	struct net_task task;
	unsigned int i, polls;

	net_task_start(&task, 1, send_flow0, net);
	for (i = 0; i < 2; i++) {
		napi_disable(net->napi);
		polls = net->polls;
		napi_schedule(net->napi);
		msleep(1);
		BUG_ON(polls != net->polls);
		net->full = 0;
		napi_enable(net->napi);
		/* As drivers do: what came meanwhile had nobody to schedule. */
		napi_schedule(net->napi);
	}
	wait_for_completion(&net->all);
	net_task_join(&task);
	net_end(net);
}

static void let_go_fn(void *arg)
{
	struct napi_net *net = arg;

	msleep(1);
	WRITE_ONCE(net->hold, false);
}

/* napi_disable() waits for the poll that runs. */
void napi_disable_waits(void);
void napi_disable_waits(void)
{
	struct napi_net *net = net_create(0);
	struct net_task task, other;

	hold_poll(net, &task);
	net_task_start(&other, 0, let_go_fn, net);
	napi_disable(net->napi);
	BUG_ON(READ_ONCE(net->hold) || net->polls != 1);
	net_task_join(&task);
	net_task_join(&other);
	net_destroy(net);
}

/* It ends although each poll asks for another. */
void napi_disable_endless(void);
void napi_disable_endless(void)
{
	struct napi_net *net = net_create(0);

	WRITE_ONCE(net->endless, true);
	napi_schedule(net->napi);
	net_end(net);
}

/* Once it is disabled and deleted its memory is the driver's, also while a softirq leaves poll. */
void napi_freed(void);
void napi_freed(void)
{
	struct napi_net *net = net_create(1);
	struct net_task task;

	net_arrive(net, 0, 0);
	net_task_start(&task, 1, schedule_fn, net);
	wait_for_completion(&net->all);
	net_end(net);
	net_task_join(&task);
}

/* ---- what is found --------------------------------------------------------------------------- */

void napi_deleted_enabled(void);
void napi_deleted_enabled(void)
{
	net_destroy(net_create(0));
}

/* Deleted under a running poll: what the check of the state cannot see. */
void napi_deleted_polled(void);
void napi_deleted_polled(void)
{
	struct napi_net *net = net_create(0);
	struct net_task task;

	hold_poll(net, &task);
	netif_napi_del(net->napi);
	kfree(net->napi);
	WRITE_ONCE(net->hold, false);
	net_task_join(&task);
	dev_remove_pack(&napi_net_type);
	free_netdev(net->dev);
	kfree(net);
}

void napi_disable_atomic(void);
void napi_disable_atomic(void)
{
	struct napi_net *net = net_create(0);
	spinlock_t lock;

	spin_lock_init(&lock);
	spin_lock(&lock);
	napi_disable(net->napi);
	spin_unlock(&lock);
	net_destroy(net);
}

void napi_disable_twice(void);
void napi_disable_twice(void)
{
	struct napi_net *net = net_create(0);

	napi_disable(net->napi);
	net_end(net);
}

void napi_enable_twice(void);
void napi_enable_twice(void)
{
	struct napi_net *net = net_create(0);

	napi_enable(net->napi);
	net_end(net);
}

void napi_too_much_work(void);
void napi_too_much_work(void)
{
	struct napi_net *net = net_create(WEIGHT);
	unsigned int i;

	net->too_much = 1;
	for (i = 0; i < WEIGHT; i++)
		net_arrive(net, 0, i);
	napi_schedule(net->napi);
	wait_for_completion(&net->all);
	net_end(net);
}

/* A packet is put on the wire and nobody is told. */
void napi_not_scheduled(void);
void napi_not_scheduled(void)
{
	struct napi_net *net = net_create(1);

	net_arrive(net, 0, 0);
	wait_for_completion(&net->all);
	net_end(net);
}
