/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_net_churn.c - what an administrator, and the irqbalance daemon, do to a device in use.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/ethtool.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/smp.h>

#include "../load_tasks/load_tasks.h"
#include "load_net.h"

#define CHURN_TIMES 3
#define IRQ_MOVES 8

static int churn;
module_param(churn, int, 0444);
MODULE_PARM_DESC(churn, "what is done to the device meanwhile: see enum load_churn");

static int irq;
module_param(irq, int, 0444);
MODULE_PARM_DESC(irq, "the device's interrupt line");

static struct task_struct *churn_task;

/* A device that is suspended cannot be opened. */
static void reopen(struct net_device *dev, unsigned int round)
{
	bool again;

	rtnl_lock();
	dev_close(dev);
	rtnl_unlock();
	do {
		/* What was under way comes in the meantime. */
		msleep(1);
		rtnl_lock();
		again = dev_open(dev) && dev->reg_state == NETREG_REGISTERED;
		rtnl_unlock();
	} while (again);
}

static void change_rx_mode(struct net_device *dev, unsigned int round)
{
	rtnl_lock();
	dev_set_promiscuity(dev, 1);
	dev_set_allmulti(dev, round % 2 == 0);
	rtnl_unlock();
	cond_resched();
	rtnl_lock();
	dev_set_promiscuity(dev, -1);
	rtnl_unlock();
}

static void change_channels(struct net_device *dev, unsigned int round)
{
	u32 max = ethtool_max_channels(dev);

	ethtool_set_channels(dev, 1);
	cond_resched();
	ethtool_set_channels(dev, max);
}

static void move_irq(struct net_device *dev, unsigned int round)
{
	unsigned int i;

	for (i = 1; i <= IRQ_MOVES; i++) {
		struct cpumask mask;

		cpumask_clear(&mask);
		cpumask_set_cpu(i % num_online_cpus(), &mask);
		irq_set_affinity(irq, &mask);
		msleep(1);
	}
}

static void (*const churns[])(struct net_device *dev, unsigned int round) = {
	[LOAD_CHURN_REOPEN] = reopen,
	[LOAD_CHURN_RX_MODE] = change_rx_mode,
	[LOAD_CHURN_CHANNELS] = change_channels,
	[LOAD_CHURN_IRQ] = move_irq,
};

static int load_churn_thread(void *data)
{
	unsigned int round;

	for (round = 0; round < CHURN_TIMES; round++) {
		struct net_device *dev = dev_get_by_name(LOAD_NET_DEVICE);

		if (!dev)
			break;
		churns[churn](dev, round);
		dev_put(dev);
		cond_resched();
	}
	return load_wait_stopped();
}

int load_churn_start(void)
{
	if (!churn)
		return 0;
	churn_task = kthread_create(load_churn_thread, NULL, "churn");
	return load_task_run(churn_task, num_online_cpus() - 1);
}

void load_churn_stop(void)
{
	if (churn_task)
		kthread_stop(churn_task);
	churn_task = NULL;
}

int load_net_up(void)
{
	struct net_device *dev = dev_get_by_name(LOAD_NET_DEVICE);
	int err;

	if (!dev)
		return -ENODEV;
	rtnl_lock();
	err = dev_open(dev);
	rtnl_unlock();
	dev_put(dev);
	return err;
}

void load_net_down(void)
{
	struct net_device *dev = dev_get_by_name(LOAD_NET_DEVICE);

	if (!dev)
		return;
	rtnl_lock();
	dev_close(dev);
	rtnl_unlock();
	dev_put(dev);
}
