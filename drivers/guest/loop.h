/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop.h - the loop device: a disk whose sectors are a file's bytes.
 */
#ifndef LOOP_DRIVER_H
#define LOOP_DRIVER_H

#include <linux/atomic.h>
#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/loop.h>
#include <linux/workqueue.h>

enum {
	Lo_unbound,
	Lo_bound,
	Lo_rundown, /* on the way from bound to unbound */
};

struct loop_device {
	int lo_number;
	atomic_t lo_refcnt; /* openings; changes under loop_ctl_mutex */
	int lo_flags; /* LO_FLAGS_*; written under loop_ctl_mutex */
	int lo_state; /* Lo_*; written under loop_ctl_mutex */
	struct file *lo_backing_file; /* while it is not unbound */
	bool use_dio; /* changes while the queue is frozen */

	/* One thread that serves all requests, or */
	struct kthread_worker worker;
	struct task_struct *worker_task;
	/* a workqueue: reads at the same time, writes one after the other. */
	struct workqueue_struct *wq;
	spinlock_t lo_lock; /* the two below */
	struct list_head write_cmd_head; /* struct loop_cmd.list */
	bool write_started;
	struct work_struct write_work;

	struct request_queue *lo_queue;
	struct blk_mq_tag_set tag_set;
	struct gendisk *lo_disk;
};

struct loop_cmd {
	struct kthread_work work;
	struct work_struct read_work;
	struct list_head list; /* on write_cmd_head */
	bool use_aio; /* the request is served by asynchronous direct I/O */
	atomic_t ref; /* of use_aio: the submission and the completion */
	long ret; /* bytes, or a negative errno */
	struct kiocb iocb;
	struct bio_vec *bvec; /* of a request of several bios, else NULL */
};

/* Openings, states, the table of devices. Taken inside bd_mutex. */
extern struct mutex loop_ctl_mutex;

/* loop_bind.c: what a disk does with its file. */
extern const struct block_device_operations lo_fops;

/* loop_worker.c */
extern const struct blk_mq_ops loop_mq_ops;
/* The thread or the workqueue, while the device is bound. 0 or a negative errno. */
int loop_prepare_queue(struct loop_device *lo);
/* The queue is frozen: waits until the worker has left the last request, too. */
void loop_unprepare_queue(struct loop_device *lo);

/* loop_rw.c: serves a request. True: it completes by itself, and may be gone already; false: it is
 * served, with cmd->ret. */
bool do_req_filebacked(struct loop_device *lo, struct request *rq);
/* blk_mq_ops.complete */
void lo_complete_rq(struct request *rq);

#endif
