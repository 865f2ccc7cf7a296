/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile.h - what a peer that lies asks of the simulator: which lie comes next, and where it may
 * reach.
 *
 * A hostile guest (model/hostile_guest) drives devices by registers and rings that it fills itself; a
 * hostile device (model/hostile_virtqueue) answers a driver. Like traffic.h: no barrier, no scheduling
 * point.
 */
#ifndef SIM_HOSTILE_H
#define SIM_HOSTILE_H

#include <stdbool.h>
#include <stdint.h>

/* A choice in [0, n) of the peer: 0 is what an honest one would do. */
uint32_t sim_hostile(uint32_t n);

/* ---- a device's ---------------------------------------------------------------------------- */

/* This world's device lies. */
bool sim_hostile_device(void);
/* Whether to lie now, and how. 0: no; otherwise one of 1 .. kinds. A run has a few lies only, so that
 * what comes after them is seen too. */
uint32_t sim_hostile_lie(uint32_t kinds);
/* An answer may stay out: whoever waits for it is told when the device goes. */
bool sim_hostile_may_starve(void);

/* ---- a guest's ----------------------------------------------------------------------------- */

struct sim_hostile_plan {
	uint32_t queues; /* of the device that is lied to */
	uint32_t queue_size;
	bool shared; /* the honest job uses the last of these queues; else a device of its own */
	bool honest; /* there is an honest job: number 1 of traffic.h; 0 is the liar */
	bool block; /* the device that is lied to is a disk */
};

void sim_hostile_plan(struct sim_hostile_plan *plan);
/* From here on this is all the memory that the guest gives to its devices. */
void sim_hostile_give(void *memory, uint64_t bytes);
/* The registers of device 0, which is lied to, or 1, which the honest job uses alone. */
volatile void *sim_hostile_window(uint32_t device);
/* Where the host has memory of its own. */
uint64_t sim_hostile_host_address(void);

#endif
