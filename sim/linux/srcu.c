/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * srcu.c - sleepable RCU.
 *
 * A reader counts itself in and out under the index that it finds. Who waits for readers sets the
 * index to the other counter and waits until the old one is zero; before, it waits for the other
 * one, which late readers of the last time may still hold. A reader's full barriers lie after
 * counting in and before counting out, and counting is all it does to the structure: it may be gone
 * right after the last reader. So waking the waiter is one step with counting out.
 */
#include <linux/bottom_half.h>
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/workqueue.h>

#include "../kernel/sched_internal.h"

/* In a counter of readers: somebody waits for zero. */
#define SRCU_WAITING 0x40000000

/*
 * Lies where the first vCPU's srcu_data is, as a statically defined srcu_struct has one. All zero
 * is a valid state.
 */
struct srcu_state {
	atomic_t readers[2];
	struct mutex gp_mutex; /* one grace period at a time */
	struct sim_ctx *waiter; /* set and read in steps of their own, as woken */
	long woken;
	spinlock_t lock; /* callbacks; func of work */
	struct rcu_head *callbacks, **callbacks_end;
	struct srcu_struct *ssp;
	struct work_struct work;
};

static struct srcu_state *state_of(struct srcu_struct *ssp)
{
	BUILD_BUG_ON(sizeof(struct srcu_state) > sizeof(struct srcu_data));
	return (struct srcu_state *)per_cpu_ptr(ssp->sda, 0);
}

int init_srcu_struct(struct srcu_struct *ssp)
{
	struct srcu_state *state = kzalloc(sizeof(*state), GFP_KERNEL);

	if (!state)
		return -ENOMEM;
	mutex_init(&state->gp_mutex);
	spin_lock_init(&state->lock);
	ssp->srcu_idx = 0;
	ssp->sda = (struct srcu_data __percpu *)((unsigned long)state - per_cpu_offset(0));
	return 0;
}
EXPORT_SYMBOL_GPL(init_srcu_struct);

void cleanup_srcu_struct(struct srcu_struct *ssp)
{
	struct srcu_state *state = state_of(ssp);

	if (WARN_ON(atomic_read(&state->readers[0]) || atomic_read(&state->readers[1])))
		return;
	if (state->work.func)
		flush_work(&state->work);
	kfree(state);
	ssp->sda = NULL;
}
EXPORT_SYMBOL_GPL(cleanup_srcu_struct);

int __srcu_read_lock(struct srcu_struct *ssp)
{
	int idx = READ_ONCE(ssp->srcu_idx) & 1;

	atomic_inc(&state_of(ssp)->readers[idx]);
	smp_mb__after_atomic();
	return idx;
}
EXPORT_SYMBOL_GPL(__srcu_read_lock);

void __srcu_read_unlock(struct srcu_struct *ssp, int idx)
{
	struct srcu_state *state = state_of(ssp);

	smp_mb__before_atomic();
	sim_race_ignore_begin();
	if (atomic_dec_return_relaxed(&state->readers[idx]) == SRCU_WAITING) {
		state->woken = 1;
		sim_unpark(state->waiter);
	}
	sim_race_ignore_end();
}
EXPORT_SYMBOL_GPL(__srcu_read_unlock);

static void set_waiter(struct srcu_state *state)
{
	sim_race_ignore_begin();
	state->waiter = sim_ctx_current();
	state->woken = 0;
	sim_race_ignore_end();
}

/* An exchange meets the newest count, whatever of it has become visible here. */
static void wait_for_readers(struct srcu_state *state, int idx)
{
	const struct sim_wait wait = {
		.kind = SIM_WAIT_RCU,
		.object = state,
		.what = "synchronize_srcu",
	};

	set_waiter(state);
	while (atomic_fetch_or(SRCU_WAITING, &state->readers[idx]) & ~SRCU_WAITING) {
		sim_park(&state->woken, 1, &wait);
		set_waiter(state);
	}
	atomic_andnot(SRCU_WAITING, &state->readers[idx]);
}

void synchronize_srcu(struct srcu_struct *ssp)
{
	struct srcu_state *state = state_of(ssp);
	int idx;

	might_sleep();
	sched_submit_work(current);
	mutex_lock(&state->gp_mutex);
	smp_mb(); /* what the caller did comes before readers that are not waited for */
	idx = READ_ONCE(ssp->srcu_idx) & 1;
	wait_for_readers(state, !idx);
	WRITE_ONCE(ssp->srcu_idx, !idx);
	smp_mb(); /* the index before the old counter, as readers have them */
	wait_for_readers(state, idx);
	smp_mb(); /* what readers did comes before what the caller does next */
	mutex_unlock(&state->gp_mutex);
}
EXPORT_SYMBOL_GPL(synchronize_srcu);

void synchronize_srcu_expedited(struct srcu_struct *ssp)
{
	synchronize_srcu(ssp);
}
EXPORT_SYMBOL_GPL(synchronize_srcu_expedited);

static struct rcu_head *take_callbacks(struct srcu_state *state)
{
	struct rcu_head *list;
	unsigned long flags;

	spin_lock_irqsave(&state->lock, flags);
	list = state->callbacks;
	state->callbacks = NULL;
	spin_unlock_irqrestore(&state->lock, flags);
	return list;
}

static void run_callbacks(struct work_struct *work)
{
	struct srcu_state *state = container_of(work, struct srcu_state, work);
	struct rcu_head *head = take_callbacks(state);

	synchronize_srcu(state->ssp);
	while (head) {
		struct rcu_head *next = head->next;

		local_bh_disable();
		head->func(head);
		local_bh_enable();
		head = next;
	}
}

void call_srcu(struct srcu_struct *ssp, struct rcu_head *head, rcu_callback_t func)
{
	struct srcu_state *state = state_of(ssp);
	unsigned long flags;

	head->func = func;
	head->next = NULL;
	spin_lock_irqsave(&state->lock, flags);
	if (!state->work.func) {
		state->ssp = ssp;
		INIT_WORK(&state->work, run_callbacks);
	}
	if (!state->callbacks)
		state->callbacks_end = &state->callbacks;
	*state->callbacks_end = head;
	state->callbacks_end = &head->next;
	spin_unlock_irqrestore(&state->lock, flags);
	queue_work(system_wq, &state->work);
}
EXPORT_SYMBOL_GPL(call_srcu);

void srcu_barrier(struct srcu_struct *ssp)
{
	struct srcu_state *state = state_of(ssp);

	if (READ_ONCE(state->work.func))
		flush_work(&state->work);
}
EXPORT_SYMBOL_GPL(srcu_barrier);
