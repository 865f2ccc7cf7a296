/* SPDX-License-Identifier: GPL-2.0-only */
/* minmax.h - min(), max() and relatives; operands are evaluated once and must agree in type. */
#ifndef SIM_LINUX_MINMAX_H
#define SIM_LINUX_MINMAX_H

#include <linux/compiler.h>

#define __minmax_pick(x, y, op, ux, uy)                                                            \
	({                                                                                         \
		__typeof__(x) ux = (x);                                                            \
		__typeof__(y) uy = (y);                                                            \
		(void)(&ux == &uy);                                                                \
		ux op uy ? ux : uy;                                                                \
	})
#define min(x, y) __minmax_pick(x, y, <, __UNIQUE_ID(mx), __UNIQUE_ID(my))
#define max(x, y) __minmax_pick(x, y, >, __UNIQUE_ID(mx), __UNIQUE_ID(my))
#define min3(x, y, z) min((__typeof__(x))min(x, y), z)
#define max3(x, y, z) max((__typeof__(x))max(x, y), z)
#define min_t(type, x, y) min((type)(x), (type)(y))
#define max_t(type, x, y) max((type)(x), (type)(y))

#define __min_not_zero(x, y, ux, uy)                                                               \
	({                                                                                         \
		__typeof__(x) ux = (x);                                                            \
		__typeof__(y) uy = (y);                                                            \
		ux == 0 ? uy : (uy == 0 ? ux : min(ux, uy));                                       \
	})
#define min_not_zero(x, y) __min_not_zero(x, y, __UNIQUE_ID(nx), __UNIQUE_ID(ny))

#define clamp(val, lo, hi) min((__typeof__(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)

#define swap(a, b)                                                                                 \
	do {                                                                                       \
		__typeof__(a) __swap_tmp = (a);                                                    \
		(a) = (b);                                                                         \
		(b) = __swap_tmp;                                                                  \
	} while (0)

#endif
