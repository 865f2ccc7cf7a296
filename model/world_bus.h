/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_bus.h - how a transport's device gets on its guest's bus, virtio-mmio or PCI, and off it.
 */
#ifndef MODEL_WORLD_BUS_H
#define MODEL_WORLD_BUS_H

#include <model/transport.h>

/* MSI-X vectors a device may have: one for each queue, and one for the configuration. */
#define WORLD_BUS_VECTORS_MAX 9

/* In state memory. */
struct world_bus {
	struct transport *transport;
	const char *
		name; /* the transport's, borrowed; what guest code reads lies outside of state memory */
	unsigned int irq; /* as in struct transport_spec */
	unsigned int vectors;
	enum guest_transport kind;
	/* what the guest's transport driver exports */
	union {
		int (*add_mmio)(void *base, unsigned int irq, const char *name);
		int (*add_pci)(void *base, const unsigned int *irqs, unsigned int count,
			       const char *name);
	};
	void (*remove_device)(const char *name);
	int (*freeze_device)(const char *name);
	int (*restore_device)(const char *name);
	bool present;
};

/* Creates the transport. While the world is built. */
void world_bus_build(struct world_bus *bus, const struct transport_spec *spec);
/* Once the modules are loaded; false with one line in error. */
bool world_bus_bind(struct world_bus *bus, char *error, unsigned int error_bytes);
/* Line of the guest that its first queue raises, with the vectors that the device has. */
unsigned int world_bus_queue_irq(const struct world_bus *bus);
/* In a task of the guest; 0 or a negative errno. */
int world_bus_plug(struct world_bus *bus);
void world_bus_unplug(struct world_bus *bus);
int world_bus_freeze(struct world_bus *bus);
int world_bus_restore(struct world_bus *bus);

#endif
