/* SPDX-License-Identifier: GPL-2.0-only */
#include <limits.h>

#include <engine/engine.h>
#include <engine/state.h>
#include <model/queue_service.h>
#include <model/world_blk.h>
#include <model/world_bus.h>
#include <model/world_host.h>
#include <model/world_modules.h>
#include <model/world_refusal.h>
#include <model/world_vhost_blk.h>

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
	unsigned int churn; /* enum vmm_churn of model/vmm */
	/* what vmm_vhost_blk.so exports */
	int (*churn_start)(unsigned int kind);
	void (*churn_stop)(void);
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
	struct transport_spec transport_spec = world_blk_transport(spec, guest, host);

	transport_spec.device = "vmm_blk";
	world = state_alloc(sizeof(*world));
	world->churn = world_vhost_blk_churn(spec->host.churn);
	queue_service_init(spec->host.churn == CHURN_WORKER ? UINT_MAX :
							      OTHERS_MAX(spec->guest.queues));
	world_bus_build(&transport_spec);
	return transport_spec.disk;
}

static bool set_host_params(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const int host = world_bus_host();

	return world_modules_param(host, "host_disk", "drive", DRIVE, error, error_bytes) &&
	       world_modules_param(host, "host_disk", "irq", DRIVE_IRQ, error, error_bytes) &&
	       world_modules_param(host, "vhost_blk", "weight", WEIGHT, error, error_bytes) &&
	       world_modules_param(host, "vmm_vhost_blk", "workers", spec->host.workers, error,
				   error_bytes);
}

static bool vhost_blk_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "vmm_churn_start", (void **)&world->churn_start },
		{ "vmm_churn_stop", (void **)&world->churn_stop },
	};

	return world_modules_symbols(world_bus_host(), symbols,
				     sizeof(symbols) / sizeof(symbols[0]), error, error_bytes) &&
	       world_blk_bind(spec, error, error_bytes) &&
	       set_host_params(spec, error, error_bytes) &&
	       world_host_build(world_bus_host(), error, error_bytes);
}

static bool vhost_blk_check(const struct world_spec *spec, const char **field, char *error,
			    unsigned int error_bytes)
{
	const struct world_refusal refusals[] = {
		{ "guest.packed", spec->guest.packed, "vhost knows split rings only" },
		{ "host.service", spec->host.service == HOST_VCPU_EXIT,
		  "vhost serves in its workers" },
		{ "host.notify_suppression", !spec->host.notify_suppression,
		  "vhost always suppresses kicks while it works" },
	};

	return world_refusal_check(refusals, sizeof(refusals) / sizeof(refusals[0]), field, error,
				   error_bytes);
}

static void vhost_blk_unplug(void)
{
	world_bus_unplug();
	queue_service_log();
}

static int vhost_blk_load_begins(void)
{
	int result;

	engine_exit_to(world_bus_host());
	result = world->churn_start(world->churn);
	engine_exit_return();
	return result;
}

static void vhost_blk_load_ended(void)
{
	engine_exit_to(world_bus_host());
	world->churn_stop();
	engine_exit_return();
}

#define VHOST_BLK(symbol, driver_name, modules, ...)                                               \
	const struct world_device symbol = {                                                       \
		.driver = driver_name,                                                             \
		.backend = HOST_BACKEND_VHOST_BLK,                                                 \
		.disk_name = WORLD_BLK_DISK,                                                       \
		.serial = "vhost-blk0",                                                            \
		.guest_modules = modules,                                                          \
		.host_modules = host_modules,                                                      \
		.build = vhost_blk_build,                                                          \
		.bind = vhost_blk_bind,                                                            \
		.check = vhost_blk_check,                                                          \
		.power_on = world_host_boot,                                                       \
		.power_off = world_host_halt,                                                      \
		.plug = world_bus_plug,                                                            \
		.unplug = vhost_blk_unplug,                                                        \
		.freeze = world_bus_freeze,                                                        \
		.restore = world_bus_restore,                                                      \
		.load_begins = vhost_blk_load_begins,                                              \
		.load_ended = vhost_blk_load_ended,                                                \
		.churns = VHOST_BLK_CHURNS,                                                        \
		__VA_ARGS__,                                                                       \
	}

VHOST_BLK(world_vhost_blk, "virtio_blk", guest_modules, .linux_modules = linux_modules);
VHOST_BLK(world_vhost_blk_mq, "virtio_blk_mq", guest_modules_mq, .queues = true);
