/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net.h - what a packet of the network workload carries behind its Ethernet header: the guest's
 * half (model/load_net) writes it, the network on the host (sim/host/net.c) reads it.
 */
#ifndef SIM_NET_H
#define SIM_NET_H

#include <stdint.h>

#define SIM_NET_ETHERTYPE 0x88b5 /* IEEE 802: for local experiments */

struct sim_net_header {
	uint64_t number; /* of the packet, in its job */
	uint32_t id; /* of the item that it carries, see sim/traffic.h */
	uint16_t job;
	uint16_t echo; /* it is to come back */
};

#endif
