/* SPDX-License-Identifier: GPL-2.0-only */
/* ratelimit.h - rate-limited messages; kept with printk.h. */
#include <linux/printk.h>
