/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer.c - one-shot timers.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/irqflags.h>

#include "sched_internal.h"
#include "timer_internal.h"

/*
 * The timer may be freed or set again by its function: nothing of it is touched afterwards. One
 * that was shut down has no function any more.
 */
static void timer_fire(void *arg)
{
	struct timer_list *timer = arg;
	typeof(timer->function) function;

	timer_update_begin();
	timer_fired(timer);
	function = timer->function;
	timer_update_end();
	if (!function)
		return;
	sim_lockdep_run_begin((const void *)function, "timer");
	timer_call(timer, function);
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
	int pending = 0;

	timer_update_begin();
	if (timer->function) {
		WRITE_ONCE(timer->expires, expires);
		pending = timer_armed(timer);
		timer_arm(timer, delay, timer_fire);
	}
	timer_update_end();
	return pending;
}
EXPORT_SYMBOL(mod_timer);

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	int pending;

	timer_update_begin();
	pending = timer_armed(timer);
	if (pending)
		mod_timer(timer, expires);
	timer_update_end();
	return pending;
}
EXPORT_SYMBOL(mod_timer_pending);

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	int pending;

	timer_update_begin();
	pending = timer_armed(timer);
	if (!pending || time_before(expires, READ_ONCE(timer->expires)))
		mod_timer(timer, expires);
	timer_update_end();
	return pending;
}
EXPORT_SYMBOL(timer_reduce);

void add_timer(struct timer_list *timer)
{
	BUG_ON(timer_pending(timer));
	mod_timer(timer, timer->expires);
}
EXPORT_SYMBOL(add_timer);

int timer_delete(struct timer_list *timer)
{
	int pending;

	timer_update_begin();
	pending = timer_disarm(timer);
	timer_update_end();
	return pending;
}
EXPORT_SYMBOL(timer_delete);

/* A function that runs may set the timer once more before it ends. */
int timer_delete_sync(struct timer_list *timer)
{
	struct sim_timer *sim;
	int pending = 0;
	bool again;

	if (timer->function)
		sim_lockdep_wait((const void *)timer->function, "timer");
	do {
		timer_update_begin();
		sim = timer_sim(timer);
		pending |= timer_disarm(timer);
		timer_update_end();
		pending |= sim_timer_cancel_sync(sim);
		timer_update_begin();
		again = timer_armed(timer);
		timer_fired(timer);
		timer_update_end();
	} while (again);
	return pending;
}
EXPORT_SYMBOL(timer_delete_sync);
