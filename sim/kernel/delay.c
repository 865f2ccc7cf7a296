/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * delay.c - waiting for time to pass.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/time64.h>

#include "sched_internal.h"

void ndelay(unsigned long ns)
{
	sim_charge(ns);
	sim_relax();
}
EXPORT_SYMBOL(ndelay);

void udelay(unsigned long us)
{
	ndelay(us * NSEC_PER_USEC);
}
EXPORT_SYMBOL(udelay);

void mdelay(unsigned long ms)
{
	ndelay(ms * NSEC_PER_MSEC);
}
EXPORT_SYMBOL(mdelay);

void usleep_range(unsigned long min_us, unsigned long max_us)
{
	sched_sleep_ns((sim_ns)min_us * NSEC_PER_USEC, "usleep_range");
}
EXPORT_SYMBOL(usleep_range);

void ssleep(unsigned int seconds)
{
	msleep(seconds * MSEC_PER_SEC);
}
EXPORT_SYMBOL(ssleep);
