/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * block.h - the block layer's trace points, where the simulator's rules listen: what a bio and a
 * request go through (sim/check/request.h).
 *
 * Stands in for the kernel's header of this name, whose trace points record into a buffer. A bio
 * lives from its submission to bio_endio(); a request is given to its driver (issue), taken back
 * (requeue) or completed. A request is reused by its tag, so each issue begins a new life. A step
 * of a flush sequence completes its request without ending it (RQF_FLUSH_SEQ); the flush itself is a
 * request of the queue's own, which ends each time.
 */
#ifndef _VQSIM_TRACE_BLOCK_H
#define _VQSIM_TRACE_BLOCK_H

#include <linux/blk-mq.h>
#include <linux/tracepoint.h>

#include <asm/port.h>

struct buffer_head;
bool is_flush_rq(struct request *req);

static inline void trace_block_bio_queue(struct bio *bio)
{
	sim_event(SIM_EV_REQUEST_NEW, bio, bio->bi_iter.bi_sector, bio_op(bio));
}

/* The front part goes its own way. */
static inline void trace_block_split(struct bio *bio, unsigned int new_sector)
{
	sim_event(SIM_EV_REQUEST_NEW, bio, bio->bi_iter.bi_sector, bio_op(bio));
}

static inline void trace_block_bio_complete(struct request_queue *q, struct bio *bio)
{
	sim_event(SIM_EV_REQUEST_END, bio, bio->bi_status, 0);
}

static inline void trace_block_rq_issue(struct request *rq)
{
	sim_event(SIM_EV_REQUEST_NEW, rq, blk_rq_pos(rq), req_op(rq));
	sim_event(SIM_EV_REQUEST_START, rq, blk_rq_pos(rq), req_op(rq));
}

static inline void trace_block_rq_insert(struct request *rq)
{
	sim_event(SIM_EV_REQUEST_INSERT, rq, blk_rq_pos(rq), 0);
}

/* What is taken back is issued anew, or ended by the block layer; unless the driver has refused it
 * before it was issued at all. */
static inline void trace_block_rq_requeue(struct request *rq)
{
	if (data_race(rq->state) != MQ_RQ_IDLE)
		sim_event(SIM_EV_REQUEST_REQUEUE, rq, 0, SIM_REQUEST_LIFE_OVER);
}

/* The bios that are covered end here: the block layer takes the flag off before bio_endio(). */
static inline void vqsim_trace_bios_complete(struct request *rq, unsigned int bytes_left)
{
	struct bio *bio;

	for (bio = rq->bio; bio && bio->bi_iter.bi_size <= bytes_left; bio = bio->bi_next) {
		bytes_left -= bio->bi_iter.bi_size;
		if (bio_flagged(bio, BIO_TRACE_COMPLETION))
			sim_event(SIM_EV_REQUEST_END, bio, bio->bi_status, 0);
	}
}

/* A request that was never issued, a flush without data for instance, has no life to end. */
static inline void trace_block_rq_complete(struct request *rq, blk_status_t error,
					   unsigned int nr_bytes)
{
	vqsim_trace_bios_complete(rq, nr_bytes);
	if (data_race(rq->state) != MQ_RQ_IDLE && nr_bytes >= blk_rq_bytes(rq) &&
	    (!(rq->rq_flags & RQF_FLUSH_SEQ) || is_flush_rq(rq)))
		sim_event(SIM_EV_REQUEST_END, rq, error, 0);
}

#define VQSIM_QUIET_TRACE_POINT(name, ...)                                                         \
	static inline void trace_block_##name(__VA_ARGS__)                                         \
	{                                                                                          \
	}

VQSIM_QUIET_TRACE_POINT(touch_buffer, struct buffer_head *bh)
VQSIM_QUIET_TRACE_POINT(dirty_buffer, struct buffer_head *bh)
VQSIM_QUIET_TRACE_POINT(rq_error, struct request *rq, blk_status_t error, unsigned int nr_bytes)
VQSIM_QUIET_TRACE_POINT(rq_merge, struct request *rq)
VQSIM_QUIET_TRACE_POINT(rq_remap, struct request *rq, dev_t dev, sector_t from)
VQSIM_QUIET_TRACE_POINT(io_start, struct request *rq)
VQSIM_QUIET_TRACE_POINT(io_done, struct request *rq)
VQSIM_QUIET_TRACE_POINT(bio_bounce, struct bio *bio)
VQSIM_QUIET_TRACE_POINT(bio_backmerge, struct bio *bio)
VQSIM_QUIET_TRACE_POINT(bio_frontmerge, struct bio *bio)
VQSIM_QUIET_TRACE_POINT(bio_remap, struct bio *bio, dev_t dev, sector_t from)
VQSIM_QUIET_TRACE_POINT(getrq, struct bio *bio)
VQSIM_QUIET_TRACE_POINT(plug, struct request_queue *q)
VQSIM_QUIET_TRACE_POINT(unplug, struct request_queue *q, unsigned int depth, bool explicit)

#undef VQSIM_QUIET_TRACE_POINT

#endif
