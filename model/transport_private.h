/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport_private.h - struct transport, and what the two layouts of registers share; for transport*.c, hostos.c only.
 */
#ifndef MODEL_TRANSPORT_PRIVATE_H
#define MODEL_TRANSPORT_PRIVATE_H

#include <linux/pci_regs.h>

#include <model/transport.h>
#include <model/vring_spec.h>
#include <sim/hostos.h>
#include <sim/virtio_bus.h>

#define TRANSPORTS_MAX 4
#define TRANSPORT_QUEUES_MAX 16

/* The device's functions in the host's modules. */
struct transport_ops {
	virtio_realize_fn *realize;
	virtio_unrealize_fn *unrealize;
	virtio_get_features_fn *get_features;
	virtio_get_config_fn *get_config;
	virtio_set_config_fn *set_config; /* NULL: nothing to write */
	virtio_set_queue_fn *set_queue;
	virtio_set_status_fn *set_status;
	virtio_reset_fn *reset;
	virtio_handle_output_fn *handle_output;
	virtio_host_notifier_fn *host_notifier;
	virtio_kick_fn *kick; /* NULL: events of hostos.h */
	void (*lock)(void); /* the big lock */
	void (*unlock)(void);
	int (*notifier_set)(struct sim_eventfd *notifier);
};

struct transport_queue {
	uint32_t num;
	uint64_t desc, avail, used;
	bool ready;
	struct sim_eventfd *notifier;
	struct vring_spec *spec;
	uint16_t vector; /* PCI: VIRTIO_MSI_NO_VECTOR, or its interrupt */
};

/* What differs between the layouts of registers. */
struct transport_layout {
	struct mmio_ops mmio;
	uint64_t window_bytes;
	void (*create)(struct transport *transport); /* may be NULL */
	/* Tell the guest that queue vq has used buffers, or that the configuration has changed. */
	void (*raise_used)(struct transport *transport, unsigned int vq);
	void (*raise_config)(struct transport *transport);
	/* An interrupt for used buffers, although there are none. */
	void (*raise_spurious)(struct transport *transport);
	/* The rest of a reset: interrupts, and registers that only this layout has. */
	void (*reset)(struct transport *transport);
};

struct transport {
	struct transport_spec spec;
	const struct transport_layout *layout;
	unsigned int number; /* device number of sim_virtio_notify() */
	void *window;
	void *memory; /* that the device is given; all of the guest's if memory_bytes is 0 */
	uint64_t memory_bytes;
	struct transport_ops ops;
	void *device; /* NULL: not plugged in */
	uint64_t offered;
	uint64_t accepted;
	uint32_t device_features_sel;
	uint32_t driver_features_sel;
	uint32_t queue_sel;
	uint32_t interrupt_status; /* PCI: the ISR status, without vectors */
	uint32_t generation;
	uint8_t pci_config[PCI_CFG_SPACE_SIZE];
	uint16_t config_vector;
	uint8_t status;
	bool was_reset; /* after having been driven */
	struct transport_queue queues[TRANSPORT_QUEUES_MAX];
	struct transport_counts counts;
	/* faults */
	struct action spurious;
	struct action change;
	unsigned int spurious_left;
	unsigned int early_left;
	unsigned int changes_left;
};

/* Device number `number`; NULL if there is none. */
struct transport *transport_at(unsigned int number);
/* The current vCPU exits to the host and back; the big lock is held between the two. */
void transport_enter_host(struct transport *transport);
void transport_leave_host(struct transport *transport);
/* Something happened: a moment at which the strategy may have a fault follow. */
void transport_maybe_fault(struct transport *transport);

extern const struct transport_layout transport_mmio;
extern const struct transport_layout transport_pci;

/*
 * What registers do. In an exit of a vCPU; but for the configuration space, only of a device that is
 * plugged in.
 */
uint64_t transport_read_config(struct transport *transport, uint64_t offset, unsigned int size);
void transport_write_config(struct transport *transport, uint64_t offset, unsigned int size,
			    uint64_t value);
/* The halves of the features that the selectors in struct transport say. */
uint64_t transport_read_features(const struct transport *transport);
void transport_write_features(struct transport *transport, uint32_t value);
void transport_write_status(struct transport *transport, uint8_t status);
/* NULL if the device has no such queue. */
struct transport_queue *transport_selected_queue(struct transport *transport);
/* RING_PROTOCOL if the queue, which is the selected one, is enabled: what the section forbids. */
void transport_check_change(const struct transport *transport, const struct transport_queue *queue,
			    const char *section);
void transport_set_half(uint64_t *address, bool high, uint32_t value);
void transport_enable_queue(struct transport *transport, struct transport_queue *queue, bool ready);
void transport_write_notify(struct transport *transport, uint32_t vq);

#endif
