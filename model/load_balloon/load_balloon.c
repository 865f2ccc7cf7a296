/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_balloon.c - tasks that allocate memory, use it and free it while the balloon changes its size.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/oom.h>

#include <sim/traffic.h>

#include "../load_tasks/load_tasks.h"

static struct sim_traffic_plan plan;

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

static void load_work(unsigned int job)
{
	struct sim_traffic_item what;

	while (sim_traffic_next(job, &what))
		sim_traffic_ended(what.id, use_page(&what));
	sim_traffic_job_done(job);
}

int load_open(const char *disk)
{
	sim_traffic_plan(&plan);
	return 0;
}

void load_close(void)
{
}

int load_start(void)
{
	return load_jobs_start(plan.jobs, load_work);
}

void load_stop(void)
{
	load_jobs_stop();
}
