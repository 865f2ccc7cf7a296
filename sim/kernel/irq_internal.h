/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq_internal.h - interrupt lines, and what is on them.
 */
#ifndef KERNEL_IRQ_INTERNAL_H
#define KERNEL_IRQ_INTERNAL_H

#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct irq_thread;

struct irq_action {
	irq_handler_t handler; /* NULL if the thread does everything */
	void *dev;
	const char *name;
	unsigned long flags;
	struct irq_thread *thread; /* or NULL */
	struct irq_action *next;
};

struct irq_line {
	spinlock_t lock; /* actions, threads and depth */
	struct mutex request_lock; /* one request or free at a time */
	struct irq_action *actions;
	unsigned int threads; /* of its actions */
	unsigned int depth; /* of disable_irq() */
};

/*
 * irq_thread.c: a kernel thread that runs thread_fn(irq, dev) after each wake-up; ERR_PTR() without
 * memory. One shot keeps the line masked from the wake-up to the function's end.
 */
struct irq_thread *irq_thread_new(unsigned int irq, irq_handler_t thread_fn, void *dev,
				  bool one_shot, const char *name);
/* Hard interrupt context. */
void irq_thread_wake(struct irq_thread *thread);
/* Sleeps until it has nothing to do. */
void irq_thread_sync(struct irq_thread *thread);
/* The same, then ends and frees it; nobody wakes it any more. */
void irq_thread_stop(struct irq_thread *thread);

#endif
