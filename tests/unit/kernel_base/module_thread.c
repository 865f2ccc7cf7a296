/* SPDX-License-Identifier: GPL-2.0-only */
/* Stories of threads, tasklets and RCU, for test_base.c: each function is one. */
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

void thread_stops(void);
void thread_never_ran(void);
void thread_parks(void);
void thread_bound(void);
void thread_worker(void);
void thread_stop_under_lock(void);
void tasklet_runs(void);
void tasklet_disabled(void);
void rcu_reader(void);
void rcu_callback(void);
void rcu_freed_early(void);
void llist_all_arrive(void);

static int rounds;

static int run_until_stopped(void *arg)
{
	BUG_ON(arg != &rounds);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		WRITE_ONCE(rounds, rounds + 1);
	}
	__set_current_state(TASK_RUNNING);
	return 5;
}

void thread_stops(void)
{
	struct task_struct *task = kthread_run(run_until_stopped, &rounds, "looper/%d", 1);
	int result;

	BUG_ON(strcmp(task->comm, "looper/1"));
	wake_up_process(task);
	result = kthread_stop(task);
	BUG_ON(result != 5 && result != -EINTR);
}

void thread_never_ran(void)
{
	struct task_struct *task = kthread_create(run_until_stopped, &rounds, "sleeper");

	BUG_ON(kthread_stop(task) != -EINTR);
	BUG_ON(rounds);
}

static int park_until_stopped(void *arg)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		WRITE_ONCE(rounds, rounds + 1);
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop() && !kthread_should_park())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

void thread_parks(void)
{
	struct task_struct *task = kthread_run(park_until_stopped, NULL, "parker");
	int seen;

	for (int i = 0; i < 2; i++) {
		BUG_ON(kthread_park(task));
		seen = READ_ONCE(rounds);
		cond_resched();
		BUG_ON(READ_ONCE(rounds) != seen);
		kthread_unpark(task);
	}
	kthread_stop(task);
}

static int note_cpu(void *arg)
{
	*(int *)arg = smp_processor_id();
	return 0;
}

void thread_bound(void)
{
	for (int cpu = 0; cpu < 2; cpu++) {
		int seen = -1;
		struct task_struct *task = kthread_create(note_cpu, &seen, "bound");
		int result;

		get_task_struct(task);
		kthread_bind(task, (unsigned int)cpu);
		wake_up_process(task);
		result = kthread_stop(task);
		BUG_ON(seen != (result == -EINTR ? -1 : cpu));
		put_task_struct(task);
	}
}

static int works_done;

static void count_work(struct kthread_work *work)
{
	works_done++;
}

void thread_worker(void)
{
	struct kthread_worker *worker = kthread_create_worker(0, "worker");
	struct kthread_work first, second;

	BUG_ON(IS_ERR(worker));
	kthread_init_work(&first, count_work);
	kthread_init_work(&second, count_work);
	BUG_ON(!kthread_queue_work(worker, &first));
	BUG_ON(!kthread_queue_work(worker, &second));
	kthread_flush_work(&second);
	BUG_ON(works_done != 2);
	BUG_ON(!kthread_queue_work(worker, &first));
	kthread_destroy_worker(worker);
	BUG_ON(works_done != 3);
}

static DEFINE_MUTEX(mutex);

static int take_mutex(void *arg)
{
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
	while (!kthread_should_stop())
		cond_resched();
	return 0;
}

/* The bug: the stopper holds what the thread wants. */
void thread_stop_under_lock(void)
{
	struct task_struct *task = kthread_run(take_mutex, NULL, "wanter");

	mutex_lock(&mutex);
	kthread_stop(task);
	mutex_unlock(&mutex);
}

static struct tasklet_struct tasklet;
static atomic_t tasklet_calls = ATOMIC_INIT(0);

static void tasklet_fn(unsigned long data)
{
	BUG_ON(data != 3);
	BUG_ON(!in_softirq());
	atomic_inc(&tasklet_calls);
}

void tasklet_runs(void)
{
	tasklet_init(&tasklet, tasklet_fn, 3);
	tasklet_schedule(&tasklet);
	tasklet_schedule(&tasklet);
	tasklet_kill(&tasklet);
	BUG_ON(atomic_read(&tasklet_calls) < 1 || atomic_read(&tasklet_calls) > 2);
}

void tasklet_disabled(void)
{
	tasklet_init(&tasklet, tasklet_fn, 3);
	tasklet_disable(&tasklet);
	local_bh_disable();
	tasklet_schedule(&tasklet);
	BUG_ON(atomic_read(&tasklet_calls));
	tasklet_enable(&tasklet);
	local_bh_enable();
	tasklet_kill(&tasklet);
	BUG_ON(atomic_read(&tasklet_calls) != 1);
}

struct item {
	int value;
	struct rcu_head rcu;
	struct list_head node;
};

static struct item *shared;
static int wait_for_readers;
static struct completion inside_reader;

/* The look at the item itself is not what these stories race for. */
static int read_item(void *arg)
{
	struct item *item;

	rcu_read_lock();
	item = rcu_dereference(shared);
	complete(&inside_reader);
	for (int i = 0; i < 8; i++)
		cpu_relax();
	BUG_ON(data_race(item->value) != 1);
	rcu_read_unlock();
	return 0;
}

static struct item *new_item(int value)
{
	struct item *item = kmalloc(sizeof(*item), GFP_KERNEL);

	item->value = value;
	return item;
}

static void replace_item(void)
{
	struct task_struct *reader;
	struct item *old;

	init_completion(&inside_reader);
	rcu_assign_pointer(shared, new_item(1));
	reader = kthread_create_on_cpu(read_item, NULL, 1, "reader");
	get_task_struct(reader);
	wake_up_process(reader);
	wait_for_completion(&inside_reader);
	old = rcu_replace_pointer(shared, new_item(2), true);
	if (wait_for_readers)
		synchronize_rcu();
	kfree(old);
	kthread_stop(reader);
	put_task_struct(reader);
	kfree(shared);
}

void rcu_reader(void)
{
	wait_for_readers = 1;
	replace_item();
}

/* The bug: no grace period before the free. */
void rcu_freed_early(void)
{
	replace_item();
}

static int callbacks;

static void free_item(struct rcu_head *head)
{
	kfree(container_of(head, struct item, rcu));
	WRITE_ONCE(callbacks, 1);
}

void rcu_callback(void)
{
	struct item *first = new_item(1), *second = new_item(2);

	call_rcu(&first->rcu, free_item);
	kfree_rcu(second, rcu);
	rcu_barrier();
	BUG_ON(!READ_ONCE(callbacks));
}

struct link {
	struct llist_node node;
	int value;
};

static LLIST_HEAD(inbox);
static struct link links[4];

static int add_links(void *arg)
{
	for (long i = 2; i < 4; i++) {
		links[i].value = (int)i + 1;
		llist_add(&links[i].node, &inbox);
	}
	return 0;
}

void llist_all_arrive(void)
{
	struct task_struct *task = kthread_create_on_cpu(add_links, NULL, 1, "adder");
	struct link *link, *next;
	int sum = 0, result;

	get_task_struct(task);
	wake_up_process(task);
	for (int i = 0; i < 2; i++) {
		links[i].value = i + 1;
		llist_add(&links[i].node, &inbox);
	}
	llist_for_each_entry_safe(link, next, llist_del_all(&inbox), node) sum += link->value;
	result = kthread_stop(task);
	llist_for_each_entry_safe(link, next, llist_reverse_order(llist_del_all(&inbox)), node)
		sum += link->value;
	BUG_ON(sum != (result == -EINTR ? 1 + 2 : 1 + 2 + 3 + 4));
	put_task_struct(task);
}
