/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hrtimer.c - high-resolution timers: what the block layer's hybrid polling would need.
 */
#include <linux/export.h>
#include <linux/hrtimer.h>

#define NO_HYBRID_POLLING "a queue polls without sleeping unless somebody writes io_poll_delay"

void hrtimer_init_sleeper(struct hrtimer_sleeper *sl, clockid_t clock_id, enum hrtimer_mode mode)
{
	SIM_UNREACHABLE(NO_HYBRID_POLLING);
}
EXPORT_SYMBOL_GPL(hrtimer_init_sleeper);

void hrtimer_sleeper_start_expires(struct hrtimer_sleeper *sl, enum hrtimer_mode mode)
{
	SIM_UNREACHABLE(NO_HYBRID_POLLING);
}
EXPORT_SYMBOL_GPL(hrtimer_sleeper_start_expires);

int hrtimer_cancel(struct hrtimer *timer)
{
	SIM_UNREACHABLE(NO_HYBRID_POLLING);
}
EXPORT_SYMBOL_GPL(hrtimer_cancel);
