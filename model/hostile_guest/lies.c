/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lies.c - numbers that no driver writes.
 */
#include <linux/kernel.h>
#include <linux/mm.h>

#include "hostile_guest.h"

/* One in so many fields is a lie. */
#define LIE_EVERY 12

bool lie(void)
{
	return sim_hostile(LIE_EVERY) == LIE_EVERY - 1;
}

u64 lie_address(void)
{
	const u64 start = (uintptr_t)memory, end = start + MEMORY_BYTES;

	switch (sim_hostile(10)) {
	case 0:
		return end - 8;
	case 1:
		return end;
	case 2:
		return start - PAGE_SIZE;
	case 3:
		return sim_hostile_host_address();
	case 4:
		return 0;
	case 5:
		return -8ull;
	case 8:
		return (uintptr_t)secret;
	case 6:
		return (uintptr_t)memory_page(PAGE_RINGS);
	case 7:
		return (uintptr_t)memory_page(PAGE_TABLES) + 8;
	default:
		return end - 1;
	}
}

u32 lie_length(void)
{
	static const u32 lengths[] = {
		0, 1, 15, 17, 513, PAGE_SIZE, 8 * PAGE_SIZE, MEMORY_BYTES, 0xfffffff0, 0xffffffff
	};

	return lengths[sim_hostile(ARRAY_SIZE(lengths))];
}

u16 lie_index(unsigned int num)
{
	const u16 indices[] = { 0, num - 1, num, num + 1, 0x7fff, 0x8000, 0xffff };

	return indices[sim_hostile(ARRAY_SIZE(indices))];
}
