/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport_regs.c - what registers do, whatever the layout of the window they lie in.
 */
#include <string.h>

#include <linux/virtio_config.h>

#include <check/vq_exclusion.h>
#include <model/hostile_device.h>
#include <model/queue_service.h>
#include <model/transport_private.h>

#define CONFIG_BYTES_MAX 256

/* ---- configuration space ------------------------------------------------------------------- */

uint64_t transport_read_config(struct transport *transport, uint64_t offset, unsigned int size)
{
	uint8_t config[CONFIG_BYTES_MAX] = { 0 };
	uint64_t value = 0;
	unsigned int bytes = 0;

	if (!transport->device)
		return 0;
	transport_enter_host(transport);
	/* It may have been unplugged while the vCPU waited for the host. */
	if (transport->device)
		bytes = transport->ops.get_config(transport->device, config, sizeof(config));
	transport_leave_host(transport);
	if (bytes > sizeof(config))
		bytes = sizeof(config);
	if (offset + size > bytes)
		return 0;
	memcpy(&value, config + offset, size);
	if (hostile_device())
		return hostile_device_config(transport->spec.device_id, (unsigned int)offset, value,
					     size);
	return value;
}

/* What no field of the device takes is lost (virtio 1.1, 2.4.1). */
void transport_write_config(struct transport *transport, uint64_t offset, unsigned int size,
			    uint64_t value)
{
	if (!transport->ops.set_config)
		return;
	transport_enter_host(transport);
	if (transport->device)
		transport->ops.set_config(transport->device, (unsigned int)offset, &value, size);
	transport_leave_host(transport);
}

/* ---- features ------------------------------------------------------------------------------ */

uint64_t transport_read_features(const struct transport *transport)
{
	uint32_t features;

	if (transport->device_features_sel > 1)
		return 0;
	features = (uint32_t)(transport->offered >> (32 * transport->device_features_sel));
	return hostile_device() ? hostile_device_features(transport->spec.device_id, features,
							  transport->device_features_sel) :
				  features;
}

void transport_write_features(struct transport *transport, uint32_t value)
{
	unsigned int shift = 32 * transport->driver_features_sel;

	if (transport->driver_features_sel > 1)
		return;
	transport->accepted &= ~((uint64_t)UINT32_MAX << shift);
	transport->accepted |= (uint64_t)value << shift;
}

/* ---- status and reset ---------------------------------------------------------------------- */

/* Virtio 1.1, 2.1 and 3.1.1: a device that cannot live with the features does not keep
 * FEATURES_OK. */
static uint8_t check_features(const struct transport *transport, uint8_t status)
{
	bool modern = transport->accepted & 1ull << VIRTIO_F_VERSION_1;

	if (!(status & VIRTIO_CONFIG_S_FEATURES_OK) || hostile_device() ||
	    (modern && !(transport->accepted & ~transport->offered)))
		return status;
	return status & ~VIRTIO_CONFIG_S_FEATURES_OK;
}

static void reset(struct transport *transport)
{
	bool was_driven = transport->status & VIRTIO_CONFIG_S_DRIVER_OK;

	transport_enter_host(transport);
	if (transport->device)
		transport->ops.reset(transport->device);
	transport_leave_host(transport);
	for (unsigned int i = 0; i < transport->spec.queues; i++) {
		struct transport_queue *queue = &transport->queues[i];

		if (queue->spec)
			vring_spec_stop(queue->spec);
		queue->ready = false;
		queue->num = 0;
		queue->desc = queue->avail = queue->used = 0;
	}
	transport->status = 0;
	transport->accepted = 0;
	transport->layout->reset(transport);
	if (was_driven)
		transport->was_reset = true;
	if (transport->spec.disk)
		disk_expect_reset(transport->spec.disk);
}

void transport_write_status(struct transport *transport, uint8_t status)
{
	if (!status) {
		reset(transport);
		return;
	}
	status = check_features(transport, status);
	/* First, since an interrupt may come and be answered by a kick before this returns. */
	transport->status = status | (transport->status & VIRTIO_CONFIG_S_NEEDS_RESET);
	transport_enter_host(transport);
	if (transport->device)
		transport->ops.set_status(transport->device, status, transport->accepted);
	transport_leave_host(transport);
}

/* ---- queues -------------------------------------------------------------------------------- */

struct transport_queue *transport_selected_queue(struct transport *transport)
{
	if (transport->queue_sel >= transport->spec.queues)
		return NULL;
	return &transport->queues[transport->queue_sel];
}

void transport_check_change(const struct transport *transport, const struct transport_queue *queue,
			    const char *section)
{
	if (queue->ready && !transport->spec.hostile)
		engine_report(
			SIM_RING_PROTOCOL,
			"%s: the driver changes queue %u while it is enabled (virtio 1.1, %s)",
			transport->spec.name, transport->queue_sel, section);
}

void transport_set_half(uint64_t *address, bool high, uint32_t value)
{
	if (high)
		*address = (*address & UINT32_MAX) | (uint64_t)value << 32;
	else
		*address = (*address & ~(uint64_t)UINT32_MAX) | value;
}

void transport_enable_queue(struct transport *transport, struct transport_queue *queue, bool ready)
{
	const struct virtio_bus_queue rings = {
		.num = queue->num,
		.desc = queue->desc,
		.avail = queue->avail,
		.used = queue->used,
	};

	if (!ready) {
		if (queue->spec)
			vring_spec_stop(queue->spec);
		queue->ready = false;
		return;
	}
	if (queue->ready)
		return;
	transport_enter_host(transport);
	if (transport->device)
		queue->ready = transport->ops.set_queue(transport->device,
							queue - transport->queues, &rings);
	transport_leave_host(transport);
	if (queue->ready && queue->spec)
		vring_spec_start(queue->spec, &rings, transport->accepted);
}

static void check_notify(const struct transport *transport, uint32_t vq)
{
	if (!(transport->status & VIRTIO_CONFIG_S_DRIVER_OK) && transport->was_reset)
		engine_report(SIM_ACCESS_AFTER_RESET,
			      "%s: the driver notifies queue %u after it reset the device",
			      transport->spec.name, vq);
	if (!(transport->status & VIRTIO_CONFIG_S_DRIVER_OK))
		engine_report(SIM_KICK_BEFORE_READY,
			      "%s: the driver notifies queue %u before DRIVER_OK "
			      "(virtio 1.1, 3.1.1)",
			      transport->spec.name, vq);
	if (!transport_queue_ready(transport, vq) && !hostile_device())
		engine_report(SIM_RING_PROTOCOL,
			      "%s: the driver notifies queue %u, which is not ready",
			      transport->spec.name, vq);
}

/* The exit is over, and so it is the host's turn, unless it was so fast that nothing is left. */
static void kicked(const struct transport *transport, uint32_t vq)
{
	const struct vring_spec *spec = transport->queues[vq].spec;
	struct vring_counts counts;

	engine_exit_return();
	/* A guest that lies has no rules to wait by. */
	if (!spec)
		return;
	counts = vring_spec_counts(spec);
	if (counts.popped != counts.avail_idx)
		queue_service_told(vq);
}

void transport_write_notify(struct transport *transport, uint32_t vq)
{
	vq_exclusion_notify();
	if (!transport->spec.hostile)
		check_notify(transport, vq);
	else if (vq >= transport->spec.queues)
		return;
	transport->counts.notifies++;
	if (transport->ops.kick) {
		transport->counts.exits++;
		engine_exit_to(transport->spec.host);
		transport->ops.kick(transport->device, vq);
		kicked(transport, vq);
		return;
	}
	/* What a lie of the device has led to. */
	if (hostile_device() && !transport_queue_ready(transport, vq))
		return;
	if (transport->spec.service == HOST_IOTHREAD) {
		transport->counts.exits++;
		engine_exit_to(transport->spec.host);
		transport->ops.notifier_set(transport->queues[vq].notifier);
		kicked(transport, vq);
		return;
	}
	transport_enter_host(transport);
	transport->ops.handle_output(transport->device, vq);
	transport_leave_host(transport);
}
