/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio.c - the event loop: ppoll(), then bottom halves, then the handlers of notifiers that are set.
 *
 * aio_notify() leaves the loop's own eventfd alone unless notify_me says that a loop may be asleep.
 * So a loop says so first, and then looks whether it was notified; who notifies does the opposite.
 */
#include <qemu/aio.h>
#include <qemu/atomic.h>
#include <qemu/main-loop.h>

/* ---- handlers ------------------------------------------------------------------------------ */

static AioHandler *find_handler(AioContext *ctx, const EventNotifier *notifier)
{
	for (int i = 0; i < ctx->handler_end; i++)
		if (ctx->handlers[i].notifier == notifier)
			return &ctx->handlers[i];
	return NULL;
}

static struct pollfd *pollfd_of(AioContext *ctx, const AioHandler *handler)
{
	return &ctx->fds[handler - ctx->handlers];
}

static void remove_handler(AioContext *ctx, EventNotifier *notifier)
{
	AioHandler *handler = find_handler(ctx, notifier);

	if (!handler)
		return;
	if (ctx->poll_started && handler->io_poll_end)
		handler->io_poll_end(notifier);
	handler->notifier = NULL;
	pollfd_of(ctx, handler)->fd = -1;
}

static void add_handler(AioContext *ctx, EventNotifier *notifier, EventNotifierHandler *io_read)
{
	AioHandler *handler = find_handler(ctx, NULL);

	if (!handler) {
		assert(ctx->handler_end < AIO_HANDLERS_MAX);
		handler = &ctx->handlers[ctx->handler_end++];
	}
	*handler = (AioHandler){ .notifier = notifier, .io_read = io_read };
	*pollfd_of(ctx, handler) =
		(struct pollfd){ .fd = event_notifier_get_fd(notifier), .events = POLLIN };
}

void aio_set_event_notifier(AioContext *ctx, EventNotifier *notifier, EventNotifierHandler *io_read)
{
	if (io_read)
		add_handler(ctx, notifier, io_read);
	else
		remove_handler(ctx, notifier);
	/* A loop that sleeps does not know yet. */
	aio_notify(ctx);
}

void aio_set_event_notifier_poll(AioContext *ctx, EventNotifier *notifier, AioPollFn *io_poll,
				 EventNotifierHandler *io_poll_ready,
				 EventNotifierHandler *io_poll_begin,
				 EventNotifierHandler *io_poll_end)
{
	AioHandler *handler = find_handler(ctx, notifier);

	handler->io_poll = io_poll;
	handler->io_poll_ready = io_poll_ready;
	handler->io_poll_begin = io_poll_begin;
	handler->io_poll_end = io_poll_end;
}

/* ---- the loop's own notifier --------------------------------------------------------------- */

static void notifier_read(EventNotifier *notifier)
{
	event_notifier_test_and_clear(notifier);
}

static bool notifier_poll(EventNotifier *notifier)
{
	const AioContext *ctx = container_of(notifier, AioContext, notifier);

	return atomic_read(&ctx->notified);
}

AioContext *aio_context_new(const char *name, int64_t poll_max_ns)
{
	AioContext *ctx = g_new0(AioContext, 1);

	ctx->name = name;
	ctx->poll_max_ns = poll_max_ns;
	event_notifier_init(&ctx->notifier, 0);
	aio_set_event_notifier(ctx, &ctx->notifier, notifier_read);
	aio_set_event_notifier_poll(ctx, &ctx->notifier, notifier_poll, NULL, NULL, NULL);
	return ctx;
}

void aio_context_free(AioContext *ctx)
{
	assert(!ctx->bh_list);
	event_notifier_cleanup(&ctx->notifier);
	g_free(ctx);
}

void aio_notify(AioContext *ctx)
{
	/* What the loop shall see comes before the request to look; pairs with aio_notify_accept(). */
	smp_wmb();
	atomic_set(&ctx->notified, true);
	/* And both come before this look; pairs with the one in poll_as(). */
	smp_mb();
	for (int i = 0; i < AIO_POLLERS; i++) {
		if (!atomic_read(&ctx->notify_me[i]))
			continue;
		event_notifier_set(&ctx->notifier);
		break;
	}
}

/* True if there was one. From here on the loop looks around, so that a later one means more. */
static bool aio_notify_accept(AioContext *ctx)
{
	if (!atomic_read(&ctx->notified))
		return false;
	atomic_set(&ctx->notified, false);
	smp_mb();
	return true;
}

/* ---- the loop ------------------------------------------------------------------------------ */

static bool dispatch_handlers(AioContext *ctx, const struct pollfd *fds, int ready)
{
	bool progress = false;

	for (int i = 0; ready > 0; i++) {
		EventNotifier *notifier;

		if (!fds[i].revents)
			continue;
		ready--;
		/* While this thread slept, or by a handler, it may have been removed. */
		notifier = ctx->handlers[i].notifier;
		if (!notifier || event_notifier_get_fd(notifier) != fds[i].fd)
			continue;
		ctx->handlers[i].io_read(notifier);
		progress |= notifier != &ctx->notifier;
	}
	return progress;
}

/* Tells who notifies that the loop may sleep; false if it was notified already. */
static bool prepare_to_sleep(AioContext *ctx, int poller)
{
	atomic_set(&ctx->notify_me[poller], true);
	/* Only then this look; pairs with the one in aio_notify(). */
	smp_mb();
	return !atomic_read(&ctx->notified);
}

/* Runs what it was notified of. A bottom half that comes later notifies once more. */
static bool finish_sleep(AioContext *ctx, int poller)
{
	atomic_store_release(&ctx->notify_me[poller], false);
	return aio_notify_accept(ctx) && aio_bh_poll(ctx);
}

bool aio_poll(AioContext *ctx, bool blocking)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_IDLE, .object = ctx, .what = ctx->name };
	bool may_sleep = blocking && prepare_to_sleep(ctx, AIO_POLLER_LOOP);
	bool progress = false;
	int64_t start = 0;
	int ready;

	if (ctx->poll_max_ns) {
		start = aio_clock_ns();
		progress = aio_try_poll_mode(ctx, &may_sleep);
	}
	ready = ppoll(ctx->fds, (nfds_t)ctx->handler_end, may_sleep ? -1 : 0, &wait);
	if (ctx->poll_max_ns)
		aio_adjust_poll_time(ctx, aio_clock_ns() - start);
	progress |= blocking ? finish_sleep(ctx, AIO_POLLER_LOOP) : aio_bh_poll(ctx);
	return dispatch_handlers(ctx, ctx->fds, ready) || progress;
}

/* Two threads may be in here; both hold the big lock while they do not sleep. */
static bool poll_shared(AioContext *ctx, int poller, bool drop_lock, const struct sim_wait *wait)
{
	struct pollfd fds[AIO_HANDLERS_MAX];
	int count = ctx->handler_end, ready;
	bool may_sleep = prepare_to_sleep(ctx, poller);
	bool progress;

	memcpy(fds, ctx->fds, (size_t)count * sizeof(fds[0]));
	if (drop_lock)
		qemu_mutex_unlock_iothread();
	ready = ppoll(fds, (nfds_t)count, may_sleep ? -1 : 0, wait);
	if (drop_lock)
		qemu_mutex_lock_iothread();
	progress = finish_sleep(ctx, poller);
	return dispatch_handlers(ctx, fds, ready) || progress;
}

bool aio_poll_main_loop(AioContext *ctx)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_IDLE, .object = ctx, .what = ctx->name };

	return poll_shared(ctx, AIO_POLLER_LOOP, true, &wait);
}

bool aio_poll_flush(AioContext *ctx)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK,
				       .object = ctx,
				       .what = "qemu_aio_flush" };

	return poll_shared(ctx, AIO_POLLER_FLUSH, false, &wait);
}
