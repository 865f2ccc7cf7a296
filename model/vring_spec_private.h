/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_spec_private.h - the specification's view of one ring, for vring_*.c only.
 */
#ifndef MODEL_VRING_SPEC_PRIVATE_H
#define MODEL_VRING_SPEC_PRIVATE_H

#include <linux/virtio_ring.h>

#include <engine/engine.h>
#include <model/vring_spec.h>

enum vring_part { VRING_DESC, VRING_AVAIL, VRING_USED, VRING_PARTS };

/* Offsets in the available and in the used ring (virtio 1.1, 2.6.6 and 2.6.8). */
enum { RING_FLAGS = 0, RING_IDX = 2, RING_ENTRIES = 4 };

struct vring_buffer {
	uintptr_t addr;
	uint64_t bytes;
	bool write; /* for the device to write */
};

struct vring_chain {
	bool in_flight;
	/* packed only */
	bool popped; /* the device has seen it */
	uint16_t id;
	uint16_t descs; /* descriptors of the ring that it takes */
	/* both */
	struct vring_buffer *buffers; /* an indirect table counts as a readable one */
	uint32_t count;
	uint32_t capacity;
	uint64_t writable_bytes;
};

struct vring_spec {
	struct transport *transport;
	unsigned int index;
	int guest, host;
	bool active;
	bool started; /* ever: what follows is what the last start set */
	bool indirect;
	bool event_idx;
	bool packed;
	bool hostile; /* the device lies: only the driver is held to the rules */
	unsigned int num, num_max;
	struct mem_watch watch[VRING_PARTS];
	uint8_t *copy[VRING_PARTS];
	uint16_t avail_idx, popped, used_idx, consumed;
	unsigned int in_flight;
	uint16_t *owner; /* by descriptor: head + 1 of the chain it is in; 0 = the driver's */
	struct vring_chain *chains; /* by head; of a packed ring, in no order */
	/* packed only: the four indices above are places, and count from 0 to 2 * num (vring_packed.c) */
	uint16_t *chain_at; /* by descriptor: the chain that begins there, until the device sees it */
	uint16_t *returned; /* by descriptor: how many a used buffer took, until the driver reads it */
	bool device_noticed; /* the device has seen that the place popped is available */
	bool driver_noticed; /* the driver has seen that the place consumed is used */
	uint16_t last_read; /* the descriptor of the one before */
	struct quiesce_probe lost_kick;
	struct quiesce_probe late_kick;
	struct quiesce_probe lost_interrupt;
	uint16_t probed_from, probed_to; /* indices when a probe injected, for its text */
};

/* A chain that is about to be the device's, buffer by buffer. */
struct vring_walk {
	struct vring_spec *spec;
	const struct mem_access *access;
	unsigned int head;
	struct vring_chain *chain;
	bool seen_writable;
};

/* Bytes of an access that fall into a part, as offsets within the part. */
struct vring_touch {
	const struct mem_access *access; /* NULL: found when the queue became ready */
	uint64_t first;
	uint64_t end;
	const uint8_t *seen; /* value of the byte at first */
};

static inline bool vring_touches(const struct vring_touch *touch, uint64_t offset, uint64_t bytes)
{
	return touch->first < offset + bytes && offset < touch->end;
}

uint16_t vring_copy_u16(const struct vring_spec *spec, enum vring_part part, uint64_t offset);
uint32_t vring_copy_u32(const struct vring_spec *spec, enum vring_part part, uint64_t offset);

/* Ends the run with RING_PROTOCOL; the text follows the queue's name. */
__attribute__((noreturn, format(printf, 3, 4))) void
vring_broken(const struct vring_spec *spec, const struct mem_access *access, const char *fmt, ...);

/* True if ring slot `slot` holds an entry in [from, to). */
static inline bool vring_slot_pending(const struct vring_spec *spec, unsigned int slot,
				      uint16_t from, uint16_t to)
{
	return ((slot - from) & (spec->num - 1)) < (uint16_t)(to - from);
}

/* The ring entries, of size bytes each, that an access touches: the first, and whether one is. */
static inline unsigned int vring_first_slot(const struct vring_touch *touch, unsigned int size)
{
	return touch->first <= RING_ENTRIES ? 0 : (touch->first - RING_ENTRIES) / size;
}

static inline bool vring_slot_touched(const struct vring_spec *spec,
				      const struct vring_touch *touch, unsigned int slot,
				      unsigned int size)
{
	return slot < spec->num && vring_touches(touch, RING_ENTRIES + slot * size, size);
}

void vring_driver_wrote(struct vring_spec *spec, enum vring_part part,
			const struct vring_touch *touch);
void vring_driver_read(struct vring_spec *spec, enum vring_part part,
		       const struct vring_touch *touch);
void vring_device_wrote(struct vring_spec *spec, enum vring_part part,
			const struct vring_touch *touch);
void vring_device_read(struct vring_spec *spec, enum vring_part part,
		       const struct vring_touch *touch);
/* The bytes seen of [offset, offset + bytes) are the newest ones. */
bool vring_saw_newest(const struct vring_spec *spec, enum vring_part part,
		      const struct vring_touch *touch, uint64_t offset, uint64_t bytes);

/* The driver's index says new: checks and takes over the chains up to it. */
void vring_expose(struct vring_spec *spec, const struct mem_access *access, uint16_t new_idx);
/* A chain changes hands: to the device, after checking it; and back. */
void vring_chain_expose(struct vring_spec *spec, const struct mem_access *access,
			unsigned int head);
void vring_chain_return(struct vring_spec *spec, unsigned int head);

/* Checks a buffer and adds it to the walk's chain. */
void vring_walk_buffer(struct vring_walk *walk, uint64_t addr, uint32_t len, bool write);
/* Checks a descriptor that names an indirect table, adds the table, and returns its entries. */
unsigned int vring_walk_table(struct vring_walk *walk, uint64_t addr, uint32_t len, uint16_t flags);

/* The same for packed rings: what an access by the driver's or the device's machine means, and what
 * the driver has exposed when the queue becomes ready. */
void vring_packed_access(struct vring_spec *spec, enum vring_part part,
			 const struct vring_touch *touch);
void vring_packed_start(struct vring_spec *spec);
/* Takes over the chain at the place that avail_idx names, after checking it; returns it. */
const struct vring_chain *vring_packed_expose(struct vring_spec *spec,
					      const struct mem_access *access);

/* Places on a packed ring: which descriptor, what the wrap counter is there, how far on. */
static inline unsigned int vring_place_slot(const struct vring_spec *spec, unsigned int place)
{
	return place < spec->num ? place : place - spec->num;
}

static inline bool vring_place_wrap(const struct vring_spec *spec, unsigned int place)
{
	return place < spec->num;
}

static inline unsigned int vring_place_next(const struct vring_spec *spec, unsigned int place,
					    unsigned int count)
{
	return (place + count) % (2 * spec->num);
}

static inline unsigned int vring_place_ahead(const struct vring_spec *spec, unsigned int from,
					     unsigned int to)
{
	return (to + 2 * spec->num - from) % (2 * spec->num);
}

/* Its flags say that a buffer is available, in the lap with that wrap counter (2.7.1). */
static inline bool vring_packed_available(uint16_t flags, bool wrap)
{
	return (flags >> VRING_PACKED_DESC_F_AVAIL & 1) == wrap &&
	       (flags >> VRING_PACKED_DESC_F_USED & 1) != wrap;
}

void vring_probes_add(struct vring_spec *spec);

/* Every queue there is. */
struct vring_spec *vring_spec_at(unsigned int index);

#endif
