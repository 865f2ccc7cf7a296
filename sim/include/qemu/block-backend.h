/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * block-backend.h - asynchronous I/O on a drive; completions are called in an event loop.
 */
#ifndef QEMU_BLOCK_BACKEND_H
#define QEMU_BLOCK_BACKEND_H

#include <qemu/aio.h>
#include <qemu/iov.h>

#define BDRV_SECTOR_SIZE 512
#define BDRV_SECTOR_BITS 9

typedef void BlockCompletionFunc(void *opaque, int ret);

typedef struct BlockBackend {
	unsigned int drive;
	AioContext *ctx;
	EventNotifier completed;
	unsigned int in_flight; /* atomic */
} BlockBackend;

BlockBackend *blk_new(unsigned int drive);
/* In ctx's thread, or where nothing polls it; and with no I/O in flight. NULL detaches. */
void blk_set_aio_context(BlockBackend *blk, AioContext *ctx);
void blk_unref(BlockBackend *blk);
int64_t blk_getlength(const BlockBackend *blk);
bool blk_enable_write_cache(const BlockBackend *blk);
/*
 * Start an I/O; cb(opaque, ret) runs in the context's loop, never inside the call. ret is 0 or a
 * negative errno. From the context's thread or under the big lock.
 */
void blk_aio_preadv(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		    void *opaque);
void blk_aio_pwritev(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		     void *opaque);
void blk_aio_flush(BlockBackend *blk, BlockCompletionFunc *cb, void *opaque);
/* Waits until nothing is in flight. From another thread than the context's: its loop completes. */
void blk_drain(BlockBackend *blk);
/* The same under the big lock without the loop's help: completions run in the caller. */
void qemu_aio_flush(BlockBackend *blk);

#endif
