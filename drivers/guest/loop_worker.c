/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_worker.c - from the block layer to the task that serves a request.
 *
 * Both forms that loop on blk-mq has had: a workqueue (4.0, 4.1), and one thread for each device
 * (4.2 to 5.13).
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/module.h>

#include "loop.h"

static bool use_workqueue;
module_param(use_workqueue, bool, 0444);
MODULE_PARM_DESC(use_workqueue, "Serve requests from a workqueue instead of one thread");

/* Once it is served by asynchronous I/O the request may be another's already: nothing of it, nor of
 * cmd, is looked at any more. */
static void loop_handle_cmd(struct loop_cmd *cmd)
{
	struct request *rq = blk_mq_rq_from_pdu(cmd);
	struct loop_device *lo = rq->q->queuedata;

	if (rq_data_dir(rq) == WRITE && READ_ONCE(lo->lo_flags) & LO_FLAGS_READ_ONLY)
		cmd->ret = -EIO;
	else if (do_req_filebacked(lo, rq))
		return;
	blk_mq_complete_request(rq);
}

static void loop_queue_work(struct kthread_work *work)
{
	loop_handle_cmd(container_of(work, struct loop_cmd, work));
}

static void loop_queue_read_work(struct work_struct *work)
{
	loop_handle_cmd(container_of(work, struct loop_cmd, read_work));
}

static void loop_queue_write_work(struct work_struct *work)
{
	struct loop_device *lo = container_of(work, struct loop_device, write_work);
	struct loop_cmd *cmd;

	spin_lock_irq(&lo->lo_lock);
	while (!list_empty(&lo->write_cmd_head)) {
		cmd = list_first_entry(&lo->write_cmd_head, struct loop_cmd, list);
		list_del_init(&cmd->list);
		spin_unlock_irq(&lo->lo_lock);
		loop_handle_cmd(cmd);
		spin_lock_irq(&lo->lo_lock);
	}
	lo->write_started = false;
	spin_unlock_irq(&lo->lo_lock);
}

static void loop_queue_write(struct loop_device *lo, struct loop_cmd *cmd)
{
	unsigned long flags;
	bool start;

	spin_lock_irqsave(&lo->lo_lock, flags);
	start = !lo->write_started;
	lo->write_started = true;
	list_add_tail(&cmd->list, &lo->write_cmd_head);
	spin_unlock_irqrestore(&lo->lo_lock, flags);
	if (start)
		queue_work(lo->wq, &lo->write_work);
}

static int loop_queue_rq(struct blk_mq_hw_ctx *hctx, const struct blk_mq_queue_data *bd)
{
	struct request *rq = bd->rq;
	struct loop_cmd *cmd = blk_mq_rq_to_pdu(rq);
	struct loop_device *lo = rq->q->queuedata;

	blk_mq_start_request(rq);
	/* Pairs with the release when it is bound: the file and the worker are there. */
	if (smp_load_acquire(&lo->lo_state) != Lo_bound)
		return BLK_MQ_RQ_QUEUE_ERROR;
	cmd->use_aio = lo->use_dio && !(rq->cmd_flags & (REQ_FLUSH | REQ_DISCARD));
	if (!use_workqueue)
		kthread_queue_work(&lo->worker, &cmd->work);
	else if (rq_data_dir(rq) == WRITE)
		loop_queue_write(lo, cmd);
	else
		queue_work(lo->wq, &cmd->read_work);
	return BLK_MQ_RQ_QUEUE_OK;
}

static int loop_init_request(struct blk_mq_tag_set *set, struct request *rq, unsigned int hctx_idx,
			     unsigned int numa_node)
{
	struct loop_cmd *cmd = blk_mq_rq_to_pdu(rq);

	kthread_init_work(&cmd->work, loop_queue_work);
	INIT_WORK(&cmd->read_work, loop_queue_read_work);
	INIT_LIST_HEAD(&cmd->list);
	return 0;
}

const struct blk_mq_ops loop_mq_ops = {
	.queue_rq = loop_queue_rq,
	.init_request = loop_init_request,
	.complete = lo_complete_rq,
};

int loop_prepare_queue(struct loop_device *lo)
{
	if (use_workqueue) {
		INIT_WORK(&lo->write_work, loop_queue_write_work);
		lo->wq = alloc_workqueue("kloopd%d", WQ_MEM_RECLAIM | WQ_HIGHPRI | WQ_UNBOUND, 0,
					 lo->lo_number);
		return lo->wq ? 0 : -ENOMEM;
	}
	kthread_init_worker(&lo->worker);
	lo->worker_task = kthread_run(kthread_worker_fn, &lo->worker, "loop%d", lo->lo_number);
	return IS_ERR(lo->worker_task) ? -ENOMEM : 0;
}

void loop_unprepare_queue(struct loop_device *lo)
{
	if (use_workqueue) {
		destroy_workqueue(lo->wq);
		return;
	}
	kthread_flush_worker(&lo->worker);
	kthread_stop(lo->worker_task);
}
