/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_blk_mq.c - blk-mq under a driver that does what the test tells it.
 *
 * Two hardware queues on two CPUs. The driver holds what it is given; a timer on CPU 0 completes it,
 * oldest first, unless the test keeps it to itself.
 */
#include <linux/blk-mq.h>
#include <linux/kthread.h>

#include "blk_test_disk.h"

#define TAGS 4

struct mq_disk {
	struct test_disk base; /* disk, bdev */
	struct blk_mq_tag_set set;
	struct request_queue *q;
	struct timer_list timer;
	spinlock_t lock;
	struct list_head held;
	struct blk_mq_hw_ctx *stopped; /* for want of room */
	unsigned int held_count, slots;
	unsigned int issued, ended, commits;
	unsigned int busy; /* so many times more BUSY is the answer */
	bool refuse; /* the answer is ERROR */
	bool manual; /* no timer */
	enum blk_eh_timer_return on_timeout;
	unsigned int inits, fail_at; /* init_request calls; the one that fails */
	bool fail_hctx;
};

/* The driver's part of a request. */
struct mq_pdu {
	u64 mark;
};

#define MARK 0x6d61726bULL

static int mq_queue_rq(struct blk_mq_hw_ctx *hctx, const struct blk_mq_queue_data *bd)
{
	struct mq_disk *disk = hctx->queue->queuedata;
	struct mq_pdu *pdu = blk_mq_rq_to_pdu(bd->rq);
	unsigned long flags;

	BUG_ON(pdu->mark != MARK || blk_mq_rq_from_pdu(pdu) != bd->rq);
	BUG_ON(bd->rq->mq_hctx != hctx || blk_mq_request_started(bd->rq));
	blk_mq_start_request(bd->rq);
	spin_lock_irqsave(&disk->lock, flags);
	if (disk->refuse || disk->busy) {
		int ret = disk->refuse ? BLK_MQ_RQ_QUEUE_ERROR : BLK_MQ_RQ_QUEUE_BUSY;

		disk->busy -= disk->busy > 0;
		spin_unlock_irqrestore(&disk->lock, flags);
		return ret;
	}
	if (disk->held_count == disk->slots) {
		blk_mq_stop_hw_queue(hctx);
		spin_unlock_irqrestore(&disk->lock, flags);
		return BLK_MQ_RQ_QUEUE_DEV_BUSY;
	}
	disk->issued++;
	disk->held_count++;
	list_add_tail(&bd->rq->queuelist, &disk->held);
	if (!disk->manual)
		mod_timer(&disk->timer, jiffies + 1);
	spin_unlock_irqrestore(&disk->lock, flags);
	return BLK_MQ_RQ_QUEUE_OK;
}

static void mq_commit_rqs(struct blk_mq_hw_ctx *hctx)
{
	struct mq_disk *disk = hctx->queue->queuedata;
	unsigned long flags;

	spin_lock_irqsave(&disk->lock, flags);
	disk->commits++;
	spin_unlock_irqrestore(&disk->lock, flags);
}

static struct request *mq_take(struct mq_disk *disk)
{
	struct request *rq = NULL;
	unsigned long flags;

	spin_lock_irqsave(&disk->lock, flags);
	if (!list_empty(&disk->held)) {
		rq = list_entry_rq(disk->held.next);
		list_del_init(&rq->queuelist);
		disk->held_count--;
	}
	spin_unlock_irqrestore(&disk->lock, flags);
	return rq;
}

static void mq_complete_one(struct mq_disk *disk)
{
	struct request *rq = mq_take(disk);
	unsigned long flags;

	if (rq)
		blk_mq_complete_request(rq);
	spin_lock_irqsave(&disk->lock, flags);
	blk_mq_start_stopped_hw_queues(disk->q, true);
	spin_unlock_irqrestore(&disk->lock, flags);
}

static void mq_timer(struct timer_list *timer)
{
	struct mq_disk *disk = from_timer(disk, timer, timer);
	unsigned long flags;

	mq_complete_one(disk);
	spin_lock_irqsave(&disk->lock, flags);
	if (disk->held_count && !disk->manual)
		mod_timer(&disk->timer, jiffies + 1);
	spin_unlock_irqrestore(&disk->lock, flags);
}

/* A request ends where it was submitted. */
static void mq_complete(struct request *rq)
{
	struct mq_disk *disk = rq->q->queuedata;
	unsigned long flags;

	BUG_ON(smp_processor_id() != rq->cpu);
	spin_lock_irqsave(&disk->lock, flags);
	disk->ended++;
	spin_unlock_irqrestore(&disk->lock, flags);
	blk_mq_end_request(rq, 0);
}

static enum blk_eh_timer_return mq_timeout(struct request *rq, bool reserved)
{
	struct mq_disk *disk = rq->q->queuedata;
	enum blk_eh_timer_return ret = disk->on_timeout;

	/* Once more, then it is over. */
	if (ret == BLK_EH_RESET_TIMER)
		disk->on_timeout = BLK_EH_HANDLED;
	BUG_ON(mq_take(disk) != rq && ret != BLK_EH_HANDLED);
	if (ret == BLK_EH_DONE)
		blk_mq_complete_request(rq);
	return ret;
}

static int mq_init_request(struct blk_mq_tag_set *set, struct request *rq, unsigned int hctx_idx,
			   unsigned int numa_node)
{
	struct mq_disk *disk = set->driver_data;
	struct mq_pdu *pdu = blk_mq_rq_to_pdu(rq);

	if (++disk->inits == disk->fail_at)
		return -EPERM;
	pdu->mark = MARK;
	return 0;
}

static void mq_exit_request(struct blk_mq_tag_set *set, struct request *rq, unsigned int hctx_idx)
{
	struct mq_disk *disk = set->driver_data;
	struct mq_pdu *pdu = blk_mq_rq_to_pdu(rq);

	BUG_ON(pdu->mark != MARK);
	disk->inits--;
}

static int mq_init_hctx(struct blk_mq_hw_ctx *hctx, void *driver_data, unsigned int hctx_idx)
{
	struct mq_disk *disk = driver_data;

	if (disk->fail_hctx && hctx_idx == 1)
		return -EPERM;
	hctx->driver_data = disk;
	return 0;
}

static void mq_exit_hctx(struct blk_mq_hw_ctx *hctx, unsigned int hctx_idx)
{
	BUG_ON(!hctx->driver_data);
	hctx->driver_data = NULL;
}

static const struct blk_mq_ops mq_ops = {
	.queue_rq = mq_queue_rq,
	.commit_rqs = mq_commit_rqs,
	.complete = mq_complete,
	.init_request = mq_init_request,
	.exit_request = mq_exit_request,
	.init_hctx = mq_init_hctx,
	.exit_hctx = mq_exit_hctx,
	.map_queues = blk_mq_map_queues,
};

static const struct blk_mq_ops mq_timeout_ops = {
	.queue_rq = mq_queue_rq,
	.complete = mq_complete,
	.init_request = mq_init_request,
	.timeout = mq_timeout,
};

static struct mq_disk *mq_alloc(const struct blk_mq_ops *ops)
{
	struct mq_disk *disk = kzalloc(sizeof(*disk), GFP_KERNEL | __GFP_NOFAIL);

	spin_lock_init(&disk->lock);
	INIT_LIST_HEAD(&disk->held);
	timer_setup(&disk->timer, mq_timer, 0);
	disk->slots = 2 * TAGS;
	disk->set = (struct blk_mq_tag_set){
		.ops = ops,
		.nr_hw_queues = 2,
		.queue_depth = TAGS,
		.cmd_size = sizeof(struct mq_pdu),
		.timeout = HZ,
		.flags = BLK_MQ_F_SHOULD_MERGE,
		.driver_data = disk,
	};
	return disk;
}

/* 0, or the error, after which nothing is left but disk itself. */
static int mq_try_start(struct mq_disk *disk, unsigned int flush)
{
	int err = blk_mq_alloc_tag_set(&disk->set);

	if (err)
		return err;
	disk->q = blk_mq_init_queue(&disk->set);
	if (IS_ERR(disk->q)) {
		err = (int)PTR_ERR(disk->q);
		goto free_tags;
	}
	disk->q->queuedata = disk;
	blk_queue_flush(disk->q, flush);
	disk->base.disk = alloc_disk(16);
	if (!disk->base.disk) {
		err = -ENOMEM;
		goto cleanup;
	}
	disk->base.disk->major = 241;
	disk->base.disk->queue = disk->q;
	disk->base.disk->fops = &disk_fops;
	strcpy(disk->base.disk->disk_name, "mq0");
	set_capacity(disk->base.disk, 65536);
	add_disk(disk->base.disk);
	disk->base.bdev = blkdev_get_by_path("/dev/mq0", FMODE_READ | FMODE_WRITE, NULL);
	if (!IS_ERR(disk->base.bdev))
		return 0;
	err = (int)PTR_ERR(disk->base.bdev);
	del_gendisk(disk->base.disk);
cleanup:
	blk_cleanup_queue(disk->q);
	put_disk(disk->base.disk);
free_tags:
	blk_mq_free_tag_set(&disk->set);
	return err;
}

static struct mq_disk *mq_create(const struct blk_mq_ops *ops, unsigned int flush)
{
	struct mq_disk *disk = mq_alloc(ops);

	BUG_ON(mq_try_start(disk, flush));
	return disk;
}

static void mq_destroy(struct mq_disk *disk)
{
	del_gendisk(disk->base.disk);
	blk_cleanup_queue(disk->q);
	blk_mq_free_tag_set(&disk->set);
	blkdev_put(disk->base.bdev, FMODE_READ | FMODE_WRITE);
	del_timer_sync(&disk->timer);
	put_disk(disk->base.disk);
	kfree(disk);
}

/* ---- writers on both CPUs -------------------------------------------------------------------- */

struct mq_writer {
	struct mq_disk *disk;
	struct completion done;
	sector_t sector;
	bool plug;
};

#define WRITES 6

static int mq_writer_fn(void *data)
{
	struct mq_writer *writer = data;
	struct test_io io[WRITES];
	struct blk_plug plug;
	unsigned int i;

	if (writer->plug)
		blk_start_plug(&plug);
	for (i = 0; i < WRITES; i++)
		io_submit(&io[i], &writer->disk->base, i % 3 == 2 ? WRITE | REQ_FUA : WRITE,
			  writer->sector + i, 512);
	if (writer->plug)
		blk_finish_plug(&plug);
	for (i = 0; i < WRITES; i++)
		io_expect(&io[i], 0);
	complete(&writer->done);
	return 0;
}

static void mq_writers(struct mq_disk *disk, bool plug)
{
	struct mq_writer writers[3];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(writers); i++) {
		struct task_struct *task;

		writers[i] = (struct mq_writer){ .disk = disk, .sector = 1000 * i, .plug = plug };
		init_completion(&writers[i].done);
		task = kthread_create(mq_writer_fn, &writers[i], "writer%u", i);
		BUG_ON(IS_ERR(task));
		kthread_bind(task, i % 2);
		wake_up_process(task);
	}
	for (i = 0; i < ARRAY_SIZE(writers); i++)
		wait_for_completion(&writers[i].done);
}

/* More writers than tags, a device that is full half of the time, flushes. */
void mq_storm(void);
void mq_storm(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, REQ_FLUSH);

	disk->slots = 2;
	mq_writers(disk, false);
	mq_writers(disk, true);
	BUG_ON(disk->issued != disk->ended);
	mq_destroy(disk);
}

/* Short of something for a while: the core comes back by itself. */
void mq_busy(void);
void mq_busy(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct test_io io[3];
	struct blk_plug plug;
	unsigned int i;

	disk->busy = 2;
	blk_start_plug(&plug);
	for (i = 0; i < 3; i++)
		io_submit(&io[i], &disk->base, WRITE, 10 * i, 512);
	blk_finish_plug(&plug);
	for (i = 0; i < 3; i++)
		io_expect(&io[i], 0);
	mq_destroy(disk);
}

/* A batch ends with a request that the driver refuses: it is told of those before. */
void mq_refused(void);
void mq_refused(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct test_io io[2];

	io_submit(&io[0], &disk->base, WRITE, 0, 512);
	io_expect(&io[0], 0);
	BUG_ON(disk->commits);
	disk->refuse = true;
	io_submit(&io[1], &disk->base, WRITE, 0, 512);
	io_expect(&io[1], -EIO);
	mq_destroy(disk);
}

/* Held back, requests gather and merge; let go, they all come. */
void mq_quiesced(void);
void mq_quiesced(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct test_io io[4];
	unsigned int i;

	blk_mq_quiesce_queue(disk->q);
	for (i = 0; i < 3; i++)
		io_submit(&io[i], &disk->base, WRITE, 10 + i, 512);
	io_submit(&io[3], &disk->base, WRITE, 9, 512);
	BUG_ON(disk->issued);
	blk_mq_unquiesce_queue(disk->q);
	for (i = 0; i < 4; i++)
		io_expect(&io[i], 0);
	BUG_ON(disk->issued != 1);

	blk_mq_stop_hw_queues(disk->q);
	BUG_ON(!blk_mq_queue_stopped(disk->q));
	io_submit(&io[0], &disk->base, WRITE, 10, 512);
	blk_mq_start_hw_queues(disk->q);
	BUG_ON(blk_mq_queue_stopped(disk->q));
	io_expect(&io[0], 0);
	mq_destroy(disk);
}

/* A started request goes back and comes again, before one that was there already. */
void mq_requeued(void);
void mq_requeued(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct test_io io[2];
	struct request *rq;

	disk->manual = true;
	io_submit(&io[0], &disk->base, WRITE, 0, 512);
	rq = mq_take(disk);
	blk_mq_quiesce_queue(disk->q);
	io_submit(&io[1], &disk->base, WRITE, 50, 512);
	blk_mq_requeue_request(rq, true);
	flush_delayed_work(&disk->q->requeue_work);
	blk_mq_unquiesce_queue(disk->q);
	while (READ_ONCE(disk->held_count) < 2)
		cond_resched();
	BUG_ON(blk_rq_pos(list_entry_rq(disk->held.next)) != 0);
	mq_complete_one(disk);
	mq_complete_one(disk);
	io_expect(&io[0], 0);
	io_expect(&io[1], 0);
	mq_destroy(disk);
}

/* Requests of one's own: as many as there are tags, none while the queue is frozen. */
void mq_own(void);
void mq_own(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct request *rq[TAGS];
	unsigned int i;

	BUG_ON(blk_update_nr_requests(disk->q, TAGS + 1) != -EINVAL);
	BUG_ON(blk_update_nr_requests(disk->q, TAGS - 1));
	for (i = 0; i < TAGS - 1; i++) {
		rq[i] = blk_mq_alloc_request(disk->q, WRITE, BLK_MQ_REQ_NOWAIT);
		BUG_ON(IS_ERR(rq[i]) || rq[i]->tag != (int)i);
	}
	BUG_ON(blk_mq_alloc_request(disk->q, WRITE, BLK_MQ_REQ_NOWAIT) != ERR_PTR(-EWOULDBLOCK));
	rq[0]->cmd_type = REQ_TYPE_SPECIAL;
	BUG_ON(blk_execute_rq(disk->q, disk->base.disk, rq[0], true));
	for (i = 0; i < TAGS - 1; i++)
		blk_put_request(rq[i]);
	blk_mq_freeze_queue(disk->q);
	BUG_ON(blk_mq_alloc_request(disk->q, WRITE, BLK_MQ_REQ_NOWAIT) != ERR_PTR(-EBUSY));
	blk_mq_unfreeze_queue(disk->q);
	mq_destroy(disk);
}

/* What the driver cannot make leaves nothing behind. */
void mq_init_fails(void);
void mq_init_fails(void)
{
	struct mq_disk *disk = mq_alloc(&mq_ops);

	disk->fail_at = 2 * TAGS;
	BUG_ON(mq_try_start(disk, 0) != -EPERM);
	disk->inits = 0;
	disk->fail_at = 2 * TAGS + 2; /* the second queue's flush */
	BUG_ON(mq_try_start(disk, 0) != -EPERM);
	disk->inits = disk->fail_at = 0;
	disk->fail_hctx = true;
	BUG_ON(mq_try_start(disk, 0) != -EPERM);
	BUG_ON(disk->inits);
	disk->fail_hctx = false;
	disk->set.queue_depth = 0;
	BUG_ON(mq_try_start(disk, 0) != -EINVAL);
	kfree(disk);
}

void mq_create_fails(void);
void mq_create_fails(void)
{
	struct mq_disk *disk = mq_alloc(&mq_ops);

	if (!mq_try_start(disk, REQ_FLUSH))
		mq_destroy(disk);
	else
		kfree(disk);
}

/* ---- what is found --------------------------------------------------------------------------- */

static void mq_lost_by_device(enum blk_eh_timer_return on_timeout)
{
	struct mq_disk *disk = mq_create(&mq_timeout_ops, 0);
	struct test_io io;

	disk->manual = true;
	disk->on_timeout = on_timeout;
	io_submit(&io, &disk->base, WRITE, 0, 512);
	io_expect(&io, 0);
	mq_destroy(disk);
}

void mq_timeout_handled(void);
void mq_timeout_handled(void)
{
	mq_lost_by_device(BLK_EH_HANDLED);
}

void mq_timeout_done(void);
void mq_timeout_done(void)
{
	mq_lost_by_device(BLK_EH_DONE);
}

void mq_timeout_reset(void);
void mq_timeout_reset(void)
{
	mq_lost_by_device(BLK_EH_RESET_TIMER);
}

/* A timeout is set, and not needed. */
void mq_timeout_unused(void);
void mq_timeout_unused(void)
{
	struct mq_disk *disk = mq_create(&mq_timeout_ops, 0);

	mq_writers(disk, false);
	mq_destroy(disk);
}

void mq_stopped_for_good(void);
void mq_stopped_for_good(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct test_io io;

	disk->slots = 0;
	io_submit(&io, &disk->base, WRITE, 0, 512);
	io_expect(&io, 0);
	mq_destroy(disk);
}

void mq_used_after_end(void);
void mq_used_after_end(void)
{
	struct mq_disk *disk = mq_create(&mq_ops, 0);
	struct mq_pdu *pdu;
	struct test_io io;

	disk->manual = true;
	io_submit(&io, &disk->base, WRITE, 0, 512);
	pdu = blk_mq_rq_to_pdu(list_entry_rq(disk->held.next));
	mq_complete_one(disk);
	pdu->mark = 0;
	io_expect(&io, 0);
	mq_destroy(disk);
}
