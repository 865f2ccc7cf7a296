/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport_regs.c - the register window: virtio 1.1, 4.2.2 (MMIO device register layout).
 */
#include <inttypes.h>
#include <string.h>

#include <linux/virtio_config.h>
#include <linux/virtio_mmio.h>

#include <check/vq_exclusion.h>
#include <model/queue_service.h>
#include <model/transport_private.h>

#define MAGIC 0x74726976u /* "virt" */
#define VERSION 2
#define VENDOR 0x4d495351u
#define CONFIG_BYTES_MAX 256

/* ---- reads --------------------------------------------------------------------------------- */

static struct transport_queue *selected(struct transport *transport)
{
	if (transport->queue_sel >= transport->spec.queues)
		return NULL;
	return &transport->queues[transport->queue_sel];
}

static uint64_t read_config(struct transport *transport, uint64_t offset, unsigned int size)
{
	uint8_t config[CONFIG_BYTES_MAX] = { 0 };
	uint64_t value = 0;
	unsigned int bytes = 0;

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
	return value;
}

/* What no field of the device takes is lost (virtio 1.1, 2.4.1). */
static void write_config(struct transport *transport, uint64_t offset, unsigned int size,
			 uint64_t value)
{
	if (!transport->ops.set_config)
		return;
	transport_enter_host(transport);
	if (transport->device)
		transport->ops.set_config(transport->device, (unsigned int)offset, &value, size);
	transport_leave_host(transport);
}

static uint64_t read_features(const struct transport *transport)
{
	if (transport->device_features_sel > 1)
		return 0;
	return (uint32_t)(transport->offered >> (32 * transport->device_features_sel));
}

static void check_width(const struct transport *transport, uint64_t offset, unsigned int size)
{
	if (size != 4 || offset % 4)
		engine_report(SIM_RING_PROTOCOL,
			      "%s: the driver accesses register %#" PRIx64 " with %u bytes "
			      "(virtio 1.1, 4.2.2.2: 32 bits, aligned)",
			      transport->spec.name, offset, size);
}

static uint64_t register_read(struct transport *transport, uint64_t offset)
{
	const struct transport_queue *queue = selected(transport);

	switch (offset) {
	case VIRTIO_MMIO_MAGIC_VALUE:
		return MAGIC;
	case VIRTIO_MMIO_VERSION:
		return VERSION;
	case VIRTIO_MMIO_DEVICE_ID:
		return transport->device ? transport->spec.device_id : 0;
	case VIRTIO_MMIO_VENDOR_ID:
		return VENDOR;
	case VIRTIO_MMIO_DEVICE_FEATURES:
		return read_features(transport);
	case VIRTIO_MMIO_QUEUE_NUM_MAX:
		return queue ? transport->spec.queue_size : 0;
	case VIRTIO_MMIO_QUEUE_READY:
		return queue ? queue->ready : 0;
	case VIRTIO_MMIO_INTERRUPT_STATUS:
		return transport->interrupt_status;
	case VIRTIO_MMIO_STATUS:
		return transport->status;
	case VIRTIO_MMIO_CONFIG_GENERATION:
		return transport->generation;
	default:
		return 0;
	}
}

static uint64_t transport_read(void *opaque, uint64_t offset, unsigned int size)
{
	struct transport *transport = opaque;

	transport_maybe_fault(transport);
	if (offset >= VIRTIO_MMIO_CONFIG) {
		if (!transport->device)
			return 0;
		return read_config(transport, offset - VIRTIO_MMIO_CONFIG, size);
	}
	check_width(transport, offset, size);
	return register_read(transport, offset);
}

/* ---- status and reset ---------------------------------------------------------------------- */

/* Virtio 1.1, 2.1 and 3.1.1: a device that cannot live with the features does not keep
 * FEATURES_OK. */
static uint8_t check_features(const struct transport *transport, uint8_t status)
{
	bool modern = transport->accepted & 1ull << VIRTIO_F_VERSION_1;

	if (!(status & VIRTIO_CONFIG_S_FEATURES_OK) ||
	    (modern && !(transport->accepted & ~transport->offered)))
		return status;
	return status & ~VIRTIO_CONFIG_S_FEATURES_OK;
}

static void reset(struct transport *transport)
{
	bool was_driven = transport->status & VIRTIO_CONFIG_S_DRIVER_OK;

	transport_enter_host(transport);
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
	transport->interrupt_status = 0;
	if (was_driven)
		transport->was_reset = true;
	if (transport->spec.disk)
		disk_expect_reset(transport->spec.disk);
}

static void write_status(struct transport *transport, uint8_t status)
{
	if (!status) {
		reset(transport);
		return;
	}
	status = check_features(transport, status);
	/* First, since an interrupt may come and be answered by a kick before this returns. */
	transport->status = status | (transport->status & VIRTIO_CONFIG_S_NEEDS_RESET);
	transport_enter_host(transport);
	transport->ops.set_status(transport->device, status, transport->accepted);
	transport_leave_host(transport);
}

/* ---- queues -------------------------------------------------------------------------------- */

static void write_ready(struct transport *transport, struct transport_queue *queue, bool ready)
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
	queue->ready = transport->ops.set_queue(transport->device, transport->queue_sel, &rings);
	transport_leave_host(transport);
	if (queue->ready && queue->spec)
		vring_spec_start(queue->spec, &rings, transport->accepted);
}

static void set_half(uint64_t *address, bool high, uint32_t value)
{
	if (high)
		*address = (*address & UINT32_MAX) | (uint64_t)value << 32;
	else
		*address = (*address & ~(uint64_t)UINT32_MAX) | value;
}

static void write_queue(struct transport *transport, uint64_t offset, uint32_t value)
{
	struct transport_queue *queue = selected(transport);

	if (!queue)
		return;
	if (offset == VIRTIO_MMIO_QUEUE_READY) {
		write_ready(transport, queue, value & 1);
		return;
	}
	if (queue->ready)
		engine_report(SIM_RING_PROTOCOL,
			      "%s: the driver changes queue %u while QueueReady is set "
			      "(virtio 1.1, 4.2.2.2)",
			      transport->spec.name, transport->queue_sel);
	switch (offset) {
	case VIRTIO_MMIO_QUEUE_NUM:
		queue->num = value;
		break;
	case VIRTIO_MMIO_QUEUE_DESC_LOW:
	case VIRTIO_MMIO_QUEUE_DESC_HIGH:
		set_half(&queue->desc, offset == VIRTIO_MMIO_QUEUE_DESC_HIGH, value);
		break;
	case VIRTIO_MMIO_QUEUE_AVAIL_LOW:
	case VIRTIO_MMIO_QUEUE_AVAIL_HIGH:
		set_half(&queue->avail, offset == VIRTIO_MMIO_QUEUE_AVAIL_HIGH, value);
		break;
	default:
		set_half(&queue->used, offset == VIRTIO_MMIO_QUEUE_USED_HIGH, value);
		break;
	}
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
	if (!transport_queue_ready(transport, vq))
		engine_report(SIM_RING_PROTOCOL,
			      "%s: the driver notifies queue %u, which is not ready",
			      transport->spec.name, vq);
}

static void write_notify(struct transport *transport, uint32_t vq)
{
	vq_exclusion_notify();
	check_notify(transport, vq);
	transport->counts.notifies++;
	queue_service_notified(vq);
	if (transport->ops.kick) {
		transport->counts.exits++;
		engine_exit_to(transport->spec.host);
		transport->ops.kick(transport->device, vq);
		engine_exit_return();
		return;
	}
	if (transport->spec.service == HOST_IOTHREAD) {
		transport->counts.exits++;
		engine_exit_to(transport->spec.host);
		transport->ops.notifier_set(transport->queues[vq].notifier);
		engine_exit_return();
		return;
	}
	transport_enter_host(transport);
	transport->ops.handle_output(transport->device, vq);
	transport_leave_host(transport);
}

/* ---- the rest ------------------------------------------------------------------------------ */

/* The line stays up while a bit is set; ours is an edge, so what is left rings again. */
static void write_ack(struct transport *transport, uint32_t bits)
{
	transport->interrupt_status &= ~bits;
	if (transport->interrupt_status)
		engine_irq_raise(transport->spec.guest, transport->spec.irq);
}

static void write_driver_features(struct transport *transport, uint32_t value)
{
	unsigned int shift = 32 * transport->driver_features_sel;

	if (transport->driver_features_sel > 1)
		return;
	transport->accepted &= ~((uint64_t)UINT32_MAX << shift);
	transport->accepted |= (uint64_t)value << shift;
}

static void register_write(struct transport *transport, uint64_t offset, uint32_t value)
{
	switch (offset) {
	case VIRTIO_MMIO_DEVICE_FEATURES_SEL:
		transport->device_features_sel = value;
		break;
	case VIRTIO_MMIO_DRIVER_FEATURES_SEL:
		transport->driver_features_sel = value;
		break;
	case VIRTIO_MMIO_DRIVER_FEATURES:
		write_driver_features(transport, value);
		break;
	case VIRTIO_MMIO_QUEUE_SEL:
		transport->queue_sel = value;
		break;
	case VIRTIO_MMIO_QUEUE_NOTIFY:
		write_notify(transport, value);
		break;
	case VIRTIO_MMIO_INTERRUPT_ACK:
		write_ack(transport, value);
		break;
	case VIRTIO_MMIO_STATUS:
		write_status(transport, value);
		break;
	case VIRTIO_MMIO_QUEUE_NUM:
	case VIRTIO_MMIO_QUEUE_READY:
	case VIRTIO_MMIO_QUEUE_DESC_LOW:
	case VIRTIO_MMIO_QUEUE_DESC_HIGH:
	case VIRTIO_MMIO_QUEUE_AVAIL_LOW:
	case VIRTIO_MMIO_QUEUE_AVAIL_HIGH:
	case VIRTIO_MMIO_QUEUE_USED_LOW:
	case VIRTIO_MMIO_QUEUE_USED_HIGH:
		write_queue(transport, offset, value);
		break;
	default:
		break;
	}
}

static void transport_write(void *opaque, uint64_t offset, unsigned int size, uint64_t value)
{
	struct transport *transport = opaque;

	transport_maybe_fault(transport);
	if (offset >= VIRTIO_MMIO_CONFIG) {
		write_config(transport, offset - VIRTIO_MMIO_CONFIG, size, value);
		return;
	}
	check_width(transport, offset, size);
	if (transport->device)
		register_write(transport, offset, value);
}

const struct mmio_ops transport_mmio_ops = {
	.read = transport_read,
	.write = transport_write,
};
