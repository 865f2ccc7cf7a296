/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * memory.h - guest physical memory as the device process sees it.
 *
 * A guest address is untrusted: it is looked up in the memory table before anything is touched.
 */
#ifndef QEMU_MEMORY_H
#define QEMU_MEMORY_H

#include <sim/hostos.h>

#include <qemu/osdep.h>

typedef uint64_t hwaddr;

#define AS_REGIONS_MAX 4

typedef struct AddressSpace {
	struct sim_ram_region regions[AS_REGIONS_MAX];
	unsigned int count;
	unsigned int mapped; /* maps without their unmap */
} AddressSpace;

/* The memory of the guest that device number device is plugged into. */
void address_space_init(AddressSpace *as, unsigned int device);
/*
 * The host's pointer to guest memory at addr; *plen is cut to what is contiguous. NULL where the
 * guest has no memory.
 */
void *address_space_map(AddressSpace *as, hwaddr addr, hwaddr *plen, bool is_write);
void address_space_unmap(AddressSpace *as, void *buffer, hwaddr len, bool is_write,
			 hwaddr access_len);

#endif
