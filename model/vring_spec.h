/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_spec.h - the executable specification of a virtqueue, split or packed (virtio 1.1, 2.6, 2.7).
 *
 * It watches the ring's memory, keeps a copy of its own that it updates store by store, and holds
 * both sides to the rules. The driver: valid, disjoint chains; an index that never skips; hands off
 * what the device owns. The device: only returns what is in flight, only once, within its size; and
 * reads an entry only after the index that covers it (packed: the flags), so that a missing barrier
 * on either side shows as an old value where a new one has to be. Suppression fields are hints:
 * whatever they say, an extra notification or interrupt breaks no rule.
 *
 * Each violation ends the run with RING_PROTOCOL at the access that did it.
 */
#ifndef MODEL_VRING_SPEC_H
#define MODEL_VRING_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include <sim/virtio_bus.h>

struct transport;
struct vring_spec;

/* For queue index of a device between two machines; num_max entries at most. Adds the queue's probes
 * for LOST_KICK and LOST_INTERRUPT. While the world is built. */
struct vring_spec *vring_spec_create(struct transport *transport, unsigned int index, int guest,
				     int host, unsigned int num_max);
/* The queue is ready with these rings and accepted features. What the driver has exposed already is
 * checked at once. */
void vring_spec_start(struct vring_spec *spec, const struct virtio_bus_queue *rings,
		      uint64_t features);
/* The queue was reset or taken back: it is the driver's memory from here on, and the device must not
 * touch it. */
void vring_spec_stop(struct vring_spec *spec);

/* Who has what, for tests and the story. Indices of a packed ring count its descriptors, modulo
 * twice their number. */
struct vring_counts {
	uint16_t avail_idx; /* exposed by the driver */
	uint16_t popped; /* seen by the device */
	uint16_t used_idx; /* returned by the device */
	uint16_t consumed; /* seen by the driver */
	unsigned int in_flight; /* chains the device owns */
};

struct vring_counts vring_spec_counts(const struct vring_spec *spec);

#endif
