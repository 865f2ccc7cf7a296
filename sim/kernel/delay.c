/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * delay.c - waiting for time to pass.
 *
 * A plain sleep is meant to end by its timer, so that timer is no watchdog.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/sched.h>
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

/* Somebody else's wake-up does not end it, as in msleep(). */
static void sleep_ns(sim_ns ns, const char *what)
{
	sim_ns end = sim_now() + ns;
	bool over = false;

	might_sleep();
	while (!over) {
		sim_ns now = sim_now();

		__set_current_state(TASK_UNINTERRUPTIBLE);
		sched_wait_for(SIM_WAIT_QUEUE, NULL, what, NULL);
		over = sched_sleep(now < end ? end - now : 0, SIM_TIMER_NORMAL);
	}
}

void msleep(unsigned int ms)
{
	sleep_ns((sim_ns)ms * NSEC_PER_MSEC, "msleep");
}
EXPORT_SYMBOL(msleep);

void usleep_range(unsigned long min_us, unsigned long max_us)
{
	sleep_ns((sim_ns)min_us * NSEC_PER_USEC, "usleep_range");
}
EXPORT_SYMBOL(usleep_range);

void ssleep(unsigned int seconds)
{
	msleep(seconds * MSEC_PER_SEC);
}
EXPORT_SYMBOL(ssleep);
