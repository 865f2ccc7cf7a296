/* SPDX-License-Identifier: GPL-2.0-only */
/* vmalloc.h - large allocations: the arena does not tell them from others. Task context. */
#ifndef SIM_LINUX_VMALLOC_H
#define SIM_LINUX_VMALLOC_H

#include <linux/slab.h>

#define vmalloc(size) kmalloc(size, GFP_KERNEL)
#define vzalloc(size) kzalloc(size, GFP_KERNEL)
#define vfree(addr) kfree(addr)

#endif
