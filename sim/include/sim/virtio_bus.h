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

/* A host that is a kernel has an interrupt line for each queue from here on: the model raises it to
 * have the queue notified once more. */
#define VIRTIO_BUS_KICK_IRQ 16

/* Who serves a device's rings and completes its I/O: the main loop, under the big lock; a thread of
 * its own; one such thread a queue, for devices that can. */
enum virtio_bus_threads { VIRTIO_BUS_MAIN_LOOP, VIRTIO_BUS_IOTHREAD, VIRTIO_BUS_IOTHREAD_PER_QUEUE };
/* How it does disk I/O: io_submit(), or blocking calls in a pool of threads. */
enum virtio_bus_aio { VIRTIO_BUS_AIO_NATIVE, VIRTIO_BUS_AIO_THREADS };

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
	bool iothread; /* threads is not VIRTIO_BUS_MAIN_LOOP */
	enum virtio_bus_threads threads;
	uint64_t poll_max_ns; /* how long an iothread polls before it sleeps, at most; 0: never */
	enum virtio_bus_aio aio;
	unsigned int pool_threads; /* most of a pool */
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
/* Optional: the driver writes bytes of the configuration space at offset. */
typedef void virtio_set_config_fn(void *device, unsigned int offset, const void *config,
				  unsigned int bytes);
/* The driver sets QueueReady: false if the ring cannot be mapped. */
typedef bool virtio_set_queue_fn(void *device, unsigned int index,
				 const struct virtio_bus_queue *queue);
typedef void virtio_set_status_fn(void *device, uint8_t status, uint64_t features);
/* When it returns the device touches no ring any more and forgets its queues. */
typedef void virtio_reset_fn(void *device);
/* A notification that is served in the exit itself. */
typedef void virtio_handle_output_fn(void *device, unsigned int index);
/* Instead of handle_output and host_notifier: what a notification of this queue does, in the exit
 * but without the big lock. It must not block. */
typedef void virtio_kick_fn(void *device, unsigned int index);
/* The event notifier that a notification of this queue sets. */
typedef struct sim_eventfd *virtio_host_notifier_fn(void *device, unsigned int index);

#endif
