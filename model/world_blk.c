/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include <linux/virtio_ids.h>

#include <model/world_blk.h>
#include <model/world_bus.h>
#include <model/world_modules.h>

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_blk", NULL };
static const char *const mq_guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_blk_mq",
						NULL };
static const char *const pci_modules[] = { "virtio_ring", "virtio_pci", "virtio_blk", NULL };
static const char *const mq_pci_modules[] = { "virtio_ring", "virtio_pci", "virtio_blk_mq", NULL };
static const char *const linux_modules[] = { "virtio_ring", "virtio", "virtio_mmio", "virtio_blk",
					     NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_blk", NULL };

struct transport_spec world_blk_transport(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.device_id = VIRTIO_ID_BLOCK;
	transport_spec.queues = spec->guest.queues;
	transport_spec.packed = spec->guest.packed;
	transport_spec.read_only = spec->host.read_only;
	transport_spec.seg_max = spec->host.seg_max;
	transport_spec.disk = world_device_disk(spec, WORLD_BLK_DISK);
	return transport_spec;
}

static struct disk *blk_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_blk_transport(spec, guest, host);

	transport_spec.device = "virtio_blk";
	transport_spec.aio = spec->host.aio;
	transport_spec.pool_threads = spec->host.pool_threads;
	world_bus_build(&transport_spec);
	return transport_spec.disk;
}

static bool set_params(const struct guest_spec *guest, char *error, unsigned int error_bytes)
{
	const int machine = world_bus_guest();

	if (guest->linux_version || strcmp(guest->driver, world_blk_mq.driver) == 0)
		return true;
	return world_modules_param(machine, "virtio_blk", "use_bio", guest->use_bio, error,
				   error_bytes) &&
	       world_modules_param(machine, "virtio_blk", "kick_mode", guest->kick, error,
				   error_bytes);
}

bool world_blk_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	return world_bus_bind(spec, error, error_bytes) &&
	       set_params(&spec->guest, error, error_bytes);
}

static bool blk_mq_check(const struct world_spec *spec, const char **field, char *error,
			 unsigned int error_bytes)
{
	const struct guest_spec *guest = &spec->guest;

	*field = NULL;
	if (guest->use_bio)
		*field = "guest.use_bio";
	else if (guest->kick != KICK_LOCKED)
		*field = "guest.kick";
	else if (guest->elevator != ELEVATOR_NOOP)
		*field = "guest.elevator";
	if (*field)
		snprintf(error, error_bytes, "says nothing about driver %s", guest->driver);
	return !*field;
}

#define BLK(symbol, driver_name, modules, modules_on_pci, ...)                                     \
	const struct world_device symbol = {                                                       \
		.driver = driver_name,                                                             \
		.disk_name = WORLD_BLK_DISK,                                                       \
		.serial = "vqsim-disk-0",                                                          \
		.guest_modules = modules,                                                          \
		.pci_modules = modules_on_pci,                                                     \
		.linux_modules = linux_modules,                                                    \
		.host_modules = host_modules,                                                      \
		.build = blk_build,                                                                \
		.bind = world_blk_bind,                                                            \
		.plug = world_bus_plug,                                                            \
		.unplug = world_bus_unplug,                                                        \
		.freeze = world_bus_freeze,                                                        \
		.restore = world_bus_restore,                                                      \
		.loops = LOOPS_DISK,                                                               \
		__VA_ARGS__,                                                                       \
	}

BLK(world_blk, "virtio_blk", guest_modules, pci_modules, .queues = false);
BLK(world_blk_mq, "virtio_blk_mq", mq_guest_modules, mq_pci_modules, .queues = true,
    .check = blk_mq_check);
