/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <linux/virtio_ids.h>

#include <model/world_bus.h>
#include <model/world_console.h>
#include <model/world_modules.h>

#define PORTS_MAX 3
#define MESSAGE_BYTES_MIN 16

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_console", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_console", NULL };

/* As qemu_console.h. */
static int churn_number(enum host_churn churn)
{
	switch (churn) {
	case CHURN_PORT_OPEN:
		return 1;
	case CHURN_PORT:
		return 2;
	default:
		return 0;
	}
}

/* A pair of queues for each port, and one for control messages. */
static struct disk *console_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.device = "virtio_console";
	transport_spec.device_id = VIRTIO_ID_CONSOLE;
	transport_spec.queues = 2 * (spec->guest.queues + 1);
	world_bus_build(&transport_spec);
	return NULL;
}

static bool console_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const int guest = world_bus_guest(), host = world_bus_host();

	return world_bus_bind(spec, error, error_bytes) &&
	       world_modules_param(host, "qemu_console", "hvc", spec->host.hvc, error,
				   error_bytes) &&
	       world_modules_param(guest, "load_console", "hvc", spec->host.hvc, error,
				   error_bytes) &&
	       world_modules_param(host, "qemu_console", "churn", churn_number(spec->host.churn),
				   error, error_bytes);
}

static bool console_check(const struct world_spec *spec, const char **field, char *error,
			  unsigned int error_bytes)
{
	if (spec->guest.queues > PORTS_MAX) {
		*field = "guest.queues";
		snprintf(error, error_bytes, "a console has 1 to %d ports here", PORTS_MAX);
	} else if (spec->load.numjobs > spec->guest.queues) {
		*field = "load.numjobs";
		snprintf(error, error_bytes, "each job has a port (guest.queues) of its own");
	} else if (spec->load.bs_bytes < MESSAGE_BYTES_MIN) {
		*field = "load.bs";
		snprintf(error, error_bytes, "a message has at least %d bytes", MESSAGE_BYTES_MIN);
	} else if (spec->host.hvc && spec->end == END_FREEZE_RESTORE) {
		*field = "load.end";
		snprintf(error, error_bytes, "a terminal does not say what a suspend has lost");
	} else if (world_spec_fault(spec, "bounce")) {
		*field = "faults.inject";
		snprintf(error, error_bytes,
			 "a port whose message is not mapped is lost: no 'bounce'");
	} else {
		return true;
	}
	return false;
}

const struct world_device world_console = {
	.driver = "virtio_console",
	.disk_name = "console",
	.serial = "",
	.queues = true,
	.guest_modules = guest_modules,
	.host_modules = host_modules,
	.load = &traffic_load,
	.load_module = "load_console",
	.suspend_loses = true,
	.build = console_build,
	.bind = console_bind,
	.check = console_check,
	.plug = world_bus_plug,
	.unplug = world_bus_unplug,
	.freeze = world_bus_freeze,
	.restore = world_bus_restore,
	.churns = CHURN_BIT(CHURN_PORT_OPEN) | CHURN_BIT(CHURN_PORT),
};
