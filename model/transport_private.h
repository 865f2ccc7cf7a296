/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * transport_private.h - struct transport, for transport*.c, hostos.c only.
 */
#ifndef MODEL_TRANSPORT_PRIVATE_H
#define MODEL_TRANSPORT_PRIVATE_H

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
};

struct transport {
	struct transport_spec spec;
	unsigned int number; /* device number of sim_virtio_notify() */
	void *window;
	struct transport_ops ops;
	void *device; /* NULL: not plugged in */
	uint64_t offered;
	uint64_t accepted;
	uint32_t device_features_sel;
	uint32_t driver_features_sel;
	uint32_t queue_sel;
	uint32_t interrupt_status;
	uint32_t generation;
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

extern const struct mmio_ops transport_mmio_ops;

#endif
