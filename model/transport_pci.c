/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport_pci.c - the registers of virtio 1.1, 4.1.4 (PCI device layout), and MSI-X vectors.
 *
 * One window holds all: the function's configuration space, whose capabilities say where in the
 * window, which stands for BAR 0, the structures lie. A vector is a line of the guest.
 */
#include <inttypes.h>
#include <string.h>

#include <linux/virtio_config.h>
#include <linux/virtio_pci.h>

#include <model/transport_private.h>
#include <sim/port.h>

#define VENDOR 0x1af4
#define MODERN_DEVICE_ID 0x1040 /* plus that of virtio */

#define COMMON 0x400
#define ISR 0x500
#define DEVICE 0x600
#define NOTIFY 0x800
#define NOTIFY_MULTIPLIER 4
#define WINDOW_BYTES 0x1000

#define CAP_COMMON 0x40
#define CAP_NOTIFY 0x50
#define CAP_ISR 0x64
#define CAP_DEVICE 0x74
#define CAP_MSIX 0x84
#define MSIX_FLAGS (CAP_MSIX + PCI_MSIX_FLAGS)

#define ISR_QUEUE 0x1 /* beside VIRTIO_PCI_ISR_CONFIG */

#define SITE_SPURIOUS_QUEUE 0x224

/* ---- configuration space of the function --------------------------------------------------- */

static void put16(struct transport *transport, unsigned int offset, uint16_t value)
{
	memcpy(transport->pci_config + offset, &value, sizeof(value));
}

static uint16_t get16(const struct transport *transport, unsigned int offset)
{
	uint16_t value;

	memcpy(&value, transport->pci_config + offset, sizeof(value));
	return value;
}

static void put_capability(struct transport *transport, unsigned int at, unsigned int next,
			   uint8_t type, uint32_t offset, uint32_t length)
{
	const struct virtio_pci_notify_cap cap = {
		.cap = {
			.cap_vndr = PCI_CAP_ID_VNDR,
			.cap_next = (uint8_t)next,
			.cap_len = type == VIRTIO_PCI_CAP_NOTIFY_CFG ? sizeof(cap) :
								       sizeof(cap.cap),
			.cfg_type = type,
			.offset = offset,
			.length = length,
		},
		.notify_off_multiplier = NOTIFY_MULTIPLIER,
	};

	memcpy(transport->pci_config + at, &cap, cap.cap.cap_len);
}

static void pci_reset(struct transport *transport)
{
	transport->interrupt_status = 0;
	transport->config_vector = VIRTIO_MSI_NO_VECTOR;
	for (unsigned int i = 0; i < transport->spec.queues; i++) {
		transport->queues[i].num = transport->spec.queue_size;
		transport->queues[i].vector = VIRTIO_MSI_NO_VECTOR;
	}
}

static void pci_create(struct transport *transport)
{
	const unsigned int vectors = transport->spec.vectors;

	put16(transport, PCI_VENDOR_ID, VENDOR);
	put16(transport, PCI_DEVICE_ID, (uint16_t)(MODERN_DEVICE_ID + transport->spec.device_id));
	put16(transport, PCI_STATUS, PCI_STATUS_CAP_LIST);
	transport->pci_config[PCI_CAPABILITY_LIST] = CAP_COMMON;
	put_capability(transport, CAP_COMMON, CAP_NOTIFY, VIRTIO_PCI_CAP_COMMON_CFG, COMMON,
		       sizeof(struct virtio_pci_common_cfg));
	put_capability(transport, CAP_NOTIFY, CAP_ISR, VIRTIO_PCI_CAP_NOTIFY_CFG, NOTIFY,
		       transport->spec.queues * NOTIFY_MULTIPLIER);
	put_capability(transport, CAP_ISR, CAP_DEVICE, VIRTIO_PCI_CAP_ISR_CFG, ISR, 1);
	put_capability(transport, CAP_DEVICE, vectors ? CAP_MSIX : 0, VIRTIO_PCI_CAP_DEVICE_CFG,
		       DEVICE, NOTIFY - DEVICE);
	transport->pci_config[CAP_MSIX] = PCI_CAP_ID_MSIX;
	if (vectors)
		put16(transport, MSIX_FLAGS, (uint16_t)(vectors - 1));
	pci_reset(transport);
}

/* Of all the registers there only "MSI-X enable" can be written. */
static void write_pci_config(struct transport *transport, uint64_t offset, uint16_t value)
{
	uint16_t flags = get16(transport, MSIX_FLAGS) & (uint16_t)~PCI_MSIX_FLAGS_ENABLE;

	if (offset == MSIX_FLAGS && transport->spec.vectors)
		put16(transport, MSIX_FLAGS, flags | (value & PCI_MSIX_FLAGS_ENABLE));
}

/* ---- interrupts ---------------------------------------------------------------------------- */

static bool msix_enabled(const struct transport *transport)
{
	return get16(transport, MSIX_FLAGS) & PCI_MSIX_FLAGS_ENABLE;
}

static void raise_interrupt(struct transport *transport, uint16_t vector, uint32_t isr_bit)
{
	const struct transport_spec *spec = &transport->spec;

	if (!msix_enabled(transport)) {
		transport->interrupt_status |= isr_bit;
		engine_irq_raise(spec->guest, spec->irq);
	} else if (vector != VIRTIO_MSI_NO_VECTOR) {
		engine_irq_raise(spec->guest, spec->irq + 1 + vector);
	}
}

static void pci_raise_used(struct transport *transport, unsigned int vq)
{
	raise_interrupt(transport, transport->queues[vq].vector, ISR_QUEUE);
}

static void pci_raise_config(struct transport *transport)
{
	raise_interrupt(transport, transport->config_vector, VIRTIO_PCI_ISR_CONFIG);
}

static void pci_raise_spurious(struct transport *transport)
{
	unsigned int vq = 0;

	if (msix_enabled(transport) && transport->spec.queues > 1)
		vq = engine_choose(CHOICE_FAULT, transport->spec.queues, SITE_SPURIOUS_QUEUE);
	pci_raise_used(transport, vq);
}

/* What the driver reads back tells whether the device can use the vector (virtio 1.1, 4.1.5.1.2). */
static uint16_t usable_vector(const struct transport *transport, uint32_t vector)
{
	if (vector >= transport->spec.vectors || sim_fault("vector"))
		return VIRTIO_MSI_NO_VECTOR;
	return (uint16_t)vector;
}

/* ---- common configuration ------------------------------------------------------------------ */

static unsigned int field_bytes(uint64_t offset)
{
	switch (offset) {
	case VIRTIO_PCI_COMMON_STATUS:
	case VIRTIO_PCI_COMMON_CFGGENERATION:
		return 1;
	case VIRTIO_PCI_COMMON_MSIX:
	case VIRTIO_PCI_COMMON_NUMQ:
	case VIRTIO_PCI_COMMON_Q_SELECT:
	case VIRTIO_PCI_COMMON_Q_SIZE:
	case VIRTIO_PCI_COMMON_Q_MSIX:
	case VIRTIO_PCI_COMMON_Q_ENABLE:
	case VIRTIO_PCI_COMMON_Q_NOFF:
		return 2;
	default:
		return offset % 4 || offset > VIRTIO_PCI_COMMON_Q_USEDHI ? 0 : 4;
	}
}

static uint64_t read_common(struct transport *transport, uint64_t offset)
{
	const struct transport_queue *queue = transport_selected_queue(transport);

	switch (offset) {
	case VIRTIO_PCI_COMMON_DF:
		return transport_read_features(transport);
	case VIRTIO_PCI_COMMON_MSIX:
		return transport->config_vector;
	case VIRTIO_PCI_COMMON_NUMQ:
		return transport->spec.queues;
	case VIRTIO_PCI_COMMON_STATUS:
		return transport->status;
	case VIRTIO_PCI_COMMON_CFGGENERATION:
		return (uint8_t)transport->generation;
	case VIRTIO_PCI_COMMON_Q_SIZE:
		return queue ? queue->num : 0;
	case VIRTIO_PCI_COMMON_Q_MSIX:
		return queue ? queue->vector : VIRTIO_MSI_NO_VECTOR;
	case VIRTIO_PCI_COMMON_Q_ENABLE:
		return queue && queue->ready;
	case VIRTIO_PCI_COMMON_Q_NOFF:
		return transport->queue_sel;
	default:
		return 0;
	}
}

static void write_enable(struct transport *transport, struct transport_queue *queue, uint32_t value)
{
	if (value != 1)
		engine_report(SIM_RING_PROTOCOL,
			      "%s: the driver writes %u to queue_enable of queue %u "
			      "(virtio 1.1, 4.1.4.3.2)",
			      transport->spec.name, value, transport->queue_sel);
	transport_enable_queue(transport, queue, true);
}

static void write_queue(struct transport *transport, uint64_t offset, uint32_t value)
{
	struct transport_queue *queue = transport_selected_queue(transport);

	if (!queue)
		return;
	if (offset == VIRTIO_PCI_COMMON_Q_MSIX) {
		queue->vector = usable_vector(transport, value);
		return;
	}
	transport_check_change(transport, queue, "4.1.5.1.3");
	switch (offset) {
	case VIRTIO_PCI_COMMON_Q_ENABLE:
		write_enable(transport, queue, value);
		break;
	case VIRTIO_PCI_COMMON_Q_SIZE:
		queue->num = value;
		break;
	case VIRTIO_PCI_COMMON_Q_DESCLO:
	case VIRTIO_PCI_COMMON_Q_DESCHI:
		transport_set_half(&queue->desc, offset == VIRTIO_PCI_COMMON_Q_DESCHI, value);
		break;
	case VIRTIO_PCI_COMMON_Q_AVAILLO:
	case VIRTIO_PCI_COMMON_Q_AVAILHI:
		transport_set_half(&queue->avail, offset == VIRTIO_PCI_COMMON_Q_AVAILHI, value);
		break;
	case VIRTIO_PCI_COMMON_Q_USEDLO:
	case VIRTIO_PCI_COMMON_Q_USEDHI:
		transport_set_half(&queue->used, offset == VIRTIO_PCI_COMMON_Q_USEDHI, value);
		break;
	default:
		break;
	}
}

static void write_common(struct transport *transport, uint64_t offset, uint32_t value)
{
	switch (offset) {
	case VIRTIO_PCI_COMMON_DFSELECT:
		transport->device_features_sel = value;
		break;
	case VIRTIO_PCI_COMMON_GFSELECT:
		transport->driver_features_sel = value;
		break;
	case VIRTIO_PCI_COMMON_GF:
		transport_write_features(transport, value);
		break;
	case VIRTIO_PCI_COMMON_MSIX:
		transport->config_vector = usable_vector(transport, value);
		break;
	case VIRTIO_PCI_COMMON_STATUS:
		transport_write_status(transport, (uint8_t)value);
		break;
	case VIRTIO_PCI_COMMON_Q_SELECT:
		transport->queue_sel = value;
		break;
	default:
		write_queue(transport, offset, value);
		break;
	}
}

/* ---- the window ---------------------------------------------------------------------------- */

__attribute__((noreturn)) static void bad_access(const struct transport *transport, uint64_t offset,
						 unsigned int size)
{
	engine_report(SIM_RING_PROTOCOL,
		      "%s: the driver accesses %u bytes at %#" PRIx64
		      " of the window, which are no "
		      "field (virtio 1.1, 4.1.3.1)",
		      transport->spec.name, size, offset);
}

static void check_common(const struct transport *transport, uint64_t offset, unsigned int size)
{
	if (offset < COMMON || field_bytes(offset - COMMON) != size)
		bad_access(transport, offset, size);
}

/* The interrupt is acknowledged by that (virtio 1.1, 4.1.4.5). */
static uint64_t read_isr(struct transport *transport)
{
	uint64_t status = transport->interrupt_status;

	transport->interrupt_status = 0;
	return status;
}

static uint64_t pci_read(void *opaque, uint64_t offset, unsigned int size)
{
	struct transport *transport = opaque;
	uint64_t value = 0;

	transport_maybe_fault(transport);
	if (!transport->device)
		return UINT64_MAX; /* nobody answers on the bus */
	if (offset + size <= PCI_CFG_SPACE_SIZE) {
		memcpy(&value, transport->pci_config + offset, size);
		return value;
	}
	if (offset >= DEVICE && offset < NOTIFY)
		return transport_read_config(transport, offset - DEVICE, size);
	if (offset == ISR && size == 1)
		return read_isr(transport);
	check_common(transport, offset, size);
	return read_common(transport, offset - COMMON);
}

static void pci_write(void *opaque, uint64_t offset, unsigned int size, uint64_t value)
{
	struct transport *transport = opaque;

	transport_maybe_fault(transport);
	if (!transport->device)
		return;
	if (offset >= NOTIFY) {
		if (size != 2 || offset != NOTIFY + value * NOTIFY_MULTIPLIER)
			bad_access(transport, offset, size);
		transport_write_notify(transport, (uint32_t)value);
	} else if (offset >= DEVICE) {
		transport_write_config(transport, offset - DEVICE, size, value);
	} else if (offset < PCI_CFG_SPACE_SIZE) {
		write_pci_config(transport, offset, (uint16_t)value);
	} else {
		check_common(transport, offset, size);
		write_common(transport, offset - COMMON, (uint32_t)value);
	}
}

const struct transport_layout transport_pci = {
	.mmio = { .read = pci_read, .write = pci_write },
	.window_bytes = WINDOW_BYTES,
	.create = pci_create,
	.raise_used = pci_raise_used,
	.raise_config = pci_raise_config,
	.raise_spurious = pci_raise_spurious,
	.reset = pci_reset,
};
