/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_packed_chain.c - a chain of a packed ring becomes the device's (virtio 1.1, 2.7.6, 2.7.7).
 */
#include <string.h>

#include <model/vring_spec_private.h>

static struct vring_packed_desc desc_at(const struct vring_spec *spec, unsigned int slot)
{
	struct vring_packed_desc desc;

	memcpy(&desc, spec->copy[VRING_DESC] + slot * sizeof(desc), sizeof(desc));
	return desc;
}

/* There are as many as descriptors. */
static struct vring_chain *free_chain(struct vring_spec *spec)
{
	struct vring_chain *chain = spec->chains;

	while (chain->in_flight)
		chain++;
	return chain;
}

static void check_id(const struct vring_walk *walk, uint16_t id)
{
	const struct vring_spec *spec = walk->spec;

	for (unsigned int i = 0; i < spec->num; i++)
		if (spec->chains[i].in_flight && spec->chains[i].id == id)
			vring_broken(spec, walk->access,
				     "chain %u has the buffer id %u, which is in flight",
				     walk->head, id);
}

/* Its entries follow one another; only WRITE means something there. */
static void walk_indirect(struct vring_walk *walk, const struct vring_packed_desc *table)
{
	unsigned int num = vring_walk_table(walk, table->addr, table->len, table->flags);

	for (unsigned int i = 0; i < num; i++) {
		struct vring_packed_desc desc;

		mem_read(&desc, (void *)(table->addr + i * sizeof(desc)), sizeof(desc));
		if (desc.flags & VRING_DESC_F_INDIRECT)
			vring_broken(walk->spec, walk->access,
				     "chain %u has an indirect table in an indirect table",
				     walk->head);
		vring_walk_buffer(walk, desc.addr, desc.len, desc.flags & VRING_DESC_F_WRITE);
	}
}

/* The descriptors of a list follow one another, and all are available before the first one is. */
static struct vring_packed_desc next_desc(const struct vring_walk *walk, unsigned int place)
{
	const struct vring_spec *spec = walk->spec;
	unsigned int slot = vring_place_slot(spec, place);
	struct vring_packed_desc desc = desc_at(spec, slot);

	if (vring_place_ahead(spec, spec->consumed, place) == spec->num)
		vring_broken(spec, walk->access,
			     "chain %u runs into descriptor %u, which is not free", walk->head,
			     slot);
	if (!vring_packed_available(desc.flags, vring_place_wrap(spec, place)))
		vring_broken(spec, walk->access,
			     "chain %u goes on at descriptor %u, which is not available",
			     walk->head, slot);
	if (desc.flags & VRING_DESC_F_INDIRECT)
		vring_broken(spec, walk->access,
			     "chain %u has an indirect table behind other descriptors", walk->head);
	return desc;
}

static struct vring_packed_desc walk_list(struct vring_walk *walk)
{
	struct vring_packed_desc desc = desc_at(walk->spec, walk->head);
	unsigned int place = walk->spec->avail_idx;

	for (walk->chain->descs = 1;; walk->chain->descs++) {
		vring_walk_buffer(walk, desc.addr, desc.len, desc.flags & VRING_DESC_F_WRITE);
		if (!(desc.flags & VRING_DESC_F_NEXT))
			return desc;
		place = vring_place_next(walk->spec, place, 1);
		desc = next_desc(walk, place);
	}
}

const struct vring_chain *vring_packed_expose(struct vring_spec *spec,
					      const struct mem_access *access)
{
	struct vring_walk walk = { .spec = spec, .access = access };
	struct vring_packed_desc desc;

	walk.head = vring_place_slot(spec, spec->avail_idx);
	walk.chain = free_chain(spec);
	walk.chain->count = 0;
	walk.chain->writable_bytes = 0;
	desc = desc_at(spec, walk.head);
	if (desc.flags & VRING_DESC_F_INDIRECT) {
		walk.chain->descs = 1;
		walk_indirect(&walk, &desc);
	} else {
		desc = walk_list(&walk);
	}
	check_id(&walk, desc.id);
	walk.chain->id = desc.id;
	walk.chain->popped = false;
	walk.chain->in_flight = true;
	spec->chain_at[walk.head] = walk.chain - spec->chains;
	spec->in_flight++;
	return walk.chain;
}
