/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kthread.h - kernel threads, and workers made of one.
 *
 * Creation, stop, park and bind: task context.
 */
#ifndef SIM_LINUX_KTHREAD_H
#define SIM_LINUX_KTHREAD_H

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

/* A thread that does not run until wake_up_process(); ERR_PTR(-ENOMEM). */
struct task_struct *__printf(4, 5) kthread_create_on_node(int (*threadfn)(void *data), void *data,
							  int node, const char *fmt, ...);
#define NUMA_NO_NODE (-1)
#define kthread_create(threadfn, data, fmt, args...)                                               \
	kthread_create_on_node(threadfn, data, NUMA_NO_NODE, fmt, ##args)
#define kthread_run(threadfn, data, fmt, args...)                                                  \
	({                                                                                         \
		struct task_struct *__kr_task = kthread_create(threadfn, data, fmt, ##args);       \
		if (!IS_ERR(__kr_task))                                                            \
			wake_up_process(__kr_task);                                                \
		__kr_task;                                                                         \
	})
/* As kthread_create(), on vCPU cpu. */
struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt);
/* Only before the thread runs for the first time. May sleep. */
void kthread_bind(struct task_struct *k, unsigned int cpu);

/*
 * Asks the thread to end, waits for it, and returns what its function returned; -EINTR if it never
 * ran. The thread must not have ended by itself, unless the caller holds a reference.
 */
int kthread_stop(struct task_struct *k);
/* Ends the current thread here. */
__attribute__((noreturn)) void kthread_exit(long result);
bool kthread_should_stop(void);
/* kthread_park() waits until the thread is in kthread_parkme(); 0. */
int kthread_park(struct task_struct *k);
void kthread_unpark(struct task_struct *k);
bool kthread_should_park(void);
void kthread_parkme(void);
void *kthread_data(struct task_struct *k);

struct kthread_work;
typedef void (*kthread_work_func_t)(struct kthread_work *work);

struct kthread_worker {
	spinlock_t lock;
	struct list_head work_list;
	struct task_struct *task;
	struct kthread_work *current_work;
};

struct kthread_work {
	struct list_head node;
	kthread_work_func_t func;
	struct kthread_worker *worker;
};

#define kthread_init_worker(w)                                                                     \
	do {                                                                                       \
		spin_lock_init(&(w)->lock);                                                        \
		INIT_LIST_HEAD(&(w)->work_list);                                                   \
		(w)->task = NULL;                                                                  \
		(w)->current_work = NULL;                                                          \
	} while (0)
#define kthread_init_work(work, fn)                                                                \
	do {                                                                                       \
		INIT_LIST_HEAD(&(work)->node);                                                     \
		(work)->func = (fn);                                                               \
		(work)->worker = NULL;                                                             \
	} while (0)
#define init_kthread_worker(w) kthread_init_worker(w)
#define init_kthread_work(work, fn) kthread_init_work(work, fn)

/* The thread function of a worker: kthread_run(kthread_worker_fn, worker, ...). */
int kthread_worker_fn(void *worker);
struct kthread_worker *__printf(2, 3)
	kthread_create_worker(unsigned int flags, const char *fmt, ...);
void kthread_destroy_worker(struct kthread_worker *worker);
/* Any context; false if the work was queued already. */
bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work);
void kthread_flush_work(struct kthread_work *work);
void kthread_flush_worker(struct kthread_worker *worker);
#define queue_kthread_work(worker, work) kthread_queue_work(worker, work)
#define flush_kthread_worker(worker) kthread_flush_worker(worker)

#endif
