/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos.c - event file descriptors, guest memory and interrupts for a device process.
 */
#include <stddef.h>

#include <engine/layout.h>
#include <memory/settle.h>
#include <model/hostos.h>
#include <model/transport_private.h>

#include <linux/virtio_config.h>

void hostos_eventfd_signal(struct sim_eventfd *event)
{
	const uint32_t set = 1;
	const long woken = 1;

	settle();
	mem_write(&event->value, &set, sizeof(set));
	for (uint32_t i = 0; event->wakers && i < event->waker_count; i++) {
		struct sim_waker *waker = &event->wakers[i];

		if (!waker->waiter)
			continue;
		mem_write(&waker->woken, &woken, sizeof(woken));
		sim_unpark(waker->waiter);
	}
}

unsigned int sim_guest_ram(unsigned int device, struct sim_ram_region *regions, unsigned int max)
{
	const struct transport *transport = transport_at(device);
	struct sim_ram_region region = { .bytes = ARENA_SLICE_BYTES };
	uintptr_t base;

	settle();
	if (!transport)
		return 0;
	base = ARENA_BASE + transport->spec.guest * ARENA_SLICE_BYTES;
	region.guest_address = base;
	region.host = (void *)base;
	if (max)
		mem_write(regions, &region, sizeof(region));
	return 1;
}

void sim_virtio_notify(unsigned int device, unsigned int vq)
{
	struct transport *transport = transport_at(device);

	settle();
	if (transport)
		transport_raise_used(transport, vq);
}

void sim_virtio_notify_config(unsigned int device)
{
	struct transport *transport = transport_at(device);

	settle();
	if (transport)
		transport_config_change(transport);
}

void sim_virtio_needs_reset(unsigned int device)
{
	struct transport *transport = transport_at(device);

	settle();
	if (!transport)
		return;
	engine_log("%s needs a reset", transport->spec.name);
	transport->status |= VIRTIO_CONFIG_S_NEEDS_RESET;
	if (transport->status & VIRTIO_CONFIG_S_DRIVER_OK)
		transport_config_change(transport);
}
