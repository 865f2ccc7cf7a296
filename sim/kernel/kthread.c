/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kthread.c - kernel threads.
 *
 * A new thread sleeps until it is woken for the first time. A context cannot move to another vCPU,
 * so kthread_bind() has the thread begin anew there, asleep again before anybody may wake it.
 */
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "kthread_internal.h"
#include "sched_internal.h"

enum { KTHREAD_SHOULD_STOP, KTHREAD_SHOULD_PARK, KTHREAD_IS_PARKED };

struct kthread {
	unsigned long flags;
	int bind_cpu; /* where to begin anew; -1 = nowhere */
	int result;
	int (*threadfn)(void *data);
	void *data;
	struct task_struct *task;
	struct completion created;
	struct completion parked;
	struct completion exited;
};

void kthread_free(struct kthread *kthread)
{
	kfree(kthread);
}

/* Parks as long as it should; a spurious wake-up parks again. */
static void park_self(struct kthread *self)
{
	for (;;) {
		set_special_state(TASK_PARKED);
		if (!test_bit(KTHREAD_SHOULD_PARK, &self->flags))
			break;
		if (!test_and_set_bit(KTHREAD_IS_PARKED, &self->flags))
			complete(&self->parked);
		sched_wait_for(SIM_WAIT_IDLE, self, "kthread_parkme", NULL);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

/* The last reference may be the stopper's. */
static void kthread_end(struct kthread *self, int result)
{
	struct task_struct *tsk = self->task;

	self->result = result;
	sim_lockdep_run_end(self);
	WARN(sim_in_atomic(), "thread %s ended in atomic context", tsk->comm);
	tsk->flags |= PF_EXITING;
	task_exit_io(tsk);
	complete_all(&self->exited);
	sim_ctx_set_task(task_ctx(tsk), NULL);
	task_put_last(tsk);
}

void kthread_exit(long result)
{
	kthread_end(task_kthread(current), (int)result);
	sim_ctx_exit();
}
EXPORT_SYMBOL(kthread_exit);

/* The thread proper, on its own vCPU. */
static void kthread_main(struct kthread *self)
{
	int result = -EINTR;

	sim_lockdep_run_begin(self, "kthread");
	if (!test_bit(KTHREAD_SHOULD_STOP, &self->flags)) {
		park_self(self);
		result = self->threadfn(self->data);
	}
	kthread_end(self, result);
}

static void kthread_enter(struct kthread *self)
{
	WRITE_ONCE(task_ctx(self->task), sim_ctx_current());
	sim_ctx_set_task(sim_ctx_current(), self->task);
}

static void kthread_first(void *arg)
{
	struct kthread *self = arg;
	int cpu;

	kthread_enter(self);
	__set_current_state(TASK_UNINTERRUPTIBLE);
	complete(&self->created);
	sched_wait_for(SIM_WAIT_IDLE, self, "first wake-up", NULL);
	schedule();
	cpu = self->bind_cpu;
	if (cpu < 0) {
		kthread_main(self);
		return;
	}
	self->bind_cpu = -1;
	sim_ctx_set_task(sim_ctx_current(), NULL);
	sim_ctx_create(SIM_CTX_TASK, self->task->comm, cpu, kthread_first, self);
}

struct task_struct *thread_new(int (*threadfn)(void *data), void *data, int cpu, bool may_fail,
			       const char *name, void (*setup)(struct task_struct *tsk))
{
	struct kthread *self = kzalloc(sizeof(*self), GFP_KERNEL | (may_fail ? 0 : __GFP_NOFAIL));

	if (!self)
		return NULL;
	self->task = task_alloc(name, may_fail);
	if (!self->task) {
		kfree(self);
		return NULL;
	}
	self->bind_cpu = -1;
	self->threadfn = threadfn;
	self->data = data;
	init_completion(&self->created);
	init_completion(&self->parked);
	init_completion(&self->exited);
	task_kthread(self->task) = self;
	setup(self->task);
	sim_ctx_create(SIM_CTX_TASK, name, cpu, kthread_first, self);
	wait_for_completion(&self->created);
	return self->task;
}

static void setup_kthread(struct task_struct *tsk)
{
	tsk->flags = PF_KTHREAD;
}

struct task_struct *kthread_new(int (*threadfn)(void *data), void *data, int cpu, bool may_fail,
				const char *name)
{
	return thread_new(threadfn, data, cpu, may_fail, name, setup_kthread);
}

struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char *fmt, ...)
{
	char name[TASK_COMM_LEN];
	struct task_struct *tsk;
	va_list args;

	va_start(args, fmt);
	vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	tsk = kthread_new(threadfn, data, -1, true, name);
	return tsk ? tsk : ERR_PTR(-ENOMEM);
}
EXPORT_SYMBOL(kthread_create_on_node);

struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt)
{
	struct task_struct *tsk = kthread_new(threadfn, data, (int)cpu, true, namefmt);

	return tsk ? tsk : ERR_PTR(-ENOMEM);
}
EXPORT_SYMBOL(kthread_create_on_cpu);

void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	struct kthread *kthread = task_kthread(k);

	kthread->bind_cpu = (int)cpu;
	wake_up_process(k);
	wait_for_completion(&kthread->created);
}
EXPORT_SYMBOL(kthread_bind);

bool kthread_should_stop(void)
{
	return test_bit(KTHREAD_SHOULD_STOP, &task_kthread(current)->flags);
}
EXPORT_SYMBOL(kthread_should_stop);

bool kthread_should_park(void)
{
	return test_bit(KTHREAD_SHOULD_PARK, &task_kthread(current)->flags);
}
EXPORT_SYMBOL(kthread_should_park);

bool kthread_should_stop_or_park(void)
{
	return kthread_should_stop() || kthread_should_park();
}

void kthread_parkme(void)
{
	park_self(task_kthread(current));
}
EXPORT_SYMBOL(kthread_parkme);

void *kthread_data(struct task_struct *k)
{
	return task_kthread(k)->data;
}
EXPORT_SYMBOL(kthread_data);

int kthread_park(struct task_struct *k)
{
	struct kthread *kthread = task_kthread(k);

	if (WARN_ON(test_bit(KTHREAD_SHOULD_PARK, &kthread->flags)))
		return -EBUSY;
	reinit_completion(&kthread->parked);
	set_bit(KTHREAD_SHOULD_PARK, &kthread->flags);
	if (k != current) {
		wake_up_process(k);
		wait_for_completion(&kthread->parked);
	}
	return 0;
}
EXPORT_SYMBOL(kthread_park);

void kthread_unpark(struct task_struct *k)
{
	struct kthread *kthread = task_kthread(k);

	clear_bit(KTHREAD_SHOULD_PARK, &kthread->flags);
	clear_bit(KTHREAD_IS_PARKED, &kthread->flags);
	wake_up_state(k, TASK_PARKED);
}
EXPORT_SYMBOL(kthread_unpark);

int kthread_stop(struct task_struct *k)
{
	struct kthread *kthread = task_kthread(k);
	int result;

	get_task_struct(k);
	sim_lockdep_wait(kthread, "kthread");
	set_bit(KTHREAD_SHOULD_STOP, &kthread->flags);
	kthread_unpark(k);
	wake_up_process(k);
	wait_for_completion(&kthread->exited);
	result = kthread->result;
	put_task_struct(k);
	return result;
}
EXPORT_SYMBOL(kthread_stop);
