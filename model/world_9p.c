/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/virtio_ids.h>

#include <model/world_9p.h>
#include <model/world_bus.h>

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "p9_virtio", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_9p", NULL };

static struct disk *p9_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.device = "virtio_9p";
	transport_spec.device_id = VIRTIO_ID_9P;
	transport_spec.queues = 1;
	world_bus_build(&transport_spec);
	return NULL;
}

const struct world_device world_9p = {
	.driver = "p9_virtio",
	.disk_name = "vqsim",
	.load = &traffic_load,
	.load_module = "load_9p",
	.guest_modules = guest_modules,
	.host_modules = host_modules,
	.build = p9_build,
	.bind = world_bus_bind,
	.plug = world_bus_plug,
	.unplug = world_bus_unplug,
	.freeze = world_bus_freeze,
	.restore = world_bus_restore,
	.loops = LOOPS_ONE,
};
