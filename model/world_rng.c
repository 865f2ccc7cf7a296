/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>

#include <linux/virtio_ids.h>

#include <engine/state.h>
#include <memory/settle.h>
#include <model/hostile_device.h>
#include <model/world_bus.h>
#include <model/world_rng.h>

#define WORD_BYTES sizeof(uint64_t)
/* Of a run; a device gives out fewer. */
#define WORDS_MAX 1024

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_rng", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_rng", NULL };

struct rng_world {
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
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.device = "virtio_rng";
	transport_spec.device_id = VIRTIO_ID_RNG;
	transport_spec.queues = 1;
	rng = state_alloc(sizeof(*rng));
	world_bus_build(&transport_spec);
	return NULL;
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
	.bind = world_bus_bind,
	.check = rng_check,
	.plug = world_bus_plug,
	.unplug = world_bus_unplug,
	.freeze = world_bus_freeze,
	.restore = world_bus_restore,
};
