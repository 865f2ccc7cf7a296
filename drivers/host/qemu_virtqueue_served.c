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

void virtio_served_init(VirtIOServed *served, const char *name, const VirtIOBusConf *conf,
			VirtIOHandleOutput *handle_output)
{
	virtio_init(&served->vdev, name, conf);
	served->handle_output = handle_output;
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

uint64_t virtio_served_features(const VirtIOServed *served)
{
	const VirtIOBusConf *conf = &served->vdev.conf;
	uint64_t features = 1ull << VIRTIO_F_VERSION_1;

	if (conf->indirect)
		features |= 1ull << VIRTIO_RING_F_INDIRECT_DESC;
	if (conf->event_idx)
		features |= 1ull << VIRTIO_RING_F_EVENT_IDX;
	if (conf->packed)
		features |= 1ull << VIRTIO_F_RING_PACKED;
	return features;
}

static VirtQueue *vq_of(EventNotifier *notifier)
{
	return container_of(notifier, VirtQueue, host_notifier);
}

static void host_notifier_poll_ready(EventNotifier *notifier)
{
	VirtQueue *vq = vq_of(notifier);
	VirtIOServed *served = container_of(vq->vdev, VirtIOServed, vdev);

	if (served->started)
		served->handle_output(vq->vdev, vq);
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

/* Runs where the context is polled, so that no handler runs meanwhile. */
static void start_in_loop(void *opaque)
{
	VirtIOServed *served = opaque;
	bool suppress = served->vdev.conf.notify_suppression;

	served->started = true;
	for (unsigned int i = 0; i < served->vdev.conf.queues; i++) {
		EventNotifier *notifier = &served->vdev.vq[i].host_notifier;

		aio_set_event_notifier(served->ctx, notifier, host_notifier_read);
		aio_set_event_notifier_poll(served->ctx, notifier, host_notifier_poll,
					    host_notifier_poll_ready,
					    suppress ? host_notifier_poll_begin : NULL,
					    suppress ? host_notifier_poll_end : NULL);
	}
}

static void stop_in_loop(void *opaque)
{
	VirtIOServed *served = opaque;

	served->started = false;
	for (unsigned int i = 0; i < served->vdev.conf.queues; i++) {
		EventNotifier *notifier = &served->vdev.vq[i].host_notifier;

		aio_set_event_notifier(served->ctx, notifier, NULL);
		event_notifier_test_and_clear(notifier);
	}
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
	VirtIODevice *vdev = &served->vdev;

	if (!virtio_set_status(vdev, status, features))
		return false;
	in_loop(served, start_in_loop);
	/* What was exposed before anybody listened. */
	for (unsigned int i = 0; i < vdev->conf.queues; i++)
		if (vdev->vq[i].num)
			event_notifier_set(&vdev->vq[i].host_notifier);
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

void virtio_served_output(VirtIOServed *served, unsigned int index)
{
	if (served->started)
		served->handle_output(&served->vdev, &served->vdev.vq[index]);
}

void virtio_served_run(VirtIODevice *vdev, VirtQueue *vq,
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
