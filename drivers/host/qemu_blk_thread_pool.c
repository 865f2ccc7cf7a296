/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_thread_pool.c - disk I/O by blocking calls in a pool of threads, which are created when
 * there is work and none is idle; completions by a bottom half.
 *
 * Re-implements util/thread-pool.c of QEMU 1.4 to 9.x (with a condition variable instead of a
 * semaphore since 7.1). An idle thread stays until the pool is freed.
 */
#include <unistd.h>

#include <qemu/atomic.h>
#include <qemu/thread.h>

#include "qemu_blk_aio.h"

struct ThreadPool {
	QEMUBH *completion_bh;
	unsigned int max_threads;
	QemuMutex lock;
	QemuCond request_cond;
	QemuCond worker_stopped;
	BlockAIOCB *head; /* in the loop */
	/* under the lock */
	BlockAIOCB *request_list; /* oldest first */
	BlockAIOCB **request_tail;
	unsigned int cur_threads;
	unsigned int idle_threads;
	bool stopping;
};

/* ---- the threads --------------------------------------------------------------------------- */

static long handle(const struct iocb *iocb)
{
	switch (iocb->op) {
	case IO_CMD_PREADV:
		return preadv(iocb->fd, iocb->vector, iocb->count, iocb->offset_bytes);
	case IO_CMD_PWRITEV:
		return pwritev(iocb->fd, iocb->vector, iocb->count, iocb->offset_bytes);
	default:
		return fdatasync(iocb->fd);
	}
}

static void worker_thread(void *opaque)
{
	ThreadPool *pool = opaque;

	qemu_mutex_lock(&pool->lock);
	for (;;) {
		BlockAIOCB *req = pool->request_list;

		if (!req) {
			if (pool->stopping)
				break;
			pool->idle_threads++;
			qemu_cond_wait(&pool->request_cond, &pool->lock, "thread pool", true);
			pool->idle_threads--;
			continue;
		}
		pool->request_list = req->next_request;
		if (!pool->request_list)
			pool->request_tail = &pool->request_list;
		req->state = THREAD_ACTIVE;
		qemu_mutex_unlock(&pool->lock);

		req->ret = handle(&req->iocb);
		/* The loop takes the result once it sees the state. */
		atomic_store_release(&req->state, THREAD_DONE);
		qemu_bh_schedule(pool->completion_bh);
		qemu_mutex_lock(&pool->lock);
	}
	pool->cur_threads--;
	qemu_cond_signal(&pool->worker_stopped);
	qemu_mutex_unlock(&pool->lock);
}

/* ---- the loop ------------------------------------------------------------------------------ */

static BlockAIOCB *take_done(ThreadPool *pool)
{
	for (BlockAIOCB **at = &pool->head; *at; at = &(*at)->next) {
		BlockAIOCB *acb = *at;

		if (atomic_load_acquire(&acb->state) != THREAD_DONE)
			continue;
		*at = acb->next;
		return acb;
	}
	return NULL;
}

static void completion_bh(void *opaque)
{
	ThreadPool *pool = opaque;
	BlockAIOCB *acb;

	while ((acb = take_done(pool)))
		blk_aio_complete(acb, acb->ret);
}

void thread_pool_submit_aio(ThreadPool *pool, BlockAIOCB *acb)
{
	bool spawn;

	acb->next_request = NULL;
	acb->state = THREAD_QUEUED;
	acb->next = pool->head;
	pool->head = acb;
	qemu_mutex_lock(&pool->lock);
	*pool->request_tail = acb;
	pool->request_tail = &acb->next_request;
	spawn = !pool->idle_threads && pool->cur_threads < pool->max_threads;
	if (spawn)
		pool->cur_threads++;
	qemu_mutex_unlock(&pool->lock);
	if (spawn)
		qemu_thread_create("worker", worker_thread, pool);
	else
		qemu_cond_signal(&pool->request_cond);
}

ThreadPool *thread_pool_new(AioContext *ctx, unsigned int max_threads)
{
	ThreadPool *pool = g_new0(ThreadPool, 1);

	pool->completion_bh = aio_bh_new(ctx, completion_bh, pool);
	pool->max_threads = max_threads;
	pool->request_tail = &pool->request_list;
	qemu_mutex_init(&pool->lock);
	qemu_cond_init(&pool->request_cond);
	qemu_cond_init(&pool->worker_stopped);
	return pool;
}

void thread_pool_free(ThreadPool *pool)
{
	assert(!pool->head);
	qemu_mutex_lock(&pool->lock);
	pool->stopping = true;
	qemu_cond_broadcast(&pool->request_cond);
	while (pool->cur_threads)
		qemu_cond_wait(&pool->worker_stopped, &pool->lock, "thread_pool_free", false);
	qemu_mutex_unlock(&pool->lock);
	qemu_bh_delete(pool->completion_bh);
	qemu_mutex_destroy(&pool->lock);
	g_free(pool);
}
