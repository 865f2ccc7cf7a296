/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue_era.h - what differs between our own <linux/workqueue.h> and the one of a real kernel.
 *
 * The same workqueues serve both: compiled against our headers for the mocked kernel library, and
 * against a kernel's own (CONFIG_VQSIM, see sim/linux) when its files run as they are.
 */
#ifndef KERNEL_WORKQUEUE_ERA_H
#define KERNEL_WORKQUEUE_ERA_H

#include <linux/workqueue.h>

#ifdef CONFIG_VQSIM

#include <linux/timer.h>
#include <linux/version.h>

typedef struct timer_list *dwork_timer_arg_t;

static inline struct delayed_work *dwork_of_timer(dwork_timer_arg_t arg)
{
	return container_of(arg, struct delayed_work, timer);
}

/* The function's name is not known to the work; its address tells it in reports. */
static inline const char *work_name(const struct work_struct *work)
{
	return "work";
}

/* Until 6.6 an unbound workqueue with a limit of one was an ordered one. */
#define WQ_SINGLE_IS_ORDERED (LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0))

/* The system's workqueues that came later, and their entries in the table of all. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define RENAMED_SYSTEM_WORKQUEUES                                                                  \
	struct workqueue_struct *system_percpu_wq;                                                 \
	EXPORT_SYMBOL(system_percpu_wq);                                                           \
	struct workqueue_struct *system_dfl_wq;                                                    \
	EXPORT_SYMBOL(system_dfl_wq);
#define RENAMED_SYSTEM_WORKQUEUE_ENTRIES                                                           \
	{ &system_percpu_wq, "events", 0 }, { &system_dfl_wq, "events_unbound", WQ_UNBOUND },
#else
#define RENAMED_SYSTEM_WORKQUEUES
#define RENAMED_SYSTEM_WORKQUEUE_ENTRIES
#endif
#define ERA_SYSTEM_WORKQUEUES                                                                      \
	struct workqueue_struct *system_power_efficient_wq;                                        \
	EXPORT_SYMBOL(system_power_efficient_wq);                                                  \
	struct workqueue_struct *system_freezable_power_efficient_wq;                              \
	EXPORT_SYMBOL(system_freezable_power_efficient_wq);                                        \
	RENAMED_SYSTEM_WORKQUEUES
#define ERA_SYSTEM_WORKQUEUE_ENTRIES                                                               \
	{ &system_power_efficient_wq, "events_power_efficient", WQ_POWER_EFFICIENT },              \
		{ &system_freezable_power_efficient_wq, "events_freezable_power_efficient",        \
		  WQ_FREEZABLE | WQ_POWER_EFFICIENT },                                             \
		RENAMED_SYSTEM_WORKQUEUE_ENTRIES

#else

typedef unsigned long dwork_timer_arg_t;

static inline struct delayed_work *dwork_of_timer(dwork_timer_arg_t arg)
{
	return (struct delayed_work *)arg;
}

static inline const char *work_name(const struct work_struct *work)
{
	return work->name;
}

#define WQ_SINGLE_IS_ORDERED true
#define ERA_SYSTEM_WORKQUEUES
#define ERA_SYSTEM_WORKQUEUE_ENTRIES

#endif
#endif
