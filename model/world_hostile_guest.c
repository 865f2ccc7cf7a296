/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include <linux/virtio_ids.h>

#include <engine/layout.h>
#include <engine/state.h>
#include <memory/settle.h>
#include <model/transport.h>
#include <model/vring_guard.h>
#include <model/world_bus.h>
#include <model/world_hostile_guest.h>
#include <model/world_host.h>
#include <model/world_modules.h>
#include <model/world_refusal.h>
#include <model/world_vhost_blk.h>
#include <sim/hostile.h>

#define RINGS_MAX 4 /* of the liar, as in model/hostile_guest */
#define RING_MIN 4
#define RING_MAX 64
#define HONEST_BYTES_MAX 2048
#define LIAR_IRQ 5
#define HONEST_IRQ 6
#define DRIVE_IRQ 7
#define VHOST_WEIGHT 4

/* A device that is lied to. */
struct victim {
	const char *driver;
	const char *device; /* symbol prefix */
	uint32_t id;
	unsigned int queues; /* 0: as many as guest.queues says */
};

static const struct victim victims[] = {
	{ "hostile_blk", "virtio_blk", VIRTIO_ID_BLOCK, 0 },
	{ "hostile_rng", "virtio_rng", VIRTIO_ID_RNG, 1 },
	{ "hostile_9p", "virtio_9p", VIRTIO_ID_9P, 1 },
	{ "hostile_balloon", "virtio_balloon", VIRTIO_ID_BALLOON, 3 },
	{ "hostile_console", "virtio_console", VIRTIO_ID_CONSOLE, 4 },
	{ "hostile_net", "virtio_net", VIRTIO_ID_NET, 3 },
};

struct hostile_world {
	struct transport *liar, *honest; /* honest: NULL: none, or shared */
	struct sim_hostile_plan plan;
	int guest, host;
	bool vhost;
	unsigned int churn; /* of vmm_vhost_blk.so; 0: none */
	bool on_bus;
	/* what hostile_guest.so exports */
	int (*add)(void);
	void (*remove)(void);
	/* and vmm_vhost_blk.so */
	int (*churn_start)(unsigned int kind);
	void (*churn_stop)(void);
};

static struct hostile_world *world;

static bool is_vhost(const struct world_spec *spec)
{
	return spec->host.backend == HOST_BACKEND_VHOST_BLK;
}

static const struct victim *victim_of(const struct world_spec *spec)
{
	const struct victim *victim = victims;

	while (strcmp(victim->driver, spec->guest.driver) != 0)
		victim++;
	return victim;
}

/* ---- what the guest's module asks ---------------------------------------------------------- */

void sim_hostile_plan(struct sim_hostile_plan *plan)
{
	settle();
	mem_write(plan, &world->plan, sizeof(*plan));
}

void sim_hostile_give(void *memory, uint64_t bytes)
{
	settle();
	vring_guard_give(memory, bytes);
	transport_give(world->liar, memory, bytes);
	if (world->honest)
		transport_give(world->honest, memory, bytes);
}

volatile void *sim_hostile_window(uint32_t device)
{
	const struct transport *transport = device ? world->honest : world->liar;

	settle();
	return transport ? transport_window(transport) : NULL;
}

uint64_t sim_hostile_host_address(void)
{
	settle();
	return ARENA_BASE + (uint64_t)world->host * ARENA_SLICE_BYTES + 4096;
}

/* ---- building ------------------------------------------------------------------------------ */

static struct transport_spec common(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = world_bus_transport(spec, guest, host);

	transport_spec.aio = spec->host.aio;
	transport_spec.pool_threads = spec->host.pool_threads;
	transport_spec.read_only = spec->host.read_only;
	transport_spec.seg_max = spec->host.seg_max;
	return transport_spec;
}

static struct transport *liar_create(const struct world_spec *spec, int guest, int host)
{
	const struct victim *victim = victim_of(spec);
	struct transport_spec transport_spec = common(spec, guest, host);

	transport_spec.name = "virtio0";
	transport_spec.device = world->vhost ? "vmm_blk" : victim->device;
	transport_spec.device_id = victim->id;
	transport_spec.irq = LIAR_IRQ;
	transport_spec.queues = world->plan.queues;
	transport_spec.unchecked = true;
	transport_spec.hostile = true;
	if (world->plan.block)
		transport_spec.disk = world_device_disk(spec, "vda");
	return transport_create(&transport_spec);
}

static struct transport *honest_create(const struct world_spec *spec, int guest, int host)
{
	struct transport_spec transport_spec = common(spec, guest, host);

	transport_spec.name = "virtio1";
	transport_spec.device = "virtio_blk";
	transport_spec.device_id = VIRTIO_ID_BLOCK;
	transport_spec.irq = HONEST_IRQ;
	transport_spec.queues = 1;
	transport_spec.disk = world_device_disk(spec, "vdb");
	return transport_create(&transport_spec);
}

static struct disk *hostile_build(const struct world_spec *spec, int guest, int host)
{
	const struct victim *victim = victim_of(spec);

	world = state_alloc(sizeof(*world));
	world->guest = guest;
	world->host = host;
	world->vhost = is_vhost(spec);
	world->churn = world_vhost_blk_churn(spec->host.churn);
	world->plan = (struct sim_hostile_plan){
		.queues = victim->queues ? victim->queues : spec->guest.queues,
		.queue_size = spec->guest.queue_size,
		.honest = spec->load.numjobs > 1,
		.shared = spec->load.numjobs > 1 && world->vhost,
		.block = victim->id == VIRTIO_ID_BLOCK,
	};
	world->liar = liar_create(spec, guest, host);
	if (world->plan.honest && !world->plan.shared)
		world->honest = honest_create(spec, guest, host);
	vring_guard_init(guest, host);
	return NULL;
}

static bool bind_vhost(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "vmm_churn_start", (void **)&world->churn_start },
		{ "vmm_churn_stop", (void **)&world->churn_stop },
	};

	return world_modules_symbols(world->host, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes) &&
	       world_modules_param(world->host, "host_disk", "drive", 0, error, error_bytes) &&
	       world_modules_param(world->host, "host_disk", "irq", DRIVE_IRQ, error,
				   error_bytes) &&
	       world_modules_param(world->host, "vhost_blk", "weight", VHOST_WEIGHT, error,
				   error_bytes) &&
	       world_modules_param(world->host, "vmm_vhost_blk", "workers", spec->host.workers,
				   error, error_bytes) &&
	       world_host_build(world->host, error, error_bytes);
}

static bool hostile_bind(const struct world_spec *spec, char *error, unsigned int error_bytes)
{
	const struct world_symbol symbols[] = {
		{ "hostile_guest_add", (void **)&world->add },
		{ "hostile_guest_remove", (void **)&world->remove },
	};

	return world_modules_symbols(world->guest, symbols, sizeof(symbols) / sizeof(symbols[0]),
				     error, error_bytes) &&
	       transport_bind(world->liar, error, error_bytes) &&
	       (!world->honest || transport_bind(world->honest, error, error_bytes)) &&
	       (!world->vhost || bind_vhost(spec, error, error_bytes));
}

static bool hostile_check(const struct world_spec *spec, const char **field, char *error,
			  unsigned int error_bytes)
{
	const struct world_refusal refusals[] = {
		{ "explore.races", spec->explore.races,
		  "a guest that lies changes memory as it likes: false is meant" },
		{ "load.numjobs", spec->load.numjobs > 2, "one job lies, and one may be honest" },
		{ "load.bs", spec->load.bs_bytes % 512 || spec->load.bs_bytes > HONEST_BYTES_MAX,
		  "the honest job writes 512 to 2048 bytes, in sectors" },
		{ "guest.queue_size",
		  spec->guest.queue_size < RING_MIN || spec->guest.queue_size > RING_MAX,
		  "the liar knows rings of 4 to 64 entries" },
		{ "guest.queues",
		  spec->guest.queues > RINGS_MAX ||
			  (is_vhost(spec) && spec->guest.queues < spec->load.numjobs),
		  "the liar has 1 to 4 queues, and the honest job of a vhost device one more" },
		{ "load.end", spec->end == END_FREEZE_RESTORE || spec->end == END_POWER_CUT,
		  "a guest that lies does not suspend" },
		{ "host.churn", spec->host.churn == CHURN_REFUSED || spec->host.churn == CHURN_LOG,
		  "that looks at rings, which mean nothing here" },
		{ "guest.packed", spec->guest.packed, "the liar knows split rings only" },
	};

	return world_refusal_check(refusals, sizeof(refusals) / sizeof(refusals[0]), field, error,
				   error_bytes);
}

/* ---- coming and going ---------------------------------------------------------------------- */

static int hostile_plug(void)
{
	int result;

	transport_realize(world->liar);
	if (world->honest)
		transport_realize(world->honest);
	result = world->add();
	world->on_bus = result == 0;
	return result;
}

static void hostile_unplug(void)
{
	if (world->on_bus)
		world->remove();
	world->on_bus = false;
	transport_unrealize(world->liar);
	if (world->honest)
		transport_unrealize(world->honest);
}

static int load_begins(void)
{
	int result;

	if (!world->churn)
		return 0;
	engine_exit_to(world->host);
	result = world->churn_start(world->churn);
	engine_exit_return();
	return result;
}

static void load_ended(void)
{
	if (!world->churn)
		return;
	engine_exit_to(world->host);
	world->churn_stop();
	engine_exit_return();
}

static int no_suspend(void)
{
	return -1;
}

static void power_on(void)
{
	if (world->vhost)
		world_host_boot();
}

static void power_off(void)
{
	if (world->vhost)
		world_host_halt();
}

static const char *const no_modules[] = { NULL };

#define HOSTILE(symbol, driver_name, host_backend, ...)                                            \
	static const char *const symbol##_modules[] = { __VA_ARGS__, NULL };                       \
	static const struct world_device symbol = {                                                \
		.driver = driver_name,                                                             \
		.backend = host_backend,                                                           \
		.disk_name = "vdb",                                                                \
		.serial = "",                                                                      \
		.queues = true,                                                                    \
		.loops = (host_backend) == HOST_BACKEND_QEMU ? LOOPS_DISK : LOOPS_NONE,            \
		.churns = (host_backend) == HOST_BACKEND_VHOST_BLK ? VHOST_BLK_CHURNS : 0,         \
		.guest_modules = no_modules,                                                       \
		.host_modules = symbol##_modules,                                                  \
		.load = &traffic_load,                                                             \
		.load_module = "hostile_guest",                                                    \
		.build = hostile_build,                                                            \
		.bind = hostile_bind,                                                              \
		.check = hostile_check,                                                            \
		.power_on = power_on,                                                              \
		.power_off = power_off,                                                            \
		.plug = hostile_plug,                                                              \
		.unplug = hostile_unplug,                                                          \
		.freeze = no_suspend,                                                              \
		.restore = no_suspend,                                                             \
		.load_begins = load_begins,                                                        \
		.load_ended = load_ended,                                                          \
	}

/* The honest job's device is always a disk. */
#define HOSTILE_QEMU(symbol, driver_name, ...)                                                     \
	HOSTILE(symbol, driver_name, HOST_BACKEND_QEMU, "host", "qemu_virtqueue", "qemu_blk",      \
		##__VA_ARGS__)

HOSTILE_QEMU(hostile_blk, "hostile_blk");
HOSTILE_QEMU(hostile_rng, "hostile_rng", "qemu_rng");
HOSTILE_QEMU(hostile_9p, "hostile_9p", "qemu_9p");
HOSTILE_QEMU(hostile_console, "hostile_console", "qemu_console");
HOSTILE_QEMU(hostile_net, "hostile_net", "qemu_net");
HOSTILE_QEMU(hostile_balloon, "hostile_balloon", "qemu_balloon");
HOSTILE(hostile_vhost_blk, "hostile_blk", HOST_BACKEND_VHOST_BLK, "kernel", "host_disk", "vhost",
	"vhost_blk", "vmm_vhost_blk");

const struct world_device *const world_hostile_guests[] = {
	&hostile_blk, &hostile_rng,	&hostile_9p,	    &hostile_console,
	&hostile_net, &hostile_balloon, &hostile_vhost_blk, NULL,
};
