/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * atomic.h - atomic_t, atomic64_t, atomic_long_t, xchg() and cmpxchg().
 *
 * Orders are those of Documentation/atomic_t.txt: operations without a return value are relaxed,
 * those with one fully ordered unless the name ends in _relaxed, _acquire or _release; a failed
 * cmpxchg orders nothing. Any context.
 */
#ifndef SIM_LINUX_ATOMIC_H
#define SIM_LINUX_ATOMIC_H

#include <asm/barrier.h>
#include <asm/processor.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define xchg(ptr, v) __atomic_exchange_n(ptr, v, __ATOMIC_SEQ_CST)
#define xchg_relaxed(ptr, v) __atomic_exchange_n(ptr, v, __ATOMIC_RELAXED)
#define xchg_acquire(ptr, v) __atomic_exchange_n(ptr, v, __ATOMIC_ACQUIRE)
#define xchg_release(ptr, v) __atomic_exchange_n(ptr, v, __ATOMIC_RELEASE)

#define __cmpxchg_order(ptr, old, new, order)                                                      \
	({                                                                                         \
		__typeof__(*(ptr)) __cx_old = (old);                                               \
		__atomic_compare_exchange_n(ptr, &__cx_old, new, 0, order, __ATOMIC_RELAXED);      \
		__cx_old;                                                                          \
	})
#define cmpxchg(ptr, old, new) __cmpxchg_order(ptr, old, new, __ATOMIC_SEQ_CST)
#define cmpxchg_relaxed(ptr, old, new) __cmpxchg_order(ptr, old, new, __ATOMIC_RELAXED)
#define cmpxchg_acquire(ptr, old, new) __cmpxchg_order(ptr, old, new, __ATOMIC_ACQUIRE)
#define cmpxchg_release(ptr, old, new) __cmpxchg_order(ptr, old, new, __ATOMIC_RELEASE)

/* True if *ptr was *oldp and is new now; else *oldp is what it was. */
#define __try_cmpxchg_order(ptr, oldp, new, order)                                                 \
	__atomic_compare_exchange_n(ptr, oldp, new, 0, order, __ATOMIC_RELAXED)
#define try_cmpxchg(ptr, oldp, new) __try_cmpxchg_order(ptr, oldp, new, __ATOMIC_SEQ_CST)
#define try_cmpxchg_relaxed(ptr, oldp, new) __try_cmpxchg_order(ptr, oldp, new, __ATOMIC_RELAXED)
#define try_cmpxchg_acquire(ptr, oldp, new) __try_cmpxchg_order(ptr, oldp, new, __ATOMIC_ACQUIRE)
#define try_cmpxchg_release(ptr, oldp, new) __try_cmpxchg_order(ptr, oldp, new, __ATOMIC_RELEASE)

/* One operation in one ordering: op_return and fetch_op of a prefix. */
#define __ATOMIC_VALUE(pfx, T, I, op, suffix, order)                                               \
	static inline I pfx##_##op##_return##suffix(I i, T *v)                                     \
	{                                                                                          \
		return __atomic_##op##_fetch(&v->counter, i, order);                               \
	}                                                                                          \
	__ATOMIC_FETCH(pfx, T, I, op, suffix, order)
#define __ATOMIC_FETCH(pfx, T, I, op, suffix, order)                                               \
	static inline I pfx##_fetch_##op##suffix(I i, T *v)                                        \
	{                                                                                          \
		return __atomic_fetch_##op(&v->counter, i, order);                                 \
	}
#define __ATOMIC_VOID(pfx, T, I, op)                                                               \
	static inline void pfx##_##op(I i, T *v)                                                   \
	{                                                                                          \
		__atomic_fetch_##op(&v->counter, i, __ATOMIC_RELAXED);                             \
	}
#define __ATOMIC_ARITH(pfx, T, I, op)                                                              \
	__ATOMIC_VOID(pfx, T, I, op)                                                               \
	__ATOMIC_VALUE(pfx, T, I, op, , __ATOMIC_SEQ_CST)                                          \
	__ATOMIC_VALUE(pfx, T, I, op, _relaxed, __ATOMIC_RELAXED)                                  \
	__ATOMIC_VALUE(pfx, T, I, op, _acquire, __ATOMIC_ACQUIRE)                                  \
	__ATOMIC_VALUE(pfx, T, I, op, _release, __ATOMIC_RELEASE)
#define __ATOMIC_BITWISE(pfx, T, I, op)                                                            \
	__ATOMIC_VOID(pfx, T, I, op)                                                               \
	__ATOMIC_FETCH(pfx, T, I, op, , __ATOMIC_SEQ_CST)                                          \
	__ATOMIC_FETCH(pfx, T, I, op, _relaxed, __ATOMIC_RELAXED)                                  \
	__ATOMIC_FETCH(pfx, T, I, op, _acquire, __ATOMIC_ACQUIRE)                                  \
	__ATOMIC_FETCH(pfx, T, I, op, _release, __ATOMIC_RELEASE)

/* inc and dec, exchange and compare-exchange of a prefix in one ordering. */
#define __ATOMIC_ORDERED(pfx, T, I, suffix, order)                                                 \
	static inline I pfx##_inc_return##suffix(T *v)                                             \
	{                                                                                          \
		return pfx##_add_return##suffix(1, v);                                             \
	}                                                                                          \
	static inline I pfx##_dec_return##suffix(T *v)                                             \
	{                                                                                          \
		return pfx##_sub_return##suffix(1, v);                                             \
	}                                                                                          \
	static inline I pfx##_fetch_inc##suffix(T *v)                                              \
	{                                                                                          \
		return pfx##_fetch_add##suffix(1, v);                                              \
	}                                                                                          \
	static inline I pfx##_fetch_dec##suffix(T *v)                                              \
	{                                                                                          \
		return pfx##_fetch_sub##suffix(1, v);                                              \
	}                                                                                          \
	static inline I pfx##_xchg##suffix(T *v, I i)                                              \
	{                                                                                          \
		return __atomic_exchange_n(&v->counter, i, order);                                 \
	}                                                                                          \
	static inline bool pfx##_try_cmpxchg##suffix(T *v, I *old, I i)                            \
	{                                                                                          \
		return __try_cmpxchg_order(&v->counter, old, i, order);                            \
	}                                                                                          \
	static inline I pfx##_cmpxchg##suffix(T *v, I old, I i)                                    \
	{                                                                                          \
		__try_cmpxchg_order(&v->counter, &old, i, order);                                  \
		return old;                                                                        \
	}

/* What exists in one ordering only. fetch_add_unless and its users are ordered when they succeed. */
#define __ATOMIC_SINGLE(pfx, T, I)                                                                 \
	static inline I pfx##_read(const T *v)                                                     \
	{                                                                                          \
		return READ_ONCE(v->counter);                                                      \
	}                                                                                          \
	static inline void pfx##_set(T *v, I i)                                                    \
	{                                                                                          \
		WRITE_ONCE(v->counter, i);                                                         \
	}                                                                                          \
	static inline I pfx##_read_acquire(const T *v)                                             \
	{                                                                                          \
		return smp_load_acquire(&v->counter);                                              \
	}                                                                                          \
	static inline void pfx##_set_release(T *v, I i)                                            \
	{                                                                                          \
		smp_store_release(&v->counter, i);                                                 \
	}                                                                                          \
	static inline void pfx##_inc(T *v)                                                         \
	{                                                                                          \
		pfx##_add(1, v);                                                                   \
	}                                                                                          \
	static inline void pfx##_dec(T *v)                                                         \
	{                                                                                          \
		pfx##_sub(1, v);                                                                   \
	}                                                                                          \
	static inline bool pfx##_sub_and_test(I i, T *v)                                           \
	{                                                                                          \
		return pfx##_sub_return(i, v) == 0;                                                \
	}                                                                                          \
	static inline bool pfx##_dec_and_test(T *v)                                                \
	{                                                                                          \
		return pfx##_sub_return(1, v) == 0;                                                \
	}                                                                                          \
	static inline bool pfx##_inc_and_test(T *v)                                                \
	{                                                                                          \
		return pfx##_add_return(1, v) == 0;                                                \
	}                                                                                          \
	static inline bool pfx##_add_negative(I i, T *v)                                           \
	{                                                                                          \
		return pfx##_add_return(i, v) < 0;                                                 \
	}                                                                                          \
	static inline I pfx##_fetch_add_unless(T *v, I a, I u)                                     \
	{                                                                                          \
		I c = pfx##_read(v);                                                               \
                                                                                                   \
		do {                                                                               \
			if (c == u)                                                                \
				break;                                                             \
		} while (!pfx##_try_cmpxchg(v, &c, c + a));                                        \
		return c;                                                                          \
	}                                                                                          \
	static inline bool pfx##_add_unless(T *v, I a, I u)                                        \
	{                                                                                          \
		return pfx##_fetch_add_unless(v, a, u) != u;                                       \
	}                                                                                          \
	static inline bool pfx##_inc_not_zero(T *v)                                                \
	{                                                                                          \
		return pfx##_add_unless(v, 1, 0);                                                  \
	}                                                                                          \
	static inline I pfx##_dec_if_positive(T *v)                                                \
	{                                                                                          \
		I c = pfx##_read(v);                                                               \
                                                                                                   \
		do {                                                                               \
			if (c < 1)                                                                 \
				break;                                                             \
		} while (!pfx##_try_cmpxchg(v, &c, c - 1));                                        \
		return c - 1;                                                                      \
	}

#define __ATOMIC_API(pfx, T, I)                                                                    \
	__ATOMIC_ARITH(pfx, T, I, add)                                                             \
	__ATOMIC_ARITH(pfx, T, I, sub)                                                             \
	__ATOMIC_BITWISE(pfx, T, I, and)                                                           \
	__ATOMIC_BITWISE(pfx, T, I, or)                                                            \
	__ATOMIC_BITWISE(pfx, T, I, xor)                                                           \
	__ATOMIC_ORDERED(pfx, T, I, , __ATOMIC_SEQ_CST)                                            \
	__ATOMIC_ORDERED(pfx, T, I, _relaxed, __ATOMIC_RELAXED)                                    \
	__ATOMIC_ORDERED(pfx, T, I, _acquire, __ATOMIC_ACQUIRE)                                    \
	__ATOMIC_ORDERED(pfx, T, I, _release, __ATOMIC_RELEASE)                                    \
	__ATOMIC_SINGLE(pfx, T, I)

__ATOMIC_API(atomic, atomic_t, int)
__ATOMIC_API(atomic64, atomic64_t, s64)
__ATOMIC_API(atomic_long, atomic_long_t, long)

#define smp_mb__before_atomic_dec() smp_mb__before_atomic()
#define smp_mb__after_atomic_dec() smp_mb__after_atomic()
#define smp_mb__before_atomic_inc() smp_mb__before_atomic()
#define smp_mb__after_atomic_inc() smp_mb__after_atomic()

#endif
