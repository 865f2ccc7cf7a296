/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer_internal.h - where a timer keeps the port's timer.
 *
 * The kernel library's has a field for it. An unmodified kernel's (CONFIG_VQSIM) has a list entry,
 * which no list of ours uses: its first word holds the port's timer under a mark of ours (a static
 * initialiser leaves poison there), the second is what timer_pending() looks at. The kernel changes
 * both, and expires, under a lock of its own and lets others look without it; here nothing comes
 * between timer_update_begin() and timer_update_end(), and neither orders anything.
 */
#ifndef KERNEL_TIMER_INTERNAL_H
#define KERNEL_TIMER_INTERNAL_H

#include <linux/timer.h>

#ifdef CONFIG_VQSIM

#include <linux/build_bug.h>

struct timer_entry {
	struct sim_timer sim;
	u32 mark;
};

#define TIMER_MARK 0x74696d65
/* What timer->entry.pprev says of a timer that is pending but too far ahead ever to fire. */
#define TIMER_FAR ((struct hlist_node **)1ul)
#define TIMER_FAR_NS NSEC_PER_SEC

static inline void timer_update_begin(void)
{
	sim_race_ignore_begin();
}

static inline void timer_update_end(void)
{
	sim_race_ignore_end();
}

/* Between begin and end, as the others. */
static inline struct sim_timer *timer_sim(struct timer_list *timer)
{
	struct timer_entry *entry = (struct timer_entry *)&timer->entry.next;

	BUILD_BUG_ON(sizeof(struct timer_entry) != sizeof(timer->entry.next));
	if (entry->mark != TIMER_MARK)
		*entry = (struct timer_entry){ .mark = TIMER_MARK };
	return &entry->sim;
}

static inline bool timer_armed(struct timer_list *timer)
{
	return timer->entry.pprev == TIMER_FAR || sim_timer_pending(timer_sim(timer));
}

static inline void timer_far(struct timer_list *timer)
{
	SIM_NOP("a timer set for a second or more guards against what never comes: a request's "
		"timeout would look at a lost request and set itself again for ever");
	sim_timer_cancel(timer_sim(timer));
	timer->entry.pprev = TIMER_FAR;
}

static inline void timer_arm(struct timer_list *timer, sim_ns delay, void (*fire)(void *))
{
	if (delay >= TIMER_FAR_NS) {
		timer_far(timer);
		return;
	}
	sim_timer_arm(timer_sim(timer), delay, SIM_TIMER_NORMAL, fire, timer);
	timer->entry.pprev = &timer->entry.next;
}

static inline bool timer_disarm(struct timer_list *timer)
{
	bool far = timer->entry.pprev == TIMER_FAR;

	timer->entry.pprev = NULL;
	return sim_timer_cancel(timer_sim(timer)) || far;
}

/* It has begun to fire; it may have been set again meanwhile. */
static inline void timer_fired(struct timer_list *timer)
{
	if (!timer_armed(timer))
		timer->entry.pprev = NULL;
}

#define timer_call(timer, fn) (fn)(timer)

#else

#define timer_update_begin() ((void)0)
#define timer_update_end() ((void)0)
#define timer_sim(timer) (&(timer)->sim)
#define timer_armed(timer) sim_timer_pending(&(timer)->sim)
#define timer_arm(timer, delay, fire)                                                              \
	sim_timer_arm(&(timer)->sim, delay, SIM_TIMER_NORMAL, fire, timer)
#define timer_disarm(timer) sim_timer_cancel(&(timer)->sim)
#define timer_fired(timer) ((void)0)
#define timer_call(timer, fn) (fn)((timer)->data)

#endif

#endif
