/* SPDX-License-Identifier: GPL-2.0-only */
/* cmpxchg.h - exchanges on the compiler's builtins; a failed one orders nothing. */
#ifndef _ASM_CMPXCHG_H
#define _ASM_CMPXCHG_H

#define VQSIM_XCHG(ptr, value, order) (__atomic_exchange_n(ptr, (typeof(*(ptr)))(value), order))

#define arch_xchg(ptr, value) VQSIM_XCHG(ptr, value, __ATOMIC_SEQ_CST)
#define arch_xchg_relaxed(ptr, value) VQSIM_XCHG(ptr, value, __ATOMIC_RELAXED)
#define arch_xchg_acquire(ptr, value) VQSIM_XCHG(ptr, value, __ATOMIC_ACQUIRE)
#define arch_xchg_release(ptr, value) VQSIM_XCHG(ptr, value, __ATOMIC_RELEASE)

#define VQSIM_CMPXCHG(ptr, old, new, order)                                                        \
	({                                                                                         \
		typeof(*(ptr)) __vqsim_old = (old);                                                \
                                                                                                   \
		__atomic_compare_exchange_n(ptr, &__vqsim_old, (typeof(*(ptr)))(new), false,       \
					    order, __ATOMIC_RELAXED);                              \
		__vqsim_old;                                                                       \
	})

#define arch_cmpxchg(ptr, old, new) VQSIM_CMPXCHG(ptr, old, new, __ATOMIC_SEQ_CST)
#define arch_cmpxchg_relaxed(ptr, old, new) VQSIM_CMPXCHG(ptr, old, new, __ATOMIC_RELAXED)
#define arch_cmpxchg_acquire(ptr, old, new) VQSIM_CMPXCHG(ptr, old, new, __ATOMIC_ACQUIRE)
#define arch_cmpxchg_release(ptr, old, new) VQSIM_CMPXCHG(ptr, old, new, __ATOMIC_RELEASE)
#define arch_cmpxchg_local(ptr, old, new) arch_cmpxchg_relaxed(ptr, old, new)

#define arch_cmpxchg64(ptr, old, new) arch_cmpxchg(ptr, old, new)
#define arch_cmpxchg64_relaxed(ptr, old, new) arch_cmpxchg_relaxed(ptr, old, new)
#define arch_cmpxchg64_acquire(ptr, old, new) arch_cmpxchg_acquire(ptr, old, new)
#define arch_cmpxchg64_release(ptr, old, new) arch_cmpxchg_release(ptr, old, new)
#define arch_cmpxchg64_local(ptr, old, new) arch_cmpxchg_relaxed(ptr, old, new)

#endif
