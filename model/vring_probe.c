/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_probe.c - at quiescence: entries that nobody looks at, although one notification or
 * interrupt, which is legal at any time, would make the world go on.
 */
#include <stdio.h>

#include <memory/history.h>
#include <model/transport.h>
#include <model/transport_private.h>
#include <model/vring_spec_private.h>

/* On a machine that stands still, every store has long become visible. */
static void let_stores_arrive(void)
{
	history_collapse();
}

static bool inject_kick(struct quiesce_probe *probe)
{
	struct vring_spec *spec = probe->opaque;

	if (!spec->active || spec->popped == spec->avail_idx)
		return false;
	spec->probed_from = spec->popped;
	spec->probed_to = spec->avail_idx;
	let_stores_arrive();
	transport_inject_kick(spec->transport, spec->index);
	return true;
}

/* vhost may give back what it has taken, and then has nothing to do with it until it is told. */
static bool inject_late_kick(struct quiesce_probe *probe)
{
	struct vring_spec *spec = probe->opaque;

	if (!spec->active || !spec->in_flight || !spec->transport->ops.kick)
		return false;
	spec->probed_from = (uint16_t)spec->in_flight;
	spec->probed_to = spec->avail_idx;
	let_stores_arrive();
	transport_inject_kick(spec->transport, spec->index);
	return true;
}

static void describe_late_kick(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	const struct vring_spec *spec = probe->opaque;

	snprintf(
		text, text_bytes,
		"%s queue %u: the device took all that the driver exposed, up to %u, and went idle "
		"with %u in flight; notified once more, it went on",
		spec->transport->spec.name, spec->index, spec->probed_to, spec->probed_from);
}

static void describe_kick(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	const struct vring_spec *spec = probe->opaque;

	snprintf(text, text_bytes,
		 "%s queue %u: the driver exposed entries up to %u, the device stopped at %u and "
		 "nobody notified it; notified once more, it went on",
		 spec->transport->spec.name, spec->index, spec->probed_to, spec->probed_from);
}

static bool inject_interrupt(struct quiesce_probe *probe)
{
	struct vring_spec *spec = probe->opaque;

	if (!spec->active || spec->consumed == spec->used_idx)
		return false;
	spec->probed_from = spec->consumed;
	spec->probed_to = spec->used_idx;
	let_stores_arrive();
	transport_raise_used(spec->transport, spec->index);
	return true;
}

static void describe_interrupt(struct quiesce_probe *probe, char *text, unsigned int text_bytes)
{
	const struct vring_spec *spec = probe->opaque;

	snprintf(text, text_bytes,
		 "%s queue %u: the device returned entries up to %u, the driver stopped at %u and "
		 "nobody interrupted it; interrupted once more, it went on",
		 spec->transport->spec.name, spec->index, spec->probed_to, spec->probed_from);
}

void vring_probes_add(struct vring_spec *spec)
{
	spec->lost_kick = (struct quiesce_probe){
		.name = "spurious kick",
		.rank = 10,
		.verdict = SIM_LOST_KICK,
		.inject = inject_kick,
		.describe = describe_kick,
		.opaque = spec,
	};
	spec->lost_interrupt = (struct quiesce_probe){
		.name = "spurious interrupt",
		.rank = 20,
		.verdict = SIM_LOST_INTERRUPT,
		.inject = inject_interrupt,
		.describe = describe_interrupt,
		.opaque = spec,
	};
	spec->late_kick = (struct quiesce_probe){
		.name = "spurious kick of a queue that was taken",
		.rank = 35,
		.verdict = SIM_LOST_KICK,
		.inject = inject_late_kick,
		.describe = describe_late_kick,
		.opaque = spec,
	};
	quiesce_probe_add(&spec->late_kick);
	quiesce_probe_add(&spec->lost_kick);
	quiesce_probe_add(&spec->lost_interrupt);
}
