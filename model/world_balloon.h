/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_balloon.h - a memory balloon on virtio, served by a QEMU-like process, with an administrator
 * who changes its size.
 */
#ifndef MODEL_WORLD_BALLOON_H
#define MODEL_WORLD_BALLOON_H

#include <model/world_device.h>

extern const struct world_device world_balloon;

#endif
