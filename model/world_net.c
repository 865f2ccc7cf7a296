/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <linux/if_ether.h>
#include <linux/virtio_ids.h>

#include <model/load.h>
#include <model/world_bus.h>
#include <model/world_modules.h>
#include <model/world_net.h>
#include <sim/net.h>

#define PAIRS_MAX 4
/* So small that a few packets already make a poll stop short. */
#define NAPI_WEIGHT 3

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_net", NULL };
static const char *const pci_modules[] = { "virtio_ring", "virtio_pci", "virtio_net", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_net", NULL };

static void (*packets_lost)(void); /* of load_net.so */

/* A pair of queues for each of guest.queues, and one for commands. */
static struct disk *net_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.device = "virtio_net";
	transport_spec.device_id = VIRTIO_ID_NET;
	transport_spec.queues = 2 * spec->guest.queues + 1;
	world_bus_build(&transport_spec);
	return NULL;
}

/* As enum load_churn of load_net.h. */
static int guest_churn(enum host_churn churn)
{
	switch (churn) {
	case CHURN_REOPEN:
		return 1;
	case CHURN_RX_MODE:
		return 2;
	case CHURN_CHANNELS:
		return 3;
	case CHURN_IRQ:
		return 4;
	default:
		return 0;
	}
}

static bool set_params(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const int guest = world_bus_guest(), host = world_bus_host();
	const int64_t mtu = (int64_t)(spec->load.bs_bytes + sizeof(struct sim_net_header));
	const struct {
		int machine;
		const char *module;
		const char *name;
		int64_t value;
	} params[] = {
		{ guest, "virtio_net", "napi_tx", spec->guest.napi_tx },
		{ guest, "virtio_net", "napi_weight", NAPI_WEIGHT },
		{ guest, "load_net", "churn", guest_churn(spec->host.churn) },
		{ guest, "load_net", "irq", world_bus_queue_irq() },
		{ host, "qemu_net", "churn", spec->host.churn == CHURN_LINK },
		{ host, "qemu_net", "mtu", mtu },
	};

	for (unsigned int i = 0; i < sizeof(params) / sizeof(params[0]); i++)
		if (!world_modules_param(params[i].machine, params[i].module, params[i].name,
					 params[i].value, error, error_bytes))
			return false;
	return true;
}

static bool net_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "load_net_lost", (void **)&packets_lost },
	};

	return world_modules_symbols(world_bus_guest(), symbols,
				     sizeof(symbols) / sizeof(symbols[0]), error, error_bytes) &&
	       world_bus_bind(spec, error, error_bytes) && set_params(spec, error, error_bytes);
}

static bool net_check(const struct world_spec *spec, const char **field, char *error,
		      unsigned int error_bytes)
{
	if (spec->guest.queues > PAIRS_MAX) {
		*field = "guest.queues";
		snprintf(error, error_bytes, "a network card has 1 to %d queue pairs here",
			 PAIRS_MAX);
	} else if (spec->load.bs_bytes > ETH_DATA_LEN - sizeof(struct sim_net_header)) {
		*field = "load.bs";
		snprintf(error, error_bytes, "a packet carries %zu bytes at most",
			 ETH_DATA_LEN - sizeof(struct sim_net_header));
	} else if (!spec->guest.napi_tx && load_rw_writes(spec->load.rw)) {
		*field = "load.rw";
		snprintf(error, error_bytes,
			 "without guest.napi_tx nobody hears when a packet was sent: only read, "
			 "which has it come back");
	} else {
		return true;
	}
	return false;
}

static int net_restore(void)
{
	int result = world_bus_restore();

	packets_lost();
	return result;
}

const struct world_device world_net = {
	.driver = "virtio_net",
	.disk_name = "eth0",
	.serial = "",
	.queues = true,
	.guest_modules = guest_modules,
	.pci_modules = pci_modules,
	.host_modules = host_modules,
	.load = &traffic_load,
	.load_module = "load_net",
	.suspend_loses = true,
	.build = net_build,
	.bind = net_bind,
	.check = net_check,
	.plug = world_bus_plug,
	.unplug = world_bus_unplug,
	.freeze = world_bus_freeze,
	.restore = net_restore,
	.churns = CHURN_BIT(CHURN_REOPEN) | CHURN_BIT(CHURN_RX_MODE) | CHURN_BIT(CHURN_CHANNELS) |
		  CHURN_BIT(CHURN_LINK) | CHURN_BIT(CHURN_IRQ),
};
