/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_dataplane.c - who serves the rings of a virtio-blk device: the main loop under the big
 * lock, one iothread, or one for each queue.
 *
 * Re-implements hw/block/dataplane/virtio-blk.c of QEMU 1.4 to 8.x, its polling handlers (2.9), and
 * the mapping of queues to iothreads (iothread-vq-mapping) of 9.0. A queue and the I/O that comes
 * from it belong to one loop, so that nothing in it needs a lock.
 */
#include <qemu/main-loop.h>

#include "qemu_blk.h"

/* What one loop has to do, and for whom. */
typedef struct LoopJob {
	VirtIOBlock *s;
	AioContext *ctx;
} LoopJob;

static AioContext *vq_ctx(const VirtIOBlock *s, unsigned int queue)
{
	if (!s->iothread_count)
		return qemu_main_loop_start();
	return iothread_get_aio_context(s->iothreads[queue % s->iothread_count]);
}

static unsigned int loop_count(const VirtIOBlock *s)
{
	return MAX(s->iothread_count, 1);
}

void virtio_blk_threads_create(VirtIOBlock *s)
{
	const VirtIOBusConf *conf = &s->parent_obj.conf;

	if (conf->threads == VIRTIO_BUS_MAIN_LOOP) {
		qemu_main_loop_start();
		return;
	}
	s->iothread_count = conf->threads == VIRTIO_BUS_IOTHREAD ? 1 : conf->queues;
	s->iothreads = g_new0(IOThread *, s->iothread_count);
	for (unsigned int i = 0; i < s->iothread_count; i++)
		s->iothreads[i] = iothread_create_polling("iothread", conf->poll_max_ns);
}

void virtio_blk_threads_destroy(VirtIOBlock *s)
{
	if (!s->iothread_count)
		qemu_main_loop_stop();
	for (unsigned int i = 0; i < s->iothread_count; i++)
		iothread_destroy(s->iothreads[i]);
	g_free(s->iothreads);
}

/* ---- start and stop ------------------------------------------------------------------------ */

static void start_in_loop(void *opaque)
{
	LoopJob *job = opaque;
	VirtIOBlock *s = job->s;

	blk_attach_aio_context(s->blk, job->ctx);
	for (unsigned int i = 0; i < s->parent_obj.conf.queues; i++)
		if (vq_ctx(s, i) == job->ctx)
			virtio_queue_aio_attach_host_notifier(&s->parent_obj.vq[i], job->ctx);
}

static void stop_in_loop(void *opaque)
{
	LoopJob *job = opaque;
	VirtIOBlock *s = job->s;

	for (unsigned int i = 0; i < s->parent_obj.conf.queues; i++)
		if (vq_ctx(s, i) == job->ctx)
			virtio_queue_aio_detach_host_notifier(&s->parent_obj.vq[i], job->ctx);
}

static void detach_in_loop(void *opaque)
{
	LoopJob *job = opaque;

	blk_detach_aio_context(job->s->blk, job->ctx);
}

/* In each loop in turn, where no handler runs meanwhile; the main loop's is the caller's while it
 * holds the big lock. */
static void in_loops(VirtIOBlock *s, QEMUBHFunc *cb)
{
	for (unsigned int i = 0; i < loop_count(s); i++) {
		LoopJob *job = g_new(LoopJob, 1);

		job->s = s;
		job->ctx = vq_ctx(s, i);
		if (s->iothread_count)
			aio_wait_bh_oneshot(job->ctx, cb, job);
		else
			cb(job);
		g_free(job);
	}
}

void virtio_blk_start(VirtIOBlock *s)
{
	s->parent_obj.started = true;
	in_loops(s, start_in_loop);
	virtio_queue_notify_all(&s->parent_obj);
}

void virtio_blk_stop(VirtIOBlock *s)
{
	if (!s->parent_obj.started)
		return;
	in_loops(s, stop_in_loop);
	if (s->iothread_count)
		blk_drain(s->blk, vq_ctx(s, 0));
	else
		qemu_aio_flush(s->blk, vq_ctx(s, 0));
	s->parent_obj.started = false;
	in_loops(s, detach_in_loop);
}
