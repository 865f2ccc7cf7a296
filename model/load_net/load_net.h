/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_net.h - the network workload inside the guest: senders, and an administrator.
 */
#ifndef LOAD_NET_H
#define LOAD_NET_H

#include <linux/types.h>

#include <sim/net.h>
#include <sim/traffic.h>

#define LOAD_NET_DEVICE "eth0"

/* What the administrator does while packets are under way; module parameter "churn". */
enum load_churn {
	LOAD_CHURN_NONE,
	LOAD_CHURN_REOPEN, /* takes the interface down and up again */
	LOAD_CHURN_RX_MODE,
	LOAD_CHURN_CHANNELS,
	LOAD_CHURN_IRQ, /* moves the device's interrupt from vCPU to vCPU */
};

/* What sim_traffic_plan() said. */
extern struct sim_traffic_plan load_plan;

/* load_net_churn.c. Up and down: of the interface; 0 or an error. */
int load_net_up(void);
void load_net_down(void);
int load_churn_start(void);
void load_churn_stop(void);

/* load_net.c: what world building calls, from the guest's first task. */
int load_open(const char *disk);
void load_close(void);
int load_start(void);
void load_stop(void);
/* The device was suspended: what was under way may never come back. Task context. */
void load_net_lost(void);

#endif
