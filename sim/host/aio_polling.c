/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio_polling.c - adaptive polling of an event loop: for a while it looks by itself for what else
 * would wake it (QEMU 2.9 and later).
 *
 * While a loop polls, its handlers need no notifications. They are enabled again before it sleeps,
 * and after that everything is looked at once more. How long it polls follows how long it had to
 * wait: longer if that would have caught the event, not at all if it took longer than the limit.
 */
#include <sim/syscall.h>

#include <qemu/aio.h>
#include <qemu/atomic.h>

#define POLL_START_NS 4000
#define POLL_GROW 2

int64_t aio_clock_ns(void)
{
	return (int64_t)sim_sys_clock_gettime();
}

static bool can_poll(const AioContext *ctx)
{
	for (int i = 0; i < ctx->handler_end; i++)
		if (ctx->handlers[i].notifier && !ctx->handlers[i].io_poll)
			return false;
	return true;
}

static void poll_set_started(AioContext *ctx, bool started)
{
	if (started == ctx->poll_started)
		return;
	ctx->poll_started = started;
	for (int i = 0; i < ctx->handler_end; i++) {
		const AioHandler *handler = &ctx->handlers[i];
		EventNotifierHandler *fn = started ? handler->io_poll_begin : handler->io_poll_end;

		if (handler->notifier && fn)
			fn(handler->notifier);
	}
}

/* may_sleep: false once something came, even if it is only a reason to look around (the loop's own
 * notifier has nothing to handle). */
static bool run_poll_handlers_once(AioContext *ctx, bool *may_sleep)
{
	bool progress = false;

	for (int i = 0; i < ctx->handler_end; i++) {
		const AioHandler *handler = &ctx->handlers[i];
		EventNotifier *notifier = handler->notifier;

		if (!notifier || !handler->io_poll(notifier))
			continue;
		*may_sleep = false;
		if (!handler->io_poll_ready)
			continue;
		handler->io_poll_ready(notifier);
		progress = true;
	}
	return progress;
}

static bool run_poll_handlers(AioContext *ctx, bool *may_sleep)
{
	int64_t start = aio_clock_ns();
	bool progress;

	do {
		progress = run_poll_handlers_once(ctx, may_sleep);
		cpu_relax();
	} while (*may_sleep && aio_clock_ns() - start < ctx->poll_ns);
	return progress;
}

bool aio_try_poll_mode(AioContext *ctx, bool *may_sleep)
{
	if (!can_poll(ctx))
		return false;
	if (*may_sleep && ctx->poll_ns) {
		poll_set_started(ctx, true);
		if (run_poll_handlers(ctx, may_sleep))
			return true;
	}
	if (*may_sleep)
		poll_set_started(ctx, false);
	/* Also for what came before its notification was enabled. */
	return run_poll_handlers_once(ctx, may_sleep);
}

void aio_adjust_poll_time(AioContext *ctx, int64_t block_ns)
{
	if (block_ns <= ctx->poll_ns)
		return;
	if (block_ns > ctx->poll_max_ns)
		ctx->poll_ns = 0;
	else if (ctx->poll_ns)
		ctx->poll_ns = MIN(ctx->poll_ns * POLL_GROW, ctx->poll_max_ns);
	else
		ctx->poll_ns = MIN(POLL_START_NS, ctx->poll_max_ns);
}
