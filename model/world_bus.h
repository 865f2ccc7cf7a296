/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_bus.h - how a world's device gets on its guest's bus, virtio-mmio or PCI, and off it.
 *
 * A world has one such device. What struct world_device asks for is here, for devices to which
 * nothing else happens then.
 */
#ifndef MODEL_WORLD_BUS_H
#define MODEL_WORLD_BUS_H

#include <model/transport.h>

/* MSI-X vectors a device may have: one for each queue, and one for the configuration. */
#define WORLD_BUS_VECTORS_MAX 9

/* What the spec says of any device; which one it is, its queues, and what only some have, is the
 * caller's to add. */
struct transport_spec world_bus_transport(const struct world_spec *spec, int guest, int host);
/* Creates the transport. While the world is built. */
void world_bus_build(const struct transport_spec *spec);
/* Machine numbers; once it is built. */
int world_bus_guest(void);
int world_bus_host(void);
/* Line of the guest that its first queue raises, with the vectors that the device has. */
unsigned int world_bus_queue_irq(void);

bool world_bus_bind(const struct world_spec *spec, char *error, unsigned int error_bytes);
int world_bus_plug(void);
void world_bus_unplug(void);
int world_bus_freeze(void);
int world_bus_restore(void);

#endif
