/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memory.c - the memory table of the guest.
 */
#include <qemu/atomic.h>
#include <qemu/memory.h>

void address_space_init(AddressSpace *as, unsigned int device)
{
	as->count = sim_guest_ram(device, as->regions, AS_REGIONS_MAX);
	as->mapped = 0;
	assert(as->count <= AS_REGIONS_MAX);
}

void *address_space_map(AddressSpace *as, hwaddr addr, hwaddr *plen, bool is_write)
{
	(void)is_write;
	for (unsigned int i = 0; i < as->count; i++) {
		const struct sim_ram_region *region = &as->regions[i];
		uint64_t offset = addr - region->guest_address;

		if (addr < region->guest_address || offset >= region->bytes)
			continue;
		*plen = MIN(*plen, region->bytes - offset);
		atomic_fetch_inc(&as->mapped);
		return (char *)region->host + offset;
	}
	*plen = 0;
	return NULL;
}

void address_space_unmap(AddressSpace *as, void *buffer, hwaddr len, bool is_write,
			 hwaddr access_len)
{
	(void)buffer;
	(void)len;
	(void)is_write;
	(void)access_len;
	assert(atomic_fetch_dec(&as->mapped) > 0);
}
