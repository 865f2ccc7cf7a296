/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_packed.c - what driver and device may do with a packed ring (virtio 1.1, 2.7).
 *
 * Both go round the ring of descriptors in order, so who owns what follows from four places on it:
 * the driver has exposed descriptors up to avail_idx, the device has seen them up to popped and has
 * given back those up to used_idx, and the driver has read these up to consumed. A place counts from
 * 0 to twice the size of the ring: two laps, of which the first has the wrap counter 1.
 */
#include <stddef.h>
#include <string.h>

#include <model/vring_spec_private.h>

#define DESC_BYTES sizeof(struct vring_packed_desc)

enum {
	DESC_LEN = offsetof(struct vring_packed_desc, len),
	DESC_ID = offsetof(struct vring_packed_desc, id),
	DESC_FLAGS = offsetof(struct vring_packed_desc, flags),
	EVENT_OFF_WRAP = offsetof(struct vring_packed_desc_event, off_wrap),
	EVENT_FLAGS = offsetof(struct vring_packed_desc_event, flags),
};

/* The descriptor lies between two places. */
static bool between(const struct vring_spec *spec, unsigned int slot, unsigned int from,
		    unsigned int to)
{
	unsigned int first = vring_place_slot(spec, from);
	unsigned int ahead = slot >= first ? slot - first : slot + spec->num - first;

	return ahead < vring_place_ahead(spec, from, to);
}

static uint16_t flags_at(const struct vring_spec *spec, unsigned int place)
{
	return vring_copy_u16(spec, VRING_DESC,
			      vring_place_slot(spec, place) * DESC_BYTES + DESC_FLAGS);
}

static bool touches_field(const struct vring_touch *touch, unsigned int slot, uint64_t field,
			  uint64_t bytes)
{
	return vring_touches(touch, slot * DESC_BYTES + field, bytes);
}

static bool is_used(uint16_t flags, bool wrap)
{
	return (flags >> VRING_PACKED_DESC_F_AVAIL & 1) == wrap &&
	       (flags >> VRING_PACKED_DESC_F_USED & 1) == wrap;
}

/* ---- writes -------------------------------------------------------------------------------- */

static void expose(struct vring_spec *spec, const struct mem_access *access)
{
	while (vring_place_ahead(spec, spec->consumed, spec->avail_idx) < spec->num &&
	       vring_packed_available(flags_at(spec, spec->avail_idx),
				      vring_place_wrap(spec, spec->avail_idx))) {
		const struct vring_chain *chain = vring_packed_expose(spec, access);

		spec->avail_idx = vring_place_next(spec, spec->avail_idx, chain->descs);
	}
}

void vring_packed_start(struct vring_spec *spec)
{
	spec->device_noticed = spec->driver_noticed = false;
	spec->last_read = 0;
	expose(spec, NULL);
}

static void driver_wrote_desc(struct vring_spec *spec, const struct vring_touch *touch)
{
	for (unsigned int slot = touch->first / DESC_BYTES; slot * DESC_BYTES < touch->end;
	     slot++) {
		if (between(spec, slot, spec->used_idx, spec->avail_idx))
			vring_broken(spec, touch->access,
				     "the driver writes descriptor %u, which the device owns",
				     slot);
		if (between(spec, slot, spec->consumed, spec->used_idx))
			vring_broken(spec, touch->access,
				     "the driver overwrites descriptor %u of a used buffer that it "
				     "has not read",
				     slot);
	}
	expose(spec, touch->access);
}

static struct vring_chain *chain_of(struct vring_spec *spec, uint16_t id)
{
	for (unsigned int i = 0; i < spec->num; i++)
		if (spec->chains[i].in_flight && spec->chains[i].id == id)
			return &spec->chains[i];
	return NULL;
}

static void return_chain(struct vring_spec *spec, const struct mem_access *access)
{
	unsigned int slot = vring_place_slot(spec, spec->used_idx);
	uint16_t id = vring_copy_u16(spec, VRING_DESC, slot * DESC_BYTES + DESC_ID);
	uint32_t len = vring_copy_u32(spec, VRING_DESC, slot * DESC_BYTES + DESC_LEN);
	struct vring_chain *chain = chain_of(spec, id);

	if (!chain || !chain->popped)
		vring_broken(spec, access,
			     "the device returns buffer %u in descriptor %u, which %s", id, slot,
			     chain ? "it has not seen" : "is not in flight");
	if (len > chain->writable_bytes)
		vring_broken(
			spec, access,
			"the device says it wrote %u bytes to buffer %u, which has room for %llu",
			len, id, (unsigned long long)chain->writable_bytes);
	chain->in_flight = false;
	spec->in_flight--;
	spec->returned[slot] = chain->descs;
	spec->used_idx = vring_place_next(spec, spec->used_idx, chain->descs);
}

/* A device may write several used buffers and the flags of the first one last. */
static void device_wrote_desc(struct vring_spec *spec, const struct vring_touch *touch)
{
	for (unsigned int slot = touch->first / DESC_BYTES; slot * DESC_BYTES < touch->end; slot++)
		if (!between(spec, slot, spec->used_idx, spec->popped))
			vring_broken(spec, touch->access,
				     "the device writes descriptor %u, which it %s", slot,
				     between(spec, slot, spec->popped, spec->avail_idx) ?
					     "has not read" :
					     "does not own");
	while (spec->used_idx != spec->popped &&
	       is_used(flags_at(spec, spec->used_idx), vring_place_wrap(spec, spec->used_idx)))
		return_chain(spec, touch->access);
}

/* 2.7.10: the driver's area says when it wants interrupts, the device's when notifications. */
static void wrote_event(struct vring_spec *spec, enum vring_part part,
			const struct vring_touch *touch, const char *who)
{
	uint16_t flags = vring_copy_u16(spec, part, EVENT_FLAGS);
	uint16_t place = vring_copy_u16(spec, part, EVENT_OFF_WRAP);

	place &= ~(1u << VRING_PACKED_EVENT_F_WRAP_CTR);
	if (flags > VRING_PACKED_EVENT_FLAG_DESC)
		vring_broken(spec, touch->access, "the %s sets unknown event flags %#x", who,
			     flags);
	if (flags != VRING_PACKED_EVENT_FLAG_DESC)
		return;
	if (!spec->event_idx)
		vring_broken(spec, touch->access,
			     "the %s asks for an event at a descriptor, which was not negotiated",
			     who);
	if (place >= spec->num)
		vring_broken(spec, touch->access, "the %s asks for an event at descriptor %u of %u",
			     who, place, spec->num);
}

/* ---- reads --------------------------------------------------------------------------------- */

/* The flags of a descriptor as an access saw them; false if it does not cover them. */
static bool saw_flags(const struct vring_touch *touch, unsigned int slot, uint16_t *flags)
{
	uint64_t offset = slot * DESC_BYTES + DESC_FLAGS;

	if (touch->first > offset || touch->end < offset + sizeof(*flags))
		return false;
	memcpy(flags, touch->seen + (offset - touch->first), sizeof(*flags));
	return true;
}

/* A chain counts as seen when more than the flags of its first descriptor is read: to look at these
 * is no promise to serve it. */
static void pop(struct vring_spec *spec, const struct vring_touch *touch)
{
	unsigned int slot = vring_place_slot(spec, spec->popped);
	struct vring_chain *chain;
	uint16_t flags;

	if (spec->popped == spec->avail_idx)
		return;
	if (saw_flags(touch, slot, &flags) &&
	    vring_packed_available(flags, vring_place_wrap(spec, spec->popped)))
		spec->device_noticed = true;
	if (!spec->device_noticed || !touches_field(touch, slot, 0, DESC_FLAGS))
		return;
	chain = &spec->chains[spec->chain_at[slot]];
	chain->popped = true;
	spec->device_noticed = false;
	spec->popped = vring_place_next(spec, spec->popped, chain->descs);
}

/* What lies before the flags that it has seen has to be there. */
static void device_read_desc(struct vring_spec *spec, const struct vring_touch *touch)
{
	pop(spec, touch);
	for (unsigned int slot = touch->first / DESC_BYTES; slot * DESC_BYTES < touch->end; slot++)
		if (between(spec, slot, spec->used_idx, spec->popped) &&
		    !vring_saw_newest(spec, VRING_DESC, touch, slot * DESC_BYTES, DESC_BYTES))
			vring_broken(spec, touch->access,
				     "the device reads an old descriptor %u although it has seen "
				     "the flags of its chain: a barrier is missing, on one side",
				     slot);
}

static void check_used_entry(const struct vring_spec *spec, const struct vring_touch *touch,
			     unsigned int slot)
{
	const uint64_t bytes = DESC_FLAGS - DESC_LEN;

	if (touches_field(touch, slot, DESC_LEN, bytes) &&
	    !vring_saw_newest(spec, VRING_DESC, touch, slot * DESC_BYTES + DESC_LEN, bytes))
		vring_broken(spec, touch->access,
			     "the driver reads an old used descriptor %u although it has seen its "
			     "flags: a barrier is missing, on one side",
			     slot);
}

/*
 * A used buffer counts as consumed when its id is read; its length may be read right after that, so
 * the last one is held to the rule as well.
 */
static void driver_read_desc(struct vring_spec *spec, const struct vring_touch *touch)
{
	unsigned int slot = vring_place_slot(spec, spec->consumed);
	uint16_t flags;

	if (spec->consumed != spec->used_idx && saw_flags(touch, slot, &flags) &&
	    is_used(flags, vring_place_wrap(spec, spec->consumed)))
		spec->driver_noticed = true;
	if (spec->driver_noticed) {
		check_used_entry(spec, touch, slot);
		if (!touches_field(touch, slot, DESC_ID, sizeof(uint16_t)))
			return;
		spec->driver_noticed = false;
		spec->last_read = slot;
		spec->consumed = vring_place_next(spec, spec->consumed, spec->returned[slot]);
	} else if (spec->last_read != slot &&
		   between(spec, spec->last_read, spec->avail_idx,
			   vring_place_next(spec, spec->consumed, spec->num))) {
		check_used_entry(spec, touch, spec->last_read);
	}
}

/* ---- who, where ---------------------------------------------------------------------------- */

static void wrote(struct vring_spec *spec, enum vring_part part, const struct vring_touch *touch,
		  bool driver)
{
	enum vring_part own_event = driver ? VRING_AVAIL : VRING_USED;

	if (part == VRING_DESC && driver)
		driver_wrote_desc(spec, touch);
	else if (part == VRING_DESC)
		device_wrote_desc(spec, touch);
	else if (part == own_event)
		wrote_event(spec, part, touch, driver ? "driver" : "device");
	else
		vring_broken(spec, touch->access, "the %s writes the %s's event suppression",
			     driver ? "driver" : "device", driver ? "device" : "driver");
}

void vring_packed_access(struct vring_spec *spec, enum vring_part part,
			 const struct vring_touch *touch)
{
	bool driver = touch->access->machine == spec->guest;

	if (!driver && touch->access->machine != spec->host)
		return;
	if (touch->access->write)
		wrote(spec, part, touch, driver);
	else if (part == VRING_DESC && driver)
		driver_read_desc(spec, touch);
	else if (part == VRING_DESC)
		device_read_desc(spec, touch);
}
