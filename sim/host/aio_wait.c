/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio_wait.c - threads that wait for what an event loop does: AIO_WAIT_WHILE().
 */
#include <sim/syscall.h>

#include <qemu/aio.h>
#include <qemu/atomic.h>

struct bh_wait {
	QEMUBHFunc *cb;
	void *opaque;
	bool done; /* atomic */
};

static uint32_t waiters; /* atomic: threads that a kick may have to wake */
static uint32_t kicks; /* futex word */

void aio_wait_begin(void)
{
	/* A full barrier: who makes the condition false then looks at this. */
	atomic_fetch_inc(&waiters);
}

uint32_t aio_wait_look(void)
{
	return atomic_load_acquire(&kicks);
}

void aio_wait_sleep(AioContext *ctx, uint32_t seen)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK,
				       .object = ctx,
				       .what = "AIO_WAIT_WHILE",
				       .owner = atomic_read(&ctx->thread) };

	sim_sys_futex_wait(&kicks, seen, &wait);
}

void aio_wait_end(void)
{
	atomic_fetch_dec(&waiters);
}

void aio_wait_kick(void)
{
	smp_mb();
	if (!atomic_read(&waiters))
		return;
	atomic_fetch_inc(&kicks);
	sim_sys_futex_wake(&kicks, INT32_MAX);
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
