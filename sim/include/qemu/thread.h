/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * thread.h - threads, mutexes and condition variables of a device process.
 */
#ifndef QEMU_THREAD_H
#define QEMU_THREAD_H

#include <sim/port.h>

#include <qemu/osdep.h>

typedef struct QemuMutex {
	struct sim_lock lock;
} QemuMutex;

void qemu_mutex_init(QemuMutex *mutex);
void qemu_mutex_destroy(QemuMutex *mutex);
void qemu_mutex_lock(QemuMutex *mutex);
void qemu_mutex_unlock(QemuMutex *mutex);

typedef struct QemuCond {
	uint32_t signals; /* futex word: how many there were */
} QemuCond;

void qemu_cond_init(QemuCond *cond);
/* Gives the mutex up while it sleeps; may return although nobody signalled. idle: having nothing to
 * wait for in the end is no problem. */
void qemu_cond_wait(QemuCond *cond, QemuMutex *mutex, const char *what, bool idle);
void qemu_cond_signal(QemuCond *cond);
void qemu_cond_broadcast(QemuCond *cond);

/* Runs fn(opaque) in a thread of its own, which ends when that returns. */
void qemu_thread_create(const char *name, void (*fn)(void *opaque), void *opaque);

#endif
