/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * thread.c - mutexes.
 */
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
