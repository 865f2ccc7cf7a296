/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/virtio_ids.h>

#include <engine/state.h>
#include <model/world_9p.h>
#include <model/world_bus.h>
#include <model/world_modules.h>

#define DEVICE_NAME "virtio0"
#define GUEST_IRQ 5

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "p9_virtio", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_9p", NULL };

struct p9_world {
	struct world_bus bus;
	int guest;
};

static struct p9_world *p9;

static struct disk *p9_build(const struct world_spec *spec, int guest, int host)
{
	const struct transport_spec transport_spec = {
		.name = DEVICE_NAME,
		.device = "virtio_9p",
		.device_id = VIRTIO_ID_9P,
		.guest = guest,
		.host = host,
		.irq = GUEST_IRQ,
		.service = spec->host.service,
		.iothreads = spec->host.iothreads,
		.poll_max_ns = spec->host.poll_max_ns,
		.queues = 1,
		.queue_size = spec->guest.queue_size,
		.indirect = spec->guest.indirect,
		.event_idx = spec->guest.event_idx,
		.access_platform = world_spec_fault(spec, "bounce"),
		.notify_suppression = spec->host.notify_suppression,
		.spurious_irq = spec->faults.spurious_irq,
		.early_irq = spec->faults.early_irq,
	};

	p9 = state_alloc(sizeof(*p9));
	p9->guest = guest;
	world_bus_build(&p9->bus, &transport_spec);
	return NULL;
}

static bool p9_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	return world_bus_bind(&p9->bus, error, error_bytes) &&
	       world_modules_param(p9->guest, "virtio_ring", "debug", spec->guest.debug, error,
				   error_bytes);
}

static int p9_plug(void)
{
	return world_bus_plug(&p9->bus);
}

static void p9_unplug(void)
{
	world_bus_unplug(&p9->bus);
}

static int p9_freeze(void)
{
	return world_bus_freeze(&p9->bus);
}

static int p9_restore(void)
{
	return world_bus_restore(&p9->bus);
}

const struct world_device world_9p = {
	.driver = "p9_virtio",
	.disk_name = "vqsim",
	.load = &traffic_load,
	.load_module = "load_9p",
	.guest_modules = guest_modules,
	.host_modules = host_modules,
	.build = p9_build,
	.bind = p9_bind,
	.plug = p9_plug,
	.unplug = p9_unplug,
	.freeze = p9_freeze,
	.restore = p9_restore,
	.loops = LOOPS_ONE,
};
