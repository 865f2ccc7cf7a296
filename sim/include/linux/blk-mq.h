/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk-mq.h - request queues with several hardware queues (3.13 on).
 *
 * One API out of the releases 3.17 to 5.0: queue_rq() gets its request with the word whether more
 * follow (3.19) and answers BLK_MQ_RQ_QUEUE_* (until 4.12); the driver starts each request itself
 * (3.17); errors are negative errno (until 4.12); commit_rqs() (5.0); what a busy device means for
 * the next run is the driver's to say (BLK_MQ_RQ_QUEUE_DEV_BUSY, BLK_STS_DEV_RESOURCE in 4.16).
 *
 * The way of a bio: it becomes a request with a tag of the hardware queue that serves the submitting
 * CPU, waits in the task's plug, and goes straight to queue_rq(); if the device is busy, the queue
 * stopped or the queue quiesced, the request is listed, in its CPU's software queue or in the
 * hardware queue's dispatch list, and a later run of the hardware queue takes it from there.
 *
 * There are no elevators here: a request's tag is also the driver's from the beginning.
 */
#ifndef _LINUX_BLK_MQ_H
#define _LINUX_BLK_MQ_H

#include <linux/blkdev.h>
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/threads.h>
#include <linux/workqueue.h>

struct blk_flush_queue;
struct blk_mq_ctx;
struct blk_mq_tags;
struct blk_mq_tag_set;

/* Where a driver takes requests: usually one ring of the device. */
struct blk_mq_hw_ctx {
	struct {
		spinlock_t lock;
		struct list_head dispatch; /* requests that the driver could not take, first come */
		unsigned long state; /* bits BLK_MQ_S_* */
	} ____cacheline_aligned_in_smp;

	struct delayed_work run_work; /* runs the queue from kblockd on one of its CPUs */
	cpumask_t cpumask; /* CPUs whose requests come here */
	int next_cpu; /* that run_work takes next */
	struct request_queue *queue;
	struct blk_flush_queue *fq;
	void *driver_data; /* init_hctx()'s */
	unsigned long ctx_map; /* bit n: ctxs[n] may hold requests */
	struct blk_mq_ctx *ctxs[NR_CPUS];
	unsigned int nr_ctx;
	struct blk_mq_tags *tags;
	unsigned int queue_num;
	int numa_node;
};

/* Bit numbers in blk_mq_hw_ctx.state. */
enum {
	BLK_MQ_S_STOPPED = 0, /* queue_rq() is not called */
};

struct blk_mq_queue_data {
	struct request *rq;
	bool last; /* no other follows at once; commit_rqs() is called if that turns out wrong */
};

/* Answers of queue_rq(). */
#define BLK_MQ_RQ_QUEUE_OK 0 /* the device has it */
#define BLK_MQ_RQ_QUEUE_BUSY 1 /* something was short: comes again after BLK_MQ_BUSY_DELAY_MS */
#define BLK_MQ_RQ_QUEUE_ERROR 2 /* ends with -EIO */
#define BLK_MQ_RQ_QUEUE_DEV_BUSY 3 /* the driver has stopped the queue and starts it again */

#define BLK_MQ_BUSY_DELAY_MS 3

/* Answers of timeout(). */
enum blk_eh_timer_return {
	BLK_EH_DONE, /* the driver has ended the request, or will */
	BLK_EH_NOT_HANDLED = BLK_EH_DONE, /* its name until 4.18 */
	BLK_EH_HANDLED, /* blk-mq completes it, unless the driver has meanwhile */
	BLK_EH_RESET_TIMER, /* it may take as long once more */
};

/*
 * queue_rq: gives one request to the device. The driver calls blk_mq_start_request() before the
 *	device can see it; completion may come before this returns. With preemption on, interrupts
 *	on or off, in task context; several CPUs may be in it at once, for one hardware queue even.
 * commit_rqs: the last queue_rq() said that more follow, and none does: tell the device. Optional.
 * complete: ends the request, on the CPU that submitted it; in hardirq context if that is another
 *	than the caller of blk_mq_complete_request(). Without it the request ends at once.
 * timeout: the request has been with the driver for its timeout; task context. Optional: without
 *	it no time is kept.
 * init_request, exit_request: once for each request of a tag set, whose memory behind struct request
 *	(cmd_size bytes, zeroed) is the driver's; 0 or a negative errno. Optional.
 * init_hctx, exit_hctx: once for each hardware queue. Optional.
 * map_queues: fills set->mq_map with a queue's number for each CPU. Optional.
 */
struct blk_mq_ops {
	int (*queue_rq)(struct blk_mq_hw_ctx *hctx, const struct blk_mq_queue_data *bd);
	void (*commit_rqs)(struct blk_mq_hw_ctx *hctx);
	void (*complete)(struct request *rq);
	enum blk_eh_timer_return (*timeout)(struct request *rq, bool reserved);
	int (*init_request)(struct blk_mq_tag_set *set, struct request *rq, unsigned int hctx_idx,
			    unsigned int numa_node);
	void (*exit_request)(struct blk_mq_tag_set *set, struct request *rq, unsigned int hctx_idx);
	int (*init_hctx)(struct blk_mq_hw_ctx *hctx, void *driver_data, unsigned int hctx_idx);
	void (*exit_hctx)(struct blk_mq_hw_ctx *hctx, unsigned int hctx_idx);
	int (*map_queues)(struct blk_mq_tag_set *set);
};

#define BLK_MQ_F_SHOULD_MERGE (1 << 0) /* bios may join requests that wait in a software queue */
#define BLK_MQ_F_SG_MERGE (1 << 2) /* no meaning of its own any more: pieces always join */
#define BLK_MQ_MAX_DEPTH 1024

/* What the driver says about its device's queues; lives as long as any queue made from it. */
struct blk_mq_tag_set {
	const struct blk_mq_ops *ops;
	unsigned int mq_map[NR_CPUS]; /* blk_mq_alloc_tag_set() fills it */
	unsigned int nr_hw_queues;
	unsigned int queue_depth; /* tags of each hardware queue */
	unsigned int cmd_size; /* bytes of the driver's behind each request */
	int numa_node;
	unsigned int timeout; /* jiffies; 0 = 30 s */
	unsigned int flags; /* BLK_MQ_F_* */
	void *driver_data;
	struct blk_mq_tags **tags;
};

static inline void *blk_mq_rq_to_pdu(struct request *rq)
{
	return rq + 1;
}

static inline struct request *blk_mq_rq_from_pdu(void *pdu)
{
	return (struct request *)pdu - 1;
}

#define queue_for_each_hw_ctx(q, hctx, i)                                                          \
	for ((i) = 0; (i) < (q)->nr_hw_queues && ((hctx) = (q)->queue_hw_ctx[i], true); (i)++)

/* ---- life (task context) ------------------------------------------------------------------- */

/* 0, -EINVAL for a set that makes no sense, -ENOMEM; or what init_request() returned. */
int blk_mq_alloc_tag_set(struct blk_mq_tag_set *set);
/* After all queues made from it are cleaned up. */
void blk_mq_free_tag_set(struct blk_mq_tag_set *set);
/* The default of map_queues(): CPUs are spread over the queues in turn. */
int blk_mq_map_queues(struct blk_mq_tag_set *set);
/* ERR_PTR(). Ended by blk_cleanup_queue(), which waits until no request is left. */
struct request_queue *blk_mq_init_queue(struct blk_mq_tag_set *set);

/* ---- requests ------------------------------------------------------------------------------ */

#define BLK_MQ_REQ_NOWAIT (1 << 0) /* -EWOULDBLOCK rather than sleep */

/* ERR_PTR(): -ENODEV on a dead queue. Sleeps for a tag, and while the queue is frozen. */
struct request *blk_mq_alloc_request(struct request_queue *q, int rw, unsigned int flags);
/* One that never went to the driver, or has ended with an end_io of its own. Any context. */
void blk_mq_free_request(struct request *rq);

/* queue_rq(): from here on the request can complete, and time out. */
void blk_mq_start_request(struct request *rq);
/* Whether it was started and has neither completed nor been put back. A hint. */
bool blk_mq_request_started(struct request *rq);
/*
 * The device is done with it: goes on in complete() on the CPU that submitted it. Any context. A
 * request that its timeout has completed is left alone.
 */
void blk_mq_complete_request(struct request *rq);
/* Ends a started request and frees it, or calls its end_io. Any context. */
void blk_mq_end_request(struct request *rq, int error);
/* The same when blk_update_request() has ended all its bytes. */
void __blk_mq_end_request(struct request *rq, int error);
/*
 * A started request goes back, to be issued again before all others: at once if kick says so, else
 * when blk_mq_kick_requeue_list() is called. Any context.
 */
void blk_mq_requeue_request(struct request *rq, bool kick_requeue_list);
void blk_mq_kick_requeue_list(struct request_queue *q);
void blk_mq_delay_kick_requeue_list(struct request_queue *q, unsigned long msecs);

/* ---- running, stopping (any context unless said otherwise) ---------------------------------- */

/* Gives the driver what waits; async: from kblockd. Not async, on a CPU of the queue: at once. */
void blk_mq_run_hw_queue(struct blk_mq_hw_ctx *hctx, bool async);
void blk_mq_run_hw_queues(struct request_queue *q, bool async);
void blk_mq_delay_run_hw_queue(struct blk_mq_hw_ctx *hctx, unsigned long msecs);
/*
 * queue_rq() is not called any more once those have returned that are in it now; for which nobody
 * waits. Called under the lock that also covers the start, so that the two keep their order.
 */
void blk_mq_stop_hw_queue(struct blk_mq_hw_ctx *hctx);
void blk_mq_stop_hw_queues(struct request_queue *q);
/* Both also run the queue. The start of those that are stopped leaves the others alone. */
void blk_mq_start_hw_queue(struct blk_mq_hw_ctx *hctx);
void blk_mq_start_hw_queues(struct request_queue *q);
void blk_mq_start_stopped_hw_queue(struct blk_mq_hw_ctx *hctx, bool async);
void blk_mq_start_stopped_hw_queues(struct request_queue *q, bool async);
bool blk_mq_queue_stopped(struct request_queue *q);

/* Between the two no queue_rq() begins; the first (task context) waits for those that run. Requests
 * wait in their lists, completions go on. */
void blk_mq_quiesce_queue(struct request_queue *q);
void blk_mq_quiesce_queue_nowait(struct request_queue *q);
void blk_mq_unquiesce_queue(struct request_queue *q);
/* Between the two (task context) the queue has no request at all: who wants one sleeps. The first
 * waits until all have ended. Nested. */
void blk_mq_freeze_queue(struct request_queue *q);
void blk_mq_unfreeze_queue(struct request_queue *q);
/* The first in two steps, for who has several queues. */
void blk_freeze_queue_start(struct request_queue *q);
void blk_mq_freeze_queue_wait(struct request_queue *q);

#endif
