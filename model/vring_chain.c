/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vring_chain.c - a descriptor chain changes hands (virtio 1.1, 2.6.5).
 */
#include <engine/layout.h>
#include <model/sector_map.h>
#include <model/vring_spec_private.h>

static bool in_guest(const struct vring_spec *spec, uint64_t addr, uint64_t bytes)
{
	uint64_t base = ARENA_BASE + (uint64_t)spec->guest * ARENA_SLICE_BYTES;

	return addr >= base && addr - base < ARENA_SLICE_BYTES &&
	       bytes <= ARENA_SLICE_BYTES - (addr - base);
}

static void add_buffer(const struct vring_walk *walk, uint64_t addr, uint64_t bytes, bool write)
{
	struct vring_chain *chain = walk->chain;

	if (!bytes)
		vring_broken(walk->spec, walk->access, "chain %u has a buffer of size zero",
			     walk->head);
	if (!in_guest(walk->spec, addr, bytes))
		vring_broken(walk->spec, walk->access,
			     "chain %u has a buffer of %llu bytes at %#llx, outside the guest's "
			     "memory",
			     walk->head, (unsigned long long)bytes, (unsigned long long)addr);
	chain->buffers = state_array_grow(chain->buffers, &chain->capacity, chain->count,
					  sizeof(*chain->buffers));
	chain->buffers[chain->count++] = (struct vring_buffer){ addr, bytes, write };
	if (write)
		chain->writable_bytes += bytes;
}

/* 2.6.4.2: device-writable elements come after all device-readable ones. */
void vring_walk_buffer(struct vring_walk *walk, uint64_t addr, uint32_t len, bool write)
{
	if (!write && walk->seen_writable)
		vring_broken(walk->spec, walk->access,
			     "chain %u has a readable buffer behind a writable one", walk->head);
	walk->seen_writable |= write;
	add_buffer(walk, addr, len, write);
}

/* 2.6.5.3.1 and 2.7.7. A table may be longer than the queue here: drivers have always done that, and
 * devices take it. */
unsigned int vring_walk_table(struct vring_walk *walk, uint64_t addr, uint32_t len, uint16_t flags)
{
	unsigned int num = len / sizeof(struct vring_desc);

	if (!walk->spec->indirect)
		vring_broken(walk->spec, walk->access,
			     "chain %u uses an indirect table, which was not negotiated",
			     walk->head);
	if (flags & VRING_DESC_F_NEXT)
		vring_broken(walk->spec, walk->access,
			     "chain %u has both NEXT and INDIRECT in a descriptor", walk->head);
	if (!num || len % sizeof(struct vring_desc))
		vring_broken(walk->spec, walk->access, "chain %u has an indirect table of %u bytes",
			     walk->head, len);
	add_buffer(walk, addr, len, false);
	return num;
}

static void check_buffer(struct vring_walk *walk, const struct vring_desc *desc)
{
	vring_walk_buffer(walk, desc->addr, desc->len, desc->flags & VRING_DESC_F_WRITE);
}

static void walk_indirect(struct vring_walk *walk, const struct vring_desc *table)
{
	unsigned int num = vring_walk_table(walk, table->addr, table->len, table->flags), at = 0;

	for (unsigned int seen = 1;; seen++) {
		struct vring_desc desc;

		if (seen > num)
			vring_broken(walk->spec, walk->access,
				     "chain %u loops in its indirect table", walk->head);
		mem_read(&desc, (void *)(table->addr + at * sizeof(desc)), sizeof(desc));
		if (desc.flags & VRING_DESC_F_INDIRECT)
			vring_broken(walk->spec, walk->access,
				     "chain %u has an indirect table in an indirect table",
				     walk->head);
		check_buffer(walk, &desc);
		if (!(desc.flags & VRING_DESC_F_NEXT))
			return;
		at = desc.next;
		if (at >= num)
			vring_broken(walk->spec, walk->access,
				     "chain %u goes on at entry %u of an indirect table of %u",
				     walk->head, at, num);
	}
}

void vring_chain_expose(struct vring_spec *spec, const struct mem_access *access, unsigned int head)
{
	const struct vring_desc *table = (const struct vring_desc *)spec->copy[VRING_DESC];
	struct vring_walk walk = { .spec = spec, .access = access, .head = head };
	unsigned int at = head;

	if (head >= spec->num)
		vring_broken(spec, access,
			     "the driver exposes chain %u; the ring has %u descriptors", head,
			     spec->num);
	walk.chain = &spec->chains[head];
	walk.chain->count = 0;
	walk.chain->writable_bytes = 0;
	for (;;) {
		const struct vring_desc *desc = &table[at];

		if (spec->owner[at])
			vring_broken(spec, access,
				     "chain %u runs into descriptor %u, which is part of chain %u",
				     head, at, spec->owner[at] - 1);
		spec->owner[at] = head + 1;
		if (desc->flags & VRING_DESC_F_INDIRECT) {
			walk_indirect(&walk, desc);
			break;
		}
		check_buffer(&walk, desc);
		if (!(desc->flags & VRING_DESC_F_NEXT))
			break;
		at = desc->next;
		if (at >= spec->num)
			vring_broken(spec, access, "chain %u goes on at descriptor %u of %u", head,
				     at, spec->num);
	}
	walk.chain->in_flight = true;
	spec->in_flight++;
}

void vring_chain_return(struct vring_spec *spec, unsigned int head)
{
	const struct vring_desc *table = (const struct vring_desc *)spec->copy[VRING_DESC];
	unsigned int at = head;

	for (;;) {
		spec->owner[at] = 0;
		if (table[at].flags & VRING_DESC_F_INDIRECT ||
		    !(table[at].flags & VRING_DESC_F_NEXT))
			break;
		at = table[at].next;
	}
	spec->chains[head].in_flight = false;
	spec->in_flight--;
}
