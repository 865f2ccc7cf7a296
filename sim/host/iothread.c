/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iothread.c - threads that run an event loop, the main loop's among them, and the big lock.
 */
#include <qemu/atomic.h>
#include <qemu/iothread.h>
#include <qemu/main-loop.h>
#include <qemu/thread.h>

static QemuMutex big_lock;
static bool big_lock_ready; /* the first to take it is alone: it creates the first device */
static IOThread *main_loop;

void qemu_mutex_lock_iothread(void)
{
	if (!atomic_read(&big_lock_ready)) {
		qemu_mutex_init(&big_lock);
		atomic_set(&big_lock_ready, true);
	}
	qemu_mutex_lock(&big_lock);
}

void qemu_mutex_unlock_iothread(void)
{
	qemu_mutex_unlock(&big_lock);
}

bool qemu_mutex_iothread_locked(void)
{
	return sim_lock_held_by_me(&big_lock.lock);
}

static void iothread_run(void *opaque)
{
	IOThread *iothread = opaque;

	atomic_set(&iothread->ctx->thread, sim_ctx_current());
	sim_ctx_set_task(sim_ctx_current(), iothread->ctx);
	if (iothread->big_lock) {
		qemu_mutex_lock_iothread();
		while (!iothread->stopping)
			aio_poll_main_loop(iothread->ctx);
		qemu_mutex_unlock_iothread();
	} else {
		while (!iothread->stopping)
			aio_poll(iothread->ctx, true);
	}
	atomic_store_release(&iothread->stopped, true);
	aio_wait_kick();
}

static IOThread *thread_start(const char *name, bool big, uint64_t poll_max_ns)
{
	IOThread *iothread = g_new0(IOThread, 1);

	iothread->ctx = aio_context_new(name, (int64_t)poll_max_ns);
	iothread->big_lock = big;
	qemu_thread_create(name, iothread_run, iothread);
	return iothread;
}

static void thread_stop_bh(void *opaque)
{
	IOThread *iothread = opaque;

	iothread->stopping = true;
}

static void thread_join(IOThread *iothread)
{
	AIO_WAIT_WHILE(iothread->ctx, !atomic_load_acquire(&iothread->stopped));
	aio_context_free(iothread->ctx);
	g_free(iothread);
}

IOThread *iothread_create(const char *name)
{
	return thread_start(name, false, 0);
}

IOThread *iothread_create_polling(const char *name, uint64_t poll_max_ns)
{
	return thread_start(name, false, poll_max_ns);
}

void iothread_destroy(IOThread *iothread)
{
	aio_bh_schedule_oneshot(iothread->ctx, thread_stop_bh, iothread);
	thread_join(iothread);
}

AioContext *iothread_get_aio_context(IOThread *iothread)
{
	return iothread->ctx;
}

AioContext *qemu_get_current_aio_context(void)
{
	if (sim_ctx_kind(sim_ctx_current()) == SIM_CTX_HOST)
		return sim_ctx_task();
	return main_loop->ctx;
}

AioContext *qemu_main_loop_start(void)
{
	if (!main_loop)
		main_loop = thread_start("main loop", true, 0);
	return main_loop->ctx;
}

void qemu_main_loop_stop(void)
{
	IOThread *iothread = main_loop;

	if (!iothread)
		return;
	main_loop = NULL;
	aio_bh_schedule_oneshot(iothread->ctx, thread_stop_bh, iothread);
	qemu_mutex_unlock_iothread();
	thread_join(iothread);
	qemu_mutex_lock_iothread();
}
