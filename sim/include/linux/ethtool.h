/* SPDX-License-Identifier: GPL-2.0-only */
/* ethtool.h - what an administrator sets on a network device: the number of its channels. */
#ifndef SIM_LINUX_ETHTOOL_H
#define SIM_LINUX_ETHTOOL_H

#include <linux/types.h>

struct net_device;

struct ethtool_channels {
	u32 max_combined;
	u32 combined_count;
};

/* Under rtnl, of a device that is present. */
struct ethtool_ops {
	int (*set_channels)(struct net_device *dev, struct ethtool_channels *channels);
	void (*get_channels)(struct net_device *dev, struct ethtool_channels *channels);
};

/* "ethtool -L DEV combined N": 0, -ENODEV, -EOPNOTSUPP, -EINVAL, or what the driver says. Takes
 * rtnl. */
int ethtool_set_channels(struct net_device *dev, u32 combined);
u32 ethtool_max_channels(struct net_device *dev);

#endif
