/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_aio.h - the two ways to the system's disk I/O, of which an event loop has one: for
 * qemu_blk_backend.c, qemu_blk_linux_aio.c and qemu_blk_thread_pool.c.
 */
#ifndef QEMU_BLK_AIO_H
#define QEMU_BLK_AIO_H

#include <libaio.h>

#include "qemu_blk_backend.h"

typedef struct LinuxAioState LinuxAioState;
typedef struct ThreadPool ThreadPool;

enum ThreadState { THREAD_QUEUED, THREAD_ACTIVE, THREAD_DONE };

/* An I/O from its start to its completion. */
typedef struct BlockAIOCB {
	BlockBackend *blk;
	BlockCompletionFunc *cb;
	void *opaque;
	size_t bytes;
	struct iocb iocb; /* what to do; the vector is borrowed until the completion */
	struct BlockAIOCB *next; /* Linux AIO: not submitted yet. Pool: all of its loop */
	/* of a thread pool */
	struct BlockAIOCB *next_request; /* not started yet; under the pool's lock */
	enum ThreadState state; /* THREAD_DONE: ret is there; atomic */
	long ret;
} BlockAIOCB;

/* Calls back what the system answered, bytes or a negative errno, and frees acb. */
void blk_aio_complete(BlockAIOCB *acb, long ret);

/* ---- Linux AIO ----------------------------------------------------------------------------- */

/* Completions come to ctx; all calls in its loop. */
LinuxAioState *laio_init(AioContext *ctx);
void laio_cleanup(LinuxAioState *s);
void laio_submit(LinuxAioState *s, BlockAIOCB *acb);
void laio_io_plug(LinuxAioState *s);
void laio_io_unplug(LinuxAioState *s);

/* ---- thread pool --------------------------------------------------------------------------- */

ThreadPool *thread_pool_new(AioContext *ctx, unsigned int max_threads);
/* Ends its threads and waits for that. Nothing may be in flight. */
void thread_pool_free(ThreadPool *pool);
void thread_pool_submit_aio(ThreadPool *pool, BlockAIOCB *acb);

#endif
