/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * delay.c - busy waiting, which costs virtual time, and the sleeps that are not in
 * sim/kernel/msleep.c.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/time64.h>

#include "../kernel/sched_internal.h"

void __ndelay(unsigned long nsecs)
{
	sim_charge(nsecs);
	sim_relax();
}
EXPORT_SYMBOL(__ndelay);

void __udelay(unsigned long usecs)
{
	__ndelay(usecs * NSEC_PER_USEC);
}
EXPORT_SYMBOL(__udelay);

/* The unit is 1 / 2^32 of a second. */
void __const_udelay(unsigned long xloops)
{
	__ndelay((xloops * NSEC_PER_SEC) >> 32);
}
EXPORT_SYMBOL(__const_udelay);

void usleep_range_state(unsigned long min, unsigned long max, unsigned int state)
{
	sched_sleep_ns((sim_ns)min * NSEC_PER_USEC, "usleep_range");
}
EXPORT_SYMBOL(usleep_range_state);

/* No signal ever arrives. */
unsigned long msleep_interruptible(unsigned int msecs)
{
	msleep(msecs);
	return 0;
}
EXPORT_SYMBOL(msleep_interruptible);
