/* SPDX-License-Identifier: GPL-2.0-only */
/* time.h - units of time; kept with time64.h. */
#include <linux/time64.h>
