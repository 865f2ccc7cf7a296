/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq_thread.c - the threads of threaded interrupt handlers.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "irq_internal.h"
#include "kthread_internal.h"
#include "sched_internal.h"

enum { IRQ_THREAD_WANTED };

struct irq_thread {
	unsigned long flags;
	int busy; /* woken, and not done since */
	struct wait_queue_head done;
	struct task_struct *task;
	irq_handler_t fn;
	void *dev;
	unsigned int irq;
	bool one_shot;
};

static void serve(struct irq_thread *thread)
{
	smp_store_release(&thread->busy, 2);
	thread->fn((int)thread->irq, thread->dev);
	if (thread->one_shot)
		enable_irq(thread->irq);
	if (cmpxchg(&thread->busy, 2, 0) == 2)
		wake_up(&thread->done);
}

static int irq_thread_main(void *data)
{
	struct irq_thread *thread = data;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (test_and_clear_bit(IRQ_THREAD_WANTED, &thread->flags)) {
			__set_current_state(TASK_RUNNING);
			serve(thread);
			continue;
		}
		if (kthread_should_stop())
			break;
		sched_wait_for(SIM_WAIT_IDLE, thread, "interrupt", NULL);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

struct irq_thread *irq_thread_new(unsigned int irq, irq_handler_t thread_fn, void *dev,
				  bool one_shot, const char *name)
{
	struct irq_thread *thread = kzalloc(sizeof(*thread), GFP_KERNEL);

	if (!thread)
		return ERR_PTR(-ENOMEM);
	thread->irq = irq;
	thread->fn = thread_fn;
	thread->dev = dev;
	thread->one_shot = one_shot;
	init_waitqueue_head(&thread->done);
	thread->task = kthread_create(irq_thread_main, thread, "irq/%u-%s", irq, name);
	if (IS_ERR(thread->task)) {
		void *err = thread->task;

		kfree(thread);
		return err;
	}
	get_task_struct(thread->task);
	wake_up_process(thread->task);
	return thread;
}

void irq_thread_wake(struct irq_thread *thread)
{
	if (thread->one_shot)
		disable_irq_nosync(thread->irq);
	WRITE_ONCE(thread->busy, 1);
	set_bit(IRQ_THREAD_WANTED, &thread->flags);
	wake_up_process(thread->task);
}

void irq_thread_sync(struct irq_thread *thread)
{
	wait_event(thread->done, !smp_load_acquire(&thread->busy));
}

void irq_thread_stop(struct irq_thread *thread)
{
	kthread_stop(thread->task);
	put_task_struct(thread->task);
	kfree(thread);
}
