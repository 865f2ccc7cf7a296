/* SPDX-License-Identifier: GPL-2.0-only */
/* Stories of sleeping and waking, for test_base.c: each function is one. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

void wait_condition(void);
void wait_exclusive(void);
void wait_mixed(void);
void wait_locked_condition(void);
void wait_in_time(void);
void wait_too_long(void);
void wait_test_first(void);
void completion_kept(void);
void completion_all(void);
void completion_on_stack(void);
void mutex_excludes(void);
void semaphore_counts(void);
void sleep_with_lock(void);
void plain_sleep(void);

static DECLARE_WAIT_QUEUE_HEAD(queue);
static int ready, woken, through;
static DEFINE_SPINLOCK(lock);

static int set_ready(void *arg)
{
	WRITE_ONCE(ready, 1);
	wake_up(&queue);
	return 0;
}

/* A thread that ends by itself; the reference lets the caller wait for that end. */
static struct task_struct *start(int (*fn)(void *), void *arg)
{
	struct task_struct *task = kthread_create_on_cpu(fn, arg, 1, "helper");

	BUG_ON(IS_ERR(task));
	get_task_struct(task);
	wake_up_process(task);
	return task;
}

static int finish(struct task_struct *task)
{
	int result = kthread_stop(task);

	put_task_struct(task);
	return result;
}

static void finish_ran(struct task_struct *task)
{
	int result = finish(task);

	BUG_ON(result != 0 && result != -EINTR);
}

void wait_condition(void)
{
	struct task_struct *task = start(set_ready, NULL);

	wait_event(queue, READ_ONCE(ready));
	BUG_ON(READ_ONCE(current->state) != TASK_RUNNING);
	finish_ran(task);
	BUG_ON(waitqueue_active(&queue));
}

/* Sleeps exclusively until there is a token, and takes it. */
static int take_token(void *arg)
{
	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait_exclusive(&queue, &wait, TASK_UNINTERRUPTIBLE);
		spin_lock(&lock);
		if (ready) {
			ready--;
			through++;
			spin_unlock(&lock);
			break;
		}
		spin_unlock(&lock);
		schedule();
	}
	finish_wait(&queue, &wait);
	return 0;
}

static int give_token(void *arg)
{
	spin_lock(&lock);
	ready++;
	spin_unlock(&lock);
	wake_up(&queue);
	return 0;
}

/* As many wake-ups as waiters: each wakes one, so all get through. */
void wait_exclusive(void)
{
	struct task_struct *takers[3];

	for (int i = 0; i < 3; i++)
		takers[i] = start(take_token, NULL);
	for (int i = 0; i < 3; i++)
		give_token(NULL);
	wait_event(queue, ({
			   spin_lock(&lock);
			   int done = through;
			   spin_unlock(&lock);
			   if (done < 3)
				   wake_up(&queue);
			   done == 3;
		   }));
	for (int i = 0; i < 3; i++)
		finish_ran(takers[i]);
	BUG_ON(ready != 0);
}

/* Counts a wake-up instead of waking anybody. */
static int count_wake(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	woken++;
	return 1;
}

/* All that are not exclusive, and as many exclusive ones as asked for, in the order of arrival. */
void wait_mixed(void)
{
	struct wait_queue_entry entries[5];
	struct wait_queue_head own;

	init_waitqueue_head(&own);
	for (int i = 0; i < 5; i++) {
		init_waitqueue_func_entry(&entries[i], count_wake);
		if (i < 3)
			add_wait_queue_exclusive(&own, &entries[i]);
		else
			add_wait_queue(&own, &entries[i]);
	}
	wake_up(&own);
	BUG_ON(woken != 2 + 1);
	wake_up_nr(&own, 2);
	BUG_ON(woken != 3 + 2 + 2);
	wake_up_all(&own);
	BUG_ON(woken != 7 + 5);
	for (int i = 0; i < 5; i++)
		remove_wait_queue(&own, &entries[i]);
	BUG_ON(waitqueue_active(&own));
	wake_up(&own);
	BUG_ON(woken != 12);
}

static int set_ready_locked(void *arg)
{
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	ready = 1;
	spin_unlock_irqrestore(&lock, flags);
	wake_up(&queue);
	return 0;
}

void wait_locked_condition(void)
{
	struct task_struct *task = start(set_ready_locked, NULL);

	spin_lock_irq(&lock);
	wait_event_lock_irq(queue, ready, lock);
	lockdep_assert_held(&lock);
	ready = 0;
	spin_unlock_irq(&lock);
	finish_ran(task);
}

void wait_in_time(void)
{
	struct task_struct *task = start(set_ready, NULL);
	long left = wait_event_timeout(queue, READ_ONCE(ready), 10 * HZ);

	BUG_ON(left < 1 || left > 10 * HZ);
	finish_ran(task);
}

/* Nobody comes: only the watchdog ends it, and what follows is progress it made. */
void wait_too_long(void)
{
	long left = wait_event_timeout(queue, READ_ONCE(ready), HZ);

	BUG_ON(left != 0);
	BUG_ON(waitqueue_active(&queue));
}

/* The bug: the condition is tested before the task is on the queue. */
void wait_test_first(void)
{
	struct task_struct *task = start(set_ready, NULL);
	DEFINE_WAIT(wait);

	while (!READ_ONCE(ready)) {
		prepare_to_wait(&queue, &wait, TASK_UNINTERRUPTIBLE);
		schedule();
		finish_wait(&queue, &wait);
	}
	finish_ran(task);
}

static struct completion done;

static int complete_all_of_it(void *arg)
{
	complete_all(&done);
	return 0;
}

static int wait_for_it(void *arg)
{
	wait_for_completion(&done);
	return 0;
}

void completion_kept(void)
{
	init_completion(&done);
	BUG_ON(try_wait_for_completion(&done));
	complete(&done);
	complete(&done);
	BUG_ON(!completion_done(&done));
	wait_for_completion(&done);
	BUG_ON(!try_wait_for_completion(&done));
	BUG_ON(completion_done(&done));
	BUG_ON(wait_for_completion_timeout(&done, 0));
}

void completion_all(void)
{
	struct task_struct *first, *second, *third;

	init_completion(&done);
	first = start(wait_for_it, NULL);
	second = start(wait_for_it, NULL);
	third = start(complete_all_of_it, NULL);
	wait_for_completion(&done);
	finish_ran(third);
	complete_all(&done);
	finish_ran(first);
	finish_ran(second);
}

static int complete_stack(void *arg)
{
	complete(arg);
	return 0;
}

static void wait_on_stack(void)
{
	DECLARE_COMPLETION_ONSTACK(own);
	struct task_struct *task = kthread_create_on_cpu(complete_stack, &own, 1, "completer");

	BUG_ON(IS_ERR(task));
	wake_up_process(task);
	wait_for_completion(&own);
}

/* The frame of the completion is reused at once: the completer must not touch it any more. */
void completion_on_stack(void)
{
	init_completion(&done);
	for (int i = 0; i < 3; i++)
		wait_on_stack();
}

static DEFINE_MUTEX(mutex);
static int counter;

static int count_up(void *arg)
{
	for (int i = 0; i < 3; i++) {
		int seen;

		mutex_lock(&mutex);
		seen = counter;
		cond_resched();
		counter = seen + 1;
		mutex_unlock(&mutex);
	}
	return 0;
}

void mutex_excludes(void)
{
	struct task_struct *task = start(count_up, NULL);
	int other;

	count_up(NULL);
	other = finish(task) == -EINTR ? 0 : 3;
	BUG_ON(counter != 3 + other);
	BUG_ON(!mutex_trylock(&mutex));
	BUG_ON(mutex_trylock(&mutex));
	mutex_unlock(&mutex);
	mutex_destroy(&mutex);
}

static struct semaphore two;
static atomic_t inside = ATOMIC_INIT(0);

static int pass_semaphore(void *arg)
{
	down(&two);
	BUG_ON(atomic_inc_return(&inside) > 2);
	cond_resched();
	atomic_dec(&inside);
	up(&two);
	return 0;
}

void semaphore_counts(void)
{
	struct task_struct *tasks[3];

	sema_init(&two, 2);
	for (int i = 0; i < 3; i++)
		tasks[i] = start(pass_semaphore, NULL);
	pass_semaphore(NULL);
	for (int i = 0; i < 3; i++)
		finish_ran(tasks[i]);
	BUG_ON(down_trylock(&two));
	BUG_ON(down_trylock(&two));
	BUG_ON(!down_trylock(&two));
}

void sleep_with_lock(void)
{
	spin_lock(&lock);
	wait_event(queue, READ_ONCE(ready));
	spin_unlock(&lock);
}

/* A sleep that nobody ends but its time is nothing to report. */
void plain_sleep(void)
{
	unsigned long begin = jiffies;

	msleep(20);
	BUG_ON(jiffies - begin < 20);
	usleep_range(100, 200);
	udelay(5);
}
