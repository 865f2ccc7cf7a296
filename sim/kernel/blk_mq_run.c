/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_run.c - when hardware queues run: at once, from kblockd, after a delay; and when not.
 *
 * A queue is held back while it is stopped (by its driver) or quiesced (by who reconfigures it).
 * Whoever lists a request runs the queue behind it and finds it held back or not; whoever ends the
 * state runs the queue behind that and finds the request or not. The full barriers in between see to
 * it that one of the two takes the request to the driver. Kernels before 6.13 lacked them ("block:
 * fix ordering between checking BLK_MQ_S_STOPPED request adding", and the same for QUIESCED).
 */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/preempt.h>

#include "blk_mq.h"

/* Who is not held back by a quiescence sees what was done meanwhile. */
static bool hctx_held_back_now(struct blk_mq_hw_ctx *hctx)
{
	return test_bit(BLK_MQ_S_STOPPED, &hctx->state) ||
	       test_bit_acquire(QUEUE_FLAG_QUIESCED, &hctx->queue->queue_flags);
}

bool blk_mq_held_back(struct blk_mq_hw_ctx *hctx)
{
	if (likely(!hctx_held_back_now(hctx)))
		return false;
	smp_mb(); /* pairs with those in blk_mq_start_stopped_hw_queue() and blk_mq_unquiesce_queue() */
	return hctx_held_back_now(hctx);
}

static bool hctx_has_pending(struct blk_mq_hw_ctx *hctx)
{
	return !list_empty(&hctx->dispatch) || READ_ONCE(hctx->ctx_map);
}

/* The CPU for the next run from kblockd: the queue's in turn. */
static int hctx_next_cpu(struct blk_mq_hw_ctx *hctx)
{
	int cpu = READ_ONCE(hctx->next_cpu);

	do {
		cpu = (cpu + 1) % (int)nr_cpu_ids;
	} while (!cpumask_test_cpu(cpu, &hctx->cpumask));
	WRITE_ONCE(hctx->next_cpu, cpu);
	return cpu;
}

/* A later run never puts off one that is due. */
void blk_mq_delay_run_hw_queue(struct blk_mq_hw_ctx *hctx, unsigned long msecs)
{
	int cpu = hctx_next_cpu(hctx);

	if (msecs)
		kblockd_queue_delayed_work_on(cpu, &hctx->run_work, msecs_to_jiffies(msecs));
	else
		kblockd_mod_delayed_work_on(cpu, &hctx->run_work, 0);
}
EXPORT_SYMBOL(blk_mq_delay_run_hw_queue);

void blk_mq_run_hw_queue(struct blk_mq_hw_ctx *hctx, bool async)
{
	if (blk_mq_held_back(hctx) || !hctx_has_pending(hctx))
		return;
	if (async || in_interrupt() ||
	    !cpumask_test_cpu((unsigned int)raw_smp_processor_id(), &hctx->cpumask))
		blk_mq_delay_run_hw_queue(hctx, 0);
	else
		blk_mq_dispatch(hctx);
}
EXPORT_SYMBOL(blk_mq_run_hw_queue);

void blk_mq_run_hw_queues(struct request_queue *q, bool async)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		blk_mq_run_hw_queue(hctx, async);
}
EXPORT_SYMBOL(blk_mq_run_hw_queues);

void blk_mq_run_work(struct work_struct *work)
{
	blk_mq_dispatch(container_of(work, struct blk_mq_hw_ctx, run_work.work));
}

/* ---- stop and start -------------------------------------------------------------------------- */

void blk_mq_stop_hw_queue(struct blk_mq_hw_ctx *hctx)
{
	cancel_delayed_work(&hctx->run_work);
	if (!test_bit(BLK_MQ_S_STOPPED, &hctx->state))
		sim_event(SIM_EV_QUEUE_STOP, hctx, 0, 0);
	set_bit(BLK_MQ_S_STOPPED, &hctx->state);
}
EXPORT_SYMBOL(blk_mq_stop_hw_queue);

void blk_mq_stop_hw_queues(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		blk_mq_stop_hw_queue(hctx);
}
EXPORT_SYMBOL(blk_mq_stop_hw_queues);

void blk_mq_start_stopped_hw_queue(struct blk_mq_hw_ctx *hctx, bool async)
{
	if (!test_bit(BLK_MQ_S_STOPPED, &hctx->state))
		return;
	sim_event(SIM_EV_QUEUE_START, hctx, 0, 0);
	clear_bit(BLK_MQ_S_STOPPED, &hctx->state);
	smp_mb__after_atomic(); /* pairs with blk_mq_held_back() */
	blk_mq_run_hw_queue(hctx, async);
}
EXPORT_SYMBOL(blk_mq_start_stopped_hw_queue);

void blk_mq_start_stopped_hw_queues(struct request_queue *q, bool async)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		blk_mq_start_stopped_hw_queue(hctx, async);
}
EXPORT_SYMBOL(blk_mq_start_stopped_hw_queues);

void blk_mq_start_hw_queue(struct blk_mq_hw_ctx *hctx)
{
	blk_mq_start_stopped_hw_queue(hctx, false);
	blk_mq_run_hw_queue(hctx, false);
}
EXPORT_SYMBOL(blk_mq_start_hw_queue);

void blk_mq_start_hw_queues(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		blk_mq_start_hw_queue(hctx);
}
EXPORT_SYMBOL(blk_mq_start_hw_queues);

bool blk_mq_queue_stopped(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		if (test_bit(BLK_MQ_S_STOPPED, &hctx->state))
			return true;
	return false;
}
EXPORT_SYMBOL(blk_mq_queue_stopped);

/* ---- quiesce --------------------------------------------------------------------------------- */

void blk_mq_quiesce_queue_nowait(struct request_queue *q)
{
	queue_flag_set(QUEUE_FLAG_QUIESCED, q);
}
EXPORT_SYMBOL(blk_mq_quiesce_queue_nowait);

/* The driver is called inside a reader's section. */
void blk_mq_quiesce_queue(struct request_queue *q)
{
	blk_mq_quiesce_queue_nowait(q);
	synchronize_rcu();
}
EXPORT_SYMBOL(blk_mq_quiesce_queue);

void blk_mq_unquiesce_queue(struct request_queue *q)
{
	clear_bit_unlock(QUEUE_FLAG_QUIESCED, &q->queue_flags);
	smp_mb__after_atomic(); /* pairs with blk_mq_held_back() */
	blk_mq_run_hw_queues(q, true);
}
EXPORT_SYMBOL(blk_mq_unquiesce_queue);
