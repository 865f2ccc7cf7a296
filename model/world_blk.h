/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_blk.h - a virtio-blk device, on virtio-mmio or PCI, served by a QEMU-like process.
 */
#ifndef MODEL_WORLD_BLK_H
#define MODEL_WORLD_BLK_H

#include <model/transport.h>
#include <model/world_device.h>

#define WORLD_BLK_DISK "vda"

extern const struct world_device world_blk;
extern const struct world_device world_blk_mq; /* driven through several queues */

/* The guest's side of such a device, whoever serves it; to build it, device has to be said. */
struct transport_spec world_blk_transport(const struct world_spec *spec, int guest, int host);
bool world_blk_bind(const struct world_spec *spec, char *error, unsigned int error_bytes);

#endif
