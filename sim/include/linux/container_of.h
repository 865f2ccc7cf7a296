/* SPDX-License-Identifier: GPL-2.0-only */
/* container_of.h - container_of(); kept with kernel.h. */
#include <linux/kernel.h>
