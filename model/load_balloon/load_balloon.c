/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_balloon.c - tasks that allocate memory, use it and free it while the balloon changes its size.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include <sim/traffic.h>

static struct sim_traffic_plan plan;
static struct task_struct **tasks;

/* As a process that touches a page for the first time. */
static struct page *fault_in(void)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	if (page)
		return page;
	pagefault_out_of_memory();
	return alloc_page(GFP_HIGHUSER);
}

static int use_page(const struct sim_traffic_item *what)
{
	struct page *page = fault_in();
	unsigned int bytes = min(plan.bytes, (u32)PAGE_SIZE);
	void *data;

	if (!page)
		return -ENOMEM;
	data = page_address(page);
	sim_traffic_fill(what->id, 0, data, bytes);
	cond_resched();
	sim_traffic_check(what->id, 0, data, bytes, *(u64 *)data);
	__free_page(page);
	return 0;
}

static int load_thread(void *data)
{
	unsigned int job = (unsigned int)(unsigned long)data;
	struct sim_traffic_item what;

	while (sim_traffic_next(job, &what))
		sim_traffic_ended(what.id, use_page(&what));
	sim_traffic_job_done(job);

	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

int load_open(const char *disk)
{
	sim_traffic_plan(&plan);
	return 0;
}

void load_close(void)
{
}

static void stop_tasks(unsigned int started)
{
	while (started-- > 0)
		kthread_stop(tasks[started]);
	kfree(tasks);
}

int load_start(void)
{
	unsigned int cpus = num_online_cpus();
	unsigned int i;

	tasks = kcalloc(plan.jobs, sizeof(*tasks), GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < plan.jobs; i++) {
		tasks[i] = kthread_create(load_thread, (void *)(unsigned long)i, "job/%u", i);
		if (IS_ERR(tasks[i])) {
			stop_tasks(i);
			return -ENOMEM;
		}
		kthread_bind(tasks[i], i % cpus);
		wake_up_process(tasks[i]);
	}
	return 0;
}

void load_stop(void)
{
	stop_tasks(plan.jobs);
}
