/* SPDX-License-Identifier: GPL-2.0-only */
/* atomic.h - atomic_t; kept with linux/atomic.h. */
#include <linux/atomic.h>
