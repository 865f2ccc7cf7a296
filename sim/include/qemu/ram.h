/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ram.h - taking guest memory away from the guest, and giving it back.
 */
#ifndef QEMU_RAM_H
#define QEMU_RAM_H

#include <qemu/memory.h>

/*
 * The host may use the memory for something else from here on: whoever touches it before it is
 * populated again makes a mistake (USE_AFTER_FREE). 0, or -EINVAL where the guest has no memory.
 */
int ram_block_discard_range(AddressSpace *as, hwaddr addr, hwaddr bytes);
int ram_block_populate_range(AddressSpace *as, hwaddr addr, hwaddr bytes);

#endif
