/* SPDX-License-Identifier: GPL-2.0-only */
/* loop.h - ioctls and flags of the loop driver, as the system defines them. */
#ifndef SIM_LINUX_LOOP_H
#define SIM_LINUX_LOOP_H

#include_next <linux/loop.h>

#endif
