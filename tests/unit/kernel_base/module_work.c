/* SPDX-License-Identifier: GPL-2.0-only */
/* Stories of workqueues and timers, for test_base.c: each function is one. */
#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

void work_runs(void);
void work_again(void);
void work_never_twice(void);
void work_frees_itself(void);
void work_cancel(void);
void work_cancel_requeues(void);
void work_ordered(void);
void work_limited(void);
void work_flush_all(void);
void work_drain(void);
void work_waits_for_work(void);
void work_delayed(void);
void work_delayed_cancel(void);
void work_delayed_mod(void);
void work_after_destroy(void);
void work_flush_under_lock(void);
void timer_runs(void);
void timer_cancel(void);
void timer_rearms(void);

static atomic_t runs = ATOMIC_INIT(0);
static atomic_t inside = ATOMIC_INIT(0);
static struct work_struct work, second;
static int published;

static void count_run(struct work_struct *w)
{
	atomic_inc(&runs);
}

static void read_published(struct work_struct *w)
{
	BUG_ON(published != 1);
	published = 2;
}

/* What was stored before queue_work() is there, and what the work stored is after flush_work(). */
void work_runs(void)
{
	INIT_WORK(&work, read_published);
	BUG_ON(flush_work(&work));
	published = 1;
	BUG_ON(!schedule_work(&work));
	flush_work(&work);
	BUG_ON(published != 2);
	BUG_ON(work_pending(&work) || work_busy(&work));
}

static int tickets;

static void take_tickets(struct work_struct *w)
{
	int left = xchg(&tickets, 0);

	atomic_add(left, &runs);
}

/* A failed queue_work() means that the work will still run, and see what was stored before. */
void work_again(void)
{
	int queued = 0;

	INIT_WORK(&work, take_tickets);
	for (int i = 0; i < 4; i++) {
		__atomic_fetch_add(&tickets, 1, __ATOMIC_RELAXED);
		queued += schedule_work(&work);
	}
	flush_work(&work);
	BUG_ON(queued < 1);
	BUG_ON(atomic_read(&runs) != 4);
}

static void be_alone(struct work_struct *w)
{
	BUG_ON(atomic_inc_return(&inside) != 1);
	cond_resched();
	atomic_dec(&inside);
	atomic_inc(&runs);
}

void work_never_twice(void)
{
	int queued = 0;

	INIT_WORK(&work, be_alone);
	for (int i = 0; i < 4; i++)
		queued += queue_work_on(i % 2, system_wq, &work);
	flush_work(&work);
	BUG_ON(atomic_read(&runs) != queued);
}

struct loner {
	struct work_struct work;
	int value;
};

static void free_loner(struct work_struct *w)
{
	struct loner *loner = container_of(w, struct loner, work);

	BUG_ON(loner->value != 7);
	kfree(loner);
	atomic_inc(&runs);
}

void work_frees_itself(void)
{
	struct loner *loner = kmalloc(sizeof(*loner), GFP_KERNEL);

	loner->value = 7;
	INIT_WORK(&loner->work, free_loner);
	schedule_work(&loner->work);
	flush_scheduled_work();
	BUG_ON(atomic_read(&runs) != 1);
}

void work_cancel(void)
{
	bool was_pending;

	INIT_WORK(&work, count_run);
	BUG_ON(cancel_work_sync(&work));
	schedule_work(&work);
	was_pending = cancel_work_sync(&work);
	BUG_ON(atomic_read(&runs) != (was_pending ? 0 : 1));
	BUG_ON(work_pending(&work));
	BUG_ON(!schedule_work(&work));
	flush_work(&work);
	BUG_ON(atomic_read(&runs) != (was_pending ? 1 : 2));
}

static void queue_self(struct work_struct *w)
{
	atomic_inc(&runs);
	schedule_work(w);
}

/* After the cancel the work is neither queued nor running, although it always queues itself. */
void work_cancel_requeues(void)
{
	int seen;

	INIT_WORK(&work, queue_self);
	schedule_work(&work);
	cancel_work_sync(&work);
	seen = atomic_read(&runs);
	flush_scheduled_work();
	BUG_ON(atomic_read(&runs) != seen);
	BUG_ON(work_busy(&work));
}

static int sequence;

static void be_first(struct work_struct *w)
{
	BUG_ON(sequence != 0);
	cond_resched();
	sequence = 1;
}

static void be_second(struct work_struct *w)
{
	BUG_ON(sequence != 1);
	sequence = 2;
}

void work_ordered(void)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("ordered", 0);

	INIT_WORK(&work, be_first);
	INIT_WORK(&second, be_second);
	queue_work(wq, &work);
	queue_work(wq, &second);
	flush_work(&second);
	BUG_ON(sequence != 2);
	destroy_workqueue(wq);
}

static void be_one_of_two(struct work_struct *w)
{
	BUG_ON(atomic_inc_return(&inside) > 2);
	cond_resched();
	atomic_dec(&inside);
	atomic_inc(&runs);
}

void work_limited(void)
{
	struct workqueue_struct *wq = alloc_workqueue("limited", 0, 2);
	struct work_struct works[5];

	for (int i = 0; i < 5; i++) {
		INIT_WORK_ONSTACK(&works[i], be_one_of_two);
		queue_work_on(0, wq, &works[i]);
	}
	BUG_ON(cancel_work(&works[4]) && work_pending(&works[4]));
	flush_workqueue(wq);
	BUG_ON(atomic_read(&runs) < 4);
	destroy_workqueue(wq);
}

void work_flush_all(void)
{
	struct workqueue_struct *wq = alloc_workqueue("all", WQ_UNBOUND, 0);

	INIT_WORK(&work, count_run);
	INIT_WORK(&second, count_run);
	queue_work_on(0, wq, &work);
	queue_work_on(1, wq, &second);
	flush_workqueue(wq);
	BUG_ON(atomic_read(&runs) != 2);
	destroy_workqueue(wq);
}

static struct workqueue_struct *chain_wq;

static void chain(struct work_struct *w)
{
	if (atomic_inc_return(&runs) < 3)
		queue_work(chain_wq, w);
}

void work_drain(void)
{
	chain_wq = alloc_workqueue("chain", 0, 0);
	INIT_WORK(&work, chain);
	queue_work(chain_wq, &work);
	destroy_workqueue(chain_wq);
	BUG_ON(atomic_read(&runs) != 3);
}

static struct completion go;

static void wait_for_go(struct work_struct *w)
{
	wait_for_completion(&go);
	atomic_inc(&runs);
}

static void say_go(struct work_struct *w)
{
	complete_all(&go);
}

/* More works sleep than a pool has workers: others are made, so that all can end. */
void work_waits_for_work(void)
{
	struct work_struct waiters[4], speaker;

	init_completion(&go);
	for (int i = 0; i < 4; i++) {
		INIT_WORK_ONSTACK(&waiters[i], wait_for_go);
		queue_work_on(0, system_wq, &waiters[i]);
	}
	INIT_WORK_ONSTACK(&speaker, say_go);
	queue_work_on(0, system_wq, &speaker);
	flush_workqueue(system_wq);
	BUG_ON(atomic_read(&runs) != 4);
}

static struct delayed_work delayed;

void work_delayed(void)
{
	INIT_DELAYED_WORK(&delayed, count_run);
	BUG_ON(!schedule_delayed_work(&delayed, 5));
	flush_delayed_work(&delayed);
	BUG_ON(atomic_read(&runs) != 1);
	BUG_ON(delayed_work_pending(&delayed));
}

void work_delayed_cancel(void)
{
	bool was_pending;

	INIT_DELAYED_WORK(&delayed, count_run);
	schedule_delayed_work(&delayed, 5);
	was_pending = cancel_delayed_work_sync(&delayed);
	BUG_ON(atomic_read(&runs) != (was_pending ? 0 : 1));
	BUG_ON(timer_pending(&delayed.timer));
}

void work_delayed_mod(void)
{
	INIT_DELAYED_WORK(&delayed, count_run);
	BUG_ON(mod_delayed_work(system_wq, &delayed, 1000));
	mod_delayed_work(system_wq, &delayed, 0);
	flush_delayed_work(&delayed);
	BUG_ON(atomic_read(&runs) < 1 || atomic_read(&runs) > 2);
}

static void queue_late(struct work_struct *w)
{
	schedule_work(&second);
}

/* The bug: a work outlives its workqueue. */
void work_after_destroy(void)
{
	struct workqueue_struct *wq = alloc_workqueue("short", 0, 0);

	INIT_WORK(&work, count_run);
	destroy_workqueue(wq);
	queue_work(wq, &work);
}

static DEFINE_SPINLOCK(lock);
static struct mutex mutex;

static void take_mutex(struct work_struct *w)
{
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
}

/* The bug: the flush holds what the work wants. Found although the work may be through already. */
void work_flush_under_lock(void)
{
	mutex_init(&mutex);
	INIT_WORK(&work, take_mutex);
	INIT_WORK(&second, queue_late);
	schedule_work(&work);
	mutex_lock(&mutex);
	flush_work(&work);
	mutex_unlock(&mutex);
}

static struct timer_list timer;
static struct completion fired;
static int timer_runs_left;

static void fire(unsigned long data)
{
	BUG_ON(data != 42);
	BUG_ON(!in_softirq() || in_irq());
	spin_lock(&lock);
	published = 1;
	spin_unlock(&lock);
	complete(&fired);
}

void timer_runs(void)
{
	init_completion(&fired);
	setup_timer(&timer, fire, 42);
	timer.expires = jiffies + 2;
	add_timer(&timer);
	BUG_ON(!timer_pending(&timer) && !completion_done(&fired));
	wait_for_completion(&fired);
	BUG_ON(published != 1);
	BUG_ON(del_timer_sync(&timer));
}

void timer_cancel(void)
{
	int pending;

	init_completion(&fired);
	setup_timer(&timer, fire, 42);
	mod_timer(&timer, jiffies + 2);
	pending = del_timer_sync(&timer);
	BUG_ON(completion_done(&fired) != !pending);
	spin_lock_bh(&lock);
	BUG_ON(published != !pending);
	spin_unlock_bh(&lock);
}

static void fire_again(struct timer_list *t)
{
	if (--timer_runs_left)
		mod_timer(t, jiffies + 1);
	else
		complete(&fired);
}

void timer_rearms(void)
{
	init_completion(&fired);
	timer_runs_left = 3;
	timer_setup(&timer, fire_again, 0);
	mod_timer(&timer, jiffies + 1);
	wait_for_completion(&fired);
	del_timer_sync(&timer);
	BUG_ON(timer_runs_left);
}
