/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_backend.c - asynchronous I/O on a drive, in the loop that asks for it.
 *
 * Re-implements block/block-backend.c and block/file-posix.c of QEMU 9.x as far as a raw drive
 * goes: a backend is shared by all loops that serve a device's queues, each of which has a Linux AIO
 * context or a thread pool of its own.
 */
#include <unistd.h>

#include <qemu/atomic.h>
#include <qemu/drive.h>
#include <qemu/iothread.h>

#include "qemu_blk_aio.h"

BlockBackend *blk_new(unsigned int drive, BlockAioMode aio, unsigned int pool_threads)
{
	BlockBackend *blk = g_new0(BlockBackend, 1);

	blk->drive = drive;
	blk->aio = aio;
	blk->pool_threads = pool_threads;
	blk->fd = drive_open(drive);
	return blk;
}

void blk_unref(BlockBackend *blk)
{
	assert(!atomic_read(&blk->in_flight));
	close(blk->fd);
	g_free(blk);
}

int64_t blk_getlength(const BlockBackend *blk)
{
	return drive_getlength(blk->drive);
}

bool blk_enable_write_cache(const BlockBackend *blk)
{
	return drive_has_write_cache(blk->drive);
}

/* A loop has one of each, for all the disks that it serves. */
void blk_attach_aio_context(BlockBackend *blk, AioContext *ctx)
{
	if (ctx->disks++)
		return;
	if (blk->aio == BLOCK_AIO_NATIVE)
		ctx->linux_aio = laio_init(ctx);
	else
		ctx->thread_pool = thread_pool_new(ctx, blk->pool_threads);
}

void blk_detach_aio_context(BlockBackend *blk, AioContext *ctx)
{
	if (--ctx->disks)
		return;
	if (blk->aio == BLOCK_AIO_NATIVE)
		laio_cleanup(ctx->linux_aio);
	else
		thread_pool_free(ctx->thread_pool);
	ctx->linux_aio = NULL;
	ctx->thread_pool = NULL;
}

/* ---- starting and completing --------------------------------------------------------------- */

void blk_aio_complete(BlockAIOCB *acb, long ret)
{
	BlockBackend *blk = acb->blk;

	if (ret >= 0)
		ret = (size_t)ret == acb->bytes ? 0 : -EIO;
	acb->cb(acb->opaque, (int)ret);
	g_free(acb);
	atomic_fetch_dec(&blk->in_flight);
	aio_wait_kick();
}

static BlockAIOCB *acb_new(BlockBackend *blk, size_t bytes, BlockCompletionFunc *cb, void *opaque)
{
	BlockAIOCB *acb = g_new(BlockAIOCB, 1);

	acb->blk = blk;
	acb->cb = cb;
	acb->opaque = opaque;
	acb->bytes = bytes;
	acb->next = NULL;
	return acb;
}

static void submit(BlockAIOCB *acb)
{
	AioContext *ctx = qemu_get_current_aio_context();
	BlockBackend *blk = acb->blk;

	atomic_fetch_inc(&blk->in_flight);
	if (blk->aio == BLOCK_AIO_NATIVE)
		laio_submit(ctx->linux_aio, acb);
	else
		thread_pool_submit_aio(ctx->thread_pool, acb);
}

void blk_aio_preadv(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		    void *opaque)
{
	BlockAIOCB *acb = acb_new(blk, qiov->size, cb, opaque);

	io_prep_preadv(&acb->iocb, blk->fd, qiov->iov, qiov->niov, offset);
	submit(acb);
}

void blk_aio_pwritev(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		     void *opaque)
{
	BlockAIOCB *acb = acb_new(blk, qiov->size, cb, opaque);

	io_prep_pwritev(&acb->iocb, blk->fd, qiov->iov, qiov->niov, offset);
	submit(acb);
}

void blk_aio_flush(BlockBackend *blk, BlockCompletionFunc *cb, void *opaque)
{
	BlockAIOCB *acb = acb_new(blk, 0, cb, opaque);

	io_prep_fdsync(&acb->iocb, blk->fd);
	submit(acb);
}

void blk_io_plug(BlockBackend *blk)
{
	if (blk->aio == BLOCK_AIO_NATIVE)
		laio_io_plug(qemu_get_current_aio_context()->linux_aio);
}

void blk_io_unplug(BlockBackend *blk)
{
	if (blk->aio == BLOCK_AIO_NATIVE)
		laio_io_unplug(qemu_get_current_aio_context()->linux_aio);
}

void blk_drain(BlockBackend *blk, AioContext *ctx)
{
	AIO_WAIT_WHILE(ctx, atomic_read(&blk->in_flight) > 0);
}

void qemu_aio_flush(BlockBackend *blk, AioContext *ctx)
{
	while (atomic_read(&blk->in_flight) > 0)
		aio_poll_flush(ctx);
}
