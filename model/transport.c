/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport.c - the device as a whole: plugging in, exits to the host, interrupts, faults.
 */
#include <stddef.h>
#include <stdio.h>

#include <linux/virtio_config.h>

#include <engine/module.h>
#include <engine/state.h>
#include <model/hostos.h>
#include <model/transport_private.h>
#include <model/vring_guard.h>

#define SPURIOUS_MAX 3
#define EARLY_MAX 2
#define CHANGES_MAX 2
#define CHANGE_SECTORS 8
#define SITE_SPURIOUS 0x221
#define SITE_EARLY 0x222
#define SITE_CHANGE 0x223

/* Filled while the world is built; the elements lie in state memory. */
static struct transport *transports[TRANSPORTS_MAX];
static unsigned int transport_count;

static struct transport *of_action(struct action *action, size_t offset)
{
	return (struct transport *)((char *)action - offset);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void spurious_fire(struct action *action)
{
	struct transport *transport = of_action(action, offsetof(struct transport, spurious));

	if (!transport->device)
		return;
	transport->counts.spurious++;
	transport->layout->raise_spurious(transport);
}

static void change_fire(struct action *action)
{
	struct transport *transport = of_action(action, offsetof(struct transport, change));

	if (!transport->device)
		return;
	if (transport->spec.disk)
		disk_resize(transport->spec.disk,
			    disk_sectors(transport->spec.disk) + CHANGE_SECTORS);
	transport_config_change(transport);
}

static void maybe_arm(struct action *action, unsigned int *left, uint32_t site)
{
	if (!*left || action_armed(action) || !engine_choose(CHOICE_FAULT, 2, site))
		return;
	--*left;
	action_arm(action, 0, ACTION_NORMAL);
}

void transport_maybe_fault(struct transport *transport)
{
	if (transport->status & VIRTIO_CONFIG_S_DRIVER_OK) {
		maybe_arm(&transport->spurious, &transport->spurious_left, SITE_SPURIOUS);
		maybe_arm(&transport->change, &transport->changes_left, SITE_CHANGE);
	} else if (transport->early_left) {
		maybe_arm(&transport->spurious, &transport->early_left, SITE_EARLY);
		maybe_arm(&transport->change, &transport->changes_left, SITE_CHANGE);
	}
}

/* ---- creation ------------------------------------------------------------------------------ */

static void watch_queues(struct transport *transport)
{
	const struct transport_spec *spec = &transport->spec;

	vring_guard_init(spec->guest, spec->host);
	for (unsigned int i = 0; i < spec->queues; i++)
		transport->queues[i].spec =
			vring_spec_create(transport, i, spec->guest, spec->host, spec->queue_size);
}

struct transport *transport_create(const struct transport_spec *spec)
{
	struct transport *transport = state_alloc(sizeof(*transport));

	transport->spec = *spec;
	transport->spec.name = state_strdup(spec->name);
	transport->spec.device = state_strdup(spec->device);
	if (!transport_count)
		hostos_init();
	transport->number = transport_count;
	transports[transport_count++] = transport;
	transport->spurious.fn = spurious_fire;
	transport->spurious.name = "spurious interrupt";
	transport->spurious_left = spec->spurious_irq ? SPURIOUS_MAX : 0;
	transport->early_left = spec->early_irq ? EARLY_MAX : 0;
	transport->change.fn = change_fire;
	transport->change.name = "capacity changes";
	transport->changes_left = spec->config_change ? CHANGES_MAX : 0;
	transport->layout = spec->kind == TRANSPORT_PCI ? &transport_pci : &transport_mmio;
	transport->window = mmio_window_add(transport->spec.name, transport->layout->window_bytes,
					    &transport->layout->mmio, transport);
	if (transport->layout->create)
		transport->layout->create(transport);
	if (!spec->unchecked)
		watch_queues(transport);
	if (spec->disk)
		hostos_add_drive(transport->number, spec->disk);
	return transport;
}

struct transport *transport_at(unsigned int number)
{
	return number < transport_count ? transports[number] : NULL;
}

static void *find(const struct transport *transport, const char *prefix, const char *name,
		  char *error, unsigned int error_bytes)
{
	char symbol[96];
	void *found;

	snprintf(symbol, sizeof(symbol), "%s%s", prefix, name);
	found = module_symbol(transport->spec.host, symbol);
	if (!found && !*error)
		snprintf(error, error_bytes, "%s: no module of %s exports %s()",
			 transport->spec.name, machine_name(transport->spec.host), symbol);
	return found;
}

/* A device has its own way to be notified, or those of a process. */
static void find_notification(struct transport *transport, const char *device, char *error,
			      unsigned int error_bytes)
{
	struct transport_ops *ops = &transport->ops;
	char kick[80];

	snprintf(kick, sizeof(kick), "%skick", device);
	ops->kick = module_symbol(transport->spec.host, kick);
	if (ops->kick)
		return;
	ops->handle_output = find(transport, device, "handle_output", error, error_bytes);
	ops->host_notifier = find(transport, device, "host_notifier", error, error_bytes);
	ops->notifier_set = find(transport, "", "event_notifier_set", error, error_bytes);
}

bool transport_bind(struct transport *transport, char *error, unsigned int error_bytes)
{
	struct transport_ops *ops = &transport->ops;
	char device[64], symbol[80];

	*error = '\0';
	snprintf(device, sizeof(device), "%s_", transport->spec.device);
	ops->realize = find(transport, device, "realize", error, error_bytes);
	ops->unrealize = find(transport, device, "unrealize", error, error_bytes);
	ops->get_features = find(transport, device, "get_features", error, error_bytes);
	ops->get_config = find(transport, device, "get_config", error, error_bytes);
	ops->set_queue = find(transport, device, "set_queue", error, error_bytes);
	ops->set_status = find(transport, device, "set_status", error, error_bytes);
	ops->reset = find(transport, device, "reset", error, error_bytes);
	snprintf(symbol, sizeof(symbol), "%sset_config", device);
	ops->set_config = module_symbol(transport->spec.host, symbol);
	ops->lock = find(transport, "", "qemu_mutex_lock_iothread", error, error_bytes);
	ops->unlock = find(transport, "", "qemu_mutex_unlock_iothread", error, error_bytes);
	find_notification(transport, device, error, error_bytes);
	return !*error;
}

void transport_give(struct transport *transport, void *memory, uint64_t bytes)
{
	transport->memory = memory;
	transport->memory_bytes = bytes;
}

void *transport_window(const struct transport *transport)
{
	return transport->window;
}

/* ---- plugging in --------------------------------------------------------------------------- */

void transport_enter_host(struct transport *transport)
{
	transport->counts.exits++;
	engine_exit_to(transport->spec.host);
	transport->ops.lock();
}

void transport_leave_host(struct transport *transport)
{
	transport->ops.unlock();
	engine_exit_return();
}

static enum virtio_bus_threads who_serves(const struct transport_spec *spec)
{
	if (spec->service != HOST_IOTHREAD || spec->iothreads == IOTHREADS_MAIN)
		return VIRTIO_BUS_MAIN_LOOP;
	return spec->iothreads == IOTHREADS_PER_QUEUE ? VIRTIO_BUS_IOTHREAD_PER_QUEUE :
							VIRTIO_BUS_IOTHREAD;
}

void transport_realize(struct transport *transport)
{
	const struct transport_spec *spec = &transport->spec;
	const enum virtio_bus_threads threads = who_serves(spec);
	const struct virtio_bus_conf conf = {
		.device = transport->number,
		.drive = transport->number,
		.queues = spec->queues,
		.queue_size = spec->queue_size,
		.seg_max = spec->seg_max,
		.indirect = spec->indirect,
		.event_idx = spec->event_idx,
		.packed = spec->packed,
		.read_only = spec->read_only,
		.notify_suppression = spec->notify_suppression,
		.iothread = threads != VIRTIO_BUS_MAIN_LOOP,
		.threads = threads,
		.poll_max_ns = spec->poll_max_ns,
		.aio = spec->aio == HOST_AIO_NATIVE ? VIRTIO_BUS_AIO_NATIVE :
						      VIRTIO_BUS_AIO_THREADS,
		.pool_threads = spec->pool_threads,
	};

	transport_enter_host(transport);
	transport->device = transport->ops.realize(&conf);
	transport->offered = transport->ops.get_features(transport->device);
	if (spec->access_platform)
		transport->offered |= 1ull << VIRTIO_F_ACCESS_PLATFORM;
	for (unsigned int i = 0; !transport->ops.kick && i < spec->queues; i++)
		transport->queues[i].notifier = transport->ops.host_notifier(transport->device, i);
	transport_leave_host(transport);
}

void transport_unrealize(struct transport *transport)
{
	void *device = transport->device;

	if (!device)
		return;
	transport->device = NULL;
	transport_enter_host(transport);
	transport->ops.unrealize(device);
	transport_leave_host(transport);
	for (unsigned int i = 0; i < transport->spec.queues; i++) {
		if (transport->queues[i].spec)
			vring_spec_stop(transport->queues[i].spec);
		transport->queues[i].ready = false;
		transport->queues[i].notifier = NULL;
	}
	transport->status = 0;
}

/* ---- interrupts ---------------------------------------------------------------------------- */

void transport_raise_used(struct transport *transport, unsigned int vq)
{
	transport->counts.interrupts++;
	transport->layout->raise_used(transport, vq);
	transport_maybe_fault(transport);
}

void transport_config_change(struct transport *transport)
{
	transport->generation++;
	transport->layout->raise_config(transport);
}

void transport_inject_kick(struct transport *transport, unsigned int vq)
{
	if (transport->ops.kick)
		engine_irq_raise(transport->spec.host, VIRTIO_BUS_KICK_IRQ + vq);
	else if (transport->queues[vq].notifier)
		hostos_eventfd_signal(transport->queues[vq].notifier);
}

/* ---- answers ------------------------------------------------------------------------------- */

bool transport_queue_ready(const struct transport *transport, unsigned int vq)
{
	return vq < transport->spec.queues && transport->queues[vq].ready;
}

struct transport_counts transport_counts(const struct transport *transport)
{
	return transport->counts;
}
