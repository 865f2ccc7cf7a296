/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <linux/virtio_ids.h>

#include <engine/engine.h>
#include <engine/state.h>
#include <model/queue_service.h>
#include <model/transport.h>
#include <model/world_host.h>
#include <model/world_modules.h>
#include <model/world_vhost_blk.h>

#define DEVICE_NAME "virtio0"
#define DISK_NAME "vda"
#define GUEST_IRQ 5
#define DRIVE 0
#define DRIVE_IRQ 6
/* Requests of one queue before the others at its worker have their turn. */
#define WEIGHT 4
/* Requests of others that a queue may have to wait for: two turns of each. */
#define OTHERS_MAX(queues) (2 * WEIGHT * (queues))

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_blk", NULL };
static const char *const guest_modules_mq[] = { "virtio_ring", "virtio_mmio", "virtio_blk_mq",
						NULL };
static const char *const linux_modules[] = { "virtio_ring", "virtio", "virtio_mmio", "virtio_blk",
					     NULL };
static const char *const host_modules[] = { "kernel",	 "host_disk",	  "vhost",
					    "vhost_blk", "vmm_vhost_blk", NULL };

struct vhost_blk_world {
	struct transport *transport;
	int guest, host;
	unsigned int churn; /* enum vmm_churn of model/vmm */
	/* what virtio_mmio.so exports */
	int (*add_device)(void *base, unsigned int irq, const char *name);
	void (*remove_device)(const char *name);
	int (*freeze)(const char *name);
	int (*restore)(const char *name);
	/* and vmm_vhost_blk.so */
	int (*churn_start)(unsigned int kind);
	void (*churn_stop)(void);
	bool on_bus;
};

static struct vhost_blk_world *world;

/* As model/vmm/vmm_churn.c numbers them. */
unsigned int world_vhost_blk_churn(enum host_churn churn)
{
	switch (churn) {
	case CHURN_FLUSH:
		return 1;
	case CHURN_BACKEND:
		return 2;
	case CHURN_WORKER:
		return 3;
	case CHURN_MEMORY:
		return 4;
	case CHURN_OWNER:
		return 5;
	case CHURN_REFUSED:
		return 6;
	case CHURN_LOG:
		return 7;
	default:
		return 0;
	}
}

static struct disk *vhost_blk_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = {
		.name = DEVICE_NAME,
		.device = "vmm_blk",
		.device_id = VIRTIO_ID_BLOCK,
		.guest = guest,
		.host = host,
		.irq = GUEST_IRQ,
		.service = HOST_IOTHREAD,
		.queues = spec->guest.queues,
		.queue_size = spec->guest.queue_size,
		.indirect = spec->guest.indirect,
		.event_idx = spec->guest.event_idx,
		.access_platform = world_spec_fault(spec, "bounce"),
		.read_only = spec->host.read_only,
		.seg_max = spec->host.seg_max,
		.notify_suppression = true,
		.spurious_irq = spec->faults.spurious_irq,
		.config_change = spec->faults.config_change,
		.early_irq = spec->faults.early_irq,
	};

	world = state_alloc(sizeof(*world));
	world->guest = guest;
	world->host = host;
	world->churn = world_vhost_blk_churn(spec->host.churn);
	queue_service_init(OTHERS_MAX(spec->guest.queues));
	transport_spec.disk = world_device_disk(spec, DISK_NAME);
	world->transport = transport_create(&transport_spec);
	return transport_spec.disk;
}

static bool set_guest_params(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct guest_spec *guest = &spec->guest;

	if (guest->linux_version)
		return true;
	if (!world_modules_param(world->guest, "virtio_ring", "debug", guest->debug, error,
				 error_bytes))
		return false;
	if (world_device_has_module(&world_vhost_blk_mq, guest, guest->driver))
		return true;
	return world_modules_param(world->guest, "virtio_blk", "use_bio", guest->use_bio, error,
				   error_bytes) &&
	       world_modules_param(world->guest, "virtio_blk", "kick_mode", guest->kick, error,
				   error_bytes);
}

static bool set_host_params(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	return world_modules_param(world->host, "host_disk", "drive", DRIVE, error, error_bytes) &&
	       world_modules_param(world->host, "host_disk", "irq", DRIVE_IRQ, error,
				   error_bytes) &&
	       world_modules_param(world->host, "vhost_blk", "weight", WEIGHT, error,
				   error_bytes) &&
	       world_modules_param(world->host, "vmm_vhost_blk", "workers", spec->host.workers,
				   error, error_bytes);
}

static bool vhost_blk_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol guest[] = {
		{ "virtio_mmio_add_device", (void **)&world->add_device },
		{ "virtio_mmio_remove_device", (void **)&world->remove_device },
		{ "virtio_mmio_freeze", (void **)&world->freeze },
		{ "virtio_mmio_restore", (void **)&world->restore },
	};
	const struct world_symbol host[] = {
		{ "vmm_churn_start", (void **)&world->churn_start },
		{ "vmm_churn_stop", (void **)&world->churn_stop },
	};

	return world_modules_symbols(world->guest, guest, sizeof(guest) / sizeof(guest[0]), error,
				     error_bytes) &&
	       world_modules_symbols(world->host, host, sizeof(host) / sizeof(host[0]), error,
				     error_bytes) &&
	       transport_bind(world->transport, error, error_bytes) &&
	       set_guest_params(spec, error, error_bytes) &&
	       set_host_params(spec, error, error_bytes) &&
	       world_host_build(world->host, error, error_bytes);
}

static bool vhost_blk_check(const struct world_spec *spec, const char **field, char *error,
			    unsigned int error_bytes)
{
	const struct {
		const char *field;
		bool set;
		const char *why;
	} refused[] = {
		{ "guest.packed", spec->guest.packed, "vhost knows split rings only" },
		{ "host.service", spec->host.service == HOST_VCPU_EXIT,
		  "vhost serves in its workers" },
		{ "host.notify_suppression", !spec->host.notify_suppression,
		  "vhost always suppresses kicks while it works" },
	};

	for (unsigned int i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (!refused[i].set)
			continue;
		*field = refused[i].field;
		snprintf(error, error_bytes, "%s", refused[i].why);
		return false;
	}
	return true;
}

static int vhost_blk_plug(void)
{
	int result;

	transport_realize(world->transport);
	result = world->add_device(transport_window(world->transport), GUEST_IRQ, DEVICE_NAME);
	world->on_bus = result == 0;
	return result;
}

static void vhost_blk_unplug(void)
{
	if (world->on_bus)
		world->remove_device(DEVICE_NAME);
	world->on_bus = false;
	transport_unrealize(world->transport);
	queue_service_log();
}

static int vhost_blk_freeze(void)
{
	return world->freeze(DEVICE_NAME);
}

static int vhost_blk_restore(void)
{
	return world->restore(DEVICE_NAME);
}

static int vhost_blk_load_begins(void)
{
	int result;

	engine_exit_to(world->host);
	result = world->churn_start(world->churn);
	engine_exit_return();
	return result;
}

static void vhost_blk_load_ended(void)
{
	engine_exit_to(world->host);
	world->churn_stop();
	engine_exit_return();
}

const struct world_device world_vhost_blk = {
	.driver = "virtio_blk",
	.backend = HOST_BACKEND_VHOST_BLK,
	.disk_name = DISK_NAME,
	.serial = "vhost-blk0",
	.guest_modules = guest_modules,
	.linux_modules = linux_modules,
	.host_modules = host_modules,
	.build = vhost_blk_build,
	.bind = vhost_blk_bind,
	.check = vhost_blk_check,
	.power_on = world_host_boot,
	.power_off = world_host_halt,
	.plug = vhost_blk_plug,
	.unplug = vhost_blk_unplug,
	.freeze = vhost_blk_freeze,
	.restore = vhost_blk_restore,
	.load_begins = vhost_blk_load_begins,
	.load_ended = vhost_blk_load_ended,
	.churns = VHOST_BLK_CHURNS,
};

const struct world_device world_vhost_blk_mq = {
	.driver = "virtio_blk_mq",
	.queues = true,
	.backend = HOST_BACKEND_VHOST_BLK,
	.disk_name = DISK_NAME,
	.serial = "vhost-blk0",
	.guest_modules = guest_modules_mq,
	.host_modules = host_modules,
	.build = vhost_blk_build,
	.bind = vhost_blk_bind,
	.check = vhost_blk_check,
	.power_on = world_host_boot,
	.power_off = world_host_halt,
	.plug = vhost_blk_plug,
	.unplug = vhost_blk_unplug,
	.freeze = vhost_blk_freeze,
	.restore = vhost_blk_restore,
	.load_begins = vhost_blk_load_begins,
	.load_ended = vhost_blk_load_ended,
	.churns = VHOST_BLK_CHURNS,
};
