/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ring_share.h - rings whose two sides run on one machine: a guest's driver, and a kernel's vhost.
 *
 * sim_ring_share() makes one ordered by barriers alone. Who owns what in it cannot be told apart by
 * machine, so no specification watches it; but when nothing can run any more and it holds something
 * that nobody looks at, one kick or one interrupt says what was lost.
 */
#ifndef MODEL_RING_SHARE_H
#define MODEL_RING_SHARE_H

#include <stdint.h>

#define RING_SHARE_MAX 8

/* Adds the probes for LOST_KICK and LOST_INTERRUPT. Line kick_irq makes the machine kick all its
 * rings, call_irq + n is the interrupt of ring n. While the world is built. */
void ring_share_init(int machine, unsigned int kick_irq, unsigned int call_irq);

#endif
