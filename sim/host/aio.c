/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio.c - the event loop: bottom halves first, then the handlers of notifiers that are set.
 *
 * A loop that is about to sleep clears its waker, looks once more at everything that could wake it,
 * and then parks on the waker: an event after the look sets it again.
 */
#include <qemu/aio.h>
#include <qemu/atomic.h>
#include <qemu/main-loop.h>

struct bh_wait {
	QEMUBHFunc *cb;
	void *opaque;
	bool done; /* atomic */
};

static struct sim_waker aio_waiter;

AioContext *aio_context_new(const char *name)
{
	AioContext *ctx = g_new0(AioContext, 1);

	ctx->name = name;
	return ctx;
}

void aio_context_free(AioContext *ctx)
{
	assert(!ctx->bh_list);
	g_free(ctx);
}

static AioHandler *find_handler(AioContext *ctx, const EventNotifier *notifier)
{
	for (int i = 0; i < ctx->handler_end; i++)
		if (ctx->handlers[i].notifier == notifier)
			return &ctx->handlers[i];
	return NULL;
}

void aio_set_event_notifier(AioContext *ctx, EventNotifier *notifier, EventNotifierHandler *io_read)
{
	AioHandler *handler = find_handler(ctx, notifier);

	if (!io_read) {
		if (!handler)
			return;
		handler->notifier = NULL;
		atomic_store_release(&notifier->fd.wakers, NULL);
		return;
	}
	if (!handler)
		handler = find_handler(ctx, NULL);
	if (!handler) {
		assert(ctx->handler_end < AIO_HANDLERS_MAX);
		handler = &ctx->handlers[ctx->handler_end++];
	}
	handler->io_read = io_read;
	handler->notifier = notifier;
	notifier->fd.waker_count = AIO_WAKERS;
	atomic_store_release(&notifier->fd.wakers, ctx->wakers);
}

static void wake(struct sim_waker *waker)
{
	struct sim_ctx *waiter = atomic_read(&waker->waiter);

	if (!waiter)
		return;
	atomic_xchg(&waker->woken, 1);
	sim_unpark(waiter);
}

void aio_notify(AioContext *ctx)
{
	smp_mb();
	for (int i = 0; i < AIO_WAKERS; i++)
		wake(&ctx->wakers[i]);
}

void aio_bh_schedule_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque)
{
	QEMUBH *bh = g_new(QEMUBH, 1);
	QEMUBH *head = atomic_read(&ctx->bh_list), *seen;

	bh->cb = cb;
	bh->opaque = opaque;
	for (;;) {
		bh->next = head;
		seen = atomic_cmpxchg(&ctx->bh_list, head, bh);
		if (seen == head)
			break;
		head = seen;
	}
	aio_notify(ctx);
}

static void bh_wait_cb(void *opaque)
{
	struct bh_wait *wait = opaque;

	wait->cb(wait->opaque);
	atomic_store_release(&wait->done, true);
	aio_wait_kick();
}

void aio_wait_bh_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque)
{
	struct bh_wait *wait = g_new0(struct bh_wait, 1);

	wait->cb = cb;
	wait->opaque = opaque;
	aio_bh_schedule_oneshot(ctx, bh_wait_cb, wait);
	AIO_WAIT_WHILE(ctx, !atomic_load_acquire(&wait->done));
	g_free(wait);
}

/* Oldest first. */
static bool dispatch_bhs(AioContext *ctx)
{
	QEMUBH *list, *ordered = NULL;

	if (!atomic_read(&ctx->bh_list))
		return false;
	list = atomic_xchg(&ctx->bh_list, NULL);
	while (list) {
		QEMUBH *bh = list;

		list = bh->next;
		bh->next = ordered;
		ordered = bh;
	}
	while (ordered) {
		QEMUBH *bh = ordered;

		ordered = bh->next;
		bh->cb(bh->opaque);
		g_free(bh);
	}
	return true;
}

static bool handler_ready(const AioHandler *handler)
{
	return handler->notifier && atomic_read(&handler->notifier->fd.value);
}

static bool aio_dispatch(AioContext *ctx)
{
	bool progress = dispatch_bhs(ctx);

	for (int i = 0; i < ctx->handler_end; i++) {
		AioHandler *handler = &ctx->handlers[i];

		if (!handler_ready(handler))
			continue;
		handler->io_read(handler->notifier);
		progress = true;
	}
	return progress;
}

static bool aio_ready(AioContext *ctx)
{
	if (atomic_read(&ctx->bh_list))
		return true;
	for (int i = 0; i < ctx->handler_end; i++)
		if (handler_ready(&ctx->handlers[i]))
			return true;
	return false;
}

static bool poll_as(AioContext *ctx, int which, const struct sim_wait *wait, bool drop_big_lock)
{
	struct sim_waker *waker = &ctx->wakers[which];

	if (aio_dispatch(ctx))
		return true;
	if (!wait)
		return false;
	atomic_set(&waker->waiter, sim_ctx_current());
	atomic_mb_set(&waker->woken, 0);
	if (!aio_ready(ctx)) {
		if (drop_big_lock)
			qemu_mutex_unlock_iothread();
		sim_park(&waker->woken, 1, wait);
		if (drop_big_lock)
			qemu_mutex_lock_iothread();
	}
	return aio_dispatch(ctx);
}

bool aio_poll(AioContext *ctx, bool blocking)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_IDLE, .object = ctx, .what = ctx->name };

	return poll_as(ctx, AIO_WAKER_LOOP, blocking ? &wait : NULL, false);
}

bool aio_poll_main_loop(AioContext *ctx)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_IDLE, .object = ctx, .what = ctx->name };

	return poll_as(ctx, AIO_WAKER_LOOP, &wait, true);
}

bool aio_poll_flush(AioContext *ctx)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK,
				       .object = ctx,
				       .what = "qemu_aio_flush" };
	bool progress = poll_as(ctx, AIO_WAKER_FLUSH, &wait, false);

	atomic_set(&ctx->wakers[AIO_WAKER_FLUSH].waiter, NULL);
	return progress;
}

void aio_wait_prepare(void)
{
	atomic_set(&aio_waiter.waiter, sim_ctx_current());
	atomic_mb_set(&aio_waiter.woken, 0);
}

void aio_wait_sleep(AioContext *ctx)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK,
				       .object = ctx,
				       .what = "AIO_WAIT_WHILE",
				       .owner = atomic_read(&ctx->thread) };

	sim_park(&aio_waiter.woken, 1, &wait);
	atomic_set(&aio_waiter.waiter, NULL);
}

void aio_wait_kick(void)
{
	smp_mb();
	wake(&aio_waiter);
}
