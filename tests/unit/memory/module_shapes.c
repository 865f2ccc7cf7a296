/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The classic litmus shapes, each for four sizes, with plain and with marked accesses.
 *
 * Function SHAPE_ACCESS_SIZE_T is thread T. barrier() keeps the compiler from moving or merging plain
 * accesses; it is not seen by the simulator.
 */
#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>

long result[8];

/* Granules of their own. */
struct {
	u64 value;
	u64 pad;
} x, y;

#define AT(size, variable) (*(u##size *)&(variable).value)
#define VOLATILE_AT(size, variable) (*(volatile u##size *)&(variable).value)

#define GET_marked(size, variable) VOLATILE_AT(size, variable)
#define PUT_marked(size, variable, v) (VOLATILE_AT(size, variable) = (v))
#define GET_plain(size, variable) AT(size, variable)
#define PUT_plain(size, variable, v) (AT(size, variable) = (v))

#define R(i, access, size, variable)                                                               \
	do {                                                                                       \
		u##size got = GET_##access(size, variable);                                        \
		barrier();                                                                         \
		result[i] = got;                                                                   \
		barrier();                                                                         \
	} while (0)
#define W(access, size, variable, v)                                                               \
	do {                                                                                       \
		PUT_##access(size, variable, v);                                                   \
		barrier();                                                                         \
	} while (0)

#define THREAD(shape, access, size, t, ...)                                                        \
	void shape##_##access##_##size##_##t(void *arg);                                           \
	void shape##_##access##_##size##_##t(void *arg)                                            \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

#define SHAPES(access, size)                                                                       \
	THREAD(sb, access, size, 0, W(access, size, x, 1); R(0, access, size, y);)                 \
	THREAD(sb, access, size, 1, W(access, size, y, 1); R(1, access, size, x);)                 \
	THREAD(sb_mb, access, size, 0, W(access, size, x, 1); smp_mb(); R(0, access, size, y);)    \
	THREAD(sb_mb, access, size, 1, W(access, size, y, 1); smp_mb(); R(1, access, size, x);)    \
	THREAD(mp, access, size, 0, W(access, size, x, 1); W(access, size, y, 1);)                 \
	THREAD(mp, access, size, 1, R(0, access, size, y); R(1, access, size, x);)                 \
	THREAD(mp_wmb, access, size, 0, W(access, size, x, 1); smp_wmb(); W(access, size, y, 1);)  \
	THREAD(mp_wmb, access, size, 1, R(0, access, size, y); R(1, access, size, x);)             \
	THREAD(mp_rmb, access, size, 0, W(access, size, x, 1); W(access, size, y, 1);)             \
	THREAD(mp_rmb, access, size, 1, R(0, access, size, y); smp_rmb(); R(1, access, size, x);)  \
	THREAD(mp_both, access, size, 0, W(access, size, x, 1); smp_wmb(); W(access, size, y, 1);) \
	THREAD(mp_both, access, size, 1, R(0, access, size, y); smp_rmb(); R(1, access, size, x);) \
	THREAD(mp_mb, access, size, 0, W(access, size, x, 1); smp_mb(); W(access, size, y, 1);)    \
	THREAD(mp_mb, access, size, 1, R(0, access, size, y); smp_mb(); R(1, access, size, x);)    \
	THREAD(lb, access, size, 0, R(0, access, size, x); W(access, size, y, 1);)                 \
	THREAD(lb, access, size, 1, R(1, access, size, y); W(access, size, x, 1);)                 \
	THREAD(s, access, size, 0, W(access, size, x, 2); W(access, size, y, 1);)                  \
	THREAD(s, access, size, 1, R(0, access, size, y); W(access, size, x, 1);)                  \
	THREAD(s_mb, access, size, 0, W(access, size, x, 2); smp_mb(); W(access, size, y, 1);)     \
	THREAD(s_mb, access, size, 1, R(0, access, size, y); smp_mb(); W(access, size, x, 1);)     \
	THREAD(r, access, size, 0, W(access, size, x, 1); W(access, size, y, 1);)                  \
	THREAD(r, access, size, 1, W(access, size, y, 2); R(0, access, size, x);)                  \
	THREAD(r_mb, access, size, 0, W(access, size, x, 1); smp_mb(); W(access, size, y, 1);)     \
	THREAD(r_mb, access, size, 1, W(access, size, y, 2); smp_mb(); R(0, access, size, x);)     \
	THREAD(w22, access, size, 0, W(access, size, x, 1); W(access, size, y, 2);)                \
	THREAD(w22, access, size, 1, W(access, size, y, 1); W(access, size, x, 2);)                \
	THREAD(w22_mb, access, size, 0, W(access, size, x, 1); smp_mb(); W(access, size, y, 2);)   \
	THREAD(w22_mb, access, size, 1, W(access, size, y, 1); smp_mb(); W(access, size, x, 2);)   \
	THREAD(iriw, access, size, 0, W(access, size, x, 1);)                                      \
	THREAD(iriw, access, size, 1, W(access, size, y, 1);)                                      \
	THREAD(iriw, access, size, 2, R(0, access, size, x); R(1, access, size, y);)               \
	THREAD(iriw, access, size, 3, R(2, access, size, y); R(3, access, size, x);)               \
	THREAD(iriw_mb, access, size, 0, W(access, size, x, 1);)                                   \
	THREAD(iriw_mb, access, size, 1, W(access, size, y, 1);)                                   \
	THREAD(iriw_mb, access, size, 2, R(0, access, size, x); smp_mb(); R(1, access, size, y);)  \
	THREAD(iriw_mb, access, size, 3, R(2, access, size, y); smp_mb(); R(3, access, size, x);)  \
	THREAD(wrc, access, size, 0, W(access, size, x, 1);)                                       \
	THREAD(wrc, access, size, 1, R(0, access, size, x); W(access, size, y, 1);)                \
	THREAD(wrc, access, size, 2, R(1, access, size, y); R(2, access, size, x);)                \
	THREAD(wrc_mb, access, size, 0, W(access, size, x, 1);)                                    \
	THREAD(wrc_mb, access, size, 1, R(0, access, size, x); smp_mb(); W(access, size, y, 1);)   \
	THREAD(wrc_mb, access, size, 2, R(1, access, size, y); smp_rmb(); R(2, access, size, x);)  \
	THREAD(corr, access, size, 0, W(access, size, x, 1);)                                      \
	THREAD(corr, access, size, 1, R(0, access, size, x); R(1, access, size, x);)               \
	THREAD(corr2, access, size, 0, W(access, size, x, 1);)                                     \
	THREAD(corr2, access, size, 1, W(access, size, x, 2);)                                     \
	THREAD(corr2, access, size, 2, R(0, access, size, x); R(1, access, size, x);)              \
	THREAD(corr2, access, size, 3, R(2, access, size, x); R(3, access, size, x);)              \
	THREAD(coww, access, size, 0, W(access, size, x, 1); W(access, size, x, 2);)               \
	THREAD(coww, access, size, 1, R(0, access, size, x); R(1, access, size, x);)               \
	THREAD(corw, access, size, 0, W(access, size, x, 1);)                                      \
	THREAD(corw, access, size, 1, R(0, access, size, x); W(access, size, x, 2);)               \
	THREAD(cowr, access, size, 0, W(access, size, x, 1); R(0, access, size, x);)               \
	THREAD(cowr, access, size, 1, W(access, size, x, 2);)

SHAPES(marked, 8)
SHAPES(marked, 16)
SHAPES(marked, 32)
SHAPES(marked, 64)
SHAPES(plain, 8)
SHAPES(plain, 16)
SHAPES(plain, 32)
SHAPES(plain, 64)

/* Acquire and release, and an address dependency. */
#define RELEASES(size)                                                                             \
	THREAD(mp_relacq, order, size, 0, W(marked, size, x, 1);                                   \
	       smp_store_release(&AT(size, y), 1);)                                                \
	THREAD(mp_relacq, order, size, 1, result[0] = smp_load_acquire(&AT(size, y));              \
	       R(1, marked, size, x);)                                                             \
	THREAD(mp_plain_relacq, order, size, 0, W(plain, size, x, 1);                              \
	       smp_store_release(&AT(size, y), 1);)                                                \
	THREAD(mp_plain_relacq, order, size, 1, result[0] = smp_load_acquire(&AT(size, y));        \
	       if (result[0]) result[1] = AT(size, x); else result[1] = 0;)                        \
	THREAD(wrc_rel, order, size, 0, W(marked, size, x, 1);)                                    \
	THREAD(wrc_rel, order, size, 1, R(0, marked, size, x);                                     \
	       smp_store_release(&AT(size, y), 1);)                                                \
	THREAD(wrc_rel, order, size, 2, result[1] = smp_load_acquire(&AT(size, y));                \
	       R(2, marked, size, x);)                                                             \
	THREAD(sb_relacq, order, size, 0, smp_store_release(&AT(size, x), 1);                      \
	       result[0] = smp_load_acquire(&AT(size, y));)                                        \
	THREAD(sb_relacq, order, size, 1, smp_store_release(&AT(size, y), 1);                      \
	       result[1] = smp_load_acquire(&AT(size, x));)

RELEASES(8)
RELEASES(16)
RELEASES(32)
RELEASES(64)

static u64 *pointer = &y.value;

THREAD(mp_addr, order, 64, 0, W(marked, 64, x, 1); smp_wmb(); WRITE_ONCE(pointer, &x.value);)
THREAD(mp_addr, order, 64, 1, u64 *p = READ_ONCE(pointer); result[0] = p == &x.value;
       result[1] = READ_ONCE(*p);)
