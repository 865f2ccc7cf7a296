/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_loop.h - a loop device on a file that lies on the world's disk.
 *
 * There is no transport: the guest is the host of its own device. A freeze switches direct I/O
 * the other way, a restore switches it back, each with I/O in flight.
 */
#ifndef MODEL_WORLD_LOOP_H
#define MODEL_WORLD_LOOP_H

#include <model/world_device.h>

extern const struct world_device world_loop;

#endif
