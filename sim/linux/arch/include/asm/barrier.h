/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * barrier.h - memory barriers are the simulator's. The smp_, dma_, virt_ and mandatory forms order
 * the same things: the device is another agent of one coherent memory.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#ifndef __ASSEMBLY__

#include <asm/port.h>

#define __mb() sim_barrier(SIM_MB)
#define __rmb() sim_barrier(SIM_RMB)
#define __wmb() sim_barrier(SIM_WMB)

#define __dma_mb() __mb()
#define __dma_rmb() __rmb()
#define __dma_wmb() __wmb()

#define __smp_mb() __mb()
#define __smp_rmb() __rmb()
#define __smp_wmb() __wmb()

#define __smp_mb__before_atomic() sim_barrier(SIM_MB_BEFORE_ATOMIC)
#define __smp_mb__after_atomic() sim_barrier(SIM_MB_AFTER_ATOMIC)
#define smp_mb__after_spinlock() sim_barrier(SIM_MB_AFTER_SPINLOCK)

/* Structures are ordered like words here, so any type may be loaded and stored this way. */
#define __smp_load_acquire(p)                                                                      \
	({                                                                                         \
		compiletime_assert_atomic_type(*p);                                                \
		(typeof(*p))__atomic_load_n(p, __ATOMIC_ACQUIRE);                                  \
	})
#define __smp_store_release(p, v)                                                                  \
	do {                                                                                       \
		compiletime_assert_atomic_type(*p);                                                \
		__atomic_store_n(p, v, __ATOMIC_RELEASE);                                          \
	} while (0)
#define __smp_store_mb(var, value)                                                                 \
	do {                                                                                       \
		WRITE_ONCE(var, value);                                                            \
		__smp_mb();                                                                        \
	} while (0)

#include <asm-generic/barrier.h>

#endif
#endif
