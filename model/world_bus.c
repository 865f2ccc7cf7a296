/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/state.h>
#include <model/world_bus.h>
#include <model/world_modules.h>

/* What guest code reads lies outside of state memory. */
#define DEVICE_NAME "virtio0"
#define GUEST_IRQ 5

struct world_bus {
	struct transport *transport;
	int guest, host;
	enum guest_transport kind;
	unsigned int irq; /* as in struct transport_spec */
	unsigned int vectors;
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

static struct world_bus *bus;

struct transport_spec world_bus_transport(const struct world_spec *spec, int guest, int host)
{
	return (struct transport_spec){
		.name = DEVICE_NAME,
		.guest = guest,
		.host = host,
		.kind = spec->guest.transport,
		.irq = GUEST_IRQ,
		.vectors = spec->guest.vectors,
		.service = spec->host.service,
		.iothreads = spec->host.iothreads,
		.poll_max_ns = spec->host.poll_max_ns,
		.queue_size = spec->guest.queue_size,
		.indirect = spec->guest.indirect,
		.event_idx = spec->guest.event_idx,
		/* Only a device that asks for it has its buffers mapped, so that a mapping can fail. */
		.access_platform = world_spec_fault(spec, "bounce"),
		.notify_suppression = spec->host.notify_suppression,
		.spurious_irq = spec->faults.spurious_irq,
		.early_irq = spec->faults.early_irq,
		.config_change = spec->faults.config_change,
	};
}

void world_bus_build(const struct transport_spec *spec)
{
	bus = state_alloc(sizeof(*bus));
	bus->transport = transport_create(spec);
	bus->guest = spec->guest;
	bus->host = spec->host;
	bus->kind = spec->kind;
	bus->irq = spec->irq;
	bus->vectors = spec->vectors;
}

int world_bus_guest(void)
{
	return bus->guest;
}

int world_bus_host(void)
{
	return bus->host;
}

unsigned int world_bus_queue_irq(void)
{
	/* Vector 0 is for the configuration. */
	return bus->kind == TRANSPORT_PCI && bus->vectors > 1 ? bus->irq + 2 : bus->irq;
}

bool world_bus_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
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

	if (!world_modules_symbols(bus->guest, symbols, sizeof(symbols) / sizeof(symbols[0]), error,
				   error_bytes) ||
	    !transport_bind(bus->transport, error, error_bytes))
		return false;
	/* How the ring is driven is a Linux kernel's own business. */
	return spec->guest.linux_version ||
	       world_modules_param(bus->guest, "virtio_ring", "debug", spec->guest.debug, error,
				   error_bytes);
}

static int add_device(void)
{
	void *window = transport_window(bus->transport);
	unsigned int irqs[1 + WORLD_BUS_VECTORS_MAX];

	if (bus->kind != TRANSPORT_PCI)
		return bus->add_mmio(window, bus->irq, DEVICE_NAME);
	for (unsigned int i = 0; i <= bus->vectors; i++)
		irqs[i] = bus->irq + i;
	return bus->add_pci(window, irqs, 1 + bus->vectors, DEVICE_NAME);
}

int world_bus_plug(void)
{
	int result;

	transport_realize(bus->transport);
	result = add_device();
	bus->present = result == 0;
	return result;
}

void world_bus_unplug(void)
{
	if (bus->present)
		bus->remove_device(DEVICE_NAME);
	bus->present = false;
	transport_unrealize(bus->transport);
}

int world_bus_freeze(void)
{
	return bus->freeze_device(DEVICE_NAME);
}

int world_bus_restore(void)
{
	return bus->restore_device(DEVICE_NAME);
}
