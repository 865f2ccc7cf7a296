/* SPDX-License-Identifier: GPL-2.0-only */
#include <model/transport_private.h>
#include <model/world_bus.h>
#include <model/world_modules.h>

void world_bus_build(struct world_bus *bus, const struct transport_spec *spec)
{
	bus->transport = transport_create(spec);
	bus->name = spec->name;
	bus->irq = spec->irq;
	bus->vectors = spec->vectors;
	bus->kind = spec->kind;
}

bool world_bus_bind(struct world_bus *bus, char *error, unsigned int error_bytes)
{
	const bool pci = bus->kind == TRANSPORT_PCI;
	const struct world_symbol symbols[] = {
		{ pci ? "virtio_pci_add_device" : "virtio_mmio_add_device",
		  pci ? (void **)&bus->add_pci : (void **)&bus->add_mmio },
		{ pci ? "virtio_pci_remove_device" : "virtio_mmio_remove_device",
		  (void **)&bus->remove_device },
		{ pci ? "virtio_pci_freeze" : "virtio_mmio_freeze", (void **)&bus->freeze_device },
		{ pci ? "virtio_pci_restore" : "virtio_mmio_restore",
		  (void **)&bus->restore_device },
	};

	return world_modules_symbols(bus->transport->spec.guest, symbols,
				     sizeof(symbols) / sizeof(symbols[0]), error, error_bytes) &&
	       transport_bind(bus->transport, error, error_bytes);
}

unsigned int world_bus_queue_irq(const struct world_bus *bus)
{
	/* Vector 0 is for the configuration. */
	return bus->kind == TRANSPORT_PCI && bus->vectors > 1 ? bus->irq + 2 : bus->irq;
}

static int add_device(struct world_bus *bus)
{
	void *window = transport_window(bus->transport);
	unsigned int irqs[1 + WORLD_BUS_VECTORS_MAX];

	if (bus->kind != TRANSPORT_PCI)
		return bus->add_mmio(window, bus->irq, bus->name);
	for (unsigned int i = 0; i <= bus->vectors; i++)
		irqs[i] = bus->irq + i;
	return bus->add_pci(window, irqs, 1 + bus->vectors, bus->name);
}

int world_bus_plug(struct world_bus *bus)
{
	int result;

	transport_realize(bus->transport);
	result = add_device(bus);
	bus->present = result == 0;
	return result;
}

void world_bus_unplug(struct world_bus *bus)
{
	if (bus->present)
		bus->remove_device(bus->name);
	bus->present = false;
	transport_unrealize(bus->transport);
}

int world_bus_freeze(struct world_bus *bus)
{
	return bus->freeze_device(bus->name);
}

int world_bus_restore(struct world_bus *bus)
{
	return bus->restore_device(bus->name);
}
