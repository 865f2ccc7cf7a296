/* SPDX-License-Identifier: GPL-2.0-only */
/* stdint.h - for the simulator's own headers; the kernel has these types elsewhere. */
#include <linux/types.h>
