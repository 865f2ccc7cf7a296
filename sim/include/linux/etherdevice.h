/* SPDX-License-Identifier: GPL-2.0-only */
/* etherdevice.h - Ethernet addresses and headers. */
#ifndef SIM_LINUX_ETHERDEVICE_H
#define SIM_LINUX_ETHERDEVICE_H

#include <linux/netdevice.h>

static inline void eth_hw_addr_set(struct net_device *dev, const u8 *addr)
{
	memcpy(dev->dev_addr, addr, ETH_ALEN);
}

/* A locally administered address; there is one such device at most. */
static inline void eth_hw_addr_random(struct net_device *dev)
{
	static const u8 addr[ETH_ALEN] = { 0x02, 0, 0, 0, 0, 1 };

	eth_hw_addr_set(dev, addr);
}

/* The protocol of a received packet, whose header is then behind skb->data. */
static inline __be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;

	skb->dev = dev;
	skb->mac_len = ETH_HLEN;
	return skb_pull(skb, ETH_HLEN) ? eth->h_proto : 0;
}

#endif
