/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_device.c - what the device may do with a ring (virtio 1.1, 2.6.5.1, 2.6.8, 2.6.14).
 */
#include <model/queue_service.h>
#include <model/vring_spec_private.h>

static void return_chain(struct vring_spec *spec, const struct mem_access *access,
			 unsigned int slot)
{
	uint64_t offset = RING_ENTRIES + sizeof(struct vring_used_elem) * slot;
	uint32_t id = vring_copy_u32(spec, VRING_USED, offset);
	uint32_t len = vring_copy_u32(spec, VRING_USED, offset + sizeof(id));

	if (id >= spec->num || !spec->chains[id].in_flight)
		vring_broken(spec, access,
			     "the device returns chain %u in used entry %u, which is not in flight",
			     id, slot);
	if (len > spec->chains[id].writable_bytes)
		vring_broken(
			spec, access,
			"the device says it wrote %u bytes to chain %u, which has room for %llu",
			len, id, (unsigned long long)spec->chains[id].writable_bytes);
	vring_chain_return(spec, id);
}

static void wrote_used(struct vring_spec *spec, const struct vring_touch *touch)
{
	uint16_t new_idx, moved;

	if (vring_touches(touch, RING_FLAGS, sizeof(uint16_t)) &&
	    vring_copy_u16(spec, VRING_USED, RING_FLAGS) & ~VRING_USED_F_NO_NOTIFY)
		vring_broken(spec, touch->access, "the device sets unknown flags %#x",
			     vring_copy_u16(spec, VRING_USED, RING_FLAGS));
	if (!vring_touches(touch, RING_IDX, sizeof(uint16_t)))
		return;
	new_idx = vring_copy_u16(spec, VRING_USED, RING_IDX);
	moved = new_idx - spec->used_idx;
	if (moved > spec->in_flight)
		vring_broken(spec, touch->access,
			     "the device moves the used index from %u to %u with %u chains in "
			     "flight",
			     spec->used_idx, new_idx, spec->in_flight);
	for (; spec->used_idx != new_idx; spec->used_idx++)
		return_chain(spec, touch->access, spec->used_idx % spec->num);
}

void vring_device_wrote(struct vring_spec *spec, enum vring_part part,
			const struct vring_touch *touch)
{
	if (part != VRING_USED)
		vring_broken(spec, touch->access, "the device writes to the driver's %s",
			     part == VRING_DESC ? "descriptors" : "available ring");
	wrote_used(spec, touch);
}

static void read_avail(struct vring_spec *spec, const struct vring_touch *touch)
{
	const unsigned int size = sizeof(uint16_t);
	unsigned int slot = vring_first_slot(touch, size);

	for (; vring_slot_touched(spec, touch, slot, size); slot++) {
		uint64_t offset = RING_ENTRIES + size * slot;

		if (!vring_slot_pending(spec, slot, spec->popped, spec->avail_idx))
			continue;
		if (!vring_saw_newest(spec, VRING_AVAIL, touch, offset, size))
			vring_broken(spec, touch->access,
				     "the device reads an old available entry %u although the "
				     "available index covers a new one: a barrier is missing "
				     "between the two, on one side",
				     slot);
		if (slot != spec->popped % spec->num)
			continue;
		spec->popped++;
		queue_service_taken(spec->index, touch->access->ctx);
	}
}

static void read_desc(struct vring_spec *spec, const struct vring_touch *touch)
{
	const unsigned int size = sizeof(struct vring_desc);

	for (unsigned int i = touch->first / size; i * size < touch->end; i++)
		if (spec->owner[i] && !vring_saw_newest(spec, VRING_DESC, touch, i * size, size))
			vring_broken(spec, touch->access,
				     "the device reads an old descriptor %u of chain %u, which is "
				     "exposed: a barrier is missing, on one side",
				     i, spec->owner[i] - 1);
}

void vring_device_read(struct vring_spec *spec, enum vring_part part,
		       const struct vring_touch *touch)
{
	if (part == VRING_AVAIL)
		read_avail(spec, touch);
	else if (part == VRING_DESC)
		read_desc(spec, touch);
}
