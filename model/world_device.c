/* SPDX-License-Identifier: GPL-2.0-only */
#include <stddef.h>
#include <string.h>

#include <model/world_9p.h>
#include <model/world_balloon.h>
#include <model/world_blk.h>
#include <model/world_console.h>
#include <model/world_device.h>
#include <model/world_hostile_guest.h>
#include <model/world_loop.h>
#include <model/world_net.h>
#include <model/world_rng.h>
#include <model/world_vhost.h>
#include <model/world_vhost_blk.h>

static const struct world_device *const devices[] = {
	&world_blk,	  &world_blk_mq,       &world_loop, &world_vhost,
	&world_vhost_blk, &world_vhost_blk_mq, &world_net,  &world_console,
	&world_rng,	  &world_balloon,      &world_9p,   NULL,
};

static const struct world_device *search(const struct world_device *const *list, const char *driver,
					 enum host_backend backend)
{
	for (; *list; list++)
		if ((*list)->backend == backend && strcmp((*list)->driver, driver) == 0)
			return *list;
	return NULL;
}

const struct world_load *world_device_load(const struct world_device *device)
{
	return device->load ? device->load : &block_load;
}

const char *world_device_load_module(const struct world_device *device)
{
	return device->load_module ? device->load_module : "load";
}

struct disk *world_device_disk(const struct world_spec *spec, const char *name)
{
	const struct disk_spec disk_spec = {
		.name = name,
		.kind = spec->host.disk,
		.sectors = spec->host.disk_sectors,
		.latency_ns = spec->host.latency_ns,
		.volatile_cache = spec->host.flush,
		.out_of_order = spec->host.complete_out_of_order,
		.verify = spec->load.verify && !spec->host.hostile,
	};

	return disk_create(&disk_spec);
}

const struct world_device *world_device_find(const char *driver, enum host_backend backend)
{
	const struct world_device *found = driver ? search(devices, driver, backend) : NULL;

	return found || !driver ? found : search(world_hostile_guests, driver, backend);
}

const char *world_device_names(void)
{
	static char names[256];

	names[0] = '\0';
	for (size_t i = 0; devices[i]; i++) {
		if (devices[i]->backend != HOST_BACKEND_QEMU)
			continue; /* another device of a driver that is named already */
		if (i)
			strncat(names, ", ", sizeof(names) - strlen(names) - 1);
		strncat(names, devices[i]->driver, sizeof(names) - strlen(names) - 1);
	}
	return names;
}

static bool list_has(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

const char *const *world_device_guest_modules(const struct world_device *device,
					      const struct guest_spec *guest)
{
	if (guest->linux_version)
		return device->linux_modules;
	return guest->transport == TRANSPORT_PCI ? device->pci_modules : device->guest_modules;
}

const char *world_device_kernel(const struct guest_spec *guest)
{
	return guest->linux_version ? "linux" : "kernel";
}

const char *world_device_first_driver(const struct world_device *device,
				      const struct guest_spec *guest)
{
	const char *const *list = world_device_guest_modules(device, guest);

	for (const char *const *at = list; *at; at++)
		if (strcmp(*at, "virtio") == 0)
			return at[1];
	return list[0];
}

bool world_device_has_module(const struct world_device *device, const struct guest_spec *guest,
			     const char *name)
{
	return name && (strcmp(name, world_device_kernel(guest)) == 0 ||
			strcmp(name, world_device_load_module(device)) == 0 ||
			list_has(world_device_guest_modules(device, guest), name) ||
			list_has(device->host_modules, name));
}
