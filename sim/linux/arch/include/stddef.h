/* SPDX-License-Identifier: GPL-2.0-only */
/* stddef.h - for the simulator's own headers. */
#include <linux/stddef.h>
#include <linux/types.h>
