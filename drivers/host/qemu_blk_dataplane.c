/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_dataplane.c - who serves the rings of a virtio-blk device: the main loop under the big
 * lock, one iothread, or one for each queue.
 *
 * Re-implements hw/block/dataplane/virtio-blk.c of QEMU 1.4 to 8.x, its polling handlers (2.9), and
 * the mapping of queues to iothreads (iothread-vq-mapping) of 9.0. A queue and the I/O that comes
 * from it belong to one loop, so that nothing in it needs a lock.
 */
#include <qemu/atomic.h>
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

/* ---- handlers ------------------------------------------------------------------------------ */

static VirtQueue *vq_of(EventNotifier *notifier)
{
	return container_of(notifier, VirtQueue, host_notifier);
}

static void vq_handle(VirtQueue *vq)
{
	virtio_blk_handle_vq(container_of(vq->vdev, VirtIOBlock, parent_obj), vq);
}

static void host_notifier_read(EventNotifier *notifier)
{
	if (event_notifier_test_and_clear(notifier))
		vq_handle(vq_of(notifier));
}

static bool host_notifier_poll(EventNotifier *notifier)
{
	return !virtio_queue_empty(vq_of(notifier));
}

static void host_notifier_poll_ready(EventNotifier *notifier)
{
	vq_handle(vq_of(notifier));
}

static void host_notifier_poll_begin(EventNotifier *notifier)
{
	virtio_queue_set_notification(vq_of(notifier), false);
}

static void host_notifier_poll_end(EventNotifier *notifier)
{
	virtio_queue_set_notification(vq_of(notifier), true);
}

static void attach_vq(AioContext *ctx, VirtQueue *vq)
{
	bool suppress = vq->vdev->conf.notify_suppression;

	aio_set_event_notifier(ctx, &vq->host_notifier, host_notifier_read);
	aio_set_event_notifier_poll(ctx, &vq->host_notifier, host_notifier_poll,
				    host_notifier_poll_ready,
				    suppress ? host_notifier_poll_begin : NULL,
				    suppress ? host_notifier_poll_end : NULL);
}

static void detach_vq(AioContext *ctx, VirtQueue *vq)
{
	aio_set_event_notifier(ctx, &vq->host_notifier, NULL);
	event_notifier_test_and_clear(&vq->host_notifier);
}

/* ---- start and stop ------------------------------------------------------------------------ */

static void start_in_loop(void *opaque)
{
	LoopJob *job = opaque;
	VirtIOBlock *s = job->s;

	blk_attach_aio_context(s->blk, job->ctx);
	for (unsigned int i = 0; i < s->parent_obj.conf.queues; i++)
		if (vq_ctx(s, i) == job->ctx)
			attach_vq(job->ctx, &s->parent_obj.vq[i]);
}

static void stop_in_loop(void *opaque)
{
	LoopJob *job = opaque;
	VirtIOBlock *s = job->s;

	for (unsigned int i = 0; i < s->parent_obj.conf.queues; i++)
		if (vq_ctx(s, i) == job->ctx)
			detach_vq(job->ctx, &s->parent_obj.vq[i]);
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
	VirtIODevice *vdev = &s->parent_obj;

	s->started = true;
	in_loops(s, start_in_loop);
	/* What was exposed before anybody listened. */
	for (unsigned int i = 0; i < vdev->conf.queues; i++)
		if (vdev->vq[i].num)
			event_notifier_set(&vdev->vq[i].host_notifier);
}

void virtio_blk_stop(VirtIOBlock *s)
{
	if (!s->started)
		return;
	in_loops(s, stop_in_loop);
	if (s->iothread_count)
		blk_drain(s->blk, vq_ctx(s, 0));
	else
		qemu_aio_flush(s->blk, vq_ctx(s, 0));
	s->started = false;
	in_loops(s, detach_in_loop);
}
