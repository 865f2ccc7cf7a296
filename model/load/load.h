/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - the workload inside the guest: tasks that keep bios in flight on one disk.
 *
 * Written as a file system or a benchmark module would be, against the kernel's API alone (what
 * differs by block layer: load_bio.h). What the I/Os are is decided outside (<sim/load.h>).
 */
#ifndef LOAD_H
#define LOAD_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>

#include <sim/load.h>

struct load_job {
	unsigned int number;
	struct task_struct *task;
	struct block_device *bdev;
	unsigned int in_flight; /* the task's own */
	spinlock_t lock; /* done; taken by load_io_ended() in any context */
	struct list_head done; /* struct load_io.node */
	wait_queue_head_t wait;
};

struct load_io {
	struct list_head node;
	struct load_job *job;
	struct sim_load_io what;
	int error;
	unsigned int parts; /* 0 for a flush */
	void *part[]; /* buffers, load_part_bytes() each */
};

/* What sim_load_plan() said. */
extern struct sim_load_plan load_plan;

struct bio;

/* load_io.c: caches for I/Os and their buffers; -ENOMEM if they cannot be made. */
int load_io_init(void);
void load_io_exit(void);
/* Submits the job's next I/O. False if there is none. Task context, may sleep. */
bool load_io_submit(struct load_job *job);
/* The bio of an I/O ended: it is put, and the job hears of it. Any context. */
void load_io_ended(struct load_io *io, struct bio *bio, int error);
/* Looks at what an ended I/O brought and frees it. Task context. */
void load_io_finish(struct load_io *io);

/* load_job.c: a job's task starts on vCPU cpu. */
int load_job_start(struct load_job *job, unsigned int number, struct block_device *bdev,
		   unsigned int cpu);
/* Waits for the task's last I/O and for its end. */
void load_job_stop(struct load_job *job);

/* load_serial.c: a task that reads the disk's serial number. */
int load_serial_start(struct block_device *bdev, unsigned int cpu);
void load_serial_stop(void);

/* load_main.c: what world building calls, from the guest's first task. */
int load_open(const char *disk);
void load_close(void);
int load_start(void);
void load_stop(void);

#endif
