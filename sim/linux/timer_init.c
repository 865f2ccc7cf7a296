/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer_init.c - the beginning and the end of a timer; what lies between is sim/kernel/timer.c.
 */
#include <linux/export.h>
#include <linux/smp.h>
#include <linux/timer.h>

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key)
{
	timer->entry.next = NULL;
	timer->entry.pprev = NULL;
	timer->function = func;
	timer->flags = flags | raw_smp_processor_id();
}
EXPORT_SYMBOL(init_timer_key);

/* From now on mod_timer() and the like do nothing. */
static void take_function(struct timer_list *timer)
{
	sim_race_ignore_begin();
	timer->function = NULL;
	sim_race_ignore_end();
}

int timer_shutdown(struct timer_list *timer)
{
	take_function(timer);
	return timer_delete(timer);
}
EXPORT_SYMBOL(timer_shutdown);

int timer_shutdown_sync(struct timer_list *timer)
{
	if (timer->function)
		sim_lockdep_wait((const void *)timer->function, "timer");
	take_function(timer);
	return timer_delete_sync(timer);
}
EXPORT_SYMBOL(timer_shutdown_sync);
