/* SPDX-License-Identifier: GPL-2.0-only */
/* delay.h - waiting for time to pass. */
#ifndef SIM_LINUX_DELAY_H
#define SIM_LINUX_DELAY_H

#include <linux/compiler.h>
#include <linux/types.h>

/* Busy: any context; costs its time. */
void udelay(unsigned long us);
void ndelay(unsigned long ns);
void mdelay(unsigned long ms);
/* Sleep at least that long, nothing wakes them earlier: task context. */
void msleep(unsigned int ms);
void usleep_range(unsigned long min_us, unsigned long max_us);
void ssleep(unsigned int seconds);
#define fsleep(us) usleep_range(us, 2 * (us))

#endif
