/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * atomic.h - barriers and atomic accesses, named as QEMU's docs/devel/atomics describes them.
 *
 * atomic_read() and atomic_set() order nothing. Read-modify-write operations are full barriers.
 */
#ifndef QEMU_ATOMIC_H
#define QEMU_ATOMIC_H

#include <sim/port.h>

#define barrier() __asm__ __volatile__("" ::: "memory")
#define smp_mb() sim_barrier(SIM_MB)
#define smp_rmb() sim_barrier(SIM_RMB)
#define smp_wmb() sim_barrier(SIM_WMB)

/* A plain access that may race with others: what it sees is a hint. */
#define data_race(expression)                                                                      \
	({                                                                                         \
		__typeof__(expression) data_race_value;                                            \
		sim_race_ignore_begin();                                                           \
		data_race_value = (expression);                                                    \
		sim_race_ignore_end();                                                             \
		data_race_value;                                                                   \
	})

/* In a loop that waits for somebody else. */
#define cpu_relax() sim_relax()

#define atomic_read(ptr) (*(const volatile __typeof__(*(ptr)) *)(ptr))
#define atomic_set(ptr, value) (*(volatile __typeof__(*(ptr)) *)(ptr) = (value))
#define atomic_load_acquire(ptr) __atomic_load_n((ptr), __ATOMIC_ACQUIRE)
#define atomic_store_release(ptr, value) __atomic_store_n((ptr), (value), __ATOMIC_RELEASE)

/* A store, and a load, that no later or earlier access passes. */
#define atomic_mb_set(ptr, value) ((void)__atomic_exchange_n((ptr), (value), __ATOMIC_SEQ_CST))
#define atomic_xchg(ptr, value) __atomic_exchange_n((ptr), (value), __ATOMIC_SEQ_CST)
#define atomic_fetch_add(ptr, n) __atomic_fetch_add((ptr), (n), __ATOMIC_SEQ_CST)
#define atomic_fetch_sub(ptr, n) __atomic_fetch_sub((ptr), (n), __ATOMIC_SEQ_CST)
#define atomic_fetch_inc(ptr) atomic_fetch_add((ptr), 1)
#define atomic_fetch_dec(ptr) atomic_fetch_sub((ptr), 1)
#define atomic_fetch_or(ptr, bits) __atomic_fetch_or((ptr), (bits), __ATOMIC_SEQ_CST)
#define atomic_fetch_and(ptr, bits) __atomic_fetch_and((ptr), (bits), __ATOMIC_SEQ_CST)
/* Stores value where *ptr is old; returns what was there. */
#define atomic_cmpxchg(ptr, old, value)                                                            \
	({                                                                                         \
		__typeof__(*(ptr)) cmpxchg_seen = (old);                                           \
		(void)__atomic_compare_exchange_n((ptr), &cmpxchg_seen, (value), false,            \
						  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);             \
		cmpxchg_seen;                                                                      \
	})

#endif
