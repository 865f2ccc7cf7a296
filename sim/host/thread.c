/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * thread.c - threads, mutexes, and condition variables on futexes.
 */
#include <sim/syscall.h>

#include <qemu/atomic.h>
#include <qemu/thread.h>

void qemu_mutex_init(QemuMutex *mutex)
{
	sim_lock_init(&mutex->lock, SIM_LOCK_MUTEX, "QemuMutex", mutex);
}

void qemu_mutex_destroy(QemuMutex *mutex)
{
	sim_lock_destroy(&mutex->lock);
}

void qemu_mutex_lock(QemuMutex *mutex)
{
	sim_lock_acquire(&mutex->lock, 0);
}

void qemu_mutex_unlock(QemuMutex *mutex)
{
	sim_lock_release(&mutex->lock);
}

void qemu_cond_init(QemuCond *cond)
{
	cond->signals = 0;
}

void qemu_cond_wait(QemuCond *cond, QemuMutex *mutex, const char *what, bool idle)
{
	const struct sim_wait wait = { .kind = idle ? SIM_WAIT_IDLE : SIM_WAIT_WORK,
				       .object = cond,
				       .what = what };
	uint32_t seen = atomic_read(&cond->signals);

	qemu_mutex_unlock(mutex);
	/* A signal since then makes it return at once. */
	sim_sys_futex_wait(&cond->signals, seen, &wait);
	qemu_mutex_lock(mutex);
}

void qemu_cond_signal(QemuCond *cond)
{
	atomic_fetch_inc(&cond->signals);
	sim_sys_futex_wake(&cond->signals, 1);
}

void qemu_cond_broadcast(QemuCond *cond)
{
	atomic_fetch_inc(&cond->signals);
	sim_sys_futex_wake(&cond->signals, INT32_MAX);
}

void qemu_thread_create(const char *name, void (*fn)(void *opaque), void *opaque)
{
	sim_ctx_create(SIM_CTX_HOST, name, -1, fn, opaque);
}
