/* SPDX-License-Identifier: GPL-2.0-only */
/* One variable used in several sizes, by atomics and by copies. Threads as in module_shapes.c. */
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <sim/port.h>

long result[8];

union word {
	u64 whole;
	u32 half[2];
	u8 byte[8];
};

union word x, y;
u64 big_x[4], big_copy[4];

#define THREAD(shape, t, ...)                                                                      \
	void shape##_mixed_0_##t(void *arg);                                                       \
	void shape##_mixed_0_##t(void *arg)                                                        \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

#define GET(v) READ_ONCE(v)
#define PUT(v, n) WRITE_ONCE(v, n)
#define ONES 0x0000000100000001ull

/* How much of a 64-bit value has changed: 0, 1 or 2 halves. */
static long halves(u64 value)
{
	return (value & 1) + (value >> 32 & 1);
}

/* Reads in two sizes never go back. */
THREAD(corr_down, 0, PUT(x.whole, ONES);)
THREAD(corr_down, 1, result[0] = halves(GET(x.whole)); result[1] = GET(x.half[0]);)
THREAD(corr_up, 0, PUT(x.whole, ONES);)
THREAD(corr_up, 1, result[0] = GET(x.half[1]); result[1] = halves(GET(x.whole));)

/* A value put together from two stores arrives whole behind barriers. */
THREAD(mp_halves, 0, PUT(x.half[0], 1); PUT(x.half[1], 1); smp_wmb(); PUT(y.whole, 1);)
THREAD(mp_halves, 1, result[0] = GET(y.whole); smp_rmb(); result[1] = halves(GET(x.whole));)
THREAD(mp_bytes, 0, PUT(x.whole, ONES); smp_wmb(); PUT(y.byte[3], 1);)
THREAD(mp_bytes, 1, result[0] = GET(y.byte[3]); smp_rmb();
       result[1] = GET(x.byte[0]) + GET(x.byte[4]);)
/* Without barriers: reads of a whole value that was stored in halves are never stale under tso. */
THREAD(mp_read_whole, 0, PUT(x.half[0], 1); PUT(y.half[0], 1); PUT(y.half[1], 1);)
THREAD(mp_read_whole, 1, result[0] = halves(GET(y.whole)); result[1] = GET(x.half[0]);)
/* A word that is cut in halves arrives late, as any other, but as a whole. */
THREAD(mp_cut, 0, PUT(x.half[0], 0); PUT(x.whole, ONES); PUT(y.whole, 1);)
THREAD(mp_cut, 1, result[0] = GET(y.whole); result[1] = halves(GET(x.whole));)
/* It shows no half without what that half was stored behind. */
THREAD(mp_cut_wmb, 0, PUT(x.half[0], 1); smp_wmb(); PUT(x.half[1], 1);)
THREAD(mp_cut_wmb, 1, u64 seen = GET(x.whole); result[0] = seen >> 32; result[1] = seen & 1;)

/* ---- copies ---- */

THREAD(corr_copy, 0, PUT(big_x[1], 1);)
THREAD(corr_copy, 1, memcpy(big_copy, big_x, sizeof(big_x)); result[0] = big_copy[1];
       result[1] = GET(big_x[1]);)
THREAD(corr_assign, 0, PUT(big_x[1], 1);)
THREAD(corr_assign, 1, struct four { u64 word[4]; } *to = (void *)big_copy, *from = (void *)big_x;
       *to = *from; result[0] = big_copy[1]; result[1] = GET(big_x[1]);)
THREAD(mp_copy, 0, PUT(x.whole, 1); PUT(big_x[1], 1);)
THREAD(mp_copy, 1, memcpy(big_copy, big_x, sizeof(big_x)); result[0] = big_copy[1];
       result[1] = GET(x.whole);)
/* A store by memset hides nothing newer and is seen at once. */
THREAD(coww_fill, 0, PUT(big_x[1], 2); memset(big_x, 1, sizeof(big_x));)
THREAD(coww_fill, 1, result[0] = GET(big_x[1]) & 3; result[1] = GET(big_x[1]) & 3;)

/* ---- atomics ---- */

#define ATOMIC_LOAD(v) __atomic_load_n(&(v), __ATOMIC_ACQUIRE)
#define ATOMIC_PUT(v, n) __atomic_store_n(&(v), n, __ATOMIC_RELEASE)

THREAD(atomic_halves, 0, PUT(x.half[0], 1); PUT(x.half[1], 1); ATOMIC_PUT(y.whole, ONES);)
THREAD(atomic_halves, 1, result[0] = ATOMIC_LOAD(y.half[1]);
       result[1] = halves(ATOMIC_LOAD(x.whole));)
THREAD(atomic_whole, 0, PUT(x.half[0], 0); ATOMIC_PUT(x.whole, ONES);)
THREAD(atomic_whole, 1, result[0] = halves(ATOMIC_LOAD(x.whole)); result[1] = GET(x.half[1]);)
THREAD(add_whole, 0, PUT(x.half[1], 1); __atomic_fetch_add(&x.whole, 1, __ATOMIC_RELAXED);
       result[0] = GET(x.half[0]); result[1] = GET(x.half[1]);)
THREAD(add_whole, 1, result[2] = GET(x.half[0]); result[3] = GET(x.half[1]);)

#define TWICE(order)                                                                               \
	__atomic_fetch_add(&x.whole, 1, order);                                                    \
	__atomic_fetch_add(&x.whole, 1, order);

THREAD(add_relaxed, 0, TWICE(__ATOMIC_RELAXED))
THREAD(add_relaxed, 1, TWICE(__ATOMIC_RELAXED))
THREAD(add_relaxed, 2, TWICE(__ATOMIC_RELAXED))
THREAD(add_seq, 0, TWICE(__ATOMIC_SEQ_CST))
THREAD(add_seq, 1, TWICE(__ATOMIC_ACQUIRE))
THREAD(add_seq, 2, TWICE(__ATOMIC_RELEASE))
/* A store must not come between an atomic's read and its write. */
THREAD(add_store, 0, result[0] = __atomic_fetch_add(&x.whole, 1, __ATOMIC_RELAXED);)
THREAD(add_store, 1, PUT(x.whole, 5);)

THREAD(xchg, 0, result[0] = __atomic_exchange_n(&x.whole, 1, __ATOMIC_RELAXED);)
THREAD(xchg, 1, result[1] = __atomic_exchange_n(&x.whole, 2, __ATOMIC_RELAXED);)

static bool claim(u64 *word, u64 me)
{
	u64 expected = 0;

	return __atomic_compare_exchange_n(word, &expected, me, false, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

THREAD(cmpxchg, 0, result[0] = claim(&x.whole, 1);)
THREAD(cmpxchg, 1, result[1] = claim(&x.whole, 2);)

/* sb with full barriers in the atomics: atomic_t.txt, "fully ordered". */
THREAD(sb_rmw, 0, __atomic_exchange_n(&x.whole, 1, __ATOMIC_SEQ_CST); result[0] = GET(y.whole);)
THREAD(sb_rmw, 1, __atomic_exchange_n(&y.whole, 1, __ATOMIC_SEQ_CST); result[1] = GET(x.whole);)
THREAD(sb_rmw_relaxed, 0, __atomic_exchange_n(&x.whole, 1, __ATOMIC_RELAXED);
       result[0] = GET(y.whole);)
THREAD(sb_rmw_relaxed, 1, __atomic_exchange_n(&y.whole, 1, __ATOMIC_RELAXED);
       result[1] = GET(x.whole);)
/* What an exchange reads was stored after what its writer stored before, on x86. */
THREAD(mp_xchg, 0, PUT(x.whole, 1); PUT(y.whole, 1);)
THREAD(mp_xchg, 1, result[0] = __atomic_exchange_n(&y.whole, 2, __ATOMIC_RELAXED);
       result[1] = GET(x.whole);)
THREAD(mp_failed, 0, PUT(x.whole, 1); PUT(y.whole, 1);)
THREAD(mp_failed, 1, result[0] = !claim(&y.whole, 2); result[1] = GET(x.whole);)
/* A release sequence: the acquirer of what an atomic added to a release store is ordered too. */
THREAD(sequence, 0, PUT(x.whole, 1); ATOMIC_PUT(y.whole, 1);)
THREAD(sequence, 1, __atomic_fetch_add(&y.whole, 2, __ATOMIC_RELAXED);)
THREAD(sequence, 2, result[0] = ATOMIC_LOAD(y.whole); result[1] = GET(x.whole);)

/* ---- locks ---- */

static struct sim_lock lock;

static void locked(bool on)
{
	if (on) {
		sim_preempt_disable();
		sim_lock_acquire(&lock, 0);
	} else {
		sim_lock_release(&lock);
		sim_preempt_enable();
	}
}

/* Order that passes through a lock holds for a third party: x86, where loads are in order. */
THREAD(wrc_lock, 0, locked(true); PUT(x.whole, 1); locked(false);)
THREAD(wrc_lock, 1, locked(true); result[0] = GET(x.whole); locked(false); PUT(y.whole, 1);)
THREAD(wrc_lock, 2, result[1] = GET(y.whole); result[2] = GET(x.whole);)
/* The lock itself lets a later load pass an earlier store of the same thread. */
THREAD(sb_unlock, 0, locked(true); PUT(x.whole, 1); locked(false); result[0] = GET(y.whole);)
THREAD(sb_unlock, 1, PUT(y.whole, 1); smp_mb(); result[1] = GET(x.whole);)
