/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk.h - what the files of the block layer share with each other and with nobody else.
 */
#ifndef SIM_KERNEL_BLK_H
#define SIM_KERNEL_BLK_H

#include <linux/blkdev.h>
#include <sim/port.h>

/* ---- events for the rules ------------------------------------------------------------------ */

/* Tells a request, which a driver starts before it ends it, from a bio. */
#define BLK_EVENT_REQUEST (1ULL << 63)

static inline void blk_rq_event(enum sim_event event, struct request *rq)
{
	sim_event(event, rq, rq->__sector, rq->cmd_flags | BLK_EVENT_REQUEST);
}

/* The life of a bio in the block layer begins. */
static inline void blk_bio_event_new(struct bio *bio)
{
	sim_event(SIM_EV_REQUEST_NEW, bio, bio->bi_sector, (u32)bio->bi_rw);
}

/* The driver ends rq; said before rq is touched, so that a second end is seen as what it is. */
static inline void blk_rq_event_end(struct request *rq, int error)
{
	sim_event(SIM_EV_REQUEST_END, rq, (uint64_t)(int64_t)error, 0);
}

/* A request that no driver has served ends: it was merged away, or needed nothing done. */
static inline void blk_rq_event_unserved(struct request *rq, int error)
{
	blk_rq_event(SIM_EV_REQUEST_START, rq);
	blk_rq_event_end(rq, error);
}

/* ---- requests (blk_request.c) -------------------------------------------------------------- */

int blk_init_rl(struct request_list *rl, struct request_queue *q);
void blk_exit_rl(struct request_list *rl);
/* The machine halts: nobody submits any more. */
void blk_free_iocs(void);
/* nr_requests of a new queue: the parameter of the same name. */
unsigned int blk_default_nr_requests(void);
/*
 * A request of the kind rw_flags (REQ_WRITE, REQ_SYNC) says. Called under the queue lock, which is
 * dropped if a request is returned, and still held if not (no memory, or a dead queue).
 */
struct request *blk_alloc_request(struct request_queue *q, int rw_flags, struct bio *bio,
				  gfp_t gfp_mask);
/* Under the queue lock: those who wait for a request look again. */
void blk_wake_allocators(struct request_queue *q);
void blk_rq_bio_prep(struct request_queue *q, struct request *rq, struct bio *bio);

/* ---- ending (blk_end.c) -------------------------------------------------------------------- */

/* Both under the queue lock, if there is a request_fn. Ends a request and its bios for the block
 * layer's own reasons. */
void blk_end_unserved(struct request *rq, int error);
/* Nothing of the request's data is left: calls its end_io, or frees it. */
void blk_finish_request(struct request *rq, int error);

/* ---- merging (blk_merge.c, blk_segments.c) ------------------------------------------------- */

void blk_recalc_rq_segments(struct request *rq);
void blk_recount_segments(struct request_queue *q, struct bio *bio);
bool blk_rq_merge_ok(struct request *rq, struct bio *bio);
int blk_try_merge(struct request *rq, struct bio *bio);
bool bio_attempt_back_merge(struct request_queue *q, struct request *rq, struct bio *bio);
bool bio_attempt_front_merge(struct request_queue *q, struct request *rq, struct bio *bio);
/* rq grew at its end (front): joins it with its neighbour if that fits now. */
bool attempt_back_merge(struct request_queue *q, struct request *rq);
bool attempt_front_merge(struct request_queue *q, struct request *rq);
/* Appends next to rq and frees it, if the two are neighbours of one kind and fit into one. */
bool blk_attempt_req_merge(struct request_queue *q, struct request *rq, struct request *next);

static inline sector_t rq_end_sector(struct request *rq)
{
	return blk_rq_pos(rq) + blk_rq_sectors(rq);
}

/* ---- elevators (elevator*.c) ----------------------------------------------- */

void elv_rqhash_add(struct request_queue *q, struct request *rq);
void elv_rqhash_del(struct request_queue *q, struct request *rq);
void elv_rqhash_reposition(struct request_queue *q, struct request *rq);
/* A mergeable request that ends at sector. */
struct request *elv_rqhash_find(struct request_queue *q, sector_t sector);
/* blk_dev_init() registers them. */
extern struct elevator_type elevator_noop, elevator_deadline;

/* ---- flush (blk_flush.c) ------------------------------------------------------------------- */

/*
 * The state of flush sequences: one for a queue with request_fn, under the queue lock, or one for
 * each hardware queue, under lock.
 */
struct blk_flush_queue {
	spinlock_t lock;
	bool queue_delayed; /* request_fn was held back while a flush ran */
	unsigned int pending_idx;
	unsigned int running_idx;
	unsigned long pending_since; /* jiffies */
	struct list_head queue[2];
	struct list_head data_in_flight;
	struct request *flush_rq;
};

/* Without memory NULL. cmd_size: bytes of the driver's behind flush_rq. Task context. */
struct blk_flush_queue *blk_alloc_flush_queue(unsigned int cmd_size);
void blk_free_flush_queue(struct blk_flush_queue *fq);
/* Takes rq, which wants a flush before or durability behind its data, through its steps. */
void blk_insert_flush(struct request *rq);

static inline bool queue_flush_queueable(struct request_queue *q)
{
	return !q->flush_not_queueable;
}

/* ---- the rest ------------------------------------------------------------------------------ */

/* Waits until nothing that entered the queue is unfinished; all = false: only what the elevator
 * may know. blk_drain.c. Task context. */
void blk_drain_queue(struct request_queue *q, bool all);
/* No further request enters the elevator between the two; what is there is drained first. */
void blk_queue_bypass_start(struct request_queue *q);
void blk_queue_bypass_end(struct request_queue *q);
/* Under the queue lock: a request came or went, whoever drains the queue looks again. */
void blk_drain_wake(struct request_queue *q);

/* The kblockd of a CPU; the first leaves a work alone that is pending already. Any context. */
bool kblockd_queue_delayed_work_on(int cpu, struct delayed_work *dwork, unsigned long delay);
bool kblockd_mod_delayed_work_on(int cpu, struct delayed_work *dwork, unsigned long delay);

/* A request of its own for the bio. */
void blk_init_request_from_bio(struct request *rq, struct bio *bio);
/* Tries the requests that the task has plugged. True if one of them took the bio. *queued counts
 * those of this queue. No lock: the plug is the task's own. */
bool blk_attempt_plug_merge(struct request_queue *q, struct bio *bio, unsigned int *queued);

int bio_init_pools(void);
void bio_exit_pools(void);

#endif
