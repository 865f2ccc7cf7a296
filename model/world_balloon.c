/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/virtio_ids.h>

#include <engine/engine.h>
#include <engine/state.h>
#include <memory/settle.h>
#include <model/world_balloon.h>
#include <model/world_bus.h>
#include <model/world_modules.h>
#include <sim/balloon.h>

#define QUEUES 3
#define TARGET_PAGES_MAX 4
#define SITE_WAIT 0x231

static const char *const guest_modules[] = { "virtio_ring", "virtio_mmio", "virtio_balloon", NULL };
static const char *const pci_modules[] = { "virtio_ring", "virtio_pci", "virtio_balloon", NULL };
static const char *const host_modules[] = { "host", "qemu_virtqueue", "qemu_balloon", NULL };

struct balloon_world {
	const struct world_spec *spec;
	/* what qemu_balloon.so exports */
	void (*lock)(void);
	void (*unlock)(void);
	void (*set_pages)(uint32_t pages);
	void (*ask_for_stats)(void);
	bool gone; /* nobody waits for the guest any more */
	bool may_fail; /* the guest may not get as far as it is asked */
	uint32_t target, actual; /* pages */
	bool working; /* the administrator */
	struct sim_ctx *waiters[2]; /* the administrator; who waits for it */
	long waiting[2];
};

static struct balloon_world *balloon;

static struct disk *balloon_build(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.device = "virtio_balloon";
	transport_spec.device_id = VIRTIO_ID_BALLOON;
	transport_spec.queues = QUEUES;
	balloon = state_alloc(sizeof(*balloon));
	balloon->spec = spec;
	balloon->may_fail = spec->faults.count > 0;
	world_bus_build(&transport_spec);
	return NULL;
}

static bool balloon_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol of_host[] = {
		{ "qemu_mutex_lock_iothread", (void **)&balloon->lock },
		{ "qemu_mutex_unlock_iothread", (void **)&balloon->unlock },
		{ "qmp_balloon", (void **)&balloon->set_pages },
		{ "qmp_balloon_stats", (void **)&balloon->ask_for_stats },
	};

	return world_modules_symbols(world_bus_host(), of_host,
				     sizeof(of_host) / sizeof(of_host[0]), error, error_bytes) &&
	       world_bus_bind(spec, error, error_bytes);
}

/* ---- the administrator --------------------------------------------------------------------- */

enum { WAITS_FOR_GUEST, WAITS_FOR_ADMINISTRATOR };

static bool wait_is_over(int which)
{
	if (which == WAITS_FOR_ADMINISTRATOR)
		return !balloon->working;
	return balloon->gone || balloon->may_fail || balloon->actual == balloon->target;
}

static void wait_until_over(int which, const char *what)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK, .object = balloon, .what = what };

	while (!wait_is_over(which)) {
		balloon->waiters[which] = sim_ctx_current();
		balloon->waiting[which] = 1;
		sim_park(&balloon->waiting[which], 0, &wait);
	}
	balloon->waiters[which] = NULL;
}

static void wake(int which)
{
	struct sim_ctx *waiter = balloon->waiters[which];

	if (!waiter || !wait_is_over(which))
		return;
	balloon->waiting[which] = 0;
	balloon->waiters[which] = NULL;
	sim_unpark(waiter);
}

void sim_balloon_actual(uint32_t pages)
{
	settle();
	if (!balloon)
		return; /* another world's balloon */
	balloon->actual = pages;
	engine_progress();
	wake(WAITS_FOR_GUEST);
}

/* Up and down, with more than one step each way: the next buffer of a queue may meet the last. */
static uint32_t target_of(unsigned int change)
{
	static const uint8_t pages[] = { 1, 3, TARGET_PAGES_MAX, 2, 0 };

	return pages[change % sizeof(pages)];
}

static void administrator(void *arg)
{
	unsigned int changes = balloon->spec->load.number_ios;

	(void)arg;
	for (unsigned int i = 0; i < changes && !balloon->gone; i++) {
		balloon->lock();
		balloon->target = target_of(i);
		balloon->set_pages(balloon->target);
		balloon->ask_for_stats();
		balloon->unlock();
		if (i + 1 == changes || engine_choose(CHOICE_FAULT, 2, SITE_WAIT))
			wait_until_over(WAITS_FOR_GUEST, "the balloon's new size");
		else
			sim_relax();
	}
	balloon->working = false;
	wake(WAITS_FOR_ADMINISTRATOR);
}

static int balloon_load_begins(void)
{
	balloon->working = true;
	engine_ctx_create(world_bus_host(), SIM_CTX_HOST, "administrator", -1, administrator, NULL);
	return 0;
}

static void balloon_load_ended(void)
{
	wait_until_over(WAITS_FOR_ADMINISTRATOR, "the administrator");
}

/* ---- life ---------------------------------------------------------------------------------- */

static void balloon_unplug(void)
{
	balloon->gone = true;
	wake(WAITS_FOR_GUEST);
	world_bus_unplug();
}

const struct world_device world_balloon = {
	.driver = "virtio_balloon",
	.disk_name = "memory",
	.load = &traffic_load,
	.load_module = "load_balloon",
	.guest_modules = guest_modules,
	.pci_modules = pci_modules,
	.host_modules = host_modules,
	.build = balloon_build,
	.bind = balloon_bind,
	.plug = world_bus_plug,
	.unplug = balloon_unplug,
	.freeze = world_bus_freeze,
	.restore = world_bus_restore,
	.load_begins = balloon_load_begins,
	.load_ended = balloon_load_ended,
	.loops = LOOPS_ONE,
};
