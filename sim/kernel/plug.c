/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plug.c - requests that a task gathers before it gives them to their queues.
 *
 * After block/blk-core.c of 3.7.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/sched.h>

#include "blk_mq.h"

#define PLUG_MAGIC 0x91827364UL

void blk_start_plug(struct blk_plug *plug)
{
	plug->magic = PLUG_MAGIC;
	INIT_LIST_HEAD(&plug->list);
	INIT_LIST_HEAD(&plug->mq_list);
	INIT_LIST_HEAD(&plug->cb_list);
	plug->should_sort = 0;
	/* A nested plug is not used: the outer one goes on gathering. */
	if (!current->plug)
		current->plug = plug;
}
EXPORT_SYMBOL(blk_start_plug);

/* Stable: queues in order of their creation, requests as they came. */
static void plug_sort(struct list_head *list)
{
	struct request *rq, *n, *pos;
	LIST_HEAD(sorted);

	list_for_each_entry_safe(rq, n, list, queuelist) {
		struct list_head *behind = &sorted;

		list_for_each_entry_reverse(pos, &sorted, queuelist) {
			if (pos->q->id <= rq->q->id) {
				behind = &pos->queuelist;
				break;
			}
		}
		list_move(&rq->queuelist, behind);
	}
	list_splice_init(&sorted, list);
}

/* The plug's requests of q are in: runs it and drops its lock. */
static void queue_unplugged(struct request_queue *q, bool from_schedule)
{
	if (unlikely(blk_queue_dead(q))) {
		spin_unlock(q->queue_lock);
		return;
	}
	/* kblockd takes the lock: it is woken without. */
	if (from_schedule) {
		spin_unlock(q->queue_lock);
		blk_run_queue_async(q);
	} else {
		__blk_run_queue(q);
		spin_unlock(q->queue_lock);
	}
}

static void flush_plug_callbacks(struct blk_plug *plug, bool from_schedule)
{
	LIST_HEAD(callbacks);

	while (!list_empty(&plug->cb_list)) {
		list_splice_init(&plug->cb_list, &callbacks);
		while (!list_empty(&callbacks)) {
			struct blk_plug_cb *cb =
				list_first_entry(&callbacks, struct blk_plug_cb, list);

			list_del(&cb->list);
			cb->callback(cb, from_schedule);
		}
	}
}

void blk_flush_plug_list(struct blk_plug *plug, bool from_schedule)
{
	struct request_queue *q = NULL;
	unsigned long flags;
	LIST_HEAD(list);

	BUG_ON(plug->magic != PLUG_MAGIC);
	flush_plug_callbacks(plug, from_schedule);
	if (!list_empty(&plug->mq_list))
		blk_mq_flush_plug_list(plug, from_schedule);
	if (list_empty(&plug->list))
		return;
	list_splice_init(&plug->list, &list);
	if (plug->should_sort) {
		plug_sort(&list);
		plug->should_sort = 0;
	}

	local_irq_save(flags);
	while (!list_empty(&list)) {
		struct request *rq = list_entry_rq(list.next);

		list_del_init(&rq->queuelist);
		if (rq->q != q) {
			if (q)
				queue_unplugged(q, from_schedule);
			q = rq->q;
			spin_lock(q->queue_lock);
		}
		if (unlikely(blk_queue_dead(q)))
			blk_end_unserved(rq, -ENODEV);
		else if (rq->cmd_flags & (REQ_FLUSH | REQ_FUA))
			__elv_add_request(q, rq, ELEVATOR_INSERT_FLUSH);
		else
			__elv_add_request(q, rq, ELEVATOR_INSERT_SORT_MERGE);
	}
	if (q)
		queue_unplugged(q, from_schedule);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(blk_flush_plug_list);

void blk_finish_plug(struct blk_plug *plug)
{
	blk_flush_plug_list(plug, false);
	if (plug == current->plug)
		current->plug = NULL;
}
EXPORT_SYMBOL(blk_finish_plug);

void blk_schedule_flush_plug(struct task_struct *tsk)
{
	if (tsk->plug)
		blk_flush_plug_list(tsk->plug, true);
}
EXPORT_SYMBOL(blk_schedule_flush_plug);

void blk_flush_plug(struct task_struct *tsk)
{
	if (tsk->plug)
		blk_flush_plug_list(tsk->plug, false);
}
EXPORT_SYMBOL(blk_flush_plug);

bool blk_needs_flush_plug(struct task_struct *tsk)
{
	struct blk_plug *plug = tsk->plug;

	return plug && (!list_empty(&plug->list) || !list_empty(&plug->mq_list) ||
			!list_empty(&plug->cb_list));
}
EXPORT_SYMBOL(blk_needs_flush_plug);
