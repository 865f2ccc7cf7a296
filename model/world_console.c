/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <linux/virtio_ids.h>

#include <engine/state.h>
#include <model/traffic.h>
#include <model/transport.h>
#include <model/world_console.h>
#include <model/world_modules.h>

#define DEVICE_NAME "virtio0"
#define GUEST_IRQ 5
#define PORTS_MAX 3
#define MESSAGE_BYTES_MIN 16

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_console", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_console", NULL };

struct console_world {
	struct transport *transport;
	int guest, host;
	/* what virtio_mmio.so exports */
	int (*add_device)(void *base, unsigned int irq, const char *name);
	void (*remove_device)(const char *name);
	int (*freeze)(const char *name);
	int (*restore)(const char *name);
	bool on_bus;
};

static struct console_world *console;

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
	const struct transport_spec transport_spec = {
		.name = DEVICE_NAME,
		.device = "virtio_console",
		.device_id = VIRTIO_ID_CONSOLE,
		.guest = guest,
		.host = host,
		.irq = GUEST_IRQ,
		.service = spec->host.service,
		.queues = 2 * (spec->guest.queues + 1),
		.queue_size = spec->guest.queue_size,
		.indirect = spec->guest.indirect,
		.event_idx = spec->guest.event_idx,
		.notify_suppression = spec->host.notify_suppression,
		.spurious_irq = spec->faults.spurious_irq,
		.config_change = spec->faults.config_change,
		.early_irq = spec->faults.early_irq,
	};

	console = state_alloc(sizeof(*console));
	console->guest = guest;
	console->host = host;
	console->transport = transport_create(&transport_spec);
	return NULL;
}

static bool console_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "virtio_mmio_add_device", (void **)&console->add_device },
		{ "virtio_mmio_remove_device", (void **)&console->remove_device },
		{ "virtio_mmio_freeze", (void **)&console->freeze },
		{ "virtio_mmio_restore", (void **)&console->restore },
	};

	return world_modules_symbols(console->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes) &&
	       transport_bind(console->transport, error, error_bytes) &&
	       world_modules_param(console->guest, "virtio_ring", "debug", spec->guest.debug, error,
				   error_bytes) &&
	       world_modules_param(console->host, "qemu_console", "hvc", spec->host.hvc, error,
				   error_bytes) &&
	       world_modules_param(console->guest, "load_console", "hvc", spec->host.hvc, error,
				   error_bytes) &&
	       world_modules_param(console->host, "qemu_console", "churn",
				   churn_number(spec->host.churn), error, error_bytes);
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
	} else {
		return true;
	}
	return false;
}

static int console_plug(void)
{
	int result;

	transport_realize(console->transport);
	result = console->add_device(transport_window(console->transport), GUEST_IRQ, DEVICE_NAME);
	console->on_bus = result == 0;
	return result;
}

static void console_unplug(void)
{
	if (console->on_bus)
		console->remove_device(DEVICE_NAME);
	console->on_bus = false;
	transport_unrealize(console->transport);
}

static int console_freeze(void)
{
	return console->freeze(DEVICE_NAME);
}

static int console_restore(void)
{
	return console->restore(DEVICE_NAME);
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
	.plug = console_plug,
	.unplug = console_unplug,
	.freeze = console_freeze,
	.restore = console_restore,
	.churns = CHURN_BIT(CHURN_PORT_OPEN) | CHURN_BIT(CHURN_PORT),
};
