/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>

#include <linux/virtio_ids.h>

#include <engine/state.h>
#include <memory/settle.h>
#include <model/hostile_device.h>
#include <model/traffic.h>
#include <model/world_bus.h>
#include <model/world_modules.h>
#include <model/world_rng.h>

#define DEVICE_NAME "virtio0"
#define GUEST_IRQ 5
#define WORD_BYTES sizeof(uint64_t)
/* Of a run; a device gives out fewer. */
#define WORDS_MAX 1024

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_rng", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_rng", NULL };

struct rng_world {
	struct world_bus bus;
	int guest;
	uint64_t delivered[WORDS_MAX / 64]; /* a bit for each number of the device's sequence */
};

static struct rng_world *rng;

/* ---- what was read ------------------------------------------------------------------------- */

/* Which number of the sequence a word of qemu_rng.c is. */
static uint64_t word_number(uint64_t word)
{
	word = word ^ word >> 31 ^ word >> 62;
	word *= 0x319642b2d24d8ec3ull;
	word = word ^ word >> 27 ^ word >> 54;
	word *= 0x96de1b173f119089ull;
	return word ^ word >> 30 ^ word >> 60;
}

/* Called by load_rng.so. */
void sim_rng_check(const void *data, uint32_t bytes);

void sim_rng_check(const void *data, uint32_t bytes)
{
	settle();
	if (hostile_device())
		return;
	for (uint32_t at = 0; at + WORD_BYTES <= bytes; at += WORD_BYTES) {
		uint64_t word, number;

		mem_read(&word, (const char *)data + at, sizeof(word));
		number = word_number(word);
		if (!number || number >= WORDS_MAX)
			engine_report(SIM_DATA_CORRUPTION,
				      "a reader got 0x%" PRIx64 ", which the device never gave",
				      word);
		if (rng->delivered[number / 64] & 1ull << number % 64)
			engine_report(SIM_DATA_CORRUPTION,
				      "two reads got the same random number, the device's %" PRIu64
				      ".",
				      number);
		rng->delivered[number / 64] |= 1ull << number % 64;
	}
}

/* ---- the world ----------------------------------------------------------------------------- */

static struct disk *rng_build(const struct world_spec *spec, int guest, int host)
{
	const struct transport_spec transport_spec = {
		.name = DEVICE_NAME,
		.device = "virtio_rng",
		.device_id = VIRTIO_ID_RNG,
		.guest = guest,
		.host = host,
		.irq = GUEST_IRQ,
		.service = spec->host.service,
		.queues = 1,
		.queue_size = spec->guest.queue_size,
		.indirect = spec->guest.indirect,
		.event_idx = spec->guest.event_idx,
		.access_platform = world_spec_fault(spec, "bounce"),
		.notify_suppression = spec->host.notify_suppression,
		.spurious_irq = spec->faults.spurious_irq,
		.config_change = spec->faults.config_change,
		.early_irq = spec->faults.early_irq,
	};

	rng = state_alloc(sizeof(*rng));
	rng->guest = guest;
	world_bus_build(&rng->bus, &transport_spec);
	return NULL;
}

static bool rng_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	return world_bus_bind(&rng->bus, error, error_bytes) &&
	       world_modules_param(rng->guest, "virtio_ring", "debug", spec->guest.debug, error,
				   error_bytes);
}

static bool rng_check(const struct world_spec *spec, const char **field, char *error,
		      unsigned int error_bytes)
{
	if (spec->load.bs_bytes % WORD_BYTES == 0)
		return true;
	*field = "load.bs";
	snprintf(error, error_bytes, "random numbers are read %zu bytes at a time", WORD_BYTES);
	return false;
}

static int rng_plug(void)
{
	return world_bus_plug(&rng->bus);
}

static void rng_unplug(void)
{
	world_bus_unplug(&rng->bus);
}

static int rng_freeze(void)
{
	return world_bus_freeze(&rng->bus);
}

static int rng_restore(void)
{
	return world_bus_restore(&rng->bus);
}

const struct world_device world_rng = {
	.driver = "virtio_rng",
	.disk_name = "hwrng",
	.serial = "",
	.guest_modules = guest_modules,
	.host_modules = host_modules,
	.load = &traffic_load,
	.load_module = "load_rng",
	.suspend_loses = true,
	.build = rng_build,
	.bind = rng_bind,
	.check = rng_check,
	.plug = rng_plug,
	.unplug = rng_unplug,
	.freeze = rng_freeze,
	.restore = rng_restore,
};
