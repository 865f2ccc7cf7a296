/* SPDX-License-Identifier: GPL-2.0-only */
/* math64.h - 64-bit division, which a 64-bit machine simply does. */
#ifndef SIM_LINUX_MATH64_H
#define SIM_LINUX_MATH64_H

#include <linux/types.h>

/* Divides n in place by base; its value is the remainder. */
#define do_div(n, base)                                                                            \
	({                                                                                         \
		u32 __dd_base = (base);                                                            \
		u32 __dd_rem = (u32)((u64)(n) % __dd_base);                                        \
		(n) = (u64)(n) / __dd_base;                                                        \
		__dd_rem;                                                                          \
	})
#define sector_div(n, b) do_div(n, b)

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = (u32)(dividend % divisor);
	return dividend / divisor;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	return dividend / divisor;
}

#endif
