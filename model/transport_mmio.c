/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport_mmio.c - the register window of virtio 1.1, 4.2.2 (MMIO device register layout), and its
 * one interrupt line.
 */
#include <inttypes.h>

#include <linux/virtio_config.h>
#include <linux/virtio_mmio.h>

#include <model/hostile_device.h>
#include <model/transport_private.h>

#define MAGIC 0x74726976u /* "virt" */
#define VERSION 2
#define VENDOR 0x4d495351u
#define WINDOW_BYTES 0x1000

/* ---- reads --------------------------------------------------------------------------------- */

static void check_width(const struct transport *transport, uint64_t offset, unsigned int size)
{
	if (!transport->spec.hostile && (size != 4 || offset % 4))
		engine_report(SIM_RING_PROTOCOL,
			      "%s: the driver accesses register %#" PRIx64 " with %u bytes "
			      "(virtio 1.1, 4.2.2.2: 32 bits, aligned)",
			      transport->spec.name, offset, size);
}

static uint64_t register_read(struct transport *transport, uint64_t offset)
{
	const struct transport_queue *queue = transport_selected_queue(transport);

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
		return transport_read_features(transport);
	case VIRTIO_MMIO_QUEUE_NUM_MAX:
		if (hostile_device())
			return hostile_device_queue_size(queue ? transport->spec.queue_size : 0);
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

static uint64_t mmio_read(void *opaque, uint64_t offset, unsigned int size)
{
	struct transport *transport = opaque;

	transport_maybe_fault(transport);
	if (offset >= VIRTIO_MMIO_CONFIG)
		return transport_read_config(transport, offset - VIRTIO_MMIO_CONFIG, size);
	check_width(transport, offset, size);
	return register_read(transport, offset);
}

/* ---- writes -------------------------------------------------------------------------------- */

static void write_queue(struct transport *transport, uint64_t offset, uint32_t value)
{
	struct transport_queue *queue = transport_selected_queue(transport);

	if (!queue)
		return;
	if (offset == VIRTIO_MMIO_QUEUE_READY) {
		transport_enable_queue(transport, queue, value & 1);
		return;
	}
	transport_check_change(transport, queue, "4.2.2.2");
	switch (offset) {
	case VIRTIO_MMIO_QUEUE_NUM:
		queue->num = value;
		break;
	case VIRTIO_MMIO_QUEUE_DESC_LOW:
	case VIRTIO_MMIO_QUEUE_DESC_HIGH:
		transport_set_half(&queue->desc, offset == VIRTIO_MMIO_QUEUE_DESC_HIGH, value);
		break;
	case VIRTIO_MMIO_QUEUE_AVAIL_LOW:
	case VIRTIO_MMIO_QUEUE_AVAIL_HIGH:
		transport_set_half(&queue->avail, offset == VIRTIO_MMIO_QUEUE_AVAIL_HIGH, value);
		break;
	default:
		transport_set_half(&queue->used, offset == VIRTIO_MMIO_QUEUE_USED_HIGH, value);
		break;
	}
}

/* The line stays up while a bit is set; ours is an edge, so what is left rings again. */
static void write_ack(struct transport *transport, uint32_t bits)
{
	transport->interrupt_status &= ~bits;
	if (transport->interrupt_status)
		engine_irq_raise(transport->spec.guest, transport->spec.irq);
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
		transport_write_features(transport, value);
		break;
	case VIRTIO_MMIO_QUEUE_SEL:
		transport->queue_sel = value;
		break;
	case VIRTIO_MMIO_QUEUE_NOTIFY:
		transport_write_notify(transport, value);
		break;
	case VIRTIO_MMIO_INTERRUPT_ACK:
		write_ack(transport, value);
		break;
	case VIRTIO_MMIO_STATUS:
		transport_write_status(transport, value);
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

static void mmio_write(void *opaque, uint64_t offset, unsigned int size, uint64_t value)
{
	struct transport *transport = opaque;

	transport_maybe_fault(transport);
	if (offset >= VIRTIO_MMIO_CONFIG) {
		transport_write_config(transport, offset - VIRTIO_MMIO_CONFIG, size, value);
		return;
	}
	check_width(transport, offset, size);
	if (transport->device)
		register_write(transport, offset, value);
}

/* ---- interrupts ---------------------------------------------------------------------------- */

static void raise_bit(struct transport *transport, uint32_t bit)
{
	transport->interrupt_status |= bit;
	engine_irq_raise(transport->spec.guest, transport->spec.irq);
}

static void mmio_raise_used(struct transport *transport, unsigned int vq)
{
	(void)vq;
	raise_bit(transport, VIRTIO_MMIO_INT_VRING);
}

static void mmio_raise_config(struct transport *transport)
{
	raise_bit(transport, VIRTIO_MMIO_INT_CONFIG);
}

static void mmio_raise_spurious(struct transport *transport)
{
	raise_bit(transport, VIRTIO_MMIO_INT_VRING);
}

static void mmio_reset(struct transport *transport)
{
	transport->interrupt_status = 0;
}

const struct transport_layout transport_mmio = {
	.mmio = { .read = mmio_read, .write = mmio_write },
	.window_bytes = WINDOW_BYTES,
	.raise_used = mmio_raise_used,
	.raise_config = mmio_raise_config,
	.raise_spurious = mmio_raise_spurious,
	.reset = mmio_reset,
};
