/* SPDX-License-Identifier: GPL-2.0-only */
/* bottom_half.h - softirqs of the current vCPU on and off. Task and softirq context. */
#ifndef SIM_LINUX_BOTTOM_HALF_H
#define SIM_LINUX_BOTTOM_HALF_H

#include <linux/compiler.h>

#define local_bh_disable() sim_bh_disable()
#define local_bh_enable() sim_bh_enable()

#endif
