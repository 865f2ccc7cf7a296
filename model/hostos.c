/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos.c - guest memory and interrupts for a device process, and its threads at quiescence.
 */
#include <stddef.h>
#include <stdio.h>

#include <check/quiesce.h>
#include <engine/layout.h>
#include <engine/state.h>
#include <memory/history.h>
#include <memory/settle.h>
#include <model/hostos_private.h>
#include <model/transport_private.h>

#include <linux/virtio_config.h>

/* ---- quiescence ---------------------------------------------------------------------------- */

/* ppoll() and futex() may return for nothing at any time. A thread that then finds something to do
 * slept through the event. */
static bool wake_host_threads(struct quiesce_probe *probe)
{
	bool woken = false;

	history_collapse();
	for (unsigned int i = 0; i < engine_ctx_count(); i++) {
		struct sim_ctx *ctx = engine_ctx_at(i);

		if (sim_ctx_kind(ctx) != SIM_CTX_HOST || !sim_unpark(ctx))
			continue;
		/* Loops are older than those that work for them. */
		if (!woken)
			probe->opaque = ctx;
		woken = true;
	}
	return woken;
}

static void describe_host_threads(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	snprintf(text, text_bytes,
		 "%s, or another thread of the host, slept although something it waits for was "
		 "there: woken for nothing, it went on",
		 engine_ctx_name(probe->opaque));
}

void hostos_init(void)
{
	struct quiesce_probe *probe = state_alloc(sizeof(*probe));

	*probe = (struct quiesce_probe){
		.name = "spurious return from a system call",
		.rank = 5,
		.verdict = SIM_LOST_WAKEUP,
		.inject = wake_host_threads,
		.describe = describe_host_threads,
	};
	quiesce_probe_add(probe);
	hostos_wait_init();
	hostos_fd_init();
	hostos_aio_init();
}

/* ---- what <sim/hostos.h> promises ---------------------------------------------------------- */

unsigned int sim_guest_ram(unsigned int device, struct sim_ram_region *regions, unsigned int max)
{
	const struct transport *transport = transport_at(device);
	struct sim_ram_region region = { .bytes = ARENA_SLICE_BYTES };
	uintptr_t base;

	settle();
	if (!transport)
		return 0;
	base = ARENA_BASE + transport->spec.guest * ARENA_SLICE_BYTES;
	region.guest_address = base;
	region.host = (void *)base;
	if (transport->memory_bytes)
		region = (struct sim_ram_region){ .guest_address = (uintptr_t)transport->memory,
						  .host = transport->memory,
						  .bytes = transport->memory_bytes };
	if (max)
		mem_write(regions, &region, sizeof(region));
	return 1;
}

void sim_virtio_notify(unsigned int device, unsigned int vq)
{
	struct transport *transport = transport_at(device);

	settle();
	if (transport)
		transport_raise_used(transport, vq);
}

void sim_virtio_notify_config(unsigned int device)
{
	struct transport *transport = transport_at(device);

	settle();
	if (transport)
		transport_config_change(transport);
}

void sim_virtio_needs_reset(unsigned int device)
{
	struct transport *transport = transport_at(device);

	settle();
	if (!transport)
		return;
	engine_log("%s needs a reset", transport->spec.name);
	transport->status |= VIRTIO_CONFIG_S_NEEDS_RESET;
	if (transport->status & VIRTIO_CONFIG_S_DRIVER_OK)
		transport_config_change(transport);
}
