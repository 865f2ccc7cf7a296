/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tasklet.c - functions that run once as a softirq.
 *
 * SCHED is set from tasklet_schedule() until just before the function runs, RUN while it runs. A
 * tasklet that is disabled or runs elsewhere stays on the list and is tried again.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/percpu.h>
#include <linux/sched.h>

struct tasklet_list {
	struct tasklet_struct *head;
	struct tasklet_struct **tail;
};

static DEFINE_PER_CPU(struct tasklet_list, tasklet_lists);

static void tasklet_action(void *arg);

/* With interrupts off. */
static void tasklet_append(struct tasklet_struct *t)
{
	struct tasklet_list *list = this_cpu_ptr(tasklet_lists);

	t->next = NULL;
	if (!list->head)
		list->tail = &list->head;
	*list->tail = t;
	list->tail = &t->next;
	sim_softirq_raise(tasklet_action, NULL);
}

/* True if it was this context that could run it. */
static bool tasklet_try(struct tasklet_struct *t)
{
	bool ran = false;

	if (test_and_set_bit(TASKLET_STATE_RUN, &t->state))
		return false;
	if (!atomic_read(&t->count)) {
		BUG_ON(!test_and_clear_bit(TASKLET_STATE_SCHED, &t->state));
		t->func(t->data);
		ran = true;
	}
	clear_bit_unlock(TASKLET_STATE_RUN, &t->state);
	return ran;
}

static void tasklet_action(void *arg)
{
	struct tasklet_struct *t;

	local_irq_disable();
	t = this_cpu_ptr(tasklet_lists)->head;
	this_cpu_ptr(tasklet_lists)->head = NULL;
	local_irq_enable();
	while (t) {
		struct tasklet_struct *next = t->next;

		if (!tasklet_try(t)) {
			local_irq_disable();
			tasklet_append(t);
			local_irq_enable();
		}
		t = next;
	}
}

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data)
{
	t->next = NULL;
	t->state = 0;
	atomic_set(&t->count, 0);
	t->func = func;
	t->data = data;
}
EXPORT_SYMBOL(tasklet_init);

void tasklet_schedule(struct tasklet_struct *t)
{
	unsigned long flags;

	if (test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		return;
	local_irq_save(flags);
	tasklet_append(t);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(tasklet_schedule);

static void wait_while_running(struct tasklet_struct *t)
{
	while (test_bit_acquire(TASKLET_STATE_RUN, &t->state))
		cpu_relax();
}

void tasklet_disable_nosync(struct tasklet_struct *t)
{
	atomic_inc(&t->count);
	smp_mb__after_atomic();
}
EXPORT_SYMBOL(tasklet_disable_nosync);

void tasklet_disable(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	wait_while_running(t);
	smp_mb();
}
EXPORT_SYMBOL(tasklet_disable);

void tasklet_enable(struct tasklet_struct *t)
{
	smp_mb__before_atomic();
	atomic_dec(&t->count);
}
EXPORT_SYMBOL(tasklet_enable);

void tasklet_kill(struct tasklet_struct *t)
{
	might_sleep();
	while (test_and_set_bit(TASKLET_STATE_SCHED, &t->state)) {
		while (test_bit(TASKLET_STATE_SCHED, &t->state))
			yield();
	}
	wait_while_running(t);
	clear_bit(TASKLET_STATE_SCHED, &t->state);
}
EXPORT_SYMBOL(tasklet_kill);
