/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ram.c - taking guest memory away from the guest, and giving it back.
 */
#include <qemu/ram.h>

#include <sim/hostile.h>

static int set_usable(AddressSpace *as, hwaddr addr, hwaddr bytes, bool usable)
{
	hwaddr mapped = bytes;
	void *ptr = address_space_map(as, addr, &mapped, true);

	if (!ptr)
		return -EINVAL;
	/* Where the device lies, the guest cannot know what has been taken. */
	if (mapped == bytes && !sim_hostile_device()) {
		if (usable)
			sim_mem_unpoison(ptr, bytes);
		else
			sim_mem_poison(ptr, bytes);
	}
	address_space_unmap(as, ptr, mapped, true, 0);
	return mapped == bytes ? 0 : -EINVAL;
}

int ram_block_discard_range(AddressSpace *as, hwaddr addr, hwaddr bytes)
{
	return set_usable(as, addr, bytes, false);
}

int ram_block_populate_range(AddressSpace *as, hwaddr addr, hwaddr bytes)
{
	return set_usable(as, addr, bytes, true);
}
