/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue_internal.h - pools, workers, and where a work is.
 *
 * One pool for each vCPU; its workers run on it. A workqueue has a pool_workqueue for each pool it
 * uses: that counts what is active there, and holds back what exceeds max_active. Unlike the
 * kernel's per-CPU pools, a pool starts a further work as soon as a worker is idle, not only when
 * the running one sleeps: more interleavings, never fewer.
 *
 * work->data while the work is on a queue: the pool_workqueue's address, and above it the ticket
 * that counts the works queued there; else without both. Always flags in the low bits and the number
 * of the pool it was on last, plus one, in the top byte: what an initialiser leaves in between means
 * nothing without a pool. Changes of ownership go through the PENDING bit: whoever sets it owns the
 * work.
 */
#ifndef KERNEL_WORKQUEUE_INTERNAL_H
#define KERNEL_WORKQUEUE_INTERNAL_H

#include <linux/completion.h>
#include <linux/spinlock.h>
#include <linux/threads.h>
#include <linux/wait.h>

#include "workqueue_era.h"

#define WORK_LINKED (1ul << 1) /* the next work on the list belongs to this one */
#define WORK_CANCELING (1ul << 2) /* somebody is in cancel_work_sync() */
#define WORK_TICKET_SHIFT 30
#define WORK_TICKET_BITS 26
#define WORK_TICKET_MASK ((1u << WORK_TICKET_BITS) - 1)
#define WORK_POOL_SHIFT (WORK_TICKET_SHIFT + WORK_TICKET_BITS)
/* Simulated memory ends below 1 GB. */
#define WORK_PWQ_MASK (((1ul << WORK_TICKET_SHIFT) - 1) & ~0xful)
#define PWQ_ALIGN 16

#define WORKQUEUE_NAME_BYTES 24

struct worker_pool {
	spinlock_t lock;
	unsigned int cpu;
	struct list_head worklist;
	struct list_head workers;
	struct list_head idle;
	unsigned int idle_count;
	unsigned int next_worker;
	bool creating; /* somebody makes a further worker */
};

/* All fields under pool->lock, but task. */
struct worker {
	struct list_head node; /* pool->workers */
	struct list_head idle_node;
	struct list_head scheduled; /* what this worker has to run next */
	struct work_struct *current_work;
	work_func_t current_func;
	struct pool_workqueue *current_pwq;
	u32 current_ticket;
	struct worker_pool *pool;
	struct task_struct *task;
};

struct pool_workqueue {
	struct worker_pool *pool;
	struct workqueue_struct *wq;
	struct list_head inactive; /* works beyond max_active */
	unsigned int active;
	unsigned int max_active;
	u32 last_ticket; /* given to the newest work queued here; 26 bits that wrap */
} __attribute__((aligned(PWQ_ALIGN)));

struct workqueue_struct {
	char name[WORKQUEUE_NAME_BYTES];
	unsigned int flags;
	unsigned int first_pool; /* of an ordered one: its only pool */
	int draining; /* drained or destroyed: only its own works may queue */
	struct wait_queue_head flushed;
	struct pool_workqueue *pwqs; /* one for each pool; an ordered workqueue has one */
};

/* A work that completes when it is reached: see flush_work(). */
struct wq_barrier {
	struct work_struct work;
	struct completion done;
};

static inline unsigned long work_data(const struct work_struct *work)
{
	return (unsigned long)atomic_long_read(&work->data);
}

/* For a work that is on a list of a pool whose lock is held. */
static inline struct pool_workqueue *work_pwq(const struct work_struct *work)
{
	return (struct pool_workqueue *)(work_data(work) & WORK_PWQ_MASK);
}

/* The same: which queueing of its pool_workqueue it is. */
static inline u32 work_ticket(const struct work_struct *work)
{
	return (u32)(work_data(work) >> WORK_TICKET_SHIFT) & WORK_TICKET_MASK;
}

/* Where the work is queued in the pool whose number is in data; NULL if it is not. */
static inline struct pool_workqueue *work_pwq_in(const struct work_struct *work, unsigned int cpu)
{
	unsigned long data = work_data(work);

	if (data >> WORK_POOL_SHIFT != cpu + 1ul)
		return NULL;
	return (struct pool_workqueue *)(data & WORK_PWQ_MASK);
}

static inline bool work_is_canceling(const struct work_struct *work)
{
	return work_data(work) & WORK_CANCELING;
}

static inline bool wq_is_ordered(const struct workqueue_struct *wq)
{
	return wq->flags & __WQ_ORDERED;
}

static inline unsigned int wq_pwq_count(const struct workqueue_struct *wq)
{
	return wq_is_ordered(wq) ? 1 : nr_cpu_ids;
}

/* workqueue_pool.c */
struct worker_pool *pool_of_cpu(unsigned int cpu);
/* The pool that the work is or was on, or NULL. Its pool_workqueue may be gone. */
struct worker_pool *work_pool(const struct work_struct *work);
/* Who runs the work in this pool, or NULL. With pool->lock held, as all below. */
struct worker *worker_running(struct worker_pool *pool, struct work_struct *work);
/* Puts an owned work in front of position, with a new ticket, and wakes a worker. */
void insert_work(struct pool_workqueue *pwq, struct work_struct *work, struct list_head *position,
		 unsigned long flags);
/* Off the queue: idle, or with keep still owned (PENDING). */
void work_leave_queue(struct work_struct *work, struct worker_pool *pool, bool keep);
/* A work of pwq has ended or was taken off: the next one becomes active, flushers look again. */
void pwq_work_gone(struct pool_workqueue *pwq, work_func_t func);
/* Moves a work that waits for its turn to the pool's worklist. */
void pwq_activate(struct pool_workqueue *pwq, struct work_struct *work);
void worker_pools_start(void);
void worker_pools_stop(void);

/* workqueue_flush.c: the function of barrier works, which do not count as active. */
void wq_barrier_func(struct work_struct *work);
/* Runs all that is queued, again and again until nothing is. */
void workqueue_run_dry(struct workqueue_struct *wq);

/* workqueue.c: queues an owned work. Interrupts off. */
void queue_owned_work(int cpu, struct workqueue_struct *wq, struct work_struct *work);
/* The same after delay jiffies. */
void queue_owned_delayed_work(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			      unsigned long delay);

/*
 * workqueue_cancel.c: makes the caller the owner. 1: it was pending, 0: it was idle; both with
 * interrupts off, *flags to restore. Else interrupts are as before: -EAGAIN: try again, -ENOENT:
 * somebody cancels it.
 */
int work_grab(struct work_struct *work, bool delayed, unsigned long *flags);

/* boot.c calls these two. */
void workqueue_start(void);
void workqueue_stop(void);

#endif
