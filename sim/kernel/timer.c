/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer.c - one-shot timers.
 */
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/timer.h>

/* The timer may be freed or armed again by its function: nothing of it is touched afterwards. */
static void timer_fire(void *arg)
{
	struct timer_list *timer = arg;
	void (*function)(unsigned long) = timer->function;
	unsigned long data = timer->data;

	sim_lockdep_run_begin((const void *)function, "timer");
	function(data);
	sim_lockdep_run_end((const void *)function);
}

static sim_ns delay_until(unsigned long expires)
{
	long delta = (long)(expires - jiffies);

	return delta > 0 ? (sim_ns)delta * NSEC_PER_JIFFY : 0;
}

/* Nothing lies between the question and the arming: the answer is the truth. */
int mod_timer(struct timer_list *timer, unsigned long expires)
{
	sim_ns delay = delay_until(expires);
	int pending;

	WRITE_ONCE(timer->expires, expires);
	pending = sim_timer_pending(&timer->sim);
	sim_timer_arm(&timer->sim, delay, SIM_TIMER_NORMAL, timer_fire, timer);
	return pending;
}
EXPORT_SYMBOL(mod_timer);

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return sim_timer_pending(&timer->sim) ? mod_timer(timer, expires) : 0;
}
EXPORT_SYMBOL(mod_timer_pending);

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	if (sim_timer_pending(&timer->sim) && time_before_eq(READ_ONCE(timer->expires), expires))
		return 1;
	return mod_timer(timer, expires);
}
EXPORT_SYMBOL(timer_reduce);

void add_timer(struct timer_list *timer)
{
	BUG_ON(timer_pending(timer));
	mod_timer(timer, timer->expires);
}
EXPORT_SYMBOL(add_timer);

int del_timer(struct timer_list *timer)
{
	return sim_timer_cancel(&timer->sim);
}
EXPORT_SYMBOL(del_timer);

int del_timer_sync(struct timer_list *timer)
{
	sim_lockdep_wait((const void *)timer->function, "timer");
	return sim_timer_cancel_sync(&timer->sim);
}
EXPORT_SYMBOL(del_timer_sync);
