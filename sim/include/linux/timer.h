/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer.h - one-shot timers in jiffies; the function runs as a softirq of the arming vCPU.
 *
 * Both calling conventions: function(data), and since 4.15 timer_setup() with function(timer),
 * which is stored as the former with the timer's address for data.
 */
#ifndef SIM_LINUX_TIMER_H
#define SIM_LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/types.h>

struct timer_list {
	struct sim_timer sim;
	unsigned long expires;
	void (*function)(unsigned long data);
	unsigned long data;
};

#define TIMER_DEFERRABLE 0x1
#define TIMER_IRQSAFE 0x2

#define TIMER_INITIALIZER(fn, when, arg)                                                           \
	{                                                                                          \
		.sim = { 0 }, .expires = (when), .function = (fn), .data = (unsigned long)(arg)    \
	}
#define DEFINE_TIMER(name, fn)                                                                     \
	struct timer_list name =                                                                   \
		TIMER_INITIALIZER((void (*)(unsigned long))(void *)(fn), 0, &(name))

/* All of these: any context, before the timer is used. */
static inline void init_timer(struct timer_list *timer)
{
	timer->sim.id = 0;
}

#define init_timer_deferrable(timer) init_timer(timer)
#define setup_timer(timer, fn, arg)                                                                \
	do {                                                                                       \
		init_timer(timer);                                                                 \
		(timer)->function = (fn);                                                          \
		(timer)->data = (arg);                                                             \
	} while (0)
#define timer_setup(timer, callback, flags)                                                        \
	do {                                                                                       \
		void (*__ts_fn)(struct timer_list *) = (callback);                                 \
		(void)(flags);                                                                     \
		setup_timer(timer, (void (*)(unsigned long))(void *)__ts_fn,                       \
			    (unsigned long)(timer));                                               \
	} while (0)
#define timer_setup_on_stack(timer, callback, flags) timer_setup(timer, callback, flags)
#define destroy_timer_on_stack(timer) ((void)(timer))
#define from_timer(var, timer, field) container_of(timer, __typeof__(*(var)), field)

/* Any context. 1 if the timer was pending before. */
int mod_timer(struct timer_list *timer, unsigned long expires);
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
/* Only ever moves the deadline forward in time, towards now. */
int timer_reduce(struct timer_list *timer, unsigned long expires);
/* The timer must not be pending. */
void add_timer(struct timer_list *timer);
int timer_delete(struct timer_list *timer);
/* Also waits until a running function has ended: not from the function, nor under a lock it takes. */
int timer_delete_sync(struct timer_list *timer);
#define del_timer(timer) timer_delete(timer)
#define del_timer_sync(timer) timer_delete_sync(timer)

static inline int timer_pending(const struct timer_list *timer)
{
	return sim_timer_pending(&timer->sim);
}

#endif
