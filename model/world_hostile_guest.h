/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_hostile_guest.h - guests that lie: in place of a driver, model/hostile_guest drives the
 * device, and beside it an honest job a disk of its own, or a queue of the same vhost device.
 */
#ifndef MODEL_WORLD_HOSTILE_GUEST_H
#define MODEL_WORLD_HOSTILE_GUEST_H

#include <model/world_device.h>

/* Terminated by NULL. */
extern const struct world_device *const world_hostile_guests[];

#endif
