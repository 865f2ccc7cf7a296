/* SPDX-License-Identifier: GPL-2.0-only */
/* limits.h - the system's limits; the integer ranges are kept with kernel.h. */
#include_next <linux/limits.h>
