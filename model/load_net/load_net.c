/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_net.c - tasks that send packets through a network device.
 *
 * A packet of an item that receives comes back as an echo; one of an item that sends is over when its
 * memory is free again, as with a socket's send buffer.
 * What the stack or the driver drops is heard of (kfree_skb) and sent again. What was under way when
 * the device was suspended or went away is lost; a late echo of such a packet is nobody's.
 *
 * load_net_churn.c plays the administrator meanwhile.
 */
#include <asm/byteorder.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/kernel.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "../load_tasks/load_tasks.h"
#include "load_net.h"

struct load_packet {
	u64 number; /* 0: free; under job->lock, but the task's own */
	u32 id;
	bool echo;
	bool dropped; /* under job->lock */
	bool sent; /* under job->lock */
};

struct load_job {
	unsigned int number;
	u64 sent;
	unsigned int in_flight;
	struct load_packet *packets; /* iodepth of them */
	struct sk_buff_head echoes;
	spinlock_t lock;
	bool event; /* under lock: something was dropped or sent, or all is lost */
	bool lost; /* under lock */
	wait_queue_head_t wait;
};

struct sim_traffic_plan load_plan;
static struct load_job *jobs;
static refcount_t load_refs; /* of jobs: one for each packet that may be heard of */

/* ---- the jobs' memory ----------------------------------------------------------------------- */

/* By the last packet, or at the end. */
static void load_put_jobs(void)
{
	unsigned int i;

	if (!refcount_dec_and_test(&load_refs))
		return;
	for (i = 0; i < load_plan.jobs; i++) {
		skb_queue_purge(&jobs[i].echoes);
		kfree(jobs[i].packets);
	}
	kfree(jobs);
	jobs = NULL;
}

/* ---- what the stack tells ------------------------------------------------------------------- */

/* Softirq context. */
static int load_receive(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
			struct net_device *orig_dev)
{
	const struct sim_net_header *header = (const struct sim_net_header *)skb->data;
	struct load_job *job;

	if (skb->len != sizeof(*header) + load_plan.bytes || header->job >= load_plan.jobs) {
		kfree_skb(skb);
		return NET_RX_DROP;
	}
	job = &jobs[header->job];
	skb_queue_tail(&job->echoes, skb);
	wake_up(&job->wait);
	return NET_RX_SUCCESS;
}

static struct packet_type load_packet_type = {
	.func = load_receive,
};

/* Any context: what became of a packet. Its mark says where it was; the place may have another by
 * now, whose number differs. */
static void load_skb_event(const struct sk_buff *skb, bool dropped)
{
	const struct sim_net_header *header = (const struct sim_net_header *)(skb->data + ETH_HLEN);
	struct load_job *job = &jobs[header->job];
	struct load_packet *packet = &job->packets[skb->mark - 1];
	unsigned long flags;

	spin_lock_irqsave(&job->lock, flags);
	if (packet->number == header->number) {
		if (dropped)
			packet->dropped = true;
		else if (!packet->echo && !packet->dropped)
			packet->sent = true;
		job->event = true;
	}
	spin_unlock_irqrestore(&job->lock, flags);
	wake_up(&job->wait);
	load_put_jobs();
}

static void load_sent(struct sk_buff *skb)
{
	load_skb_event(skb, false);
}

/* Received packets are nobody's. */
static void load_dropped(void *data, struct sk_buff *skb)
{
	if (skb->destructor != load_sent)
		return;
	skb->destructor = NULL;
	load_skb_event(skb, true);
}

void load_net_lost(void)
{
	unsigned int i;

	for (i = 0; jobs && i < load_plan.jobs; i++) {
		struct load_job *job = &jobs[i];

		spin_lock_irq(&job->lock);
		job->lost = job->event = true;
		spin_unlock_irq(&job->lock);
		wake_up(&job->wait);
	}
}

static int load_netdev_event(struct notifier_block *nb, unsigned long event, void *info)
{
	if (event == NETDEV_UNREGISTER)
		load_net_lost();
	return NOTIFY_OK;
}

static struct notifier_block load_notifier = {
	.notifier_call = load_netdev_event,
};

/* ---- a packet ------------------------------------------------------------------------------- */

/* Every other job leaves no room for the driver's header. */
static struct sk_buff *load_build(struct load_job *job, const struct load_packet *packet)
{
	unsigned int room = job->number % 2 ? 0 : NET_SKB_PAD;
	unsigned int bytes = ETH_HLEN + sizeof(struct sim_net_header) + load_plan.bytes;
	struct sk_buff *skb = alloc_skb(room + bytes, GFP_KERNEL | __GFP_NOFAIL);
	const struct sim_net_header header = {
		.number = packet->number,
		.id = packet->id,
		.job = job->number,
		.echo = packet->echo,
	};
	struct ethhdr *eth;

	skb_reserve(skb, room);
	eth = skb_put(skb, ETH_HLEN);
	memset(eth, 0xff, ETH_HLEN);
	eth->h_proto = load_packet_type.type;
	memcpy(skb_put(skb, sizeof(header)), &header, sizeof(header));
	sim_traffic_fill(packet->id, 0, skb_put(skb, load_plan.bytes), load_plan.bytes);
	skb->protocol = eth->h_proto;
	skb->hash = job->number;
	skb->mark = 1 + (packet - job->packets);
	skb->destructor = load_sent;
	refcount_inc(&load_refs);
	return skb;
}

/* False: there is no device any more. Otherwise it is under way, or its drop is known. */
static bool load_send(struct load_job *job, struct load_packet *packet)
{
	struct net_device *dev = dev_get_by_name(LOAD_NET_DEVICE);
	struct sk_buff *skb;

	if (!dev)
		return false;
	skb = load_build(job, packet);
	skb->dev = dev;
	dev_queue_xmit(skb);
	dev_put(dev);
	return true;
}

static void load_end(struct load_job *job, struct load_packet *packet, int error)
{
	spin_lock_irq(&job->lock);
	packet->number = 0;
	spin_unlock_irq(&job->lock);
	job->in_flight--;
	sim_traffic_ended(packet->id, error);
}

static void load_send_new(struct load_job *job, const struct sim_traffic_item *what)
{
	struct load_packet *packet = job->packets;

	while (packet->number)
		packet++;
	spin_lock_irq(&job->lock);
	packet->dropped = packet->sent = false;
	packet->number = ++job->sent;
	packet->id = what->id;
	packet->echo = what->op == SIM_TRAFFIC_RECEIVE;
	spin_unlock_irq(&job->lock);
	job->in_flight++;
	if (!load_send(job, packet))
		load_end(job, packet, -ENODEV);
}

static void load_echo(struct load_job *job, struct sk_buff *skb)
{
	const struct sim_net_header *header = (const struct sim_net_header *)skb->data;
	const u64 *data = (const u64 *)(header + 1);
	unsigned int i;

	for (i = 0; i < load_plan.iodepth; i++) {
		struct load_packet *packet = &job->packets[i];

		if (packet->number && packet->number == header->number) {
			sim_traffic_check(packet->id, 0, data, load_plan.bytes, *data);
			load_end(job, packet, 0);
			break;
		}
	}
	consume_skb(skb);
}

/* What was dropped is sent again, a little later; what is sent or lost has ended. */
static void load_events(struct load_job *job)
{
	bool lost;
	unsigned int i;

	spin_lock_irq(&job->lock);
	lost = job->lost;
	job->lost = job->event = false;
	spin_unlock_irq(&job->lock);

	for (i = 0; i < load_plan.iodepth; i++) {
		struct load_packet *packet = &job->packets[i];
		bool dropped, sent;

		spin_lock_irq(&job->lock);
		dropped = packet->dropped;
		sent = packet->sent;
		packet->dropped = false;
		spin_unlock_irq(&job->lock);
		if (!packet->number)
			continue;
		if (sent) {
			load_end(job, packet, 0);
		} else if (lost) {
			load_end(job, packet, -EPIPE);
		} else if (dropped) {
			msleep(1);
			if (!load_send(job, packet))
				load_end(job, packet, -ENODEV);
		}
	}
}

/* ---- jobs ----------------------------------------------------------------------------------- */

static void load_job_wait(struct load_job *job)
{
	struct sk_buff *skb;

	wait_event(job->wait, !skb_queue_empty(&job->echoes) || READ_ONCE(job->event));
	while ((skb = skb_dequeue(&job->echoes)))
		load_echo(job, skb);
	if (READ_ONCE(job->event))
		load_events(job);
}

static void load_work(unsigned int number)
{
	struct load_job *job = &jobs[number];
	struct sim_traffic_item what;
	bool more = true;

	while (more || job->in_flight) {
		while (more && job->in_flight < load_plan.iodepth) {
			more = sim_traffic_next(job->number, &what);
			if (more)
				load_send_new(job, &what);
		}
		if (job->in_flight)
			load_job_wait(job);
	}
	sim_traffic_job_done(job->number);
}

static void load_make_jobs(void)
{
	unsigned int i;

	refcount_set(&load_refs, 1);
	jobs = kcalloc(load_plan.jobs, sizeof(*jobs), GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < load_plan.jobs; i++) {
		struct load_job *job = &jobs[i];

		job->number = i;
		job->packets = kcalloc(load_plan.iodepth, sizeof(*job->packets),
				       GFP_KERNEL | __GFP_NOFAIL);
		skb_queue_head_init(&job->echoes);
		spin_lock_init(&job->lock);
		init_waitqueue_head(&job->wait);
	}
}

/* ---- what world building calls -------------------------------------------------------------- */

int load_open(const char *disk)
{
	int err;

	sim_traffic_plan(&load_plan);
	err = load_net_up();
	if (err)
		return err;
	load_make_jobs();
	load_packet_type.type = cpu_to_be16(SIM_NET_ETHERTYPE);
	dev_add_pack(&load_packet_type);
	register_netdevice_notifier(&load_notifier);
	return register_trace_kfree_skb(load_dropped, NULL);
}

void load_close(void)
{
	load_net_down();
	dev_remove_pack(&load_packet_type);
	unregister_netdevice_notifier(&load_notifier);
	unregister_trace_kfree_skb(load_dropped, NULL);
	load_put_jobs();
}

int load_start(void)
{
	int err = load_churn_start();

	if (err)
		return err;
	err = load_jobs_start(load_plan.jobs, load_work);
	if (err)
		load_churn_stop();
	return err;
}

void load_stop(void)
{
	load_jobs_stop();
	load_churn_stop();
}
