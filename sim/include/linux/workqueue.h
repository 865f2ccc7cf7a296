/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue.h - deferred work in task context.
 *
 * A work is pending from queue_work() until just before its function runs, so it can be queued
 * again while it runs; it never runs twice at once. Workers take works of one pool in order, and
 * several at a time up to max_active of the workqueue; an ordered workqueue runs one at a time.
 */
#ifndef SIM_LINUX_WORKQUEUE_H
#define SIM_LINUX_WORKQUEUE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/timer.h>
#include <linux/types.h>

struct work_struct;
struct workqueue_struct;

typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	atomic_long_t data; /* WORK_STRUCT_* and the pool, or the queue it is on */
	struct list_head entry;
	work_func_t func;
	const char *name; /* of the function, for reports */
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
	int cpu;
};

#define WORK_STRUCT_PENDING_BIT 0
#define WORK_STRUCT_PENDING (1UL << WORK_STRUCT_PENDING_BIT)
#define WORK_DATA_INIT ATOMIC_LONG_INIT(0)

#define __WORK_INITIALIZER(n, f)                                                                   \
	{                                                                                          \
		.data = WORK_DATA_INIT, .entry = LIST_HEAD_INIT((n).entry), .func = (f),           \
		.name = #f,                                                                        \
	}
#define DECLARE_WORK(n, f) struct work_struct n = __WORK_INITIALIZER(n, f)
#define DECLARE_DELAYED_WORK(n, f)                                                                 \
	struct delayed_work n = { .work = __WORK_INITIALIZER((n).work, f),                         \
				  .timer = TIMER_INITIALIZER(delayed_work_timer_fn, 0, &(n)) }

#define INIT_WORK(_work, _func)                                                                    \
	do {                                                                                       \
		atomic_long_set(&(_work)->data, 0);                                                \
		INIT_LIST_HEAD(&(_work)->entry);                                                   \
		(_work)->func = (_func);                                                           \
		(_work)->name = #_func;                                                            \
	} while (0)
#define INIT_WORK_ONSTACK(_work, _func) INIT_WORK(_work, _func)
#define PREPARE_WORK(_work, _func)                                                                 \
	do {                                                                                       \
		(_work)->func = (_func);                                                           \
		(_work)->name = #_func;                                                            \
	} while (0)
#define INIT_DELAYED_WORK(_dwork, _func)                                                           \
	do {                                                                                       \
		INIT_WORK(&(_dwork)->work, _func);                                                 \
		setup_timer(&(_dwork)->timer, delayed_work_timer_fn, (unsigned long)(_dwork));     \
	} while (0)
#define INIT_DELAYED_WORK_ONSTACK(_dwork, _func) INIT_DELAYED_WORK(_dwork, _func)
#define destroy_work_on_stack(work) ((void)(work))
#define destroy_delayed_work_on_stack(work) ((void)(work))

void delayed_work_timer_fn(unsigned long dwork);

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

#define work_pending(work)                                                                         \
	test_bit(WORK_STRUCT_PENDING_BIT, (const unsigned long *)&(work)->data.counter)
#define delayed_work_pending(dwork) work_pending(&(dwork)->work)

enum {
	WQ_UNBOUND = 1 << 1,
	WQ_FREEZABLE = 1 << 2,
	WQ_MEM_RECLAIM = 1 << 3,
	WQ_HIGHPRI = 1 << 4,
	WQ_CPU_INTENSIVE = 1 << 5,
	WQ_SYSFS = 1 << 6,
	WQ_POWER_EFFICIENT = 1 << 7,
	__WQ_ORDERED = 1 << 17,
	WQ_NON_REENTRANT = 0, /* always so since 3.7 */

	WQ_MAX_ACTIVE = 512,
	WQ_DFL_ACTIVE = WQ_MAX_ACTIVE / 2,
	WORK_CPU_UNBOUND = -1,
};

/* NULL without memory. max_active 0 = the default. Task context, like destroy_workqueue(). */
struct workqueue_struct *__printf(1, 4)
	alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...);
#define alloc_ordered_workqueue(fmt, flags, args...)                                               \
	alloc_workqueue(fmt, WQ_UNBOUND | __WQ_ORDERED | (flags), 1, ##args)
#define create_workqueue(name) alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, (name))
#define create_freezable_workqueue(name) create_workqueue(name)
#define create_singlethread_workqueue(name) alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, name)
/* Runs everything that is queued, then frees; queueing meanwhile is a bug. */
void destroy_workqueue(struct workqueue_struct *wq);

extern struct workqueue_struct *system_wq;
extern struct workqueue_struct *system_highpri_wq;
extern struct workqueue_struct *system_long_wq;
extern struct workqueue_struct *system_unbound_wq;
extern struct workqueue_struct *system_freezable_wq;
#define system_nrt_wq system_wq

/* Any context. False: it was pending already. A full barrier either way, as in the kernel. */
bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay);
bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay);

static inline bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}

static inline bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork,
				      unsigned long delay)
{
	return queue_delayed_work_on(WORK_CPU_UNBOUND, wq, dwork, delay);
}

static inline bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork,
				    unsigned long delay)
{
	return mod_delayed_work_on(WORK_CPU_UNBOUND, wq, dwork, delay);
}

#define schedule_work(work) queue_work(system_wq, work)
#define schedule_work_on(cpu, work) queue_work_on(cpu, system_wq, work)
#define schedule_delayed_work(dwork, delay) queue_delayed_work(system_wq, dwork, delay)
#define schedule_delayed_work_on(cpu, dwork, delay)                                                \
	queue_delayed_work_on(cpu, system_wq, dwork, delay)

/*
 * Task context. flush_work() waits for the last queueing of the work (false: it was idle),
 * cancel_work_sync() takes it off its queue or waits for it, and keeps it from being queued
 * meanwhile (true: it was pending).
 */
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *dwork);
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work_sync(struct delayed_work *dwork);
/* Any context: off the queue, without waiting for a running one. */
bool cancel_work(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *dwork);
#define flush_work_sync(work) flush_work(work)
#define flush_delayed_work_sync(dwork) flush_delayed_work(dwork)
/* Waits for everything queued before. */
void __flush_workqueue(struct workqueue_struct *wq);
#define flush_workqueue(wq) __flush_workqueue(wq)
void drain_workqueue(struct workqueue_struct *wq);
#define flush_scheduled_work() flush_workqueue(system_wq)

#define WORK_BUSY_PENDING 1u
#define WORK_BUSY_RUNNING 2u
/* WORK_BUSY_*; a hint only. */
unsigned int work_busy(struct work_struct *work);
/* The work whose function the current task runs, or NULL. */
struct work_struct *current_work(void);

#endif
