/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * atomic.h - atomic_t on the compiler's builtins, which a checked object announces with their
 * order. Documentation/atomic_t.txt: fully ordered is SEQ_CST to the simulator.
 */
#ifndef _ASM_ATOMIC_H
#define _ASM_ATOMIC_H

#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define arch_atomic_read(v) READ_ONCE((v)->counter)
#define arch_atomic_set(v, i) WRITE_ONCE((v)->counter, (i))
#define arch_atomic64_read(v) READ_ONCE((v)->counter)
#define arch_atomic64_set(v, i) WRITE_ONCE((v)->counter, (i))

#define VQSIM_ATOMIC_VOID(prefix, type, num, op, builtin)                                          \
	static __always_inline void prefix##_##op(num i, type *v)                                  \
	{                                                                                          \
		__atomic_fetch_##builtin(&v->counter, i, __ATOMIC_RELAXED);                        \
	}

#define VQSIM_ATOMIC_FETCH(prefix, type, num, op, builtin, suffix, order)                          \
	static __always_inline num prefix##_fetch_##op##suffix(num i, type *v)                     \
	{                                                                                          \
		return __atomic_fetch_##builtin(&v->counter, i, order);                            \
	}

#define VQSIM_ATOMIC_RETURN(prefix, type, num, op, suffix, order)                                  \
	static __always_inline num prefix##_##op##_return##suffix(num i, type *v)                  \
	{                                                                                          \
		return __atomic_##op##_fetch(&v->counter, i, order);                               \
	}

#define VQSIM_ATOMIC_FETCHES(prefix, type, num, op, builtin)                                       \
	VQSIM_ATOMIC_VOID(prefix, type, num, op, builtin)                                          \
	VQSIM_ATOMIC_FETCH(prefix, type, num, op, builtin, , __ATOMIC_SEQ_CST)                     \
	VQSIM_ATOMIC_FETCH(prefix, type, num, op, builtin, _relaxed, __ATOMIC_RELAXED)             \
	VQSIM_ATOMIC_FETCH(prefix, type, num, op, builtin, _acquire, __ATOMIC_ACQUIRE)             \
	VQSIM_ATOMIC_FETCH(prefix, type, num, op, builtin, _release, __ATOMIC_RELEASE)

#define VQSIM_ATOMIC_RETURNS(prefix, type, num, op)                                                \
	VQSIM_ATOMIC_RETURN(prefix, type, num, op, , __ATOMIC_SEQ_CST)                             \
	VQSIM_ATOMIC_RETURN(prefix, type, num, op, _relaxed, __ATOMIC_RELAXED)                     \
	VQSIM_ATOMIC_RETURN(prefix, type, num, op, _acquire, __ATOMIC_ACQUIRE)                     \
	VQSIM_ATOMIC_RETURN(prefix, type, num, op, _release, __ATOMIC_RELEASE)

#define VQSIM_ATOMIC_TYPE(prefix, type, num)                                                       \
	VQSIM_ATOMIC_FETCHES(prefix, type, num, add, add)                                          \
	VQSIM_ATOMIC_FETCHES(prefix, type, num, sub, sub)                                          \
	VQSIM_ATOMIC_FETCHES(prefix, type, num, and, and)                                          \
	VQSIM_ATOMIC_FETCHES(prefix, type, num, or, or)                                            \
	VQSIM_ATOMIC_FETCHES(prefix, type, num, xor, xor)                                          \
	VQSIM_ATOMIC_RETURNS(prefix, type, num, add)                                               \
	VQSIM_ATOMIC_RETURNS(prefix, type, num, sub)

VQSIM_ATOMIC_TYPE(arch_atomic, atomic_t, int)
VQSIM_ATOMIC_TYPE(arch_atomic64, atomic64_t, s64)

/* The kernel's fallback header takes each of these names for "the architecture has it". */
#define arch_atomic_add_return arch_atomic_add_return
#define arch_atomic_add_return_relaxed arch_atomic_add_return_relaxed
#define arch_atomic_add_return_acquire arch_atomic_add_return_acquire
#define arch_atomic_add_return_release arch_atomic_add_return_release
#define arch_atomic_sub_return arch_atomic_sub_return
#define arch_atomic_sub_return_relaxed arch_atomic_sub_return_relaxed
#define arch_atomic_sub_return_acquire arch_atomic_sub_return_acquire
#define arch_atomic_sub_return_release arch_atomic_sub_return_release
#define arch_atomic_fetch_add arch_atomic_fetch_add
#define arch_atomic_fetch_add_relaxed arch_atomic_fetch_add_relaxed
#define arch_atomic_fetch_add_acquire arch_atomic_fetch_add_acquire
#define arch_atomic_fetch_add_release arch_atomic_fetch_add_release
#define arch_atomic_fetch_sub arch_atomic_fetch_sub
#define arch_atomic_fetch_sub_relaxed arch_atomic_fetch_sub_relaxed
#define arch_atomic_fetch_sub_acquire arch_atomic_fetch_sub_acquire
#define arch_atomic_fetch_sub_release arch_atomic_fetch_sub_release
#define arch_atomic_fetch_and arch_atomic_fetch_and
#define arch_atomic_fetch_and_relaxed arch_atomic_fetch_and_relaxed
#define arch_atomic_fetch_and_acquire arch_atomic_fetch_and_acquire
#define arch_atomic_fetch_and_release arch_atomic_fetch_and_release
#define arch_atomic_fetch_or arch_atomic_fetch_or
#define arch_atomic_fetch_or_relaxed arch_atomic_fetch_or_relaxed
#define arch_atomic_fetch_or_acquire arch_atomic_fetch_or_acquire
#define arch_atomic_fetch_or_release arch_atomic_fetch_or_release
#define arch_atomic_fetch_xor arch_atomic_fetch_xor
#define arch_atomic_fetch_xor_relaxed arch_atomic_fetch_xor_relaxed
#define arch_atomic_fetch_xor_acquire arch_atomic_fetch_xor_acquire
#define arch_atomic_fetch_xor_release arch_atomic_fetch_xor_release

#define arch_atomic64_add_return arch_atomic64_add_return
#define arch_atomic64_add_return_relaxed arch_atomic64_add_return_relaxed
#define arch_atomic64_add_return_acquire arch_atomic64_add_return_acquire
#define arch_atomic64_add_return_release arch_atomic64_add_return_release
#define arch_atomic64_sub_return arch_atomic64_sub_return
#define arch_atomic64_sub_return_relaxed arch_atomic64_sub_return_relaxed
#define arch_atomic64_sub_return_acquire arch_atomic64_sub_return_acquire
#define arch_atomic64_sub_return_release arch_atomic64_sub_return_release
#define arch_atomic64_fetch_add arch_atomic64_fetch_add
#define arch_atomic64_fetch_add_relaxed arch_atomic64_fetch_add_relaxed
#define arch_atomic64_fetch_add_acquire arch_atomic64_fetch_add_acquire
#define arch_atomic64_fetch_add_release arch_atomic64_fetch_add_release
#define arch_atomic64_fetch_sub arch_atomic64_fetch_sub
#define arch_atomic64_fetch_sub_relaxed arch_atomic64_fetch_sub_relaxed
#define arch_atomic64_fetch_sub_acquire arch_atomic64_fetch_sub_acquire
#define arch_atomic64_fetch_sub_release arch_atomic64_fetch_sub_release
#define arch_atomic64_fetch_and arch_atomic64_fetch_and
#define arch_atomic64_fetch_and_relaxed arch_atomic64_fetch_and_relaxed
#define arch_atomic64_fetch_and_acquire arch_atomic64_fetch_and_acquire
#define arch_atomic64_fetch_and_release arch_atomic64_fetch_and_release
#define arch_atomic64_fetch_or arch_atomic64_fetch_or
#define arch_atomic64_fetch_or_relaxed arch_atomic64_fetch_or_relaxed
#define arch_atomic64_fetch_or_acquire arch_atomic64_fetch_or_acquire
#define arch_atomic64_fetch_or_release arch_atomic64_fetch_or_release
#define arch_atomic64_fetch_xor arch_atomic64_fetch_xor
#define arch_atomic64_fetch_xor_relaxed arch_atomic64_fetch_xor_relaxed
#define arch_atomic64_fetch_xor_acquire arch_atomic64_fetch_xor_acquire
#define arch_atomic64_fetch_xor_release arch_atomic64_fetch_xor_release

#ifdef CONFIG_64BIT
#define ATOMIC64_INIT(i) { (i) }
#endif

/* 6.1 still asks the architecture for these two; later kernels have them from their fallbacks. */
#ifndef arch_atomic_cmpxchg
#define arch_atomic_cmpxchg(v, o, n) (arch_cmpxchg(&((v)->counter), (o), (n)))
#define arch_atomic_xchg(v, n) (arch_xchg(&((v)->counter), (n)))
#define arch_atomic64_cmpxchg(v, o, n) (arch_cmpxchg(&((v)->counter), (o), (n)))
#define arch_atomic64_xchg(v, n) (arch_xchg(&((v)->counter), (n)))
#endif

#endif
