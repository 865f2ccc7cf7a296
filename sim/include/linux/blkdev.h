/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blkdev.h - request queues: those of the request_fn era (2.6.36 to 3.7), and what blk-mq.h shares.
 *
 * A queue has either a request_fn, called under the queue lock with interrupts off to fetch
 * requests, or a make_request_fn, called in the submitter's context with each bio; a queue set up
 * for requests whose make_request_fn is then replaced serves requests of its own kind
 * (blk_execute_rq()) through request_fn still. Or it has mq_ops (<linux/blk-mq.h>): then the queue
 * lock protects nothing of its requests, and what is said below of request_fn is not for it.
 *
 * "Under the queue lock" means q->queue_lock held and interrupts off. Names beginning with two
 * underscores expect it; their twins take it.
 */
#ifndef _LINUX_BLKDEV_H
#define _LINUX_BLKDEV_H

#include <linux/bio.h>
#include <linux/bitops.h>
#include <linux/blk_types.h>
#include <linux/completion.h>
#include <linux/elevator.h>
#include <linux/fs.h>
#include <linux/genhd.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mempool.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct blk_flush_queue;
struct blk_mq_ctx;
struct blk_mq_hw_ctx;
struct blk_mq_ops;
struct blk_mq_tag_set;
struct blk_plug;
struct module;
struct scatterlist;

#define BLKDEV_MIN_RQ 4
#define BLKDEV_MAX_RQ 128 /* nr_requests of a new queue */
#define BLK_BATCH_REQ 32
#define BLK_MAX_CDB 16
#define BLK_MAX_REQUEST_COUNT 16 /* a plug with so many is flushed */

/* ---- requests ------------------------------------------------------------------------------ */

enum rq_cmd_type_bits {
	REQ_TYPE_FS = 1, /* sectors to or from memory, flush */
	REQ_TYPE_BLOCK_PC, /* a SCSI command in cmd[] */
	REQ_TYPE_SENSE,
	REQ_TYPE_PM_SUSPEND,
	REQ_TYPE_PM_RESUME,
	REQ_TYPE_PM_SHUTDOWN,
	REQ_TYPE_SPECIAL, /* the driver's own */
	REQ_TYPE_ATA_TASKFILE,
	REQ_TYPE_ATA_PC,
};

typedef void(rq_end_io_fn)(struct request *rq, int error);

struct request {
	struct list_head queuelist; /* plug, elevator or dispatch queue */
	struct request_queue *q;
	unsigned int cmd_flags; /* REQ_* */
	enum rq_cmd_type_bits cmd_type;
	int cpu; /* that submitted it, -1 = none */
	unsigned int __data_len; /* bytes left; read with blk_rq_bytes() */
	sector_t __sector; /* read with blk_rq_pos() */
	struct bio *bio; /* first one left */
	struct bio *biotail;
	struct hlist_node hash; /* by end sector, while mergeable */
	struct list_head sort_list; /* the elevator's, by sector */
	unsigned long fifo_time; /* jiffies; the elevator's deadline */
	struct {
		unsigned int seq; /* steps done, REQ_FSEQ_* */
		struct list_head list;
		rq_end_io_fn *saved_end_io;
	} flush;
	struct gendisk *rq_disk;
	unsigned long start_time; /* jiffies */
	unsigned short nr_phys_segments;
	unsigned short ioprio;
	int ref_count; /* under the queue lock */
	void *special; /* the driver's */
	char *buffer; /* where the first segment is mapped */
	int tag;
	int errors;
	unsigned char __cmd[BLK_MAX_CDB];
	unsigned char *cmd;
	unsigned short cmd_len;
	unsigned int extra_len;
	unsigned int sense_len;
	unsigned int resid_len;
	void *sense;
	unsigned int timeout; /* jiffies, 0 = the queue's */
	int retries;
	rq_end_io_fn *end_io; /* called instead of freeing, under the queue lock */
	void *end_io_data;

	/* blk-mq's, from here on; stays valid while the request is free. */
	struct blk_mq_ctx *mq_ctx; /* of the CPU that submitted it */
	struct blk_mq_hw_ctx *mq_hctx;
	unsigned long deadline; /* jiffies */
	unsigned int mq_state;
	refcount_t mq_ref; /* 0: free */
	struct call_single_data csd; /* to the CPU that submitted it */
};

#define list_entry_rq(ptr) list_entry((ptr), struct request, queuelist)
#define rq_data_dir(rq) ((int)((rq)->cmd_flags & REQ_WRITE))
#define req_get_ioprio(req) ((req)->ioprio)
#define blk_queued_rq(rq) (!list_empty(&(rq)->queuelist))

static inline sector_t blk_rq_pos(const struct request *rq)
{
	return rq->__sector;
}

static inline unsigned int blk_rq_bytes(const struct request *rq)
{
	return rq->__data_len;
}

static inline unsigned int blk_rq_sectors(const struct request *rq)
{
	return blk_rq_bytes(rq) >> 9;
}

static inline unsigned int blk_rq_cur_bytes(const struct request *rq)
{
	return rq->bio ? bio_cur_bytes(rq->bio) : 0;
}

static inline unsigned int blk_rq_cur_sectors(const struct request *rq)
{
	return blk_rq_cur_bytes(rq) >> 9;
}

static inline bool rw_is_sync(unsigned int rw_flags)
{
	return !(rw_flags & REQ_WRITE) || (rw_flags & REQ_SYNC);
}

static inline bool rq_is_sync(struct request *rq)
{
	return rw_is_sync(rq->cmd_flags);
}

static inline bool rq_mergeable(struct request *rq)
{
	return rq->cmd_type == REQ_TYPE_FS && !(rq->cmd_flags & REQ_NOMERGE_FLAGS);
}

/* Counted in q->in_flight between blk_start_request() and its end. */
static inline bool blk_account_rq(struct request *rq)
{
	return (rq->cmd_flags & REQ_STARTED) &&
	       (rq->cmd_type == REQ_TYPE_FS || (rq->cmd_flags & REQ_DISCARD));
}

#define __rq_for_each_bio(_bio, rq)                                                                \
	if ((rq)->bio)                                                                             \
		for ((_bio) = (rq)->bio; (_bio); (_bio) = (_bio)->bi_next)
#define for_each_bio(_bio) for (; (_bio); (_bio) = (_bio)->bi_next)

struct req_iterator {
	int i;
	struct bio *bio;
};

#define rq_for_each_segment(bvl, _rq, _iter)                                                       \
	__rq_for_each_bio((_iter).bio, _rq)                                                       \
		bio_for_each_segment(bvl, (_iter).bio, (_iter).i)

/* ---- queues -------------------------------------------------------------------------------- */

typedef void(request_fn_proc)(struct request_queue *q);
typedef void(make_request_fn)(struct request_queue *q, struct bio *bio);
typedef int(prep_rq_fn)(struct request_queue *q, struct request *rq);
typedef void(unprep_rq_fn)(struct request_queue *q, struct request *rq);

/* Answers of a prep_rq_fn. */
#define BLKPREP_OK 0 /* serve it */
#define BLKPREP_KILL 1 /* end it with an error */
#define BLKPREP_DEFER 2 /* leave it at the head, come back later */

enum blk_default_limits {
	BLK_MAX_SEGMENTS = 128,
	BLK_SAFE_MAX_SECTORS = 255,
	BLK_DEF_MAX_SECTORS = 1024,
	BLK_MAX_SEGMENT_SIZE = 65536,
};

#define BLK_SEG_BOUNDARY_MASK 0xFFFFFFFFUL
#define BLK_BOUNCE_HIGH (-1ULL)
#define BLK_BOUNCE_ANY (-1ULL)

struct queue_limits {
	u64 bounce_limit; /* highest address the device reaches */
	unsigned long seg_boundary_mask;
	unsigned int max_hw_sectors;
	unsigned int max_sectors;
	unsigned int max_segment_size; /* bytes */
	unsigned int physical_block_size;
	unsigned int alignment_offset;
	unsigned int io_min;
	unsigned int io_opt;
	unsigned int max_discard_sectors;
	unsigned short logical_block_size;
	unsigned short max_segments;
	bool misaligned;
	bool cluster; /* contiguous pieces count as one segment */
};

/* Limit of requests; index 0 async, 1 sync. Under the queue lock. */
struct request_list {
	struct request_queue *q;
	int count[2];
	int starved[2]; /* an allocation failed with none of its kind left to wake it */
	mempool_t *rq_pool;
	wait_queue_head_t wait[2];
	bool full[2];
};

struct request_queue {
	struct list_head queue_head; /* dispatch queue: what the driver sees next */
	struct request *last_merge;
	struct elevator_queue *elevator;
	int nr_rqs[2]; /* allocated */
	int nr_rqs_elvpriv;
	struct request_list root_rl;

	request_fn_proc *request_fn;
	make_request_fn *make_request_fn;
	prep_rq_fn *prep_rq_fn;
	unprep_rq_fn *unprep_rq_fn;

	sector_t end_sector; /* dispatch order: the boundary of elv_dispatch_sort() */
	struct request *boundary_rq;
	struct delayed_work delay_work; /* runs the queue from kblockd */
	void *queuedata; /* the driver's */
	unsigned long queue_flags; /* QUEUE_FLAG_* */
	int id;
	spinlock_t __queue_lock;
	spinlock_t *queue_lock; /* the driver's lock, or __queue_lock */
	struct kref kref;
	unsigned long nr_requests; /* allocations of a kind beyond it wait */
	unsigned int nr_batching;
	unsigned int nr_sorted; /* in the elevator */
	unsigned int in_flight[2]; /* started, not ended */
	wait_queue_head_t drain_wait; /* blk_cleanup_queue(), elevator_change() */
	int bypass_depth;
	unsigned int dma_alignment;
	struct queue_limits limits;
	struct mutex sysfs_lock;

	unsigned int flush_flags; /* REQ_FLUSH: has a volatile cache; REQ_FUA: writes through it */
	bool flush_not_queueable;
	struct blk_flush_queue *fq; /* NULL if requests do not come through request_fn */

	/* blk-mq's. */
	const struct blk_mq_ops *mq_ops;
	struct blk_mq_ctx *queue_ctx; /* of each CPU */
	struct blk_mq_hw_ctx **queue_hw_ctx;
	unsigned int nr_hw_queues;
	unsigned int rq_timeout; /* jiffies */
	struct blk_mq_tag_set *tag_set;
	atomic_t mq_usage; /* requests, and who is about to get one */
	atomic_t mq_freeze_depth; /* above 0: nobody gets one */
	wait_queue_head_t mq_freeze_wq; /* for the one or the other to become 0 */
	spinlock_t requeue_lock;
	struct list_head requeue_list;
	struct delayed_work requeue_work;
	struct sim_timer timeout_timer;
	struct work_struct timeout_work;
};

/* Bit numbers in queue_flags. */
enum {
	QUEUE_FLAG_STOPPED = 2, /* request_fn is not called */
	QUEUE_FLAG_SAME_COMP = 4, /* a request completes on the CPU that submitted it */
	QUEUE_FLAG_DEAD = 5, /* no allocation succeeds any more */
	QUEUE_FLAG_REENTER = 6, /* request_fn runs (only with blk_reenter_guard) */
	QUEUE_FLAG_BYPASS = 8, /* the elevator is left out */
	QUEUE_FLAG_NOMERGES = 10,
	QUEUE_FLAG_NONROT = 12,
	QUEUE_FLAG_VIRT = QUEUE_FLAG_NONROT,
	QUEUE_FLAG_DISCARD = 14,
	QUEUE_FLAG_NOXMERGES = 15, /* only the one-hit cache is tried */
	QUEUE_FLAG_QUIESCED = 24, /* queue_rq() is not called */
};

#define blk_queue_stopped(q) test_bit(QUEUE_FLAG_STOPPED, &(q)->queue_flags)
#define blk_queue_dead(q) test_bit(QUEUE_FLAG_DEAD, &(q)->queue_flags)
#define blk_queue_bypass(q) test_bit(QUEUE_FLAG_BYPASS, &(q)->queue_flags)
#define blk_queue_nomerges(q) test_bit(QUEUE_FLAG_NOMERGES, &(q)->queue_flags)
#define blk_queue_noxmerges(q) test_bit(QUEUE_FLAG_NOXMERGES, &(q)->queue_flags)
#define blk_queue_nonrot(q) test_bit(QUEUE_FLAG_NONROT, &(q)->queue_flags)
#define blk_queue_discard(q) test_bit(QUEUE_FLAG_DISCARD, &(q)->queue_flags)
#define blk_queue_quiesced(q) test_bit(QUEUE_FLAG_QUIESCED, &(q)->queue_flags)
#define blk_queue_cluster(q) ((q)->limits.cluster)

/* Under the queue lock; readers may test without it. */
static inline void queue_flag_set(unsigned int flag, struct request_queue *q)
{
	set_bit(flag, &q->queue_flags);
}

static inline void queue_flag_clear(unsigned int flag, struct request_queue *q)
{
	clear_bit(flag, &q->queue_flags);
}

/* While nobody else knows the queue. */
#define queue_flag_set_unlocked(flag, q) queue_flag_set(flag, q)
#define queue_flag_clear_unlocked(flag, q) queue_flag_clear(flag, q)

static inline struct request_queue *bdev_get_queue(struct block_device *bdev)
{
	return bdev->bd_disk->queue;
}

/* ---- life of a queue (task context) -------------------------------------------------------- */

/* For a driver with a make_request_fn only. One reference; NULL without memory. */
struct request_queue *blk_alloc_queue(gfp_t gfp_mask);
/*
 * A queue whose requests rfn fetches. lock is the driver's own, or NULL for one inside the queue,
 * which is what a driver should take whose users may hold the disk open longer than it lives.
 */
struct request_queue *blk_init_queue(request_fn_proc *rfn, spinlock_t *lock);
struct request_queue *blk_init_allocated_queue(struct request_queue *q, request_fn_proc *rfn,
					       spinlock_t *lock);
/* Replaces what happens to a bio, and resets the limits to their defaults. */
void blk_queue_make_request(struct request_queue *q, make_request_fn *mfn);
/*
 * Ends a queue: marks it dead, runs it until all its requests have ended, stops its work, gives up
 * a driver's lock and drops a reference. Sleeps as long as a request is unfinished. It knows
 * nothing of bios given to a make_request_fn.
 */
void blk_cleanup_queue(struct request_queue *q);
/* References. Getting fails (false) on a dead queue. The last put frees: task context. */
bool blk_get_queue(struct request_queue *q);
void blk_put_queue(struct request_queue *q);
/* Changes the limit of requests and wakes whom it sets free; at least BLKDEV_MIN_RQ. Of a queue with
 * mq_ops: of each hardware queue, at most its tags; -EINVAL otherwise. */
int blk_update_nr_requests(struct request_queue *q, unsigned int nr);

/* ---- running a queue ----------------------------------------------------------------------- */

/* Under the queue lock: calls request_fn unless the queue is stopped. */
void __blk_run_queue(struct request_queue *q);
void blk_run_queue(struct request_queue *q);
/* From kblockd, soon; any context. */
void blk_run_queue_async(struct request_queue *q);
/* From kblockd after msecs. Any context. */
void blk_delay_queue(struct request_queue *q, unsigned long msecs);
/* Under the queue lock: lets request_fn be called again, and calls it. */
void blk_start_queue(struct request_queue *q);
/* Under the queue lock: request_fn is not called until blk_start_queue(). What runs, runs on. */
void blk_stop_queue(struct request_queue *q);
/* Waits for a delayed run of the queue and cancels it. Not under the queue lock; other callers may
 * still run it. */
void blk_sync_queue(struct request_queue *q);
int kblockd_schedule_work(struct request_queue *q, struct work_struct *work);
int kblockd_schedule_delayed_work(struct request_queue *q, struct delayed_work *dwork,
				  unsigned long delay);

/* ---- a driver fetching and ending requests ------------------------------------------------- */

/* Under the queue lock: the next request, which stays at the head of the queue; or NULL. */
struct request *blk_peek_request(struct request_queue *q);
/* Under the queue lock: takes the peeked request off the queue; it is the driver's now. */
void blk_start_request(struct request *rq);
/* Both in one. */
struct request *blk_fetch_request(struct request_queue *q);
/* Under the queue lock: a started request goes back to the head. */
void blk_requeue_request(struct request_queue *q, struct request *rq);

/*
 * Ends bytes of a request, with error 0 or a negative errno. True: something is left, false: it
 * has ended and may be gone. The _all forms end what is left. blk_update_request() ends bios but
 * never the request.
 */
bool blk_update_request(struct request *rq, int error, unsigned int nr_bytes);
bool __blk_end_request(struct request *rq, int error, unsigned int nr_bytes);
bool blk_end_request(struct request *rq, int error, unsigned int nr_bytes);
void __blk_end_request_all(struct request *rq, int error);
void blk_end_request_all(struct request *rq, int error);
bool __blk_end_request_cur(struct request *rq, int error);
bool blk_end_request_cur(struct request *rq, int error);
void blk_unprep_request(struct request *rq);
void blk_dump_rq_flags(struct request *rq, char *msg);

/*
 * Fills sglist with the request's (bio's) memory, contiguous pieces joined as far as the limits
 * allow; returns the entries used. The caller's table has room for nr_phys_segments. The last
 * entry gets the end mark.
 */
int blk_rq_map_sg(struct request_queue *q, struct request *rq, struct scatterlist *sglist);
int blk_bio_map_sg(struct request_queue *q, struct bio *bio, struct scatterlist *sglist);

/* ---- requests of one's own (task context) -------------------------------------------------- */

/* rw is READ or WRITE. With __GFP_WAIT sleeps for a free request; NULL on a dead queue. */
struct request *blk_get_request(struct request_queue *q, int rw, gfp_t gfp_mask);
/* A request, whose cmd_type the caller sets, over a chain of bios; ERR_PTR(). */
struct request *blk_make_request(struct request_queue *q, struct bio *bio, gfp_t gfp_mask);
void blk_put_request(struct request *rq);
/* Under the queue lock. */
void __blk_put_request(struct request_queue *q, struct request *rq);
void blk_rq_set_block_pc(struct request *rq);
int blk_rq_append_bio(struct request_queue *q, struct request *rq, struct bio *bio);
int blk_rq_map_kern(struct request_queue *q, struct request *rq, void *kbuf, unsigned int len,
		    gfp_t gfp_mask);
void blk_rq_init(struct request_queue *q, struct request *rq);
/*
 * Queues a request, at the head or the tail, and (first form) waits for its end: 0, or -EIO if
 * rq->errors is set. done is called under the queue lock, in any context.
 */
int blk_execute_rq(struct request_queue *q, struct gendisk *bd_disk, struct request *rq,
		   int at_head);
void blk_execute_rq_nowait(struct request_queue *q, struct gendisk *bd_disk, struct request *rq,
			   int at_head, rq_end_io_fn *done);

/* ---- submitting ---------------------------------------------------------------------------- */

/*
 * Gives a bio to its queue. A call from within a make_request_fn only lists the bio; the outermost
 * call of the task works the list off, so stacking drivers use no stack.
 */
void generic_make_request(struct bio *bio);
/* The make_request_fn of queues with a request_fn: merge, or wait for a request and queue it. */
void blk_queue_bio(struct request_queue *q, struct bio *bio);
/* Sends an empty flush and waits; *error_sector is left alone. 0 or a negative errno. */
int blkdev_issue_flush(struct block_device *bdev, gfp_t gfp_mask, sector_t *error_sector);
/* The sectors are no longer needed. Waits. 0, -EOPNOTSUPP, or what the device answers. */
int blkdev_issue_discard(struct block_device *bdev, sector_t sector, sector_t nr_sects,
			 gfp_t gfp_mask, unsigned long flags);

/*
 * Between the two calls a task's requests gather in its plug; they go to their queues when it
 * finishes, when there are BLK_MAX_REQUEST_COUNT of them, and when the task sleeps.
 */
struct blk_plug {
	unsigned long magic; /* detects a plug that was never started */
	struct list_head list; /* requests */
	struct list_head mq_list; /* those of queues with mq_ops */
	struct list_head cb_list; /* struct blk_plug_cb */
	unsigned int should_sort; /* requests of several queues */
};

struct blk_plug_cb {
	struct list_head list;
	void (*callback)(struct blk_plug_cb *cb, bool from_schedule);
	void *data;
};

void blk_start_plug(struct blk_plug *plug);
void blk_finish_plug(struct blk_plug *plug);
void blk_flush_plug_list(struct blk_plug *plug, bool from_schedule);
/* Called by schedule() when the task is about to sleep; requests go out through kblockd. */
void blk_schedule_flush_plug(struct task_struct *tsk);
/* Called by io_schedule(). */
void blk_flush_plug(struct task_struct *tsk);
bool blk_needs_flush_plug(struct task_struct *tsk);

/* ---- limits (before the queue is used) ----------------------------------------------------- */

void blk_queue_bounce_limit(struct request_queue *q, u64 max_addr);
void blk_queue_max_hw_sectors(struct request_queue *q, unsigned int max_hw_sectors);
void blk_queue_max_segments(struct request_queue *q, unsigned short max_segments);
void blk_queue_max_segment_size(struct request_queue *q, unsigned int max_size_bytes);
void blk_queue_segment_boundary(struct request_queue *q, unsigned long mask);
void blk_queue_logical_block_size(struct request_queue *q, unsigned short size_bytes);
void blk_queue_physical_block_size(struct request_queue *q, unsigned int size_bytes);
void blk_queue_alignment_offset(struct request_queue *q, unsigned int offset_bytes);
void blk_queue_io_min(struct request_queue *q, unsigned int min_bytes);
void blk_queue_io_opt(struct request_queue *q, unsigned int opt_bytes);
void blk_queue_dma_alignment(struct request_queue *q, int mask);
void blk_queue_prep_rq(struct request_queue *q, prep_rq_fn *pfn);
void blk_queue_unprep_rq(struct request_queue *q, unprep_rq_fn *ufn);
void blk_queue_max_discard_sectors(struct request_queue *q, unsigned int max_discard_sectors);
void blk_set_default_limits(struct queue_limits *lim);
void blk_set_stacking_limits(struct queue_limits *lim);
/* flush: 0, REQ_FLUSH or REQ_FLUSH | REQ_FUA. May change while the queue is used. */
void blk_queue_flush(struct request_queue *q, unsigned int flush);
/* The device takes no other command while it flushes. */
void blk_queue_flush_queueable(struct request_queue *q, bool queueable);

/* The interface of 2.6.36 for what blk_queue_flush() says since. */
enum {
	QUEUE_ORDERED_NONE,
	QUEUE_ORDERED_DRAIN, /* no volatile cache */
	QUEUE_ORDERED_DRAIN_FLUSH,
	QUEUE_ORDERED_DRAIN_FUA,
	QUEUE_ORDERED_TAG,
};
int blk_queue_ordered(struct request_queue *q, unsigned int ordered);

#define queue_max_hw_sectors(q) ((q)->limits.max_hw_sectors)
#define queue_max_sectors(q) ((q)->limits.max_sectors)
#define queue_max_segments(q) ((q)->limits.max_segments)
#define queue_max_segment_size(q) ((q)->limits.max_segment_size)
#define queue_segment_boundary(q) ((q)->limits.seg_boundary_mask)
#define queue_logical_block_size(q) ((q)->limits.logical_block_size)
#define queue_physical_block_size(q) ((q)->limits.physical_block_size)
#define queue_alignment_offset(q) ((q)->limits.alignment_offset)
#define queue_io_min(q) ((q)->limits.io_min)
#define queue_io_opt(q) ((q)->limits.io_opt)
#define queue_dma_alignment(q) ((q)->dma_alignment)
#define bdev_logical_block_size(bdev) queue_logical_block_size(bdev_get_queue(bdev))

/* ---- driver operations of a disk ----------------------------------------------------------- */

struct hd_geometry;

struct block_device_operations {
	int (*open)(struct block_device *bdev, fmode_t mode); /* under bd_mutex */
	int (*release)(struct gendisk *disk, fmode_t mode);
	int (*ioctl)(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg);
	int (*compat_ioctl)(struct block_device *bdev, fmode_t mode, unsigned int cmd,
			    unsigned long arg);
	int (*revalidate_disk)(struct gendisk *disk);
	int (*getgeo)(struct block_device *bdev, struct hd_geometry *geo);
	struct module *owner;
};

/* Passes an ioctl to the driver: -ENOTTY if it has none. Task context. */
int __blkdev_driver_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd,
			  unsigned long arg);
/* SCSI commands of an ioctl caller: -ENOTTY, as nobody here issues one. */
int scsi_cmd_ioctl(struct request_queue *q, struct gendisk *disk, fmode_t mode, unsigned int cmd,
		   void __user *arg);
int scsi_cmd_blk_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, void __user *arg);

#endif
