/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_driver.c - what the driver may do with a ring (virtio 1.1, 2.6.5, 2.6.6, 2.6.13).
 */
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

/* An entry counts as consumed when its id is read; its length is read right after that, so the last
 * consumed entry is held to the rule as well. */
void vring_driver_read(struct vring_spec *spec, enum vring_part part,
		       const struct vring_touch *touch)
{
	const unsigned int size = sizeof(struct vring_used_elem);
	unsigned int slot = vring_first_slot(touch, size);

	if (part != VRING_USED)
		return;
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
