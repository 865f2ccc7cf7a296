/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_9p.h - a 9P server on virtio, served by a QEMU-like process.
 */
#ifndef MODEL_WORLD_9P_H
#define MODEL_WORLD_9P_H

#include <model/world_device.h>

extern const struct world_device world_9p;

#endif
