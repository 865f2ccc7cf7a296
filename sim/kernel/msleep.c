/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * msleep.c - sleeping for a time.
 *
 * A plain sleep is meant to end by its timer, so that timer is no watchdog.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/time64.h>

#include "sched_internal.h"

void sched_sleep_ns(sim_ns ns, const char *what)
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
	sched_sleep_ns((sim_ns)ms * NSEC_PER_MSEC, "msleep");
}
EXPORT_SYMBOL(msleep);
