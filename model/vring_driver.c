/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_driver.c - what the driver may do with a ring (virtio 1.1, 2.6.5, 2.6.6, 2.6.13).
 */
#include <string.h>

#include <memory/lifetime.h>
#include <model/vring_spec_private.h>

void vring_expose(struct vring_spec *spec, const struct mem_access *access, uint16_t new_idx)
{
	uint16_t moved = new_idx - spec->avail_idx;

	if (moved > spec->num)
		vring_broken(spec, access,
			     "the driver moves the available index from %u to %u; the ring has %u "
			     "entries",
			     spec->avail_idx, new_idx, spec->num);
	for (; spec->avail_idx != new_idx; spec->avail_idx++) {
		unsigned int slot = spec->avail_idx % spec->num;

		vring_chain_expose(spec, access,
				   vring_copy_u16(spec, VRING_AVAIL,
						  RING_ENTRIES + sizeof(uint16_t) * slot));
	}
	if (spec->hostile)
		spec->popped = spec->avail_idx;
}

static void wrote_desc(struct vring_spec *spec, const struct vring_touch *touch)
{
	for (unsigned int i = touch->first / sizeof(struct vring_desc);
	     i * sizeof(struct vring_desc) < touch->end; i++)
		if (spec->owner[i])
			vring_broken(spec, touch->access,
				     "the driver writes descriptor %u of chain %u, which the "
				     "device owns",
				     i, spec->owner[i] - 1);
}

static void wrote_avail(struct vring_spec *spec, const struct vring_touch *touch)
{
	unsigned int slot = vring_first_slot(touch, sizeof(uint16_t));

	for (; vring_slot_touched(spec, touch, slot, sizeof(uint16_t)); slot++) {
		if (vring_slot_pending(spec, slot, spec->popped, spec->avail_idx))
			vring_broken(spec, touch->access,
				     "the driver overwrites available entry %u, which it has "
				     "exposed and the device has not read",
				     slot);
	}
	if (vring_touches(touch, RING_FLAGS, sizeof(uint16_t)) &&
	    vring_copy_u16(spec, VRING_AVAIL, RING_FLAGS) & ~VRING_AVAIL_F_NO_INTERRUPT)
		vring_broken(spec, touch->access, "the driver sets unknown flags %#x",
			     vring_copy_u16(spec, VRING_AVAIL, RING_FLAGS));
	if (vring_touches(touch, RING_IDX, sizeof(uint16_t)))
		vring_expose(spec, touch->access, vring_copy_u16(spec, VRING_AVAIL, RING_IDX));
}

void vring_driver_wrote(struct vring_spec *spec, enum vring_part part,
			const struct vring_touch *touch)
{
	switch (part) {
	case VRING_DESC:
		wrote_desc(spec, touch);
		break;
	case VRING_AVAIL:
		wrote_avail(spec, touch);
		break;
	default:
		vring_broken(spec, touch->access, "the driver writes to the used ring");
	}
}

/* The driver believes what it reads; whether it should, is what is tried. A chain of whatever number
 * it reads is its own again. */
static void read_lies(struct vring_spec *spec, const struct vring_touch *touch)
{
	uint32_t id;

	if (touch->first < RING_ENTRIES ||
	    (touch->first - RING_ENTRIES) % sizeof(struct vring_used_elem) ||
	    touch->end - touch->first < sizeof(id))
		return;
	memcpy(&id, touch->seen, sizeof(id));
	if (id >= spec->num || !spec->chains[id].in_flight)
		return;
	/* The driver cannot tell what the device has not written. */
	for (uint32_t i = 0; i < spec->chains[id].count; i++)
		if (spec->chains[id].buffers[i].write)
			lifetime_written(spec->chains[id].buffers[i].addr,
					 spec->chains[id].buffers[i].bytes);
	vring_chain_return(spec, id);
}

/* An entry counts as consumed when its id is read; its length is read right after that, so the last
 * consumed entry is held to the rule as well. */
void vring_driver_read(struct vring_spec *spec, enum vring_part part,
		       const struct vring_touch *touch)
{
	const unsigned int size = sizeof(struct vring_used_elem);
	unsigned int slot = vring_first_slot(touch, size);

	if (part != VRING_USED)
		return;
	if (spec->hostile) {
		read_lies(spec, touch);
		return;
	}
	for (; vring_slot_touched(spec, touch, slot, size); slot++) {
		uint64_t offset = RING_ENTRIES + slot * size;

		if (!vring_slot_pending(spec, slot, spec->consumed - 1, spec->used_idx))
			continue;
		if (!vring_saw_newest(spec, part, touch, offset, size))
			vring_broken(spec, touch->access,
				     "the driver reads an old used entry %u although the used "
				     "index covers a new one: a barrier is missing between the "
				     "two, on one side",
				     slot);
		if (slot == spec->consumed % spec->num && spec->consumed != spec->used_idx &&
		    vring_touches(touch, offset, sizeof(uint32_t)))
			spec->consumed++;
	}
}
