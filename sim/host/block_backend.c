/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * block_backend.c - asynchronous I/O on a drive, completed in the event loop like Linux AIO: the
 * system sets an eventfd, whose handler reaps what has completed.
 */
#include <qemu/atomic.h>
#include <qemu/block-backend.h>

typedef struct BlockAIOCB {
	BlockBackend *blk;
	BlockCompletionFunc *cb;
	void *opaque;
} BlockAIOCB;

BlockBackend *blk_new(unsigned int drive)
{
	BlockBackend *blk = g_new0(BlockBackend, 1);

	blk->drive = drive;
	event_notifier_init(&blk->completed, 0);
	sim_drive_open(drive, &blk->completed.fd);
	return blk;
}

void blk_unref(BlockBackend *blk)
{
	assert(!atomic_read(&blk->in_flight));
	blk_set_aio_context(blk, NULL);
	sim_drive_open(blk->drive, NULL);
	event_notifier_cleanup(&blk->completed);
	g_free(blk);
}

int64_t blk_getlength(const BlockBackend *blk)
{
	return sim_drive_bytes(blk->drive);
}

bool blk_enable_write_cache(const BlockBackend *blk)
{
	return sim_drive_volatile_cache(blk->drive);
}

static void reap_completions(EventNotifier *notifier)
{
	BlockBackend *blk = container_of(notifier, BlockBackend, completed);
	void *cookie;
	int ret;

	if (!event_notifier_test_and_clear(notifier))
		return;
	while (sim_drive_reap(blk->drive, &cookie, &ret)) {
		BlockAIOCB *acb = cookie;

		acb->cb(acb->opaque, ret);
		g_free(acb);
		atomic_fetch_dec(&blk->in_flight);
		aio_wait_kick();
	}
}

void blk_set_aio_context(BlockBackend *blk, AioContext *ctx)
{
	if (blk->ctx)
		aio_set_event_notifier(blk->ctx, &blk->completed, NULL);
	blk->ctx = ctx;
	if (ctx)
		aio_set_event_notifier(ctx, &blk->completed, reap_completions);
}

static void submit(BlockBackend *blk, enum sim_drive_op op, int64_t offset,
		   const QEMUIOVector *qiov, BlockCompletionFunc *cb, void *opaque)
{
	BlockAIOCB *acb = g_new(BlockAIOCB, 1);
	unsigned int count = qiov ? qiov->niov : 0;
	struct sim_drive_iovec *vector = count ? g_new(struct sim_drive_iovec, count) : NULL;

	acb->blk = blk;
	acb->cb = cb;
	acb->opaque = opaque;
	for (unsigned int i = 0; i < count; i++) {
		vector[i].base = qiov->iov[i].iov_base;
		vector[i].bytes = qiov->iov[i].iov_len;
	}
	atomic_fetch_inc(&blk->in_flight);
	sim_drive_submit(blk->drive, op, offset, vector, count, acb);
	g_free(vector);
}

void blk_aio_preadv(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		    void *opaque)
{
	submit(blk, SIM_DRIVE_READ, offset, qiov, cb, opaque);
}

void blk_aio_pwritev(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		     void *opaque)
{
	submit(blk, SIM_DRIVE_WRITE, offset, qiov, cb, opaque);
}

void blk_aio_flush(BlockBackend *blk, BlockCompletionFunc *cb, void *opaque)
{
	submit(blk, SIM_DRIVE_FLUSH, 0, NULL, cb, opaque);
}

void blk_drain(BlockBackend *blk)
{
	AIO_WAIT_WHILE(blk->ctx, atomic_read(&blk->in_flight) > 0);
}

void qemu_aio_flush(BlockBackend *blk)
{
	while (atomic_read(&blk->in_flight) > 0)
		aio_poll_flush(blk->ctx);
}
