/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_linux_aio.c - disk I/O by Linux AIO: io_submit() in batches, completions by an eventfd.
 *
 * Re-implements block/linux-aio.c of QEMU 2.0 (plug and unplug) to 9.2 (flush by IO_CMD_FDSYNC).
 * Requests wait in a queue while the loop is plugged, while the system takes no more, and while
 * everything that it may hold is in flight.
 */
#include <qemu/atomic.h>

#include "qemu_blk_aio.h"

#define MAX_EVENTS 128
#define MAX_BATCH 32

typedef struct LaioQueue {
	unsigned int plugged;
	unsigned int in_queue;
	unsigned int in_flight;
	bool blocked; /* the system takes no more until something completes */
	BlockAIOCB *pending; /* oldest first */
	BlockAIOCB **tail;
} LaioQueue;

struct LinuxAioState {
	AioContext *aio_context;
	io_context_t ctx;
	EventNotifier e;
	LaioQueue io_q;
	QEMUBH *retry_bh;
	struct iocb *batch[MAX_BATCH];
	struct io_event events[MAX_BATCH];
};

/* ---- submission ---------------------------------------------------------------------------- */

static BlockAIOCB *ioq_pop(LaioQueue *q)
{
	BlockAIOCB *acb = q->pending;

	q->pending = acb->next;
	if (!q->pending)
		q->tail = &q->pending;
	q->in_queue--;
	return acb;
}

/* One io_submit(); false once it is of no use to go on. */
static bool ioq_submit_batch(LinuxAioState *s)
{
	LaioQueue *q = &s->io_q;
	int count = 0, ret;

	for (BlockAIOCB *acb = q->pending; acb; acb = acb->next) {
		s->batch[count++] = &acb->iocb;
		if (count == MAX_BATCH || q->in_flight + (unsigned int)count >= MAX_EVENTS)
			break;
	}
	ret = io_submit(s->ctx, count, s->batch);
	if (ret == -EAGAIN)
		return false;
	if (ret < 0) {
		/* Something is wrong with the first. */
		blk_aio_complete(ioq_pop(q), ret);
		return true;
	}
	q->in_flight += (unsigned int)ret;
	for (int i = 0; i < ret; i++)
		ioq_pop(q);
	return ret == count;
}

static void ioq_submit(LinuxAioState *s)
{
	LaioQueue *q = &s->io_q;

	while (q->pending && q->in_flight < MAX_EVENTS)
		if (!ioq_submit_batch(s))
			break;
	q->blocked = q->pending;
	/* With nothing in flight, no completion will come to try again. */
	if (q->blocked && !q->in_flight)
		qemu_bh_schedule(s->retry_bh);
}

static void retry_bh(void *opaque)
{
	ioq_submit(opaque);
}

void laio_submit(LinuxAioState *s, BlockAIOCB *acb)
{
	LaioQueue *q = &s->io_q;

	io_set_eventfd(&acb->iocb, event_notifier_get_fd(&s->e));
	acb->iocb.data = acb;
	*q->tail = acb;
	q->tail = &acb->next;
	q->in_queue++;
	if (!q->blocked && (!q->plugged || q->in_flight + q->in_queue >= MAX_EVENTS))
		ioq_submit(s);
}

void laio_io_plug(LinuxAioState *s)
{
	s->io_q.plugged++;
}

void laio_io_unplug(LinuxAioState *s)
{
	LaioQueue *q = &s->io_q;

	assert(q->plugged);
	if (!--q->plugged && !q->blocked && q->pending)
		ioq_submit(s);
}

/* ---- completion ---------------------------------------------------------------------------- */

static void process_completions(LinuxAioState *s)
{
	int count;

	do {
		count = io_getevents(s->ctx, MAX_BATCH, s->events);
		for (int i = 0; i < count; i++) {
			s->io_q.in_flight--;
			blk_aio_complete(s->events[i].data, s->events[i].res);
		}
	} while (count == MAX_BATCH);
	if (!s->io_q.plugged && s->io_q.pending)
		ioq_submit(s);
}

static void completion_cb(EventNotifier *e)
{
	LinuxAioState *s = container_of(e, LinuxAioState, e);

	if (event_notifier_test_and_clear(e))
		process_completions(s);
}

static bool poll_cb(EventNotifier *e)
{
	return io_getevents_peek(container_of(e, LinuxAioState, e)->ctx) > 0;
}

static void poll_ready(EventNotifier *e)
{
	process_completions(container_of(e, LinuxAioState, e));
}

/* ---- life cycle ---------------------------------------------------------------------------- */

LinuxAioState *laio_init(AioContext *ctx)
{
	LinuxAioState *s = g_new0(LinuxAioState, 1);
	int ret;

	s->aio_context = ctx;
	s->io_q.tail = &s->io_q.pending;
	s->retry_bh = aio_bh_new(ctx, retry_bh, s);
	event_notifier_init(&s->e, 0);
	ret = io_setup(MAX_EVENTS, &s->ctx);
	assert(!ret);
	aio_set_event_notifier(ctx, &s->e, completion_cb);
	aio_set_event_notifier_poll(ctx, &s->e, poll_cb, poll_ready, NULL, NULL);
	return s;
}

void laio_cleanup(LinuxAioState *s)
{
	assert(!s->io_q.pending && !s->io_q.in_flight);
	aio_set_event_notifier(s->aio_context, &s->e, NULL);
	qemu_bh_delete(s->retry_bh);
	io_destroy(s->ctx);
	event_notifier_cleanup(&s->e);
	g_free(s);
}
