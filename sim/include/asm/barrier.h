/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * barrier.h - memory barriers, with LKMM's meaning (tools/memory-model/Documentation).
 *
 * The smp_, dma_, virt_ and mandatory forms order the same things here: the device is another
 * agent of one coherent memory. Any context.
 */
#ifndef SIM_ASM_BARRIER_H
#define SIM_ASM_BARRIER_H

#include <linux/compiler.h>

#define mb() sim_barrier(SIM_MB)
#define rmb() sim_barrier(SIM_RMB)
#define wmb() sim_barrier(SIM_WMB)

#define smp_mb() mb()
#define smp_rmb() rmb()
#define smp_wmb() wmb()

#define dma_mb() mb()
#define dma_rmb() rmb()
#define dma_wmb() wmb()

#define virt_mb() mb()
#define virt_rmb() rmb()
#define virt_wmb() wmb()

#define smp_mb__before_atomic() sim_barrier(SIM_MB_BEFORE_ATOMIC)
#define smp_mb__after_atomic() sim_barrier(SIM_MB_AFTER_ATOMIC)
#define smp_mb__after_spinlock() sim_barrier(SIM_MB_AFTER_SPINLOCK)
#define smp_mb__after_unlock_lock() sim_barrier(SIM_MB)
#define smp_acquire__after_ctrl_dep() smp_rmb()

/* A READ_ONCE() already orders what depends on its value: nothing is left to do since 4.15. */
static inline void smp_read_barrier_depends(void)
{
	SIM_NOP("address dependencies are ordered by every marked load");
}
#define read_barrier_depends() smp_read_barrier_depends()

#define smp_load_acquire(p) __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
#define smp_store_mb(var, value)                                                                   \
	do {                                                                                       \
		WRITE_ONCE(var, value);                                                            \
		smp_mb();                                                                          \
	} while (0)
#define set_mb(var, value) smp_store_mb(var, value)

#define virt_load_acquire(p) smp_load_acquire(p)
#define virt_store_release(p, v) smp_store_release(p, v)
#define virt_store_mb(var, value) smp_store_mb(var, value)

/* Spins until cond_expr, which names the loaded value VAL, is true; acquire. */
#define smp_cond_load_acquire(ptr, cond_expr)                                                      \
	({                                                                                         \
		__typeof__(ptr) __scl_ptr = (ptr);                                                 \
		__typeof__(*(ptr)) VAL;                                                            \
		for (;;) {                                                                         \
			VAL = smp_load_acquire(__scl_ptr);                                         \
			if (cond_expr)                                                             \
				break;                                                             \
			sim_relax();                                                               \
		}                                                                                  \
		VAL;                                                                               \
	})

#endif
