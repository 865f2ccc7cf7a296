/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdevice_link.c - a device's carrier, and what the stack does when it comes or goes: a work under
 * rtnl opens the FIFOs or drops what is in them (net/core/link_watch.c).
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rtnetlink.h>

#include "netdevice_internal.h"

static void linkwatch_run(struct work_struct *work)
{
	struct net_device *dev = container_of(work, struct net_device, linkwatch);

	rtnl_lock();
	if (netif_running(dev)) {
		if (netif_carrier_ok(dev))
			dev_activate(dev);
		else
			dev_deactivate(dev);
	}
	rtnl_unlock();
}

void linkwatch_init(struct net_device *dev)
{
	INIT_WORK(&dev->linkwatch, linkwatch_run);
}

void linkwatch_stop(struct net_device *dev)
{
	cancel_work_sync(&dev->linkwatch);
}

void netif_carrier_on(struct net_device *dev)
{
	if (test_and_clear_bit(__LINK_STATE_NOCARRIER, &dev->state) &&
	    READ_ONCE(dev->reg_state) == NETREG_REGISTERED)
		schedule_work(&dev->linkwatch);
}
EXPORT_SYMBOL(netif_carrier_on);

void netif_carrier_off(struct net_device *dev)
{
	if (!test_and_set_bit(__LINK_STATE_NOCARRIER, &dev->state) &&
	    READ_ONCE(dev->reg_state) == NETREG_REGISTERED)
		schedule_work(&dev->linkwatch);
}
EXPORT_SYMBOL(netif_carrier_off);

void netif_device_detach(struct net_device *dev)
{
	if (test_and_clear_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev))
		netif_tx_stop_all_queues(dev);
}
EXPORT_SYMBOL(netif_device_detach);

void netif_device_attach(struct net_device *dev)
{
	if (!test_and_set_bit(__LINK_STATE_PRESENT, &dev->state) && netif_running(dev))
		netif_tx_wake_all_queues(dev);
}
EXPORT_SYMBOL(netif_device_attach);
