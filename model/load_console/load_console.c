/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_console.c - tasks that write messages to a port each and read the echo.
 *
 * A message begins with a number of its own, so that its echo is known even when others were lost: a
 * connection that breaks takes with it what was under way. Who finds his port gone opens it again,
 * and gives up when there are no ports any more. Ports that are consoles are used by their terminal,
 * which comes after the port.
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <sim/traffic.h>

#include "../load_tasks/load_tasks.h"

#define REGION "virtio-portsdev"
#define HEADER_BYTES sizeof(u64)

static bool use_hvc;
module_param_named(hvc, use_hvc, bool, 0444);

struct load_message {
	u64 number; /* 0: free */
	u32 id;
};

struct load_job {
	unsigned int number;
	struct file *file; /* NULL: closed */
	u64 sent;
	unsigned int in_flight;
	struct load_message *messages; /* iodepth of them */
	struct mm_struct *mm; /* the buffer is user memory */
	char *buffer;
};

static struct sim_traffic_plan plan;
static struct load_job *jobs;

static void load_end_message(struct load_job *job, struct load_message *message, int error)
{
	message->number = 0;
	job->in_flight--;
	sim_traffic_ended(message->id, error);
}

static void load_lose_all(struct load_job *job)
{
	unsigned int i;

	for (i = 0; i < plan.iodepth; i++)
		if (job->messages[i].number)
			load_end_message(job, &job->messages[i], -EPIPE);
}

static void load_close_port(struct load_job *job)
{
	if (job->file)
		fput(job->file);
	job->file = NULL;
}

/* A port that is a console cannot be opened itself. */
static struct file *load_open_terminal(unsigned int number)
{
	struct file *file = chrdev_open(REGION, number, 0);
	char name[16];

	if (!IS_ERR(file)) {
		/* The device has not said yet that it is one. */
		fput(file);
		return ERR_PTR(-EAGAIN);
	}
	if (PTR_ERR(file) != -ENXIO)
		return file;
	snprintf(name, sizeof(name), "hvc%u", number + 1);
	file = chrdev_open(name, 0, 0);
	return PTR_ERR(file) == -ENOENT ? ERR_PTR(-EAGAIN) : file;
}

/* Waits for the port. -ENOENT: there are none. */
static int load_open_port(struct load_job *job)
{
	while (!job->file) {
		struct file *file = use_hvc ? load_open_terminal(job->number) :
					      chrdev_open(REGION, job->number, 0);

		if (!IS_ERR(file)) {
			job->file = file;
		} else if (PTR_ERR(file) == -ENOENT) {
			return -ENOENT;
		} else {
			/* It is being made or unplugged, or there is no memory right now. */
			yield();
			cpu_relax();
		}
	}
	return 0;
}

static struct load_message *load_find(struct load_job *job, u64 number)
{
	unsigned int i;

	for (i = 0; i < plan.iodepth; i++)
		if (job->messages[i].number == number)
			return &job->messages[i];
	return NULL;
}

/* Bytes, or a negative error; what a program does that does not want to sleep when there is no need
 * to. */
static ssize_t load_read(struct load_job *job, size_t done, size_t bytes)
{
	struct file *file = job->file;
	ssize_t ret;

	file->f_flags = vfs_poll(file, NULL) & EPOLLIN ? O_NONBLOCK : 0;
	ret = file->f_op->read(file, job->buffer + done, bytes, &file->f_pos);
	file->f_flags = 0;
	return ret;
}

/* One echo; its number first. What is under way is lost if the connection breaks. */
static void load_receive(struct load_job *job)
{
	struct load_message *message;
	size_t done = 0;
	ssize_t ret;

	while (done < plan.bytes) {
		ret = load_read(job, done, done ? plan.bytes - done : HEADER_BYTES);
		if (ret == -EAGAIN || ret == -EFAULT)
			continue;
		if (ret <= 0) {
			load_lose_all(job);
			if (ret)
				load_close_port(job);
			return;
		}
		done += ret;
	}
	message = load_find(job, *(u64 *)job->buffer);
	if (!message)
		return;
	sim_traffic_check(message->id, HEADER_BYTES, job->buffer + HEADER_BYTES,
			  plan.bytes - HEADER_BYTES, *(u64 *)(job->buffer + HEADER_BYTES));
	load_end_message(job, message, 0);
}

static void load_send(struct load_job *job, u32 id)
{
	struct load_message *message = load_find(job, 0);
	ssize_t ret = load_open_port(job);
	struct file *file = job->file;

	message->number = ++job->sent;
	message->id = id;
	job->in_flight++;
	if (!ret) {
		*(u64 *)job->buffer = message->number;
		sim_traffic_fill(id, HEADER_BYTES, job->buffer + HEADER_BYTES,
				 plan.bytes - HEADER_BYTES);
		ret = file->f_op->write(file, job->buffer, plan.bytes, &file->f_pos);
	}
	if (ret == -ENODEV || ret == -EIO) {
		load_lose_all(job);
		load_close_port(job);
	} else if (ret < 0) {
		load_end_message(job, message, ret);
	}
}

static void load_work(unsigned int number)
{
	struct load_job *job = &jobs[number];
	struct sim_traffic_item what;
	bool more = true;

	kthread_use_mm(job->mm);
	while (more || job->in_flight) {
		while (more && job->in_flight < plan.iodepth) {
			more = sim_traffic_next(job->number, &what);
			if (more)
				load_send(job, what.id);
		}
		if (job->in_flight)
			load_receive(job);
	}
	load_close_port(job);
	kthread_unuse_mm(job->mm);
	sim_traffic_job_done(job->number);
}

int load_open(const char *disk)
{
	sim_traffic_plan(&plan);
	return 0;
}

void load_close(void)
{
}

static int load_make_job(struct load_job *job, unsigned int number)
{
	job->number = number;
	job->messages = kcalloc(plan.iodepth, sizeof(*job->messages), GFP_KERNEL | __GFP_NOFAIL);
	job->buffer = kmalloc(plan.bytes, GFP_KERNEL | __GFP_NOFAIL);
	job->mm = mm_alloc();
	if (!job->mm || mm_map(job->mm, job->buffer, plan.bytes))
		return -ENOMEM;
	return 0;
}

static void load_free_jobs(void)
{
	unsigned int i;

	for (i = 0; i < plan.jobs; i++) {
		if (jobs[i].mm)
			mmput(jobs[i].mm);
		kfree(jobs[i].messages);
		kfree(jobs[i].buffer);
	}
	kfree(jobs);
}

int load_start(void)
{
	unsigned int i;
	int err = 0;

	jobs = kcalloc(plan.jobs, sizeof(*jobs), GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < plan.jobs && !err; i++)
		err = load_make_job(&jobs[i], i);
	if (!err)
		err = load_jobs_start(plan.jobs, load_work);
	if (err)
		load_free_jobs();
	return err;
}

void load_stop(void)
{
	load_jobs_stop();
	load_free_jobs();
}
