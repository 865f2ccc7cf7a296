/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_bus.h - what a transport tells a device implementation in a host module, and asks of it.
 *
 * A device named NAME exports the functions below as NAME_realize, NAME_unrealize and so on;
 * model/transport.c finds them by name. All are called under the host's big lock, in the exit of a
 * vCPU. They may block.
 */
#ifndef SIM_VIRTIO_BUS_H
#define SIM_VIRTIO_BUS_H

#include <stdbool.h>
#include <stdint.h>

struct sim_eventfd;

struct virtio_bus_conf {
	unsigned int device; /* number for sim_virtio_notify() */
	unsigned int drive; /* number for sim_drive_open() */
	unsigned int queues;
	unsigned int queue_size; /* most entries a ring may have */
	unsigned int seg_max;
	bool indirect;
	bool event_idx;
	bool packed;
	bool read_only;
	bool notify_suppression;
	bool iothread; /* serve the rings in a thread of their own behind ioeventfd */
};

struct virtio_bus_queue {
	unsigned int num;
	uint64_t desc;
	uint64_t avail; /* of a packed ring: the driver's event suppression structure */
	uint64_t used; /* and the device's */
};

typedef void *virtio_realize_fn(const struct virtio_bus_conf *conf);
/* Drains, ends the device's threads and frees it. */
typedef void virtio_unrealize_fn(void *device);
typedef uint64_t virtio_get_features_fn(void *device);
/* Copies up to bytes of the configuration space; returns how many it has. */
typedef unsigned int virtio_get_config_fn(void *device, void *config, unsigned int bytes);
/* The driver sets QueueReady: false if the ring cannot be mapped. */
typedef bool virtio_set_queue_fn(void *device, unsigned int index,
				 const struct virtio_bus_queue *queue);
typedef void virtio_set_status_fn(void *device, uint8_t status, uint64_t features);
/* When it returns the device touches no ring any more and forgets its queues. */
typedef void virtio_reset_fn(void *device);
/* A notification that is served in the exit itself. */
typedef void virtio_handle_output_fn(void *device, unsigned int index);
/* The event notifier that a notification of this queue sets. */
typedef struct sim_eventfd *virtio_host_notifier_fn(void *device, unsigned int index);

#endif
