/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include <linux/virtio_ids.h>

#include <engine/state.h>
#include <model/world_blk.h>
#include <model/world_bus.h>
#include <model/world_modules.h>

#define DEVICE_NAME "virtio0"
#define DISK_NAME "vda"
#define GUEST_IRQ 5

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_blk", NULL };
static const char *const mq_guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_blk_mq",
						NULL };
static const char *const pci_modules[] = { "virtio_ring", "virtio_pci", "virtio_blk", NULL };
static const char *const mq_pci_modules[] = { "virtio_ring", "virtio_pci", "virtio_blk_mq", NULL };
static const char *const linux_modules[] = { "virtio_ring", "virtio", "virtio_mmio", "virtio_blk",
					     NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_blk", NULL };

struct blk_world {
	struct world_bus bus;
	int guest;
};

static struct blk_world *blk;

static struct disk *blk_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = {
		.name = DEVICE_NAME,
		.device = "virtio_blk",
		.device_id = VIRTIO_ID_BLOCK,
		.guest = guest,
		.host = host,
		.kind = spec->guest.transport,
		.irq = GUEST_IRQ,
		.vectors = spec->guest.vectors,
		.service = spec->host.service,
		.iothreads = spec->host.iothreads,
		.poll_max_ns = spec->host.poll_max_ns,
		.aio = spec->host.aio,
		.pool_threads = spec->host.pool_threads,
		.queues = spec->guest.queues,
		.queue_size = spec->guest.queue_size,
		.indirect = spec->guest.indirect,
		.event_idx = spec->guest.event_idx,
		.packed = spec->guest.packed,
		/* Only a device that asks for it has its buffers mapped, so that a mapping can fail. */
		.access_platform = world_spec_fault(spec, "bounce"),
		.read_only = spec->host.read_only,
		.seg_max = spec->host.seg_max,
		.notify_suppression = spec->host.notify_suppression,
		.spurious_irq = spec->faults.spurious_irq,
		.config_change = spec->faults.config_change,
		.early_irq = spec->faults.early_irq,
	};

	blk = state_alloc(sizeof(*blk));
	blk->guest = guest;
	transport_spec.disk = world_device_disk(spec, DISK_NAME);
	world_bus_build(&blk->bus, &transport_spec);
	return transport_spec.disk;
}

static bool set_params(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct guest_spec *guest = &spec->guest;

	/* How the ring is driven is the kernel's own business. */
	if (guest->linux_version)
		return true;
	if (!world_modules_param(blk->guest, "virtio_ring", "debug", guest->debug, error,
				 error_bytes))
		return false;
	if (strcmp(guest->driver, world_blk_mq.driver) == 0)
		return true;
	return world_modules_param(blk->guest, "virtio_blk", "use_bio", guest->use_bio, error,
				   error_bytes) &&
	       world_modules_param(blk->guest, "virtio_blk", "kick_mode", guest->kick, error,
				   error_bytes);
}

static bool blk_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	return world_bus_bind(&blk->bus, error, error_bytes) &&
	       set_params(spec, error, error_bytes);
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

static int blk_plug(void)
{
	return world_bus_plug(&blk->bus);
}

static void blk_unplug(void)
{
	world_bus_unplug(&blk->bus);
}

static int blk_freeze(void)
{
	return world_bus_freeze(&blk->bus);
}

static int blk_restore(void)
{
	return world_bus_restore(&blk->bus);
}

const struct world_device world_blk = {
	.driver = "virtio_blk",
	.disk_name = DISK_NAME,
	.serial = "vqsim-disk-0",
	.guest_modules = guest_modules,
	.pci_modules = pci_modules,
	.linux_modules = linux_modules,
	.host_modules = host_modules,
	.build = blk_build,
	.bind = blk_bind,
	.plug = blk_plug,
	.unplug = blk_unplug,
	.freeze = blk_freeze,
	.restore = blk_restore,
	.loops = LOOPS_DISK,
};

const struct world_device world_blk_mq = {
	.driver = "virtio_blk_mq",
	.disk_name = DISK_NAME,
	.serial = "vqsim-disk-0",
	.queues = true,
	.guest_modules = mq_guest_modules,
	.pci_modules = mq_pci_modules,
	.linux_modules = linux_modules,
	.host_modules = host_modules,
	.build = blk_build,
	.bind = blk_bind,
	.check = blk_mq_check,
	.plug = blk_plug,
	.unplug = blk_unplug,
	.freeze = blk_freeze,
	.restore = blk_restore,
	.loops = LOOPS_DISK,
};
