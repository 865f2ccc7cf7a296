/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_backend.h - asynchronous I/O on a drive; completions are called in an event loop.
 */
#ifndef QEMU_BLK_BACKEND_H
#define QEMU_BLK_BACKEND_H

#include <qemu/aio.h>
#include <qemu/iov.h>

#define BDRV_SECTOR_SIZE 512
#define BDRV_SECTOR_BITS 9

typedef void BlockCompletionFunc(void *opaque, int ret);

typedef enum BlockAioMode {
	BLOCK_AIO_NATIVE, /* io_submit() */
	BLOCK_AIO_THREADS, /* a pool of threads that make blocking calls */
} BlockAioMode;

typedef struct BlockBackend {
	unsigned int drive;
	int fd;
	BlockAioMode aio;
	unsigned int pool_threads;
	unsigned int in_flight; /* atomic */
} BlockBackend;

/* pool_threads: most that the pool of a loop may have. */
BlockBackend *blk_new(unsigned int drive, BlockAioMode aio, unsigned int pool_threads);
void blk_unref(BlockBackend *blk);
int64_t blk_getlength(const BlockBackend *blk);
bool blk_enable_write_cache(const BlockBackend *blk);
/* I/O may be started from ctx's loop from here on, until it is detached again; then none may be in
 * flight there. In ctx's thread, or under the big lock if it is the main loop's. */
void blk_attach_aio_context(BlockBackend *blk, AioContext *ctx);
void blk_detach_aio_context(BlockBackend *blk, AioContext *ctx);
/*
 * Start an I/O; cb(opaque, ret) runs in the loop that the caller runs (on a vCPU under the big lock:
 * the main loop), never inside the call. ret is 0 or a negative errno.
 */
void blk_aio_preadv(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		    void *opaque);
void blk_aio_pwritev(BlockBackend *blk, int64_t offset, QEMUIOVector *qiov, BlockCompletionFunc *cb,
		     void *opaque);
void blk_aio_flush(BlockBackend *blk, BlockCompletionFunc *cb, void *opaque);
/* What the calling loop starts between the two goes to the system together. They nest. */
void blk_io_plug(BlockBackend *blk);
void blk_io_unplug(BlockBackend *blk);
/* Waits until nothing is in flight while other threads' loops complete it. */
void blk_drain(BlockBackend *blk, AioContext *ctx);
/* The same under the big lock without the main loop's help: completions run in the caller. */
void qemu_aio_flush(BlockBackend *blk, AioContext *ctx);

#endif
