/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue_served.c - from a kick to the handler of a device, in the loop that serves it.
 *
 * Re-implements what QEMU's devices share since ioeventfd (0.14) and iothreads (1.4): starting and
 * stopping of host notifiers where the loop runs, and the drain at a reset.
 */
#include <qemu/atomic.h>
#include <qemu/main-loop.h>

#include "qemu_virtqueue_served.h"

uint64_t virtio_host_features(const VirtIODevice *vdev)
{
	const VirtIOBusConf *conf = &vdev->conf;
	uint64_t features = 1ull << VIRTIO_F_VERSION_1;

	if (conf->indirect)
		features |= 1ull << VIRTIO_RING_F_INDIRECT_DESC;
	if (conf->event_idx)
		features |= 1ull << VIRTIO_RING_F_EVENT_IDX;
	if (conf->packed)
		features |= 1ull << VIRTIO_F_RING_PACKED;
	return features;
}

/* ---- rings --------------------------------------------------------------------------------- */

static VirtQueue *vq_of(EventNotifier *notifier)
{
	return container_of(notifier, VirtQueue, host_notifier);
}

void virtio_queue_notify_vq(VirtQueue *vq)
{
	if (vq->vdev->started)
		vq->vdev->handle_output(vq->vdev, vq);
}

static void host_notifier_poll_ready(EventNotifier *notifier)
{
	virtio_queue_notify_vq(vq_of(notifier));
}

static void host_notifier_read(EventNotifier *notifier)
{
	if (event_notifier_test_and_clear(notifier))
		host_notifier_poll_ready(notifier);
}

static bool host_notifier_poll(EventNotifier *notifier)
{
	return !virtio_queue_empty(vq_of(notifier));
}

static void host_notifier_poll_begin(EventNotifier *notifier)
{
	virtio_queue_set_notification(vq_of(notifier), false);
}

static void host_notifier_poll_end(EventNotifier *notifier)
{
	virtio_queue_set_notification(vq_of(notifier), true);
}

void virtio_queue_aio_attach_host_notifier(VirtQueue *vq, AioContext *ctx)
{
	bool suppress = vq->vdev->conf.notify_suppression;

	aio_set_event_notifier(ctx, &vq->host_notifier, host_notifier_read);
	aio_set_event_notifier_poll(ctx, &vq->host_notifier, host_notifier_poll,
				    host_notifier_poll_ready,
				    suppress ? host_notifier_poll_begin : NULL,
				    suppress ? host_notifier_poll_end : NULL);
}

void virtio_queue_aio_detach_host_notifier(VirtQueue *vq, AioContext *ctx)
{
	aio_set_event_notifier(ctx, &vq->host_notifier, NULL);
	event_notifier_test_and_clear(&vq->host_notifier);
}

void virtio_queue_notify_all(VirtIODevice *vdev)
{
	for (unsigned int i = 0; i < vdev->conf.queues; i++)
		if (vdev->vq[i].num)
			event_notifier_set(&vdev->vq[i].host_notifier);
}

void virtio_queue_run(VirtIODevice *vdev, VirtQueue *vq,
		      bool (*pop)(VirtIODevice *vdev, VirtQueue *vq))
{
	/* A loop that polls has switched notifications off, and will look again by itself. */
	bool polled = !virtio_queue_get_notification(vq);

	do {
		if (!polled && vdev->conf.notify_suppression)
			virtio_queue_set_notification(vq, false);
		while (pop(vdev, vq))
			;
		if (!polled)
			virtio_queue_set_notification(vq, true);
	} while (!virtio_queue_empty(vq));
}

/* ---- devices with one loop ----------------------------------------------------------------- */

void virtio_served_init(VirtIOServed *served, const char *name, const VirtIOBusConf *conf,
			VirtIOHandleOutput *handle_output)
{
	virtio_init(&served->vdev, name, conf, handle_output);
	if (conf->iothread) {
		served->iothread = iothread_create_polling("iothread", conf->poll_max_ns);
		served->ctx = iothread_get_aio_context(served->iothread);
	} else {
		served->ctx = qemu_main_loop_start();
	}
}

void virtio_served_cleanup(VirtIOServed *served)
{
	if (served->iothread)
		iothread_destroy(served->iothread);
	else
		qemu_main_loop_stop();
	virtio_cleanup(&served->vdev);
}

/* Runs where the context is polled, so that no handler runs meanwhile. */
static void start_in_loop(void *opaque)
{
	VirtIOServed *served = opaque;

	served->vdev.started = true;
	for (unsigned int i = 0; i < served->vdev.conf.queues; i++)
		virtio_queue_aio_attach_host_notifier(&served->vdev.vq[i], served->ctx);
}

static void stop_in_loop(void *opaque)
{
	VirtIOServed *served = opaque;

	served->vdev.started = false;
	for (unsigned int i = 0; i < served->vdev.conf.queues; i++)
		virtio_queue_aio_detach_host_notifier(&served->vdev.vq[i], served->ctx);
}

static void in_loop(VirtIOServed *served, QEMUBHFunc *cb)
{
	if (served->iothread)
		aio_wait_bh_oneshot(served->ctx, cb, served);
	else
		cb(served);
}

bool virtio_served_set_status(VirtIOServed *served, uint8_t status, uint64_t features)
{
	if (!virtio_set_status(&served->vdev, status, features))
		return false;
	in_loop(served, start_in_loop);
	virtio_queue_notify_all(&served->vdev);
	return true;
}

bool virtio_served_stop(VirtIOServed *served)
{
	if (!(served->vdev.status & VIRTIO_CONFIG_S_DRIVER_OK))
		return false;
	in_loop(served, stop_in_loop);
	return true;
}

void virtio_served_begin(VirtIOServed *served)
{
	atomic_fetch_inc(&served->in_flight);
}

void virtio_served_end(VirtIOServed *served)
{
	atomic_fetch_dec(&served->in_flight);
	aio_wait_kick();
}

void virtio_served_drain(VirtIOServed *served)
{
	if (served->iothread) {
		AIO_WAIT_WHILE(served->ctx, atomic_read(&served->in_flight) > 0);
		return;
	}
	while (atomic_read(&served->in_flight) > 0)
		aio_poll_flush(served->ctx);
}
