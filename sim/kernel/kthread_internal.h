/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kthread_internal.h - kernel threads as the kernel library itself makes them.
 */
#ifndef KERNEL_KTHREAD_INTERNAL_H
#define KERNEL_KTHREAD_INTERNAL_H

#include <linux/kthread.h>

struct kthread;

/* A thread on vCPU cpu (-1 = the creator's); with may_fail NULL without memory. Task context. */
struct task_struct *kthread_new(int (*threadfn)(void *data), void *data, int cpu, bool may_fail,
				const char *name);
/* The same; setup says what the task is and owns, before it runs: by itself it is nothing yet. */
struct task_struct *thread_new(int (*threadfn)(void *data), void *data, int cpu, bool may_fail,
			       const char *name, void (*setup)(struct task_struct *tsk));
/* The kthread part of a task that nobody refers to any more; NULL is ignored. */
void kthread_free(struct kthread *kthread);

#endif
