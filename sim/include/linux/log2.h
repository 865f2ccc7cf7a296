/* SPDX-License-Identifier: GPL-2.0-only */
/* log2.h - powers of two. */
#ifndef SIM_LINUX_LOG2_H
#define SIM_LINUX_LOG2_H

#include <linux/bitops.h>
#include <linux/types.h>

static inline bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 1UL << fls_long(n - 1);
}

static inline unsigned long rounddown_pow_of_two(unsigned long n)
{
	return 1UL << (fls_long(n) - 1);
}

/* The largest i with 2^i <= n; -1 for 0. */
#define ilog2(n) (fls64(n) - 1)

static inline int order_base_2(unsigned long n)
{
	return n > 1 ? (int)ilog2(n - 1) + 1 : 0;
}

#endif
