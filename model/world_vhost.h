/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_vhost.h - Linux's virtio_blk and its vhost core in one world: the rings lie between the
 * driver and a small vhost device, on one kernel, with eventfds both ways.
 */
#ifndef MODEL_WORLD_VHOST_H
#define MODEL_WORLD_VHOST_H

#include <model/world_device.h>

extern const struct world_device world_vhost;

#endif
