/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * aio_bh.c - bottom halves: functions that a loop calls once for each time, or several, that they
 * were scheduled.
 *
 * Who sets BH_PENDING puts it on the list; the loop takes it off first, and then clears the flags: a
 * schedule before that is served by this call, a later one by the next.
 */
#include <qemu/aio.h>
#include <qemu/atomic.h>

enum {
	BH_PENDING = 1 << 0, /* on the list */
	BH_SCHEDULED = 1 << 1,
	BH_DELETED = 1 << 2,
	BH_ONESHOT = 1 << 3,
};

QEMUBH *aio_bh_new(AioContext *ctx, QEMUBHFunc *cb, void *opaque)
{
	QEMUBH *bh = g_new0(QEMUBH, 1);

	bh->ctx = ctx;
	bh->cb = cb;
	bh->opaque = opaque;
	return bh;
}

static void aio_bh_enqueue(QEMUBH *bh, unsigned int flags)
{
	AioContext *ctx = bh->ctx;

	/* Once it is on the list it may run and be freed. */
	if (!(atomic_fetch_or(&bh->flags, BH_PENDING | flags) & BH_PENDING)) {
		QEMUBH *head = atomic_read(&ctx->bh_list), *seen;

		for (;;) {
			bh->next = head;
			seen = atomic_cmpxchg(&ctx->bh_list, head, bh);
			if (seen == head)
				break;
			head = seen;
		}
	}
	aio_notify(ctx);
}

void qemu_bh_schedule(QEMUBH *bh)
{
	aio_bh_enqueue(bh, BH_SCHEDULED);
}

void qemu_bh_delete(QEMUBH *bh)
{
	aio_bh_enqueue(bh, BH_DELETED);
}

void aio_bh_schedule_oneshot(AioContext *ctx, QEMUBHFunc *cb, void *opaque)
{
	aio_bh_enqueue(aio_bh_new(ctx, cb, opaque), BH_SCHEDULED | BH_ONESHOT);
}

/* Oldest first. */
bool aio_bh_poll(AioContext *ctx)
{
	QEMUBH *list, *ordered = NULL;
	bool progress = false;

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
		unsigned int flags;

		ordered = bh->next;
		flags = atomic_fetch_and(&bh->flags, ~(BH_PENDING | BH_SCHEDULED));
		if ((flags & (BH_SCHEDULED | BH_DELETED)) == BH_SCHEDULED) {
			bh->cb(bh->opaque);
			progress = true;
		}
		if (flags & (BH_DELETED | BH_ONESHOT))
			g_free(bh);
	}
	return progress;
}
