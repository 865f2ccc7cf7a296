/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * refcount.h - reference counts that warn instead of wrapping.
 *
 * Orders of Documentation/core-api/refcount-vs-atomic.rst: increments are relaxed, decrements
 * release; the one that reaches zero acquires (here every one does). Any context.
 */
#ifndef SIM_LINUX_REFCOUNT_H
#define SIM_LINUX_REFCOUNT_H

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/types.h>

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

#define REFCOUNT_INIT(n)                                                                           \
	{                                                                                          \
		.refs = ATOMIC_INIT(n)                                                             \
	}

static inline void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

static inline unsigned int refcount_read(const refcount_t *r)
{
	return (unsigned int)atomic_read(&r->refs);
}

static inline void refcount_inc(refcount_t *r)
{
	WARN(atomic_fetch_add_relaxed(1, &r->refs) <= 0, "refcount: increment from 0");
}

static inline bool __must_check refcount_inc_not_zero(refcount_t *r)
{
	int old = atomic_read(&r->refs);

	do {
		if (!old)
			return false;
	} while (!atomic_try_cmpxchg_relaxed(&r->refs, &old, old + 1));
	return true;
}

static inline bool __must_check refcount_dec_and_test(refcount_t *r)
{
	int old = __atomic_fetch_sub(&r->refs.counter, 1, __ATOMIC_ACQ_REL);

	WARN(old <= 0, "refcount: decrement below 0");
	return old == 1;
}

static inline void refcount_dec(refcount_t *r)
{
	WARN(atomic_fetch_sub_release(1, &r->refs) <= 1, "refcount: decrement to 0");
}

#endif
