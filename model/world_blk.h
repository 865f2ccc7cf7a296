/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_blk.h - a virtio-blk device, on virtio-mmio or PCI, served by a QEMU-like process.
 */
#ifndef MODEL_WORLD_BLK_H
#define MODEL_WORLD_BLK_H

#include <model/world_device.h>

extern const struct world_device world_blk;
extern const struct world_device world_blk_mq; /* driven through several queues */

#endif
